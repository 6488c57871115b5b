"""Constants made of roots and of sines of fractions of a turn: equal exactly where they are, and in an instant."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Apply, Constant, Expr, Number, apply, integer
from ardoise.notation.parser import parse
from ardoise.verify.checks import cyclotomic
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import Reading, evaluate

TRUE = [
    r"\sqrt{12} = 2\sqrt{3}",
    r"\frac{1}{\sqrt{2} - 1} = \sqrt{2} + 1",
    r"\sqrt{7} \cdot \sqrt{11} = \sqrt{77}",
    r"5^{3/2} = 5\sqrt{5}",
    r"\sqrt{\frac{3}{8}} = \frac{\sqrt{6}}{4}",
    r"|\sqrt{2} - \sqrt{3}| = \sqrt{3} - \sqrt{2}",
    r"\cos\frac{2\pi}{7} + \cos\frac{4\pi}{7} + \cos\frac{6\pi}{7} = -\frac{1}{2}",
    r"\cos 20^\circ \cos 40^\circ \cos 80^\circ = \frac{1}{8}",
    r"\sin 18^\circ = \frac{\sqrt{5} - 1}{4}",
    r"\tan 75^\circ = 2 + \sqrt{3}",
    r"\cot 15^\circ = 2 + \sqrt{3}",
    r"\frac{1}{\sin 10^\circ} - \frac{\sqrt{3}}{\cos 10^\circ} = 4",
    r"\sec 60^\circ + \csc 30^\circ = 4",
    r"\prod_{k=1}^{6} \sin\frac{k\pi}{7} = \frac{7}{64}",
    r"\sum_{k=1}^{12} \cos\frac{2\pi k}{25} = -\frac{1}{2}",
]
FALSE = [
    r"\sqrt{7} \cdot \sqrt{11} = \sqrt{75}",
    r"\sin 18^\circ = \frac{\sqrt{5} + 1}{4}",
    r"\cos\frac{2\pi}{7} + \cos\frac{4\pi}{7} = -\frac{1}{2}",
    r"\tan 75^\circ = 2 - \sqrt{3}",
]


def sides(text: str) -> tuple[Expr, Expr]:
    statement = parse(text)
    assert isinstance(statement, Apply)
    left, right = statement.arguments
    return left, right


@pytest.mark.parametrize("text", TRUE)
def test_what_is_equal_is_seen_to_be(text: str) -> None:
    assert cyclotomic.equal(*sides(text))


@pytest.mark.parametrize("text", FALSE)
def test_what_is_different_is_seen_to_be(text: str) -> None:
    assert not cyclotomic.equal(*sides(text))


def test_roots_of_unity_are_powers_of_e() -> None:
    third = apply("divide", apply("multiply", Constant("i"), Constant("pi")), integer(3))
    half, height = Number(Fraction(1, 2)), apply("divide", apply("multiply", Constant("i"), apply("sqrt", integer(3))), integer(2))
    assert cyclotomic.equal(apply("power", Constant("e"), third), apply("add", half, height))


OTHERS = [r"\sqrt{3 + 2\sqrt{2}} = 1 + \sqrt{2}", r"\sin 1 = 0.84", r"\pi = 3", r"\sqrt[3]{2} = 1", r"2^{\sqrt{2}} = 3"]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_sum_of_roots_of_unity_is_left_to_others(text: str) -> None:
    with pytest.raises(Unsupported):
        cyclotomic.equal(*sides(text))


def test_a_division_by_zero_has_no_value() -> None:
    with pytest.raises(Undefined):
        cyclotomic.equal(*sides(r"\frac{1}{\sqrt{8} - 2\sqrt{2}} = 1"))


ANGLES = st.builds(
    lambda p, q: apply("divide", apply("multiply", integer(p), Constant("pi")), integer(q)), st.integers(0, 30), st.integers(1, 12)
)
LEAVES = st.one_of(
    st.builds(integer, st.integers(0, 9)),
    st.builds(lambda n: apply("sqrt", integer(n)), st.integers(0, 15)),
    st.builds(lambda f, a: apply(f, a), st.sampled_from(["sin", "cos"]), ANGLES),
)
CONSTANTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda h, a, b: apply(h, a, b), st.sampled_from(["add", "subtract", "multiply"]), inner, inner),
        st.builds(lambda a: apply("power", a, integer(2)), inner),
    ),
    max_leaves=5,
)


@given(CONSTANTS, CONSTANTS)
def test_the_verdict_never_contradicts_the_values(left: Expr, right: Expr) -> None:
    try:
        equal = cyclotomic.equal(left, right)
    except Unsupported:
        return
    gap = abs(to_mp(evaluate(left, {}, Reading())) - to_mp(evaluate(right, {}, Reading())))
    assert equal == bool(gap < mpmath.mpf(10) ** -25)
