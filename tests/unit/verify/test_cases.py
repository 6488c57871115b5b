"""The tables of cases: single claims, and whole workings of learners with a mark for each line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ardoise.core.problem import WorkingKind
from ardoise.core.verdict import Verdict, mark_of
from tests.unit.verify.reading import judged

CASES = Path(__file__).parents[2] / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of `tests/cases/NAME.toml`, which is "claims" or "workings"."""
    table: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))[name.removesuffix("s")]
    return table


def named(row: dict[str, Any]) -> str:
    return " | ".join([row.get("problem", ""), *row.get("earlier", []), row.get("text", "")]).strip(" |")


@pytest.mark.parametrize("row", rows("claims"), ids=named)
def test_a_claim_gets_the_verdict_of_the_table(row: dict[str, Any]) -> None:
    kind = WorkingKind(row.get("kind", "working"))
    *_, checks = judged(row.get("problem", ""), [*row.get("earlier", []), row["text"]], kind)
    check = checks[-1]
    assert (check.verdict, check.mark, check.reason) == (row["verdict"], row["mark"], row.get("reason")), check
    assert check.read_as
    if check.verdict is not Verdict.UNDECIDED:
        assert check.method


@pytest.mark.parametrize("row", rows("workings"), ids=lambda row: " | ".join([row.get("problem", ""), *(text for text, _ in row["lines"])]))
def test_each_line_of_a_working_gets_the_mark_of_the_table(row: dict[str, Any]) -> None:
    lines = row["lines"]
    marks = [mark_of(checks) for checks in judged(row.get("problem", ""), [text for text, _ in lines])]
    assert marks == [mark for _, mark in lines]
