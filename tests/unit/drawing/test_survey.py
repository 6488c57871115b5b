"""What is marked and shown at first: roots and meetings, labelled exactly where they are exact, nothing at poles, all of it in view."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from ardoise.core.expression import Expr, Symbol
from ardoise.core.plots import Curve, Plot, PointKind, Sketch
from ardoise.drawing import features
from ardoise.drawing.nice import recognise, rounded
from ardoise.drawing.survey import MOST_CURVES, MOST_POINTS, survey
from tests.unit.drawing.scenes import (
    CIRCLE,
    COSINE,
    EXPRESSIONS,
    FLOOR,
    INVERSE,
    LEVEL,
    LINE,
    PARABOLA,
    REAL_EXPRESSIONS,
    SINE,
    SLOPE,
    TANGENT,
    X,
    Y,
    a,
    explicit,
    implicit,
    polynomial,
)


def surveyed(*curves: Curve) -> Plot:
    plot = survey(Sketch(curves))
    assert plot is not None
    return plot


def labels(*curves: Curve) -> list[str]:
    return [p.label for p in surveyed(*curves).points]


def test_the_roots_of_a_parabola_are_marked_exactly() -> None:
    points = surveyed(PARABOLA).points
    assert [(p.x, p.y, p.kind, p.label) for p in points] == [(2.0, 0.0, PointKind.ROOT, "x = 2"), (3.0, 0.0, PointKind.ROOT, "x = 3")]


@pytest.mark.parametrize(
    ("curves", "expected"),
    [
        ((explicit(a("power", a("subtract", X, 2), 2)),), ["x = 2"]),
        ((explicit(a("abs", a("subtract", X, 1))),), ["x = 1"]),
        ((explicit(polynomial(1, 0, -2)),), ["x ≈ −1.41", "x ≈ 1.41"]),
        ((explicit(polynomial(2, -1)),), ["x = 1/2"]),
        ((explicit(polynomial(-2, 1000)),), ["x = 500"]),
        ((explicit(a("subtract", a("multiply", 3, X), 1)),), ["x = 1/3"]),
        ((explicit(a("sqrt", a("add", X, 3))),), ["x = −3"]),
        ((SINE,), ["x = −2π", "x = −π", "x = 0", "x = π", "x = 2π"]),
        ((LINE, LEVEL), ["(4, 11)"]),
        ((PARABOLA, explicit(polynomial(0))), ["x = 2", "x = 3"]),
        ((CIRCLE, SLOPE), ["(−3, 4)", "(4, −3)"]),
        ((CIRCLE, explicit(polynomial(1, 0, -5))), ["(−3, 4)", "(0, −5)", "(3, 4)"]),
        ((CIRCLE, implicit(a("subtract", a("add", a("multiply", 3, X), a("multiply", 4, Y)), 25))), ["(3, 4)"]),
        ((implicit(a("subtract", a("multiply", X, Y), 6)), implicit(a("subtract", a("add", X, Y), 5))), ["(2, 3)", "(3, 2)"]),
        ((SINE, COSINE), ["≈ (−7π/4, 0.707)", "≈ (−3π/4, −0.707)", "≈ (π/4, 0.707)", "≈ (5π/4, −0.707)"]),
    ],
)
def test_points_are_found_and_labelled(curves: tuple[Curve, ...], expected: list[str]) -> None:
    assert labels(*curves) == expected


@pytest.mark.parametrize(
    "curve",
    [
        INVERSE,
        explicit(a("sec", X)),
        explicit(a("exp", X)),
        explicit(polynomial(1, 0, 1)),
        explicit(a("add", FLOOR.expr, a("divide", 1, 2))),
        explicit(a("divide", 1, a("power", a("subtract", X, 1), 2))),
        explicit(a("divide", a("abs", X), X)),
    ],
)
def test_neither_a_pole_nor_a_jump_is_a_root(curve: Curve) -> None:
    assert surveyed(curve).points == ()


def test_two_writings_of_one_curve_meet_nowhere_in_particular() -> None:
    twice = explicit(a("multiply", 2, a("sin", X), a("cos", X)))
    assert labels(explicit(a("sin", a("multiply", 2, X))), twice) == []


def test_a_repeating_pattern_gets_a_limited_number_of_marks() -> None:
    assert len(surveyed(explicit(a("sin", a("multiply", 40, X)))).points) <= MOST_POINTS
    assert surveyed(explicit(a("tan", a("divide", 1, X)))).points == ()


@pytest.mark.parametrize("curves", [(PARABOLA,), (LINE, LEVEL), (SINE, COSINE), (INVERSE,), (TANGENT,), (CIRCLE, SLOPE), (FLOOR,)])
def test_the_first_view_holds_every_mark_with_room_around(curves: tuple[Curve, ...]) -> None:
    plot = surveyed(*curves)
    view = plot.view
    wide, tall = view.right - view.left, view.top - view.bottom
    assert 1 < wide < 60
    assert 1 < tall < 60
    for p in plot.points:
        assert view.left + 0.03 * wide < p.x < view.right - 0.03 * wide
        assert view.bottom + 0.03 * tall < p.y < view.top - 0.03 * tall


def test_far_roots_and_steep_poles_do_not_spoil_the_view() -> None:
    assert labels(explicit(polynomial(1, -50, 600))) == ["x = 20", "x = 30"]
    view = surveyed(TANGENT).view
    assert view.top - view.bottom < 30
    view = surveyed(explicit(a("exp", X))).view
    assert view.top < 20


@pytest.mark.parametrize("coefficients", [(1, -5, 6), (1, -4, 1), (-2, 12, -10), (1, 8, 15)])
def test_both_arms_of_a_parabola_are_seen_alike(coefficients: tuple[int, int, int]) -> None:
    view = surveyed(explicit(polynomial(*coefficients))).view
    axis = -coefficients[1] / (2 * coefficients[0])
    assert view.right - axis == pytest.approx(axis - view.left, rel=1e-3)


def test_what_cannot_be_drawn_is_left_out_and_nothing_left_is_none() -> None:
    other = explicit(Symbol("t"))
    nowhere = explicit(a("sqrt", a("subtract", -1, a("power", X, 2))))
    assert surveyed(other, PARABOLA, nowhere).curves == (PARABOLA,)
    assert survey(Sketch((other, nowhere, implicit(a("add", a("power", X, 2), 1))))) is None
    assert survey(Sketch()) is None


def test_only_so_many_curves_are_drawn_and_each_once() -> None:
    many = [explicit(polynomial(k, 1)) for k in range(20)]
    assert len(surveyed(*many).curves) == MOST_CURVES
    assert surveyed(PARABOLA, PARABOLA).curves == (PARABOLA,)


@settings(max_examples=25)
@given(REAL_EXPRESSIONS)
def test_a_survey_never_raises_and_its_view_has_a_size(expr: Expr) -> None:
    plot = survey(Sketch((explicit(expr),)))
    if plot is not None:
        assert plot.view.left < plot.view.right
        assert plot.view.bottom < plot.view.top
        assert np.isfinite([plot.view.left, plot.view.right, plot.view.bottom, plot.view.top]).all()


@settings(max_examples=20)
@given(EXPRESSIONS, EXPRESSIONS)
def test_a_survey_of_any_expressions_never_raises(one: Expr, other: Expr) -> None:
    plot = survey(Sketch((explicit(one), implicit(other))))
    assert plot is None or len(plot.curves) <= 2


def test_turning_points_are_not_found_in_the_noise_of_rounding() -> None:
    def nearly_level(x: np.ndarray) -> np.ndarray:
        return np.sqrt(x**2 + 1e6) - np.sqrt(x**2 + 1e6)

    assert features.turning_points(nearly_level, -10, 10).size == 0
    (low,) = features.turning_points(lambda x: (x - 1.25) ** 2, -10, 10)
    assert low == pytest.approx(1.25, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "text"), [(1.23456, "1.23"), (-0.000123456, "−0.000123"), (1234.5678, "1235"), (1.5e9, "1.5 × 10^9"), (0.0, "0")]
)
def test_a_rounded_number_has_three_digits_or_its_whole_part(value: float, text: str) -> None:
    assert rounded(value).text == text


def test_a_number_is_called_exact_only_if_it_is() -> None:
    assert recognise(0.333333333, lambda v: v == 1 / 3).text == "1/3"
    near = recognise(0.3333334, lambda v: abs(v - 0.3333334) < 1e-12)
    assert (near.exact, near.text) == (False, "0.333")
    assert recognise(2.0943951023931953, lambda _: True, with_pi=True).text == "2π/3"
