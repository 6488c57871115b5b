"""In a terminal, carets stand under the symbols that do not fit; in what was set with LaTeX they are named."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.cli.pointer import LONGEST, pointer
from ardoise.core.events import CheckEvent, CheckStarted, StepChecked, StepRead
from ardoise.core.expression import Span
from ardoise.core.problem import Working
from ardoise.core.solution import Step
from ardoise.core.verdict import Check, Mark, Reason, Verdict, pointed
from ardoise.notation.plain_text import plain_text
from tests.cli.running import CommandLine
from tests.cli.stories import claim, wrong
from tests.fakes.actors import fake_actors
from tests.fakes.tutor import FakeTutor
from tests.unit.notation.test_any_text import anything


def shown(text: str) -> list[str]:
    return [line.strip() for line in plain_text(text).split("\n") if line.strip()]


def spans_of(text: str, *parts: str) -> list[Span]:
    return [Span(text.index(p), text.index(p) + len(p)) for p in parts]


@pytest.mark.parametrize(
    ("text", "parts", "line"),
    [
        ("2x = 10", ["10"], "     ^^"),
        ("  2x = 10", ["10"], "     ^^"),
        ("x^2 + 2x + 4 - 2x", ["2x +", "- 2x"], "      ^^^^   ^^^^"),
        ("2x = 10", ["2x = 10"], ""),
        ("So 2x = 10.", ["2x = 10"], "   ^^^^^^^"),
        (r"So $4 + 96 = 102$.", ["102"], "here: 102"),
        (r"So $x = \frac{1}{2}$ or \(y = 5\).", [r"\frac{1}{2}", "5"], "here: 1/2 and 5"),
        (r"\[x = \frac{1}{2}\]", [r"\[x = \frac{1}{2}\]"], ""),
        ("two\nlines = 5", ["5"], "here: 5"),
        ("数 = 5", ["5"], "here: 5"),
        ("2x = 10", [], ""),
    ],
)
def test_the_line_under_a_step_points_at_the_part(text: str, parts: list[str], line: str) -> None:
    assert pointer(text, spans_of(text, *parts), shown(text)) == line


def test_a_step_that_the_terminal_has_wrapped_names_the_part() -> None:
    text = "a long line of words = 5"
    assert pointer(text, spans_of(text, "5"), ["a long line of", "words = 5"]) == "here: 5"


@given(anything, st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), max_size=3))
def test_the_line_is_one_line_of_printable_characters_for_any_text(text: str, wanted: list[tuple[int, int]]) -> None:
    line = pointer(text, [Span(a, a + n) for a, n in wanted], shown(text))
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) <= max(len(text), LONGEST + 6)


def checks_one(check: Check) -> FakeTutor:
    def checking(working: Working) -> list[CheckEvent]:
        line = working.lines[0]
        return [CheckStarted(working), StepRead(Step(0, line, 0, len(line))), StepChecked(0, (check,))]

    return FakeTutor(checking=checking)


def test_carets_stand_under_the_wrong_symbols(line: CommandLine) -> None:
    check = dataclasses.replace(wrong("2x = 10"), where=(Span(5, 7),))
    ran = line.run("check", "-", actors=fake_actors(tutor=checks_one(check)), stdin="2x = 10\n")
    assert " 1  2x = 10\n         ^^\n    ✗ Wrong  x = 5 gives 10 on the left and 8 on the right.\n" in ran.out


def test_a_step_to_be_looked_at_says_so_and_is_pointed_at(line: CommandLine) -> None:
    note = "It does not fit."
    check = Check(claim("2x = 10"), Verdict.UNDECIDED, Mark.UNDECIDED, reason=Reason.NOT_PROVED, note=note, look=True, where=(Span(0, 2),))
    ran = line.run("check", "-", actors=fake_actors(tutor=checks_one(check)), stdin="2x = 10\n")
    assert " 1  2x = 10\n    ^^\n    ! Please look  It does not fit. Please look at this step.\n" in ran.out


def test_places_that_overlap_are_one_place_and_a_check_without_any_points_at_its_claim() -> None:
    first = dataclasses.replace(wrong("2x = 10"), where=(Span(5, 7), Span(0, 1)))
    second = dataclasses.replace(wrong("2x = 10"), where=(Span(6, 9),))
    assert pointed((first, second)) == (Span(0, 1), Span(5, 9))
    assert pointed((wrong("2x = 10"),)) == (Span(0, 7),)
    assert pointed(()) == ()
