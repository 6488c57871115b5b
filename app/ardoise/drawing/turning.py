"""What a problem may ask about y = f(x): highest and lowest points, where it bends the other way, intercepts, holes, symmetry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from ardoise.core.expression import Apply, nodes
from ardoise.core.plots import Curve, Guide, GuideKind, PlotPoint, PointKind, View
from ardoise.drawing import features
from ardoise.drawing.meetings import height
from ardoise.drawing.nice import Nice, point_label, recognise
from ardoise.drawing.numeric import Array
from ardoise.drawing.written import nice, upright

_COMPARISONS: Final = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
MOST: Final = 12
"""Of one kind, beyond which none is marked: they are a pattern."""


def mark(x: Nice, y: Nice, kind: PointKind) -> PlotPoint:
    return PlotPoint(x.value, y.value, kind, point_label(x, y))


def extremes(curve: Curve, view: View, *, with_pi: bool) -> list[PlotPoint]:
    """Local maxima and minima between the view's edges."""
    f = height(curve)
    found: list[PlotPoint] = []
    beside = 1e-4 * (view.right - view.left)
    for x in features.turning_points(f, view.left, view.right).tolist():
        place = _level_at(f, x, beside, with_pi)
        left, middle, right = f(np.array([place.value - beside, place.value, place.value + beside])).tolist()
        if np.isfinite([left, middle, right]).all() and (middle - left) * (middle - right) > 0:
            found.append(mark(place, nice(middle), PointKind.MAXIMUM if middle > left else PointKind.MINIMUM))
    return found if len(found) <= MOST else []


def _level_at(f: features.Function, x: float, beside: float, with_pi: bool) -> Nice:
    """The simple number at which f is level, as far as its neighbours at both sides tell."""

    def is_right(c: float) -> bool:
        low, middle, high, found = f(np.array([c - beside, c, c + beside, x])).tolist()
        level = abs(high - low) <= 6e-3 * abs(high + low - 2 * middle)
        beyond = (middle >= found and middle > max(low, high)) or (middle <= found and middle < min(low, high))
        return bool(level or beyond)

    return recognise(x, is_right, with_pi=with_pi)


def inflections(curve: Curve, view: View, *, with_pi: bool) -> list[PlotPoint]:
    """Where f bends from one side to the other without a break."""
    f = height(curve)
    width = view.right - view.left
    h = width / 2_000

    def bend(x: Array) -> Array:
        return f(x + h) + f(x - h) - 2 * f(x)

    found = []
    for x in features.roots(bend, view.left, view.right).tolist():
        around = bend(np.array([x - 20 * h, x - 10 * h, x + 10 * h, x + 20 * h]))
        scale = float(np.nanmax(np.abs(f(np.linspace(view.left, view.right, 101))), initial=0.0))
        if not np.isfinite(around).all() or around[1] * around[2] >= 0 or around[0] * around[3] >= 0:
            continue
        if (
            min(abs(around[1]), abs(around[2])) <= 1e-11 * scale
            or abs(float(f(np.array([x + h]))[0] - f(np.array([x - h]))[0])) > 0.5 * width
        ):
            continue
        most = float(np.abs(around).max())
        place = recognise(x, _within(bend, 1e-5 * most), with_pi=with_pi)
        found.append(mark(place, nice(float(f(np.array([place.value]))[0])), PointKind.INFLECTION))
    return found if len(found) <= MOST else []


def _within(f: features.Function, most: float) -> Callable[[float], bool]:
    return lambda c: bool(abs(f(np.array([c]))[0]) <= most)


def intercept(curve: Curve) -> list[PlotPoint]:
    """The crossing of the upright axis."""
    y = float(height(curve)(np.array([0.0]))[0])
    return [mark(Nice(0.0, "0", True), nice(y, with_pi=True), PointKind.INTERCEPT)] if np.isfinite(y) else []


def axis(curve: Curve, view: View, of: int, *, with_pi: bool) -> list[Guide]:
    """The upright line in which the curve is its own mirror image."""
    f = height(curve)
    turns = features.turning_points(f, view.left, view.right)
    away = np.linspace(0.0, 0.5 * (view.right - view.left), 25)
    for x in sorted(turns.tolist(), key=abs):
        place = _level_at(f, x, 1e-4 * (view.right - view.left), with_pi)
        one, other = f(place.value + away), f(place.value - away)
        if np.isfinite(one).all() and np.allclose(one, other, rtol=1e-7, atol=1e-9 * float(np.abs(one).max(initial=1.0))):
            return [Guide(GuideKind.AXIS, 1.0, 0.0, place.value, upright(place, variable=curve.variable), of)]
    return []


def holes(curve: Curve, view: View, *, with_pi: bool) -> list[PlotPoint]:
    """Points that are missing from the curve: a denominator is zero there, and yet both sides come to one value."""
    f = height(curve)
    found: list[PlotPoint] = []
    for x in _zero_denominators(curve, view):
        place = nice(x, within=1e-6, with_pi=with_pi)
        hole = missing(f, place, view.right - view.left)
        if hole is not None and hole not in found:
            found.append(hole)
    return found if len(found) <= MOST else []


def missing(f: features.Function, place: Nice, width: float) -> PlotPoint | None:
    """The hole of f at a place, if it has no value there and comes to the same one from both sides."""
    if np.isfinite(f(np.array([place.value]))[0]):
        return None
    limit = two_sided(f, place.value, width)
    return None if limit is None else mark(place, nice(limit, within=1e-6, with_pi=True), PointKind.HOLE)


def two_sided(f: features.Function, x: float, width: float) -> float | None:
    """The value that f comes to from both sides; None where there is none."""
    steps = width * np.array([4e-4, 2e-4, 1e-4])
    right, left = f(x + steps), f(x - steps)
    if not (np.isfinite(right).all() and np.isfinite(left).all()):
        return None
    ends = [v[2] + (v[2] - v[1]) for v in (right, left)]  # the steps halve, so a straight approach ends here
    scale = max(1.0, abs(ends[0]))
    calm = max(abs(right[2] - right[1]), abs(left[2] - left[1])) <= 1e-2 * scale
    return float(ends[0] + ends[1]) / 2 if calm and abs(ends[0] - ends[1]) <= 1e-5 * scale else None


def ends(curve: Curve, view: View, *, with_pi: bool) -> list[PlotPoint]:
    """The ends of the pieces of a function in cases, where it jumps: filled where they belong to it, else open."""
    f = height(curve)
    h = 1e-8 * (view.right - view.left)
    found: list[PlotPoint] = []
    for x in _edges_of_cases(curve, view):
        place = nice(x, within=1e-6, with_pi=with_pi)
        low, value, high = f(np.array([place.value - h, place.value, place.value + h])).tolist()
        if not np.isfinite([low, high]).all() or abs(high - low) <= 1e-4 * (view.top - view.bottom):
            continue
        for limit in (low, high):
            belongs = np.isfinite(value) and abs(value - limit) <= 1e-5 * max(1.0, abs(limit))
            found.append(mark(place, nice(limit, within=1e-5), PointKind.END if belongs else PointKind.HOLE))
        if np.isfinite(value) and not any(p.kind is PointKind.END and p.x == place.value for p in found):
            found.append(mark(place, nice(value), PointKind.END))
    return list(dict.fromkeys(found)) if len(found) <= MOST else []


def _edges_of_cases(curve: Curve, view: View) -> Iterator[float]:
    """Where the two sides of a comparison in a condition are equal."""
    for node in nodes(curve.expr):
        if not isinstance(node, Apply) or node.function != "piecewise":
            continue
        for part in (c for condition in node.arguments[1::2] for c in nodes(condition)):
            if isinstance(part, Apply) and len(part.arguments) == 2 and part.function in _COMPARISONS:
                difference = dataclasses.replace(curve, expr=Apply("subtract", part.arguments))
                yield from features.roots(height(difference), view.left, view.right).tolist()[:MOST]


def _zero_denominators(curve: Curve, view: View) -> Iterator[float]:
    for node in nodes(curve.expr):
        if isinstance(node, Apply) and node.function == "divide" and len(node.arguments) == 2:
            below = dataclasses.replace(curve, expr=node.arguments[1])
            yield from features.roots(height(below), view.left, view.right).tolist()[:40]
