"""Identities of factorials and binomial coefficients: proved where they hold, and only there."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Apply, Expr, Symbol, apply, integer
from ardoise.notation.parser import parse
from ardoise.verify.checks import equality
from ardoise.verify.checks.evaluate import evaluate

TRUE = [
    r"\binom{n}{k} = \binom{n}{n-k}",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
    r"\binom{n+1}{k} = \binom{n}{k} + \binom{n}{k-1}",
    r"k\binom{n}{k} = n\binom{n-1}{k-1}",
    r"\binom{n^2}{2} = \frac{n^2(n^2-1)}{2}",
    r"\frac{n}{(n+1)!} = \frac{1}{n!} - \frac{1}{(n+1)!}",
    r"\frac{17!(n-17)!}{15!(n-15)!} = \frac{17 \cdot 16}{(n-15)(n-16)}",
    r"\binom{m-4}{18} = \binom{m-4}{m-22}",
    r"2^n \binom{2n}{n} = 2^n \frac{(2n)!}{(n!)^2}",
]
FALSE = [
    r"\binom{n}{k} = \binom{n}{k+1}",
    r"\binom{n}{2} = \frac{n(n+1)}{2}",
    r"\frac{(n+1)!}{n!} = n",
    r"\frac{17!(n-17)!}{15!(n-15)!} = \frac{17 \cdot 16}{(n-17)(n-16)}",
    r"\binom{m-4}{18} = \binom{m-4}{n}",
    r"(2n)! = 2 \cdot n!",
]


def sides(text: str) -> tuple[Expr, Expr]:
    statement = parse(text)
    assert isinstance(statement, Apply)
    left, right = statement.arguments
    return left, right


@pytest.mark.parametrize("text", TRUE)
def test_what_holds_is_proved(text: str) -> None:
    assert equality.proves_zero(*sides(text))


@pytest.mark.parametrize("text", FALSE)
def test_what_does_not_hold_is_not_proved(text: str) -> None:
    assert not equality.proves_zero(*sides(text))


@given(st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))
def test_two_rows_of_the_triangle_are_as_far_apart_as_their_values_say(up: int, down: int, factor: int) -> None:
    """factor * C(n + up, 2) against C(n + down, 2): equal as polynomials exactly where they are the same."""
    n = Symbol("n")
    left = apply("multiply", integer(factor), apply("binomial", apply("add", n, integer(up)), integer(2)))
    right = apply("binomial", apply("add", n, integer(down)), integer(2))
    assert equality.proves_zero(left, right) == (factor == 1 and up == down)
    assert evaluate(left, {"n": 9}) == factor * comb(9 + up, 2)
