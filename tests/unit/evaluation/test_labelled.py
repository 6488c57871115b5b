"""Labelled solutions are read strictly, and sampled at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.evaluation.labelled import Labelled, read_table, sample
from tests.unit.evaluation.labelled_rows import row, write


def test_a_row_becomes_a_solution(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "some.jsonl", row("a", "x = 1", "x = 2", label=1), "", row("b", "x = 1")))
    assert table.name == "some"
    assert table.rows == (Labelled("a", "What is x?", ("x = 1", "x = 2"), 1), Labelled("b", "What is x?", ("x = 1",), -1))
    assert table.troubles == ()


@pytest.mark.parametrize(
    "bad",
    [
        "{not json", "[" * 5_000, "[1]", "7", '{"steps": ["x"], "label": 0}', '{"problem": "p", "label": 0}',
        '{"problem": "p", "steps": ["x"]}',
        row("a", label=-1), row("a", "x", label=1), row("a", "x", label=-2), {**row("a", "x"), "label": True},
        {**row("a", "x"), "label": "0"},
        {**row("a"), "steps": [1]}, {**row("a"), "steps": "x = 1"}, {**row("a", "x"), "problem": None},
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_its_line_and_passed_over(tmp_path: Path, bad: object) -> None:
    table = read_table(write(tmp_path / "some.jsonl", row("a", "x = 1"), bad, row("b", "x = 1")))
    assert [r.id for r in table.rows] == ["a", "b"]
    (trouble,) = table.troubles
    assert trouble.startswith("some.jsonl, line 2: ")


def test_a_row_without_an_id_is_known_by_its_line(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "some.jsonl", {"problem": "", "steps": ["x"], "label": 0}))
    assert table.rows[0].id == "1"


def test_rarer_line_breaks_inside_a_text_do_not_end_the_row(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text('{"problem": "p\u2028q", "steps": ["x\x85"], "label": 0}\r\n', encoding="utf-8-sig")
    assert read_table(path).rows[0].problem == "p\u2028q"


def test_a_sample_is_drawn_from_the_whole_file_by_its_seed() -> None:
    rows = [Labelled(str(i), "", ("x",), -1) for i in range(100)]
    drawn = sample(rows, most=20, seed=1)
    assert len({r.id for r in drawn}) == 20
    assert drawn == sample(rows, most=20, seed=1)
    assert drawn != sample(rows, most=20, seed=2)
    assert max(int(r.id) for r in drawn) > 50
    assert sample(rows, most=None, seed=1) == sample(rows, most=100, seed=1) == tuple(rows)
