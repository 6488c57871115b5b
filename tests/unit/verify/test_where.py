"""What a refuted claim points at: the very symbols where that can be told, the wrong side where it cannot, never anything sound."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core import codec
from ardoise.core.expression import Span
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim
from ardoise.core.verdict import Verdict
from ardoise.notation.claims import read_claims, read_line
from ardoise.notation.places import places, whole
from ardoise.verify.checks import where
from tests.unit.notation.test_any_text import anything
from tests.unit.verify.reading import in_context

WORKING, SOLUTION = WorkingKind.WORKING, WorkingKind.SOLUTION

ARITHMETIC = {
    "12 + 5 = 18": ["18"],
    "2(3 + 4) = 2*8": ["8"],
    "3*4 + 5 = 12 + 6": ["6"],
    "3*4 + 5 - 1 = 12 + 5 - 2": ["2"],
    "12 - 5 + 2 = 12 - 7 = 5": ["7"],
    "8 - 3 + 2 = 8 + 3 + 2": ["+ 3"],
    "sqrt(9 + 16) = sqrt(24)": ["24"],
    "(2 + 1)^2 = 4^2": ["4"],
    "1/2 + 1/3 = 3/6 + 1/6": ["1/6"],
    "1/3 = 1/6": ["1/6"],
    "3*5*2 = 15*3": ["15*3"],
    "3 + 5 + 2 = 8 + 3": ["8 + 3"],
    "4 + 6 = 5 + 7": ["5 + 7"],
    "(1 + 2)(3 + 4) = (4 + 4)(1 + 2)": ["4 + 4"],
    "3 * 12 = 36 = 35": ["35"],
    "50% of 80 = 30": ["30"],
    "2(3 + 4) = 6 + 9": ["9"],
    "2(3 + 4) = 6 + 4": ["4"],
    "5(10 - 2) = 50 - 12": ["12"],
    "(1, 2) + (3, 4) = (4, 7)": ["7"],
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix} + \begin{pmatrix}2&0\\1&5\end{pmatrix} = \begin{pmatrix}4&2\\4&8\end{pmatrix}": ["4", "8"],
}
IDENTITIES = {
    "Expand (x-2)^2 = x^2 - 4x - 4": ["- 4"],
    "Expand (x+2)^2 = x^2 + 4": ["x^2 + 4"],
    "Expand (x+2)^2 = x^2 + 2x + 4": ["2x"],
    "Expand 2(x-3) = 2x - 3": ["3"],
    "Expand (x+1)(x-2) = x^2 - x + 2": ["+ 2"],
    "Expand (x+2)^2 - (x-1)^2 = x^2 + 2x + 4 - (x^2 - 2x + 1)": ["2x"],
    "Expand (a+b)(a-b) = a^2 + b^2": ["+ b^2"],
    "Simplify x + x^2 + x = 3x + x^2": ["3x"],
    "Simplify x + y + x + y = 3x + 3y": ["3x + 3y"],
    "Simplify sin(x) + 1 + x = 2 sin(x) + 1 + x": ["2 sin(x) + 1 + x"],
}
STEPS = {
    ("2x + 3 = 7", "2x = 10"): ["10"],
    ("3x + 5 = 2x + 9", "3x = 2x + 14"): ["14"],
    ("3x + 5 = 2x + 9", "5x + 5 = 9"): ["5x"],
    ("3(x+2) = 12", "3x + 2 = 12"): ["2"],
    ("6x = 12", "2x = 3"): ["2x = 3"],
    ("y = 2x + 3", "y = 2x + 4"): ["4"],
    ("f(x) = x^3 + 2x", "f'(x) = 3x^2 + 2x"): ["2x"],
    ("f(x) = x^3 - 5", "f'(x) = 3x^3"): ["3x^3"],
    ("d/dx (x^3 + 5x^2 + 1) = 3x^2 + 5x",): ["5x"],
    ("d/dx (sin(x) + x) = cos(x) + x",): ["cos(x) + x"],
    ("∫ x^2 + 1 dx = x^3 + x + C",): ["x^3"],
    ("∫ 2x + 3 dx = x^2 + 3",): ["x^2 + 3"],
    ("x^2 - 5x + 6 = 0", "x = 2 or x = 4"): ["4"],
    ("x^2 - 5x + 6 = 0", "x = 2, 4"): ["4"],
    ("2x = 8", "x = 5"): ["5"],
    ("2x = 5", "x = 3/2"): ["3/2"],
    ("x^2 = 4", "x = ±3"): ["±3"],
    ("x^2 = 9", "x = 3"): ["x = 3"],
    ("x^2 = 9x", "x = 9"): ["x = 9"],
    ("x + 1 > 3", "x > 4"): ["x > 4"],
    ("x + y = 5", "x - y = 1", "x = 4"): ["4"],
    ("sqrt(x) = x - 2", "x = (x-2)^2", "x^2 - 5x + 4 = 0", "x = 1 or x = 4"): ["1"],
}
LATEX = {
    r"So $\frac{1}{2}+\frac{1}{3} = \frac{2}{5}$.": [r"\frac{2}{5}"],
    r"Then \(\left(x+2\right)^2 = x^2 + 2x + 4 = \left(x+2\right)\left(x + 2\right)\).": [r"\left(x+2\right)\left(x + 2\right)"],
    r"We have \[4 \cdot 7 + \sqrt{16} = 28 + 8 = 36\]": ["8"],
    r"The total is 3 * 12 = 46 dollars.": ["46 dollars"],
    r"Simplify $2\left(x - \frac{1}{2}\right) = 2x - \frac{1}{2}$.": [r"\frac{1}{2}"],
}


def pointed_in(lines: tuple[str, ...], kind: WorkingKind, problem: str = "") -> list[str]:
    """What the last line points at."""
    found: list[str] = []
    for line, claims, unreadable in in_context(problem, lines, kind):
        assert not unreadable, (line, unreadable)
        found = []
        for claim, context, check in claims:
            found += [line[s.start : s.end] for s in places(claim, where.wrong_parts(check, claim, context))]
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        *(((line,), parts) for line, parts in ARITHMETIC.items()),
        *(((line,), parts) for line, parts in IDENTITIES.items()),
        *STEPS.items(),
    ],
    ids=lambda value: " | ".join(value) if isinstance(value, tuple) else "",
)
def test_a_learners_line_is_pointed_at_where_it_does_not_fit(lines: tuple[str, ...], expected: list[str]) -> None:
    assert pointed_in(lines, WORKING) == expected


@pytest.mark.parametrize("line", LATEX)
def test_a_formula_of_a_solution_is_pointed_at_whole_commands_and_brackets_at_a_time(line: str) -> None:
    assert pointed_in((line,), SOLUTION) == LATEX[line]


def test_in_a_word_problem_the_number_that_does_not_fit_is_pointed_at() -> None:
    problem = "Anna sells 12 candles for $3.50 each and 7 soaps for $2.00 each. How many dollars does she take in on that day in all?"
    assert pointed_in(("She sells 13 candles for $3.50 each.",), SOLUTION, problem) == ["13"]
    assert pointed_in(("She sells 12 candles for $4.75 each.",), SOLUTION, problem) == ["$4.75"]


@pytest.mark.parametrize("line", ["12 + 5 = 17", "Expand (x+2)^2 = x^2 + 4x + 4", "x = 3", "let y = 2x"])
def test_what_is_sound_or_undecided_is_not_pointed_at(line: str) -> None:
    assert pointed_in((line,), WORKING) == []


@given(anything, st.sampled_from([read_line, read_claims]))
def test_whatever_is_pointed_at_lies_within_its_claim_and_its_text(text: str, read: object) -> None:
    reader = read_line if read is read_line else read_claims
    for claim in reader(text)[0]:
        paths = [(), (0,), (1,), (0, 0), (1, 0), (1, 1), (1, 0, 0), (1, 1, -1), (0, 7), (9,), (-1,), (-3, 2)]
        for path in paths:
            for span in places(claim, [path]):
                assert 0 <= claim.span.start <= span.start <= span.end <= claim.span.end <= len(text)
        together = places(claim, paths)
        assert all(a.end <= b.start for a, b in itertools.pairwise(together))


@given(anything)
def test_every_refuted_claim_of_any_text_points_at_something(text: str) -> None:
    for line, claims, _ in in_context("", (text,), WORKING):
        for claim, context, check in claims:
            parts = places(claim, where.wrong_parts(check, claim, context))
            assert bool(parts) == (check.verdict is Verdict.REFUTED or check.look)
            assert all(line[s.start : s.end].strip() for s in parts)


def test_a_claim_without_a_text_is_pointed_at_whole() -> None:
    (claim,), _ = read_line("2 + 2 = 5")
    crossed = codec.decode(Claim, codec.encode(claim))
    assert places(crossed, [(1,)]) == (claim.span,)


def test_the_left_side_of_a_text_that_goes_on_from_the_line_before_is_never_pointed_at_in_this_one() -> None:
    (first,), _ = read_line("1234567 + 2 = 1234569")
    (claim,), _ = read_line("= 5", after=first.right)
    assert places(claim, [(0,)]) == (claim.span,)
    assert places(claim, [(1,)]) == (Span(2, 3),)


@pytest.mark.parametrize(
    ("text", "part", "whole_part"),
    [
        (r"\frac{1}{2} + 3", "1}{2", r"\frac{1}{2}"),
        (r"\frac{x+1}{2} + 3", "x+1", "x+1"),
        (r"\sqrt[3]{x} + 1", "3]{x", r"\sqrt[3]{x}"),
        (r"\left(x + 1\right)^2", "x + 1\\right)^2", r"\left(x + 1\right)^2"),
        ("2(x + 1) - 3", "(x", "(x + 1)"),
        ("(a, b] + 1", "a, b] +", "(a, b] +"),
        (r"\begin{cases} a & b \end{cases} + c", r"b \end{cases}", r"\begin{cases} a & b \end{cases}"),
        ("x + ) 1", "+ )", "+ )"),
        (r"\text{ cm} ", r" cm", "cm"),
    ],
)
def test_a_part_is_made_whole(text: str, part: str, whole_part: str) -> None:
    start = text.index(part)
    span = whole(text, Span(start, start + len(part)))
    assert text[span.start : span.end] == whole_part
