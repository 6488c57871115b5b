"""Pages that are written from data are as fresh as the data, and pages that name modules name those that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ardoise.evaluation import answer_words
from ardoise.evaluation.answers import Run
from ardoise.evaluation.report import in_order, levels
from tests.cases.page import page

TOP = Path(__file__).parents[2]
CHECKS = TOP / "app" / "CHECKS.md"
ACCURACY = TOP / "app" / "ACCURACY.md"
RECORDS = TOP / "app" / "accuracy"
PAGES = (TOP / "README.md", TOP / "app" / "ARCHITECTURE.md", *sorted((TOP / "app" / "decisions").glob("*.md")))


def test_the_page_of_checks_is_as_its_tables_say() -> None:
    assert CHECKS.read_text(encoding="utf-8") == page(), "run `make pages`"


def test_the_page_of_accuracy_is_as_the_records_say() -> None:
    runs = in_order([Run.read(file) for file in RECORDS.glob("*.jsonl")])
    about = (RECORDS / "about.md").read_text(encoding="utf-8")
    told = "\n".join(answer_words.page(runs, "ACCURACY.svg", about)) + "\n"
    assert ACCURACY.read_text(encoding="utf-8") == told, "run `make pages`"
    assert json.loads((TOP / "resources" / "accuracy.json").read_text(encoding="utf-8")) == levels(runs)
    assert not any(record.expected or record.answer or record.note for run in runs for record in run.records)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_a_page_names_modules_that_exist(file: Path) -> None:
    modules = {path.relative_to(TOP).as_posix() for room in ("app", "tests") for path in (TOP / room).rglob("*.py")}
    named = re.findall(r"`([\w/]+\.py)`", file.read_text(encoding="utf-8"))
    assert [name for name in named if not any(f"/{module}".endswith(f"/{name}") for module in modules)] == []
