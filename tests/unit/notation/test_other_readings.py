"""Lines that can be meant in two ways, and the way in which each other meaning is written."""

from __future__ import annotations

import pytest
from hypothesis import given

from ardoise.notation.claims import read_line
from ardoise.notation.other_readings import MOST, other_readings
from tests.unit.notation.test_any_text import anything

CASES = (
    ("y = 1/2x", "y = 1/(2x)"),
    ("1/2x = 3", "1/(2x) = 3"),
    ("6/2(1+2)", "6/(2(1+2))"),
    ("e^2x = 5", "e^(2x) = 5"),
    ("√2x = 4", "√(2x) = 4"),
    ("sin x/2 = 1", "sin(x/2) = 1"),
    ("-3^2 = 9", "(-3)^2 = 9"),
    ("x = 3,5", "x = 3.5"),
    ("2 1/2 + 1", "2*1/2 + 1"),
)


@pytest.mark.parametrize(("line", "other"), CASES)
def test_the_other_reading_is_offered_and_reads_otherwise(line: str, other: str) -> None:
    found = other_readings(line)
    assert other in [o.text for o in found]
    now, _ = read_line(line)
    for reading in found:
        says, unread = read_line(reading.text)
        assert not unread
        assert [(c.left, c.right) for c in says] != [(c.left, c.right) for c in now]


@pytest.mark.parametrize("line", [other for _, other in CASES if "*" not in other])
def test_a_line_that_was_written_for_one_reading_is_asked_about_no_more(line: str) -> None:
    assert other_readings(line) == ()


@pytest.mark.parametrize("line", ["x^2 = 4", "2x + 3 = 11", "x = 2 or x = 3", "1/(2x)", "\\frac{1}{2}x", "so it is", "x^2y", "", "(x"])
def test_what_means_one_thing_is_not_asked_about(line: str) -> None:
    assert other_readings(line) == ()


@given(anything)
def test_any_text_gives_a_few_readings_or_none(text: str) -> None:
    assert len(other_readings(text)) <= MOST
