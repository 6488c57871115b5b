"""What a text draws and marks, row by row of `tests/cases/plots.toml`, through the readers, the sketch and the survey."""

from __future__ import annotations

import pytest

from ardoise.core.plots import Sketch
from ardoise.drawing.survey import survey
from ardoise.notation.claims import read_problem
from ardoise.notation.drawing_orders import read_order
from ardoise.notation.sketch import sketch
from tests.unit.drawing.plot_cases import Row, rows, told

TOLD = ("drawn", "marks", "lines", "areas", "sets", "letters")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["text"])
def test_a_text_draws_and_marks_what_its_row_says(row: Row) -> None:
    text = row["text"]
    found = read_order(text) if row["by"] == "order" else sketch(read_problem(text), text=text)
    assert isinstance(found, Sketch)
    assert {k: v for k, v in told(survey(found)).items() if v} == {k: row[k] for k in TOLD if row.get(k)}


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len(rows()) >= 60
