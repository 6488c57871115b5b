"""Whether two answers are the same, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.solution import Answer
from ardoise.core.verdict import Verdict
from ardoise.notation.answer import values
from ardoise.verify.checks.agreement import agree

SAME = [
    ("18", r"\$18"), ("18", r"18 \text{ dollars}"), ("1/2", "0.5"), ("2.50", "5/2"), ("x=3", "3"), ("x=1,x=2", "2, 1"), (r"\pm 2", "-2, 2"),
    ("x>3", r"(3,\infty)"), (r"(-\infty,-1)\cup(2,\infty)", r"x<-1 \text{ or } x>2"), ("[1,2]", r"1 \le x \le 2"), ("(1,2)", "x=1, y=2"),
    ("y=2x+3", "2x+3"), ("2x+y=3", "4x+2y=6"), (r"50\%", "50"), (r"90^\circ", "90"), (r"\text{even}", "even"), (r"\text{(A)}", "A"),
    (r"(-\sqrt2,\sqrt2]", r"-\sqrt2<x\le \sqrt{2}"), (r"6 \text{ and } -2", "6, -2"), ("(x-2)(x-3)", "x^2-5x+6"), ("f(x)=2x", "y=2x"),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{bmatrix}1\\2\end{bmatrix}"), ("11{,}000", "11000"), (r"\text{Navin}", "Navin"),
    (r"\sqrt{50}", r"5\sqrt2"), ("(2,-3),(1,1)", "(1,1),(2,-3)"), (r"x \neq 3", r"(-\infty,3)\cup(3,\infty)"), (r"\{1,2\}", "2,1"),
    ("1<x<2", "(1,2)"), (r"(0, 9) \cup (9, \infty)", r"(9,\infty) \cup (0,9)"), (r"\infty", r"+\infty"),
]  # fmt: skip
OTHER = [
    ("0.33", r"\frac13"), ("(1,2)", "(2,1)"), ("2x+y=3", "4x+2y=7"), ("3", "4"), ("3", "(3,4)"), ("3,4", "3"), ("x>3", r"[3,\infty)"),
    ("no solution", "3"), ("A", "B"), ("x>3", "x<3"), (r"x<-1 \text{ or } x>2", "-1<x<2"), ("x^2", "x^3"), ("3.14", r"\pi"),
    ("1,1,2", "1,2,3"),
    (r"\pm 2", "2"), (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}2\\1\end{pmatrix}"),
    ("[1,2]", "(1,2)"), (r"(0, 9) \cup (9, \infty)", r"(0,9) \cup (9,36)"), (r"\infty", "2"), (r"-\infty", r"\infty"),
]  # fmt: skip


def answer(latex: str) -> Answer:
    return Answer(latex, latex, values(latex))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_answer_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert agree(answer(one), answer(other)) is Verdict.VERIFIED
    assert agree(answer(other), answer(one)) is Verdict.VERIFIED


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_answer_is_another(one: str, other: str) -> None:
    assert agree(answer(one), answer(other)) is Verdict.REFUTED
    assert agree(answer(other), answer(one)) is Verdict.REFUTED


@pytest.mark.parametrize(("one", "other"), [("", ""), ("x^2 < 4", "-2 < x < 2"), ("", "3")])
def test_what_cannot_be_compared_is_not_decided(one: str, other: str) -> None:
    assert agree(answer(one), answer(other)) is not Verdict.REFUTED


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    first, second = agree(answer(one), answer(other)), agree(answer(other), answer(one))
    assert {first, second} != {Verdict.VERIFIED, Verdict.REFUTED}
    assert agree(answer(one), answer(one)) is not Verdict.REFUTED
