"""A repaired solution and its other ways, as a terminal shows them."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence

import pytest

from ardoise.cli.main import parser
from ardoise.cli.printer import TextPrinter
from ardoise.core.events import RouteChosen, SolveEvent
from tests.fakes.repaired import END, STORY, TWELVE


def printed(events: Sequence[SolveEvent]) -> str:
    out = io.StringIO()
    printer = TextPrinter(out, io.StringIO())
    for event in events:
        printer.show(event)
    return out.getvalue()


def test_what_was_given_up_stays_printed_and_is_said_to_be() -> None:
    text = printed([*STORY, END])
    wrong, given_up = text.index("So 3 * 4 = 13 pens."), text.index("Step 2 was given up. It goes on with the value that was worked out.")
    right = text.index("So 3 * 4 = 12 pens.")
    assert wrong < given_up < right


def test_the_end_speaks_of_what_stands() -> None:
    text = printed([*STORY, END])
    assert "first error" not in text.lower()
    assert "Answer: 12" in text


def test_each_other_way_is_told_in_a_line() -> None:
    text = printed([*STORY, END])
    assert "Calculation alone: 12, agrees with the first solution\n" in text
    assert "Another way: 13, differs from the first solution\n" in text
    assert "Another: 13 pens." not in text


def test_a_way_that_is_taken_is_printed_whole() -> None:
    text = printed([*STORY, RouteChosen(2), END])
    assert text.index("Another way: this one is taken.") < text.index("Another: 13 pens.")


def test_a_calculation_that_is_taken_is_printed_as_it_was_written() -> None:
    text = printed([*STORY, RouteChosen(1), dataclasses.replace(END, answer=TWELVE)])
    assert "    print(3 * 4)" in text


@pytest.mark.parametrize("mode", ["quick", "careful", "thorough"])
def test_the_mode_is_chosen_by_its_name(mode: str) -> None:
    assert parser().parse_args(["solve", "x", "--mode", mode]).mode == mode
