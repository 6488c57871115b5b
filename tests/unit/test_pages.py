"""Pages that are written from data are as fresh as the data."""

from __future__ import annotations

from pathlib import Path

from tests.cases.page import page

CHECKS = Path(__file__).parents[2] / "app" / "CHECKS.md"


def test_the_page_of_checks_is_as_its_tables_say() -> None:
    assert CHECKS.read_text(encoding="utf-8") == page(), "run `make pages`"
