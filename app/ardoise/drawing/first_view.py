"""A first view that shows what matters on a set of curves: roots, crossings, turning points, the crossing of the y axis.

They are looked for near zero first and then further out. How far the curves themselves reach counts only through quantiles, so that a pole
does not flatten everything else; of a pattern that repeats for ever only the middle is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from ardoise.core.expression import Apply, nodes
from ardoise.core.plots import Curve, CurveKind, View
from ardoise.drawing import features
from ardoise.drawing.meetings import Point, height, meetings, residual
from ardoise.drawing.numeric import TRIGONOMETRIC, evaluate
from ardoise.drawing.sampling import sample_implicit

REACHES: Final = (10.0, 100.0, 1_000.0, 10_000.0)
"""How far from zero to look, one after the other."""
CALM: Final = 5.0
"""Half the width of the view of a curve on which nothing happens."""
MANY: Final = 9
"""Features within a reach from which on they may be a repeating pattern."""


def is_trigonometric(curves: Sequence[Curve]) -> bool:
    """Whether the horizontal axis is best labelled in multiples of π: sines and the like of plain numbers, not of degrees."""
    functions = {node.function for c in curves for node in nodes(c.expr) if isinstance(node, Apply)}
    return bool(functions & TRIGONOMETRIC) and "degree" not in functions and all(c.kind is CurveKind.EXPLICIT for c in curves)


def first_view(curves: tuple[Curve, ...]) -> View:
    """The view of curves that can be drawn."""
    near, far = _found(curves, REACHES[0]), _found(curves, REACHES[1])
    if len(far) > MANY and len(far) >= 2 * len(near) >= 10:
        found = sorted(near, key=lambda p: abs(p[0]))[: 8 * len(curves) + 1]
        half = max(abs(x) for x, _ in found)
        half = 1.1 * (2 * np.pi if is_trigonometric(curves) and half >= np.pi else half)
        found, left, right = [p for p in found if abs(p[0]) <= half], -float(half), float(half)
    else:
        found = far if len(far) > len(near) and len(far) <= 2 * MANY else near
        for reach in REACHES[2:]:
            if not _telling(found):
                further = _found(curves, reach)
                found = further if _telling(further) else found
        broken = any(not np.isfinite(y) for _, y in found)
        across = [x for x, _ in found]
        left, right = _span(across + _mirrored(curves, across), CALM, room=3.0 if broken else 0.0)
    bottom, top = _vertical(curves, found, left, right)
    return View(left, right, bottom, top)


def _telling(found: Sequence[Point]) -> bool:
    """Whether there is more than the crossing of the y axis."""
    return any(x != 0 for x, _ in found)


def _found(curves: tuple[Curve, ...], reach: float) -> list[Point]:
    """The distinct points that matter within the reach; y is nan at a break."""
    square, tall = View(-reach, reach, -reach, reach), View(-reach, reach, -1e9, 1e9)
    points = [p for c in curves for p in _own(c, reach)]
    for one, other in combinations(curves, 2):
        both = one.kind is other.kind is CurveKind.EXPLICIT
        points += meetings(one, other, tall if both else square)
    return list({(round(x, 6), round(y, 6) if np.isfinite(y) else None): (x, y) for x, y in points}.values())


def _own(curve: Curve, reach: float) -> list[Point]:
    match curve.kind:
        case CurveKind.EXPLICIT:
            f = height(curve)
            x = np.concatenate([features.roots(f, -reach, reach), features.turning_points(f, -reach, reach), [0.0]])
            points = [(px, py) for px, py in zip(x.tolist(), f(x).tolist(), strict=True) if np.isfinite(py)]
            return points + [(px, np.nan) for px in features.breaks(f, -reach, reach).tolist()]
        case CurveKind.IMPLICIT:
            return _outline(curve, reach)


def _mirrored(curves: tuple[Curve, ...], across: Sequence[float]) -> list[float]:
    """The other side of a curve that is its own mirror image (a parabola), so that both arms are seen alike; else nothing."""
    if len(curves) != 1 or curves[0].kind is not CurveKind.EXPLICIT or not across:
        return []
    f, reach = height(curves[0]), 1.1 * max(1.0, *(abs(x) for x in across))
    turns = features.turning_points(f, -reach, reach)
    if turns.size != 1:
        return []
    axis = float(turns[0])
    away = np.linspace(0.0, max(abs(x - axis) for x in across), 9)
    one, other = f(axis + away), f(axis - away)
    alike = np.isfinite(one).all() and np.allclose(one, other, rtol=1e-5, atol=1e-6 * float(np.abs(one).max(initial=1.0)))
    return [2 * axis - x for x in across] if alike else []


def _outline(curve: Curve, reach: float) -> list[Point]:
    """The extent of what closes within the reach; of what leaves it, the crossings of the axes."""
    found: list[Point] = []
    for part in sample_implicit(curve, View(-reach, reach, -reach, reach)):
        if max(np.abs(part.x).max(), np.abs(part.y).max()) < 0.99 * reach:
            found += [(float(x), float(y)) for x in (part.x.min(), part.x.max()) for y in (part.y.min(), part.y.max())]
    if not found:
        zero = residual(curve)
        found += [(float(x), 0.0) for x in features.roots(lambda x: zero(x, np.zeros_like(x)), -reach, reach)]
        found += [(0.0, float(y)) for y in features.roots(lambda y: zero(np.zeros_like(y), y), -reach, reach)]
    return found


def _span(values: Sequence[float], calm: float, *, room: float = 0.0) -> tuple[float, float]:
    """A range around the values with at least this room at both sides, and with zero in it where zero is not far."""
    if not values:
        return -calm, calm
    low, high = min(values), max(values)
    width = high - low
    if width <= 1e-6 * max(1.0, abs(low)):  # a turning point is found to about so many digits
        half = calm if abs(low) < calm else 0.6 * abs(low)
        return min(low - half, -0.1 * half), max(high + half, 0.1 * half)
    if 0 < low <= 1.2 * width:
        low = 0.0
    elif -1.2 * width <= high < 0:
        high = 0.0
    room = max(room, 0.42 * (high - low))
    return low - room, high + room


def _vertical(curves: tuple[Curve, ...], found: Sequence[Point], left: float, right: float) -> tuple[float, float]:
    """Bottom and top: every point that matters, and of the curves as much as does not dwarf them."""
    x = np.linspace(left, right, 1_001)
    values = [evaluate(c.expr, {c.variable: x}) for c in curves if c.kind is CurveKind.EXPLICIT]
    reached = [v[np.isfinite(v)] for v in values if np.isfinite(v).any()]
    heights = [py for px, py in found if left <= px <= right and np.isfinite(py)]
    if not reached:
        return _span(heights, (right - left) / 2)
    low, high = min(float(np.quantile(v, 0.04)) for v in reached), max(float(np.quantile(v, 0.96)) for v in reached)
    middle = float(np.median(np.concatenate(reached)))
    base, peak = (min(heights), max(heights)) if heights else (middle, middle)
    more = max(0.6 * (peak - base), 0.5 * (right - left)) if peak - base < 4 * (right - left) else 0.35 * (peak - base)
    bottom, top = min(base, max(low, base - more)), max(peak, min(high, peak + more))
    if top - bottom <= 1e-9 * max(1.0, abs(top)):
        return _span([bottom], CALM)
    if 0 < bottom <= 0.8 * (top - bottom):
        bottom = 0.0
    elif -0.8 * (top - bottom) <= top < 0:
        top = 0.0
    room = 0.14 * (top - bottom)
    return bottom - room, top + room
