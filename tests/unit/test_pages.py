"""Pages that are written from data are as fresh as the data, and pages that name modules name those that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases.page import page

TOP = Path(__file__).parents[2]
CHECKS = TOP / "app" / "CHECKS.md"
PAGES = (TOP / "README.md", TOP / "app" / "ARCHITECTURE.md", *sorted((TOP / "app" / "decisions").glob("*.md")))


def test_the_page_of_checks_is_as_its_tables_say() -> None:
    assert CHECKS.read_text(encoding="utf-8") == page(), "run `make pages`"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_a_page_names_modules_that_exist(file: Path) -> None:
    modules = {path.relative_to(TOP).as_posix() for room in ("app", "tests") for path in (TOP / room).rglob("*.py")}
    named = re.findall(r"`([\w/]+\.py)`", file.read_text(encoding="utf-8"))
    assert [name for name in named if not any(f"/{module}".endswith(f"/{name}") for module in modules)] == []
