"""What is looked at before SymPy is asked, so that no check takes long: values at a few points, angles as letters, sizes."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from ardoise.core.expression import Expr
from ardoise.core.ports import Context
from ardoise.core.solution import Unreadable
from ardoise.core.verdict import Verdict
from ardoise.notation.claims import read_claims
from ardoise.notation.parser import parse
from ardoise.verify.checks import angles, equality, sampling
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import TooLarge
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.extent import terms
from ardoise.verify.checks.judge import judge, warm_up


def read(text: str) -> Expr:
    found = parse(text)
    assert not isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\tan(3a+2b)", r"\frac{\tan(3a)+\tan(2b)}{1-\tan(3a)\tan(2b)}"),
        (r"\sin^2(x/2)", r"\frac{1-\cos x}{2}"),
        (r"\sin(x + \pi/4)", r"\frac{\sin x + \cos x}{\sqrt{2}}"),
        (r"\sec^2 x - \tan^2 x", "1"),
        (r"\cos 4x", r"8\cos^4 x - 8\cos^2 x + 1"),
        (r"\cos a \cos b", r"\frac{\cos(a+b) + \cos(a-b)}{2}"),
        (r"\csc x - \sin x", r"\cos x \cot x"),
        (r"\sin(2x^\circ)", r"2 \sin(x^\circ) \cos(x^\circ)"),
    ],
)
def test_identities_of_angles_are_proved_with_sines_and_cosines_as_letters(left: str, right: str) -> None:
    assert angles.is_zero(to_sympy(read(left)) - to_sympy(read(right)))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\sin 3x", r"3\sin x - 4\sin^2 x"),
        (r"\sin^2 x", r"1 + \cos^2 x"),
        (r"\cos(a+b)", r"\cos a \cos b + \sin a \sin b"),
        (r"\tan x", r"\frac{\cos x}{\sin x}"),
        (r"\sin x", "x"),
        (r"\cos(500x)", r"\cos(501x)"),
        (r"\sin(\sqrt{2} x)", r"\sin x"),
        ("x", "x"),
    ],
)
def test_what_is_no_identity_of_angles_is_not_proved(left: str, right: str) -> None:
    assert not angles.is_zero(to_sympy(read(left)) - to_sympy(read(right)))


@pytest.mark.parametrize(
    ("left", "right", "factor"), [("2x - 6", "x - 3", Fraction(2)), (r"\ln x - \ln y", r"2\ln x - 2\ln y", Fraction(1, 2))]
)
def test_the_only_possible_factor_is_found(left: str, right: str, factor: Fraction) -> None:
    assert sampling.multiple(read(left), read(right)) == factor


@pytest.mark.parametrize(("left", "right"), [("2x - 6", "x - 2"), ("x^2 - 9", "x - 3"), ("x y", "x + y"), (r"\sqrt{x} - 2", "x - 4")])
def test_different_ratios_rule_a_factor_out(left: str, right: str) -> None:
    with pytest.raises(sampling.NoMultiple):
        sampling.multiple(read(left), read(right))


def test_a_factor_that_is_no_rational_number_is_left_to_a_proof() -> None:
    assert sampling.multiple(read(r"\sqrt{2} x"), read("x")) is None


@pytest.mark.parametrize(
    ("left", "right", "differ"), [("(x+1)^2", "x^2 + 2x + 1", False), ("(x+1)^2", "x^2 + 1", True), (r"\sqrt{x^2}", "x", False)]
)
def test_a_glance_tells_expressions_apart_and_never_tells_equal_ones_apart(left: str, right: str, differ: bool) -> None:
    assert sampling.surely_differ(read(left), read(right)) is differ


def test_sums_inside_sums_are_refused_by_their_work_before_it_is_done() -> None:
    began = time.perf_counter()
    with pytest.raises(TooLarge):
        evaluate(read(r"\sum_{i=1}^{999} \sum_{j=1}^{999} (i + j)"), {})
    assert time.perf_counter() - began < 0.5
    assert evaluate(read(r"\sum_{i=1}^{20} \sum_{j=1}^{20} (i + j)"), {}) == 8_400


def test_sums_are_written_out_for_sympy_only_where_that_is_little() -> None:
    with pytest.raises(TooLarge):
        to_sympy(read(r"\sum_{i=1}^{300} \frac{x^i + \cos(i x)}{i + 1}"))
    assert to_sympy(read(r"\sum_{i=1}^{3} i x")) == 6 * to_sympy(read("x"))


@pytest.mark.parametrize(
    ("text", "least", "most"), [("(x + y)^2", 3, 3), ("(a + b)(c + d)", 4, 4), ("x^50", 1, 1), ("(a+b+c+d)^{60}", 30_000, 50_000)]
)
def test_terms_are_counted_before_anything_is_multiplied_out(text: str, least: int, most: int) -> None:
    assert least <= terms(to_sympy(read(text))) <= most


def test_what_would_have_too_many_terms_is_not_multiplied_out() -> None:
    began = time.process_time()
    assert not equality.proves_zero(read("(a+b+c+d)^{60}"), read("(a+b+c-d)^{60}"))
    assert time.process_time() - began < 0.5


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        r"We have $\sum_{i=1}^{999} \sum_{j=1}^{999} w r v = 999 \sum_{i=1}^{999} w \sum_{j=1}^{999} r v$.",
        r"Thus $(a+b+c+d)^{60} - (a+b)^{59} = (a+b+c+d)^{59} (a+b+c+d) - (a+b)^{58} (b+a)$.",
        r"So $\sum_{x=1}^{89} \sin^6 x = \frac{1}{16} (\sum_{x=1}^{89} 5 - 6 \sum_{x=1}^{89} \cos 2x + 3 \sum_{x=1}^{89} \cos 4x)$.",
        r"Then $\tan(3a+2b) + \tan(a-b) + \tan(7a) = \sin(3a) \cos(12b) - \cot(a/7)$.",
    ],
)
def test_what_once_took_seconds_ends_soon(text: str) -> None:
    warm_up()
    claims, _ = read_claims(text)
    assert claims
    began = time.process_time()
    for claim in claims:
        assert judge(claim, Context()).verdict in Verdict
    assert time.process_time() - began < 1.5
