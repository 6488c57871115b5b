"""Curves as polylines: broken where the curve is, whole where it is merely steep, never an exception."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.expression import Expr
from ardoise.core.plots import Curve, View
from ardoise.drawing.numeric import Undrawable
from ardoise.drawing.sampling import Polyline, sample
from tests.unit.drawing.scenes import (
    CIRCLE,
    EXPRESSIONS,
    FLOOR,
    INVERSE,
    REAL_EXPRESSIONS,
    TANGENT,
    X,
    Y,
    a,
    explicit,
    implicit,
    polynomial,
)

VIEW = View(-7.0, 7.0, -5.0, 5.0)


def crosses(parts: tuple[Polyline, ...], x: float) -> bool:
    """Whether a segment passes over this place inside the view."""
    return any(bool(((p.x[:-1] < x - 1e-9) & (p.x[1:] > x + 1e-9)).any()) for p in parts)


def test_no_segment_of_the_tangent_crosses_a_pole_and_its_branches_reach_the_edges() -> None:
    parts = sample(TANGENT, VIEW)
    poles = [(k + 0.5) * np.pi for k in (-2, -1, 0, 1)]
    assert len(parts) == len(poles) + 1
    assert not any(crosses(parts, pole) for pole in poles)
    assert all(p.y.max() > VIEW.top and p.y.min() < VIEW.bottom for p in parts[1:-1])


@pytest.mark.parametrize(("curve", "at"), [(INVERSE, 0.0), (FLOOR, 1.0), (FLOOR, 0.0), (explicit(a("divide", a("abs", X), X)), 0.0)])
def test_poles_and_jumps_are_not_joined(curve: Curve, at: float) -> None:
    assert not crosses(sample(curve, VIEW), at)


def test_each_step_of_the_floor_reaches_its_whole_tread() -> None:
    tread = next(p for p in sample(FLOOR, VIEW) if p.y[0] == 2.0)
    assert (tread.x[0], tread.x[-1]) == (pytest.approx(2.0, abs=1e-9), pytest.approx(3.0, abs=1e-9))


@pytest.mark.parametrize(
    "expr", [a("arctan", a("multiply", 10_000, X)), a("multiply", 1_000, X), polynomial(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), a("root", X, 3)]
)
def test_a_steep_curve_is_whole(expr: Expr) -> None:
    assert len(sample(explicit(expr), VIEW)) == 1


def test_a_removable_hole_leaves_no_gap_that_shows() -> None:
    parts = sample(explicit(a("divide", polynomial(1, 0, -1), a("subtract", X, 1))), VIEW)
    gaps = [after.x[0] - before.x[-1] for before, after in pairwise(parts)]
    assert all(gap < 1e-6 for gap in gaps)


def test_the_edge_of_a_domain_is_where_the_curve_begins() -> None:
    (root,) = sample(explicit(a("sqrt", a("subtract", X, 1))), VIEW)
    assert root.x[0] == pytest.approx(1.0, abs=1e-9)
    (power,) = [p for p in sample(explicit(a("power", X, X)), VIEW) if p.x[-1] > 0]
    assert power.x[0] == pytest.approx(0.0, abs=1e-9)


def test_towers_and_endless_oscillation_are_drawn_without_trouble() -> None:
    for expr in (a("power", X, a("power", X, X)), a("tan", a("divide", 1, X)), a("exp", a("exp", a("exp", X))), a("sin", a("exp", X))):
        for part in sample(explicit(expr), VIEW):
            assert np.isfinite(part.y).all()


def test_a_circle_is_one_closed_line_at_its_radius() -> None:
    (line,) = sample(CIRCLE, View(-8.0, 8.0, -8.0, 8.0))
    np.testing.assert_allclose(np.hypot(line.x, line.y), 5.0, atol=0.01)
    assert (line.x[0], line.y[0]) == (line.x[-1], line.y[-1])


def test_an_implicit_curve_has_no_line_along_its_pole() -> None:
    parts = sample(implicit(a("subtract", Y, a("tan", X))), View(-1.4, 4.6, -5.0, 5.0))
    assert parts
    assert not any(((np.abs(p.x - np.pi / 2) < 0.02) & (np.abs(p.y) < 4)).any() for p in parts)


finite = st.floats(-1e6, 1e6)


@given(REAL_EXPRESSIONS, finite, finite, st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_sampling_never_raises_and_gives_finite_points_in_order(expr: Expr, left: float, bottom: float, wide: float, tall: float) -> None:
    for part in sample(explicit(expr), View(left, left + wide, bottom, bottom + tall), pixels=200):
        assert np.isfinite(part.x).all()
        assert np.isfinite(part.y).all()
        assert (np.diff(part.x) >= 0).all()
        assert part.x.size == part.y.size > 1


@given(EXPRESSIONS)
def test_sampling_any_expression_gives_parts_or_undrawable(expr: Expr) -> None:
    for curve in (explicit(expr), implicit(expr)):
        try:
            parts = sample(curve, VIEW, pixels=100)
        except Undrawable:
            continue
        assert all(np.isfinite(p.y).all() for p in parts)
