"""Following a curve: the nearest place, steps of one length, stops at marked points, breaks that are crossed, the next curve."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.plots import PlotPoint, PointKind, Trace, View
from ardoise.gui import plot_follow
from ardoise.gui.plot_follow import Ground, Spot

VIEW = View(-10.0, 10.0, -10.0, 10.0)
LINE = Trace(0, (tuple((float(x), 0.5 * x) for x in range(-10, 11)),))
BROKEN = Trace(1, (((-10.0, 5.0), (-1.0, 5.0)), ((1.0, -5.0), (10.0, -5.0))))
DOTS = Trace(2, (((1.0, 8.0), (2.0, 8.0), (3.0, 8.0)),), joined=False)
ROOT = PlotPoint(0.0, 0.0, PointKind.ROOT, "x = 0")


def ground(*traces: Trace, points: tuple[PlotPoint, ...] = ()) -> Ground:
    return Ground(traces, points, VIEW, 400.0, 400.0)


def test_the_hand_takes_the_nearest_place_on_a_curve() -> None:
    spot = plot_follow.nearest(ground(LINE), (300.0, 250.0))
    assert spot is not None
    assert spot.place == pytest.approx((5.0, 2.5))
    between = plot_follow.nearest(ground(LINE), (205.0, 202.5))
    assert between is not None
    assert between.place == pytest.approx((0.25, 0.125))


def test_the_hand_far_from_every_curve_takes_none() -> None:
    assert plot_follow.nearest(ground(LINE), (300.0, 100.0)) is None


def test_of_two_curves_the_nearer_one_is_taken() -> None:
    spot = plot_follow.nearest(ground(LINE, BROKEN), (100.0, 296.0))
    assert spot is not None
    assert spot.trace == 1


def test_a_marked_point_draws_the_hand_onto_it() -> None:
    spot = plot_follow.nearest(ground(LINE, points=(ROOT,)), (201.5, 200.5))
    assert spot is not None
    assert (spot.place, spot.point) == ((0.0, 0.0), ROOT)


@given(st.floats(-9.0, 9.0), st.floats(0.5, 30.0))
def test_a_step_is_as_long_as_it_should_be_wherever_it_begins(x: float, pixels: float) -> None:
    lines = ground(LINE)
    spot = plot_follow.nearest(lines, lines.pixels((x, 0.5 * x)))
    assert spot is not None
    further = plot_follow.moved(lines, spot, pixels)
    if further.place[0] < 10.0:
        assert math.dist(lines.pixels(spot.place), lines.pixels(further.place)) == pytest.approx(pixels, abs=1e-6)
        back = plot_follow.moved(lines, further, -pixels)
        assert back.place == pytest.approx(spot.place, abs=1e-6)


def test_a_step_over_a_marked_point_stops_there_and_the_next_one_leaves_it() -> None:
    lines = ground(LINE, points=(ROOT,))
    spot = plot_follow.nearest(lines, lines.pixels((-0.3, -0.15)))
    assert spot is not None
    stopped = plot_follow.moved(lines, spot, 20.0)
    assert (stopped.place, stopped.point) == ((0.0, 0.0), ROOT)
    beyond = plot_follow.moved(lines, stopped, 20.0)
    assert beyond.point is None
    assert beyond.place[0] > 0.5


def test_at_a_break_the_next_step_is_on_the_other_side_and_at_the_end_there_is_none() -> None:
    broken = ground(BROKEN)
    spot = Spot(0, 0, 0, 0.9, (-1.9, 5.0))
    at_end = plot_follow.moved(broken, spot, 1_000.0)
    assert at_end.place == (-1.0, 5.0)
    across = plot_follow.moved(broken, at_end, 4.0)
    assert across.place == (1.0, -5.0)
    assert plot_follow.moved(broken, across, -4.0).place == (-1.0, 5.0)
    last = plot_follow.moved(broken, across, 1_000.0)
    assert plot_follow.moved(broken, last, 4.0) == last


def test_from_dot_to_dot() -> None:
    dots = ground(DOTS)
    spot = plot_follow.begin(dots)
    assert spot is not None
    places = [plot_follow.moved(dots, spot, step).place[0] for step in (4.0, -4.0)]
    assert places[0] - places[1] in (1.0, 2.0)


def test_up_and_down_go_through_all_curves_and_back() -> None:
    all_three = ground(LINE, BROKEN, DOTS)
    spot = plot_follow.begin(all_three)
    assert spot is not None
    seen = [spot.trace]
    for _ in range(3):
        spot = plot_follow.changed(all_three, spot, 1)
        seen.append(spot.trace)
    assert seen == [0, 1, 2, 0]
    assert plot_follow.changed(ground(LINE), Spot(0, 0, 0, 0.0, (0.0, 0.0)), 1).trace == 0


def test_in_another_picture_the_same_place_is_found_again() -> None:
    spot = plot_follow.nearest(ground(LINE), (300.0, 250.0))
    assert spot is not None
    zoomed = Ground((LINE,), (), View(0.0, 10.0, 0.0, 5.0), 400.0, 400.0)
    again = plot_follow.found_again(zoomed, spot)
    assert again is not None
    assert again.place == pytest.approx((5.0, 2.5))


def test_where_nothing_is_drawn_nothing_is_followed() -> None:
    assert plot_follow.begin(ground()) is None
    assert plot_follow.nearest(ground(), (1.0, 1.0)) is None
