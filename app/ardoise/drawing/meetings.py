"""Points where two curves meet, whatever their kinds: seeds along the contour of one, then Newton's method in two variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from ardoise.core.plots import Curve, CurveKind, View
from ardoise.drawing import features
from ardoise.drawing.numeric import Array, evaluate
from ardoise.drawing.sampling import sample

MOST_SEEDS: Final = 200
Point = tuple[float, float]


def height(curve: Curve) -> Callable[[Array], Array]:
    """f of an explicit curve."""
    return lambda x: evaluate(curve.expr, {curve.variable: x})


def residual(curve: Curve) -> Callable[[Array, Array], Array]:
    """What is zero on the curve: F(x, y), or y - f(x)."""
    match curve.kind:
        case CurveKind.EXPLICIT:
            return lambda x, y: y - evaluate(curve.expr, {curve.variable: x})
        case CurveKind.IMPLICIT:
            return lambda x, y: evaluate(curve.expr, {curve.variable: x, curve.other: y})


def meetings(one: Curve, other: Curve, view: View) -> list[Point]:
    """Where the curves meet inside the view, from left to right."""
    if one.kind is other.kind is CurveKind.EXPLICIT:
        f, g = height(one), height(other)
        places = features.roots(lambda x: _difference(f(x), g(x)), view.left, view.right)
        return [(float(x), float(y)) for x, y in zip(places, f(places), strict=True) if view.bottom <= y <= view.top]
    along, across = (one, other) if one.kind is CurveKind.IMPLICIT else (other, one)
    first, second = residual(along), residual(across)
    seeds = [_seeds(part.x, part.y, second(part.x, part.y)) for part in sample(along, view)]
    starts = np.concatenate(seeds) if seeds else np.empty((0, 2))
    return _polished(first, second, starts[:MOST_SEEDS], view)


def _difference(one: Array, other: Array) -> Array:
    """one - other, exactly zero where they differ by rounding only, so that a curve does not meet itself everywhere."""
    with np.errstate(all="ignore"):
        gap = one - other
        return np.where(np.abs(gap) <= 1e-13 * (np.abs(one) + np.abs(other)), 0.0, gap)


def _seeds(x: Array, y: Array, values: Array) -> Array:
    """Places along a polyline where the other curve's residual changes sign or is nearly zero."""
    size = np.abs(values)
    with np.errstate(all="ignore"):
        change = np.flatnonzero(values[:-1] * values[1:] <= 0)
        low = np.flatnonzero((size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])) + 1
    at = np.concatenate([change, low])
    return np.column_stack([x[at], y[at]])


def _polished(first: Callable[[Array, Array], Array], second: Callable[[Array, Array], Array], starts: Array, view: View) -> list[Point]:
    """Newton's method from every start at once; those that arrive, inside the view, each once."""
    if starts.size == 0:
        return []
    x, y = starts[:, 0].copy(), starts[:, 1].copy()
    span = max(view.right - view.left, view.top - view.bottom)
    h = 1e-6 * span
    with np.errstate(all="ignore"):
        for _ in range(60):
            f, g = first(x, y), second(x, y)
            fx, fy = (first(x + h, y) - first(x - h, y)) / (2 * h), (first(x, y + h) - first(x, y - h)) / (2 * h)
            gx, gy = (second(x + h, y) - second(x - h, y)) / (2 * h), (second(x, y + h) - second(x, y - h)) / (2 * h)
            turn = fx * gy - fy * gx
            dx, dy = (g * fy - f * gy) / turn, (f * gx - g * fx) / turn
            length = np.hypot(dx, dy)
            shorten = np.minimum(1.0, 0.1 * span / length)
            step = np.isfinite(length) & (length > 0)
            x, y = np.where(step, x + shorten * dx, x), np.where(step, y + shorten * dy, y)
        slope_f, slope_g = np.hypot(fx, fy), np.hypot(gx, gy)
        near = (np.abs(first(x, y)) <= 1e-6 * span * slope_f + 1e-12) & (np.abs(second(x, y)) <= 1e-6 * span * slope_g + 1e-12)
        inside = (x >= view.left) & (x <= view.right) & (y >= view.bottom) & (y <= view.top)
        moved = np.hypot(x - starts[:, 0], y - starts[:, 1]) < 0.1 * span
    found: list[Point] = []
    for px, py in sorted(zip(x[near & inside & moved].tolist(), y[near & inside & moved].tolist(), strict=True)):
        if all(abs(px - qx) + abs(py - qy) > 1e-4 * span for qx, qy in found):
            found.append((px, py))
    return found
