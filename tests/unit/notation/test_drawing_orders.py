"""What a person asks to be drawn: total on every text, in good time, and never more than can be told apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ardoise.core.expression import free_symbols
from ardoise.core.plots import CurveKind, Region, Sketch, WishKind
from ardoise.core.solution import Unreadable
from ardoise.notation.claims import read_problem
from ardoise.notation.drawing_orders import LONGEST, read_order
from ardoise.notation.latex import plain
from ardoise.notation.sketch import MOST_CURVES, MOST_THINGS, sketch
from ardoise.notation.sketched_points import points_in
from ardoise.notation.sketched_wishes import wishes

_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("xyrtna0123456789+-*/^()[]{}=<>,.;:_| \n\\$θ≤"), max_size=60),
    st.lists(
        st.sampled_from(
            [
                "y = x^2",
                "tangent at x = 1",
                "r = cos(theta)",
                "a_n = n",
                "(1, 2)",
                "x in [1, 2]",
                "area from 0 to 2",
                ";",
                "and",
                "{x if x < 0}",
                "polar",
            ]
        ),
        max_size=6,
    ).map(" ".join),
)


@given(_TEXT)
@example("{ if }")
@example("x: 1, 2, 3; y: 1/0, 2, 3")
@example("(1/0, 2), (3, 4)")
@example("tangent at x = 1/0 to y = x")
def test_every_text_is_read_or_refused(text: str) -> None:
    order = read_order(text)
    if isinstance(order, Unreadable):
        assert order.why
        return
    letters = {s.name for s in order.sliders}
    assert len(order.curves) <= MOST_CURVES
    assert len(order.things) <= MOST_THINGS
    for curve in order.curves:
        assert free_symbols(curve.expr) <= letters | {curve.variable, curve.other}


@given(_TEXT)
def test_every_problem_has_a_sketch(text: str) -> None:
    assert isinstance(sketch(read_problem(text), text=text), Sketch)
    assert isinstance(wishes(text), tuple)
    assert isinstance(points_in(text), list)


@pytest.mark.parametrize(
    "text",
    [
        "{" * LONGEST, "(1, " * 500, "x if " * 400, "{" + "x if x, " * 250 + "}", "tangent at x = " + "(" * 1_900,
        "area from " + "x = 1 and " * 190, "y = " + "x + " * 480 + "x", "x: " + "1, " * 600, "a_{" * 600, " in (" * 400, "y" * LONGEST,
    ],
)  # fmt: skip
def test_long_and_crooked_texts_take_no_time(text: str) -> None:
    start = time.monotonic()
    read_order(text)
    wishes(text)
    assert time.monotonic() - start < 2.0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Find the tangent at x = 1.", ["tangent 1"]),
        ("the tangent line at the point (2, 4)", ["tangent 2, 4"]),
        ("the tangent at the points where x = 1/2", ["tangent 1/2"]),
        ("the normal to the curve at x = -2", ["normal -2"]),
        ("its maximum", ["maximum"]),
        ("local extrema", ["maximum", "minimum"]),
        ("the turning points", ["maximum", "minimum"]),
        ("points of inflexion", ["inflection"]),
        ("horizontal asymptotes", ["asymptote"]),
        ("the y-intercept", ["intercept"]),
        ("area from x = 0 to x = pi", ["area 0, pi"]),
        ("the area between x = -1 and x = 1", ["area -1, 1"]),
        ("area over the interval [0, 2]", ["area 0, 2"]),
        ("the area bounded by the lines x = 1 and x = 3", ["area 1, 3"]),
        ("the area that they enclose", ["area"]),
        ("axis of symmetry", ["axis"]),
        ("the tangent of 30 degrees", []),
        ("arctangent at x = 1", []),
        ("solve for x", []),
    ],
)
def test_words_ask_for_marks(text: str, found: list[str]) -> None:
    assert [f"{w.kind.value} {', '.join(plain(e) for e in w.at)}".strip() for w in wishes(text)] == found


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("A(1, 2) and B = (-3, 4.5)", ["A 1 2", "B -3 9/2"]),
        ("(1/2, −3)", [" 1/2 -3"]),
        (r"the points $(0,\,1)$ and \left(2, 3\right)", [" 0 1", " 2 3"]),
        ("f(1, 2) and max(3, 4)", []),
        ("(a, b)", []),
        ("(1, 2, 3)", []),
    ],
)
def test_points_are_read_by_their_coordinates(text: str, points: list[str]) -> None:
    assert [f"{n} {x} {y}" for n, x, y in points_in(text)] == points


def test_a_function_by_itself_is_marked_unless_that_is_not_wanted() -> None:
    alone, bare, two = read_order("y = x^2"), read_order("y = x^2", marked=False), read_order("y = x^2; y = x")
    assert isinstance(alone, Sketch)
    assert isinstance(bare, Sketch)
    assert isinstance(two, Sketch)
    assert [w.kind for w in alone.wishes] == [WishKind.MAXIMUM, WishKind.MINIMUM, WishKind.ASYMPTOTE]
    assert (bare.wishes, two.wishes) == ((), ())


def test_a_region_s_letter_has_a_slider() -> None:
    order = read_order("y < a x^2 + 1")
    assert isinstance(order, Sketch)
    assert [type(t) for t in order.things] == [Region]
    assert [s.name for s in order.sliders] == ["a"]


def test_a_letter_that_has_a_value_starts_there_and_is_no_line() -> None:
    order = read_order("y = k x, k = -7")
    assert isinstance(order, Sketch)
    assert [c.kind for c in order.curves] == [CurveKind.EXPLICIT]
    (slider,) = order.sliders
    assert (slider.value, slider.low, slider.high) == (-7.0, -14.0, 14.0)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Solve x > 3.", ["NumberSet"]),
        ("-2 < x <= 5", ["NumberSet"]),
        (r"$x \in [1, 3)$", ["NumberSet"]),
        ("Let x > 0. Find the minimum of x + 1/x.", ["Curve"]),
        ("Solve x^2 = 4 for x > 0.", ["Curve", "Curve"]),
        ("Find all integers n >= 1 such that n is prime.", []),
        ("Let a > b and b > c. Show that a > c.", []),
    ],
)
def test_a_condition_beside_the_matter_is_no_number_line(text: str, drawn: list[str]) -> None:
    found = sketch(read_problem(text), text=text)
    assert [type(t).__name__ for t in (*found.curves, *found.things)] == drawn
