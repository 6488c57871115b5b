"""The tables of cases: single claims, and whole workings of learners with a mark for each line."""

from __future__ import annotations

from typing import Any

import pytest

from ardoise.core.problem import WorkingKind
from ardoise.core.verdict import Mark, Reason, Verdict, mark_of
from tests.cases.tables import rows
from tests.unit.verify.reading import judged


def named(row: dict[str, Any]) -> str:
    return " | ".join([row.get("problem", ""), *row.get("earlier", []), row.get("text", "")]).strip(" |")


@pytest.mark.parametrize("row", rows("claims"), ids=named)
def test_a_claim_gets_the_verdict_of_the_table(row: dict[str, Any]) -> None:
    kind = WorkingKind(row.get("kind", "working"))
    *_, checks = judged(row.get("problem", ""), [*row.get("earlier", []), row["text"]], kind)
    expected = (row["verdict"], row["mark"], row.get("reason"))
    if not checks:  # words that claim nothing
        assert expected == (Verdict.UNDECIDED, Mark.PROSE, Reason.NO_CLAIM)
        return
    check = checks[-1]
    assert (check.verdict, check.mark, check.reason) == expected, check
    assert check.look or not row.get("look", False)
    assert check.read_as
    if check.verdict is not Verdict.UNDECIDED:
        assert check.method


@pytest.mark.parametrize("row", rows("workings"), ids=lambda row: " | ".join([row.get("problem", ""), *(text for text, _ in row["lines"])]))
def test_each_line_of_a_working_gets_the_mark_of_the_table(row: dict[str, Any]) -> None:
    lines = row["lines"]
    kind = WorkingKind(row.get("kind", "working"))
    marks = [mark_of(checks) for checks in judged(row.get("problem", ""), [text for text, _ in lines], kind)]
    assert marks == [mark for _, mark in lines]
