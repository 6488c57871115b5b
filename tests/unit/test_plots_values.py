"""The values of plots: sliders within their ends, sketches joined, and sheets kept before there were things."""

from __future__ import annotations

import json

import pytest

from ardoise.core import codec
from ardoise.core.events import PlotReady
from ardoise.core.expression import Constant, Symbol, apply, integer
from ardoise.core.plots import (
    Area,
    Condition,
    Curve,
    CurveKind,
    Data,
    Dots,
    Guide,
    GuideKind,
    NumberSet,
    Outline,
    Parametric,
    Plot,
    PlotPoint,
    PointKind,
    Polar,
    Region,
    Sketch,
    Slider,
    Stretch,
    View,
    Wish,
    WishKind,
    joined,
    with_sliders,
)

X, Y, T = Symbol("x"), Symbol("y"), Symbol("t")
CURVE = Curve(CurveKind.EXPLICIT, apply("multiply", Symbol("a"), X), "x", "y = ax")
VIEW = View(-5.0, 5.0, -4.0, 4.0)
WHOLE = Plot(
    (CURVE,),
    (PlotPoint(0.0, 0.0, PointKind.ROOT, "x = 0"),),
    VIEW,
    things=(
        Region((Condition(apply("subtract", X, Y), strict=True),), "x < y"),
        Parametric(apply("cos", T), apply("sin", T), "t", integer(0), Constant("pi"), "circle"),
        Polar(integer(2), "theta", integer(0), integer(6), "r = 2"),
        Dots(apply("add", Symbol("a_n"), integer(2)), "n", 0, 9, "a_n", "a_n", (integer(1),)),
        Data(((1.0, 2.0), (3.0, 4.5)), "", fitted=True),
        Outline(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)), "", closed=True, names=("A", "B", "C")),
        NumberSet(apply("less", X, integer(2)), "x", "x < 2", (Stretch(None, 2.0, False, False, "", "2"),)),
    ),
    guides=(Guide(GuideKind.ASYMPTOTE, 1.0, 0.0, 3.0, "x = 3"),),
    areas=(Area(X, integer(0), "x", 0.0, 1.0, "A = 1/2"),),
    wishes=(Wish(WishKind.AREA, (integer(0), integer(1))),),
    sliders=(Slider("a", 1.0),),
)
OLD = """
{"v": 1, "event": "plot_ready", "plot": {
  "curves": [
    {"kind": "explicit", "expr": ["power", {"s": "x"}, {"n": "2"}], "variable": "x", "label": "y = x^{2}", "other": "y"},
    {"kind": "implicit", "expr": ["subtract", {"s": "x"}, {"s": "y"}], "variable": "x", "label": "x = y", "other": "y"}],
  "points": [
    {"x": 0.0, "y": 0.0, "kind": "root", "label": "x = 0"},
    {"x": 1.0, "y": 1.0, "kind": "intersection", "label": "(1, 1)"}],
  "view": {"left": -2.0, "right": 2.0, "bottom": -1.0, "top": 4.0}, "x_label": "x", "y_label": "y"}}
"""
"""An event as sheets kept it before plots had things."""


def test_a_plot_kept_before_there_were_things_is_read_as_it_was() -> None:
    event = codec.decode_event(json.loads(OLD))
    assert isinstance(event, PlotReady)
    plot = event.plot
    assert [c.label for c in plot.curves] == ["y = x^{2}", "x = y"]
    assert [p.label for p in plot.points] == ["x = 0", "(1, 1)"]
    assert (plot.things, plot.guides, plot.areas, plot.sliders, plot.surveyed) == ((), (), (), (), True)


def test_every_kind_of_thing_comes_through_the_history() -> None:
    assert codec.decode_event(json.loads(json.dumps(codec.encode_event(PlotReady(WHOLE))))) == PlotReady(WHOLE)


def test_a_thing_of_no_known_kind_is_refused() -> None:
    data = codec.encode(WHOLE)
    assert isinstance(data, dict)
    data["things"][0]["is"] = "teapot"
    with pytest.raises(ValueError, match="choices"):
        codec.decode(Plot, data)


@pytest.mark.parametrize(("asked", "value"), [(2.5, 2.5), (99.0, 5.0), (-99.0, -5.0)])
def test_a_slider_stays_within_its_ends_and_its_marks_are_to_be_found_anew(asked: float, value: float) -> None:
    moved = with_sliders(WHOLE, {"a": asked, "z": 7.0})
    assert [s.value for s in moved.sliders] == [value]
    assert (moved.points, moved.guides, moved.areas, moved.surveyed) == ((), (), (), False)
    assert (moved.curves, moved.things, moved.view, moved.wishes) == (WHOLE.curves, WHOLE.things, WHOLE.view, WHOLE.wishes)


def test_a_slider_that_does_not_move_changes_nothing() -> None:
    assert with_sliders(WHOLE, {"a": 1.0}) is WHOLE


def test_two_sketches_are_joined_with_nothing_twice_and_the_first_one_s_values() -> None:
    one = Sketch((CURVE,), sliders=(Slider("a", 3.0),))
    other = Sketch((CURVE,), WHOLE.things, WHOLE.wishes, (Slider("a", 1.0), Slider("b", 1.0)))
    both = joined(one, other)
    assert both.curves == (CURVE,)
    assert both.things == WHOLE.things
    assert {s.name: s.value for s in both.sliders} == {"a": 3.0, "b": 1.0}


def test_a_plot_is_a_number_line_where_it_has_sets_and_nothing_else() -> None:
    sets = tuple(t for t in WHOLE.things if isinstance(t, NumberSet))
    assert Plot((), (), VIEW, things=sets).is_line
    assert not Plot((CURVE,), (), VIEW, things=sets).is_line
    assert not WHOLE.is_line
    assert not Plot((), (), VIEW).is_line
