"""Things beside curves: their points, their insides, their sets, their pictures; hostile expressions and breaks that are not joined."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ardoise.core.expression import Constant, Expr, Symbol, integer
from ardoise.core.pictures import Theme
from ardoise.core.plots import (
    Condition,
    Data,
    Dots,
    Guide,
    GuideKind,
    NumberSet,
    Outline,
    Parametric,
    Plot,
    Polar,
    Region,
    Sketch,
    Slider,
    Thing,
    View,
    Wish,
    WishKind,
    with_sliders,
)
from ardoise.drawing import fitting, plots, regions, style, tracks
from ardoise.drawing.messages import FileKind
from ardoise.drawing.sampling import sample_explicit
from ardoise.drawing.sets import solved
from ardoise.drawing.survey import marked, survey
from ardoise.notation.drawing_orders import read_order
from tests.unit.drawing.scenes import EXPRESSIONS, REAL_EXPRESSIONS, X, Y, a, explicit

T, N, THETA = Symbol("t"), Symbol("n"), Symbol("theta")
TURN = a("multiply", 2, Constant("pi"))
CIRCLE = Parametric(a("cos", T), a("sin", T), "t", integer(0), TURN, "circle")
CARDIOID = Polar(a("add", 1, a("cos", THETA)), "theta", integer(0), TURN, "cardioid")
HALVES = Dots(a("divide", 1, N), "n", 1, 20, "1/n")
DOUBLED = Dots(a("multiply", 2, Symbol("a_n")), "n", 1, 8, "a", "a_n", (integer(1),))
DISC = Region((Condition(a("subtract", a("add", a("power", X, 2), a("power", Y, 2)), 25), strict=True),), "disc")
WEDGE = Region((Condition(a("subtract", X, 4), strict=False), Condition(a("negate", Y), strict=False)), "wedge")
POINTS = Data(((1.0, 2.0), (2.0, 4.0), (3.0, 6.0)), "", fitted=True)
TRIANGLE = Outline(((0.0, 0.0), (4.0, 0.0), (0.0, 3.0)), "", closed=True, names=("A", "B", "C"))
THINGS: list[Thing] = [CIRCLE, CARDIOID, HALVES, DOUBLED, DISC, WEDGE, POINTS, TRIANGLE, NumberSet(a("less", X, 2), "x", "x < 2")]
VIEW = View(-10.0, 10.0, -10.0, 10.0)


@pytest.fixture(autouse=True, scope="module")
def settled() -> None:
    """matplotlib set up as in the child."""
    style.settle()


def plot_of(*things: Thing, wishes: tuple[Wish, ...] = ()) -> Plot:
    plot = survey(Sketch((), things, wishes))
    assert plot is not None
    return plot


# --- Tracks and dots -------------------------------------------------------------------------------------------------------------------


def test_a_circle_s_points_lie_on_it() -> None:
    x, y = tracks.track(CIRCLE)
    assert np.allclose(np.hypot(x, y), 1.0)
    assert len(tracks.parts(x, y, VIEW)) == 1


def test_a_polar_curve_goes_through_the_pole_and_its_farthest_point() -> None:
    x, y = tracks.track(CARDIOID)
    assert (x[0], y[0]) == pytest.approx((2.0, 0.0))
    assert np.hypot(x, y).min() < 1e-5


def test_a_track_that_leaps_is_cut_there() -> None:
    x, y = tracks.track(Parametric(T, a("tan", T), "t", integer(-3), integer(3), ""))
    assert len(tracks.parts(x, y, View(-3.0, 3.0, -5.0, 5.0))) == 3


def test_a_sequence_given_step_by_step_has_its_own_terms() -> None:
    n, y = tracks.terms(DOUBLED)
    assert n.tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert y.tolist() == [1, 2, 4, 8, 16, 32, 64, 128]


def test_terms_without_a_value_are_left_out() -> None:
    n, _ = tracks.terms(Dots(a("divide", 1, a("subtract", N, 3)), "n", 1, 5, ""))
    assert n.tolist() == [1, 2, 4, 5]


# --- Regions ---------------------------------------------------------------------------------------------------------------------------


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_point_is_inside_the_disc_where_it_is_nearer_than_five(x: float, y: float) -> None:
    assert bool(regions.holds(DISC, np.array(x), np.array(y))) is (x * x + y * y < 25)


def test_the_depth_is_negative_inside_and_nowhere_else() -> None:
    x, y, deep = regions.depth(WEDGE, VIEW)
    across, up = np.meshgrid(x, y)
    assert ((deep < 0) == ((across < 4) & (up > 0)))[(across != 4) & (up != 0)].all()


def test_the_inside_of_a_region_is_tinted_and_its_outside_is_not() -> None:
    plot = plot_of(DISC)
    picture = plots.draw(plot, VIEW, width=400, height=400, scale=1.0, theme=Theme.LIGHT)
    image = np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGBA"))
    left, top, width, height = picture.axes

    def alpha(x: float, y: float) -> int:
        return int(image[round(top + (10 - y) / 20 * height), round(left + (x + 10) / 20 * width), 3])

    assert alpha(1.3, 1.3) > 30
    assert alpha(7.3, 7.3) == 0


# --- Sets ------------------------------------------------------------------------------------------------------------------------------


@given(st.integers(-20, 20), st.integers(0, 20), st.booleans(), st.booleans())
def test_an_interval_comes_back_with_its_ends(low: int, wide: int, left: bool, right: bool) -> None:
    name = {(True, True): "closed", (True, False): "right_open", (False, True): "left_open", (False, False): "open"}[left, right]
    interval = a(f"interval_{name}", integer(low) if low >= 0 else a("negate", -low), _whole(low + wide))
    found = solved(NumberSet(a("element", X, interval), "x", "")).stretches
    if wide == 0:
        assert len(found) == (1 if left and right else 0)
    else:
        assert [(s.low, s.high, s.low_closed, s.high_closed) for s in found] == [(low, low + wide, left, right)]


def _whole(value: int) -> Expr:
    return integer(value) if value >= 0 else a("negate", -value)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=3, unique=True), st.sampled_from(["less", "less_equal", "greater"]))
def test_the_set_of_a_product_is_where_the_product_has_that_sign(roots: list[int], relation: str) -> None:
    product = a("multiply", 1, *(a("subtract", X, _whole(r)) for r in roots))
    stretches = solved(NumberSet(a(relation, product, 0), "x", "")).stretches
    for x in np.linspace(-10.03, 10.07, 67).tolist() + [float(r) for r in roots]:
        value = float(np.prod([x - r for r in roots]))
        expected = {"less": value < 0, "less_equal": value <= 0, "greater": value > 0}[relation]
        inside = any(
            (s.low is None or x > s.low or (x == s.low and s.low_closed))
            and (s.high is None or x < s.high or (x == s.high and s.high_closed))
            for s in stretches
        )
        assert inside is expected


# --- Fits and marks --------------------------------------------------------------------------------------------------------------------


def test_points_on_a_line_are_fitted_by_it() -> None:
    found = fitting.fit(POINTS)
    assert found is not None
    assert (found.slope, found.rest, found.r_squared) == pytest.approx((2.0, 0.0, 1.0))


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=3, max_size=20))
def test_no_line_nearby_fits_better_than_the_one_found(points: list[tuple[float, float]]) -> None:
    found = fitting.fit(Data(tuple(points), ""))
    x, y = np.array(points).T
    if found is None or np.ptp(x) < 1e-3:
        return
    best = ((y - found.slope * x - found.rest) ** 2).sum()
    for slope, rest in ((0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)):
        assert ((y - (found.slope + slope) * x - found.rest - rest) ** 2).sum() >= best * (1 - 1e-9) - 1e-9


def test_points_above_each_other_have_no_line() -> None:
    assert fitting.fit(Data(((1.0, 2.0), (1.0, 3.0)), "")) is None


def test_moving_a_slider_moves_the_marks() -> None:
    family = explicit(a("subtract", X, Symbol("b")), "y = x - b")
    plot = survey(Sketch((family,), sliders=(Slider("b", 1.0),)))
    assert plot is not None
    assert [p.label for p in plot.points] == ["x = 1"]
    assert [p.label for p in marked(with_sliders(plot, {"b": -2.0}), plot.view).points] == ["x = −2"]
    picture = plots.draw(with_sliders(plot, {"b": 3.0}), None, width=300, height=200, scale=1.0, theme=Theme.LIGHT)
    assert picture.plot is not None
    assert [p.label for p in picture.plot.points] == ["x = 3"]
    assert picture.plot.surveyed


def test_another_view_has_the_marks_that_lie_in_it() -> None:
    plot = survey(Sketch((explicit(a("sin", X)),)))
    assert plot is not None
    far = plots.draw(plot, View(50.0, 60.0, -2.0, 2.0), width=300, height=200, scale=1.0, theme=Theme.LIGHT)
    assert far.plot is not None
    assert [round(p.x / np.pi) for p in far.plot.points] == [16, 17, 18, 19]
    assert far.plot.view == plot.view
    assert plots.draw(plot, None, width=300, height=200, scale=1.0, theme=Theme.LIGHT).plot is None


def test_a_wish_that_cannot_be_had_leaves_nothing() -> None:
    wishes = (Wish(WishKind.TANGENT, (integer(-4),)), Wish(WishKind.AREA, (integer(2), integer(1))), Wish(WishKind.LIMIT, (Constant("i"),)))
    plot = survey(Sketch((explicit(a("sqrt", X)),), (), wishes))
    assert plot is not None
    assert (plot.guides, plot.areas) == ((), ())


# --- Pictures --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("thing", THINGS, ids=lambda t: type(t).__name__)
@pytest.mark.parametrize("theme", list(Theme))
def test_every_thing_is_drawn_in_both_themes_and_saved_in_every_form(thing: Thing, theme: Theme) -> None:
    plot = plot_of(thing)
    picture = plots.draw(plot, None, width=400, height=300, scale=1.0, theme=theme)
    image = np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGBA"))
    colour = [int(style.look(theme).curves[0][i : i + 2], 16) for i in (1, 3, 5)]
    assert (np.abs(image[..., :3].astype(int) - colour).max(axis=-1) < 40)[image[..., 3] > 100].sum() > 20
    for kind, start in ((FileKind.PNG, b"\x89PNG"), (FileKind.SVG, b"<?xml"), (FileKind.PDF, b"%PDF")):
        assert plots.save(plot, kind, theme=theme).startswith(start)


@pytest.mark.parametrize("thing", [t for t in THINGS if not isinstance(t, NumberSet)], ids=lambda t: type(t).__name__)
def test_what_is_drawn_can_be_followed_inside_the_view(thing: Thing) -> None:
    picture = plots.draw(plot_of(thing), None, width=400, height=300, scale=1.0, theme=Theme.LIGHT)
    (trace,) = picture.traces
    points = [p for part in trace.parts for p in part]
    assert trace.joined is not isinstance(thing, Dots | Data)
    assert len(points) <= 1_200
    assert all(picture.view.left - 1e-4 <= x <= picture.view.right + 1e-4 for x, _ in points)


@pytest.mark.parametrize(
    ("expr", "parts"),
    [(a("tan", X), 7), (a("divide", 1, X), 2), (a("floor", X), 20), (a("divide", a("abs", X), X), 2), (a("cot", X), 8)],
)
def test_a_break_is_joined_neither_in_the_picture_nor_for_the_hand(expr: Expr, parts: int) -> None:
    view = View(-9.9, 9.9, -12.0, 12.0)
    curve = explicit(expr)
    assert len(sample_explicit(curve, view)) == parts
    plot = Plot((curve,), (), view)
    picture = plots.draw(plot, view, width=600, height=400, scale=1.0, theme=Theme.LIGHT)
    for part in picture.traces[0].parts:
        steps = np.abs(np.diff([y for _, y in part]))
        assert steps.size == 0 or steps.max() < 9.0


def test_guides_that_are_no_lines_are_left_out() -> None:
    plot = Plot((explicit(X),), (), VIEW, guides=(Guide(GuideKind.ASYMPTOTE, 0.0, 0.0, 1.0, "nothing"),))
    assert plots.draw(plot, None, width=300, height=200, scale=1.0, theme=Theme.LIGHT).png


# --- Hostile -----------------------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "y = tan(1/x)", "y = x^x", "y = 10^(10^x)", "y = floor(x^9)", "y = sin(1/x)/x", "y = 1/sin(1000x)", "y = x^(x^x)", "y = ln(ln(ln(x)))",
    "y = sin(e^x)", "y = 1/floor(x)", "y = x!", "y = abs(tan(x^3))", "y^2 = sin(1/x)", "x^y = y^x", "y < tan(1/x)", "tan(1/x) < 1",
    "x = tan t, y = 1/t", "r = 1/sin(theta)", "r = tan(theta)", "a_n = n!", "a_{n+1} = a_n^2 + 1, a_1 = 2", "y = 10^400 x",
    "y = a^x + b^x + c^x", "y = 0/0", "y = (-1)^x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_drawn_or_left_within_the_limit(text: str) -> None:
    order = read_order(text)
    assert isinstance(order, Sketch)
    start = time.monotonic()
    plot = survey(order)
    if plot is not None:
        plots.draw(plot, None, width=600, height=450, scale=1.0, theme=Theme.LIGHT)
        view = plot.view
        far = View(view.left * 1e4 - 1, view.right * 1e4, view.bottom * 1e4 - 1, view.top * 1e4)
        plots.draw(plot, far, width=600, height=450, scale=1.0, theme=Theme.LIGHT)
    assert time.monotonic() - start < 3.0


KINDS = [k for k in WishKind if k not in (WishKind.POINT, WishKind.BISECTOR)]


@settings(max_examples=60, deadline=None)
@given(REAL_EXPRESSIONS, st.sampled_from(KINDS), st.lists(st.integers(-9, 9), max_size=4))
def test_marks_never_raise_whatever_is_asked_of_whatever_curve(expr: Expr, kind: WishKind, at: list[int]) -> None:
    if kind in (WishKind.TANGENT, WishKind.NORMAL, WishKind.LIMIT) and not at:
        at = [0]
    plot = survey(Sketch((explicit(expr),), (), (Wish(kind, tuple(_whole(v) for v in at)),)))
    for point in plot.points if plot is not None else ():
        assert np.isfinite([point.x, point.y]).all()


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(["less", "less_equal", "greater", "equal"]))
def test_things_of_any_expressions_are_drawn_or_left(one: Expr, other: Expr, relation: str) -> None:
    things: list[Thing] = [
        Parametric(one, other, "x", integer(0), integer(5), ""),
        Polar(one, "x", integer(0), other, ""),
        Dots(one, "x", 1, 9, ""),
        Region((Condition(one, strict=True), Condition(other, strict=False)), ""),
        NumberSet(a(relation, one, other), "x", ""),
    ]
    for thing in things:
        plot = survey(Sketch((), (thing,)))
        if plot is not None:
            plots.draw(plot, None, width=160, height=120, scale=1.0, theme=Theme.LIGHT)
