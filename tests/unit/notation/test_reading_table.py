"""The table of readings: every row of tests/cases/reading.toml and its neighbours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ardoise.core.solution import Unreadable
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import parse, readings
from ardoise.notation.speech import speak

FILES = sorted(p for p in (Path(__file__).parents[2] / "cases").glob("reading*.toml") if not p.name.startswith("reading_steps"))
ROWS: list[dict[str, Any]] = [row for p in FILES for row in tomllib.loads(p.read_text(encoding="utf-8"))["row"]]


def test_the_table_is_not_empty() -> None:
    assert len(ROWS) >= 150
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_text_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    text = row["text"]
    if "why" in row:
        unread = parse(text)
        assert isinstance(unread, Unreadable)
        assert unread.why == row["why"]
        assert 0 <= unread.where <= len(text)
        assert readings(text) == ()
    else:
        found = readings(text)
        assert [plain(e) for e in found] == row["reads"]
        assert found[0] == parse(text)


@pytest.mark.parametrize("row", [r for r in ROWS if "reads" in r], ids=[r["text"] for r in ROWS if "reads" in r])
def test_the_best_reading_is_written_in_a_form_that_stays_the_same_when_it_is_read_again(row: dict[str, Any]) -> None:
    expr = readings(row["text"])[0]
    for write in (latex, plain):
        again = parse(write(expr))
        assert not isinstance(again, Unreadable)
        assert write(again) == write(expr)
    assert speak(expr).strip()
