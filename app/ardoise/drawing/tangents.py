"""Tangents and normals: at a place on a curve, at a point of it, or from a point beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ardoise.core.plots import Curve, CurveKind, Guide, GuideKind, PlotPoint, PointKind, View
from ardoise.drawing import features
from ardoise.drawing.meetings import height, residual
from ardoise.drawing.nice import Nice
from ardoise.drawing.numeric import Array
from ardoise.drawing.turning import mark
from ardoise.drawing.written import nice, straight, upright

Found = tuple[list[Guide], list[PlotPoint]]


def tangents(curves: Sequence[Curve], at: Sequence[float], view: View, kind: GuideKind) -> Found:
    """The lines at x = at[0], or at or through the point (at[0], at[1]), of the first curve that has any."""
    for i, curve in enumerate(curves):
        guides, points = _of_curve(curve, i, at, view, kind)
        if guides:
            return guides, points
    return [], []


def _of_curve(curve: Curve, of: int, at: Sequence[float], view: View, kind: GuideKind) -> Found:
    if curve.kind is CurveKind.IMPLICIT:
        return _implicit(curve, of, at, kind) if len(at) > 1 else ([], [])
    f = height(curve)
    places = [at[0]]
    if len(at) > 1 and not _near(float(f(np.array([at[0]]))[0]), at[1]):
        places = features.roots(lambda x: f(x) + slope(f, x) * (at[0] - x) - at[1], view.left, view.right).tolist()[:4]
    guides, points = [], []
    for x in places:
        y, rise = float(f(np.array([x]))[0]), float(slope(f, np.array([x]))[0])
        if np.isfinite([y, rise]).all() and _smooth(f, x, rise):
            guides.append(_line(x, y, rise, kind, of, curve.variable))
            points.append(mark(nice(x, with_pi=True), nice(y), PointKind.TOUCH))
    return guides, points


def slope(f: features.Function, x: Array) -> Array:
    """f' by central differences of fourth order."""
    h = 1e-3 * np.maximum(1.0, np.abs(x)) * 0.5
    with np.errstate(all="ignore"):
        return np.asarray((8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h))


def _smooth(f: features.Function, x: float, rise: float) -> bool:
    """Whether f has the same slope at both sides: |x| has none at zero."""
    h = 1e-5 * max(1.0, abs(x))
    low, middle, high = f(np.array([x - h, x, x + h])).tolist()
    return bool(abs((high - middle) / h - (middle - low) / h) < 1e-2 * max(1.0, abs(rise)))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def _line(x: float, y: float, rise: float, kind: GuideKind, of: int, variable: str) -> Guide:
    if kind is GuideKind.NORMAL:
        if abs(rise) < 1e-9:
            return Guide(kind, 1.0, 0.0, x, upright(nice(x, with_pi=True), variable=variable), of)
        rise = -1.0 / rise
    m = nice(rise)
    rest = nice(y - m.value * x)
    return Guide(kind, -m.value, 1.0, rest.value, straight(_zeroed(m), _zeroed(rest), variable=variable), of)


def _zeroed(number: Nice) -> Nice:
    return Nice(0.0, "0", True) if abs(number.value) < 1e-9 else number


def _implicit(curve: Curve, of: int, at: Sequence[float], kind: GuideKind) -> Found:
    zero = residual(curve)
    x, y = at[0], at[1]
    h = 1e-5 * max(1.0, abs(x), abs(y))
    here, east, west, north, south = zero(np.array([x, x + h, x - h, x, x]), np.array([y, y, y, y + h, y - h])).tolist()
    gx, gy = (east - west) / (2 * h), (north - south) / (2 * h)
    if not np.isfinite([here, gx, gy]).all() or np.hypot(gx, gy) < 1e-9 or abs(here) > 1e-6 * max(1.0, np.hypot(gx, gy)):
        return [], []
    if kind is GuideKind.NORMAL:
        gx, gy = -gy, gx
    point = mark(nice(x), nice(y), PointKind.TOUCH)
    if abs(gy) < 1e-9 * abs(gx):
        return [Guide(kind, 1.0, 0.0, x, upright(nice(x), variable=curve.variable), of)], [point]
    m = nice(-gx / gy, within=1e-6)
    rest = nice(y - m.value * x, within=1e-6)
    return [Guide(kind, -m.value, 1.0, rest.value, straight(_zeroed(m), _zeroed(rest), variable=curve.variable), of)], [point]
