"""Curves as polylines for one view: explicit ones sampled at the picture's resolution, implicit ones as contours at zero.

Two samples a pixel draw every curve that has no finer detail, so there is no recursive refinement; what is refined, by bisection of all
doubtful gaps at once, is where a curve breaks. A gap between neighbours that stays wide while its interval shrinks to nothing is a pole or
a jump and is not joined; one that closes is merely steep. The edge of a domain (the 0 of sqrt x) is found in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import contourpy
import numpy as np
from numpy.typing import NDArray

from ardoise.core.plots import Curve, CurveKind, View
from ardoise.drawing.numeric import Array, evaluate

BISECTIONS: Final = 44
MOST_SAMPLES: Final = 6_000
GRID: Final = 320
"""Points on each side of the grid on which an implicit curve is looked for."""


@dataclass(frozen=True)
class Polyline:
    """Points joined in order; `x` and `y` are arrays of one length, finite throughout."""

    x: Array
    y: Array


def sample(curve: Curve, view: View, *, pixels: int = 800) -> tuple[Polyline, ...]:
    """The parts of a curve in the view, `pixels` wide. Raises Undrawable."""
    match curve.kind:
        case CurveKind.EXPLICIT:
            return sample_explicit(curve, view, pixels=pixels)
        case CurveKind.IMPLICIT:
            return sample_implicit(curve, view)


def sample_explicit(curve: Curve, view: View, *, pixels: int = 800) -> tuple[Polyline, ...]:
    """y = f(x) from the view's left to its right edge, cut where f breaks or is not defined; y is kept within three heights of the view."""
    count = int(min(MOST_SAMPLES, max(64, 2 * pixels))) + 1
    x = np.linspace(view.left, view.right, count)
    y = evaluate(curve.expr, {curve.variable: x})
    height = view.top - view.bottom
    defined = np.isfinite(y)
    with np.errstate(all="ignore"):
        in_sight = (np.minimum(y[:-1], y[1:]) < view.top) & (np.maximum(y[:-1], y[1:]) > view.bottom)
        wide = in_sight & (np.abs(np.diff(y)) > height / 100)
    edge = defined[:-1] != defined[1:]
    doubtful = np.flatnonzero(wide | edge)
    left_x, left_y, right_x, right_y, broken = _narrowed(curve, x, y, doubtful, height)
    parts: list[Polyline] = []
    start = 0
    begin_x: list[float] = []
    begin_y: list[float] = []
    for k, i in enumerate(doubtful):
        if not broken[k]:
            continue
        end_x = [float(left_x[k])] if np.isfinite(left_y[k]) else []
        end_y = [float(left_y[k])] if np.isfinite(left_y[k]) else []
        parts += _parts(np.r_[begin_x, x[start : i + 1], end_x], np.r_[begin_y, y[start : i + 1], end_y])
        begin_x = [float(right_x[k])] if np.isfinite(right_y[k]) else []
        begin_y = [float(right_y[k])] if np.isfinite(right_y[k]) else []
        start = int(i) + 1
    parts += _parts(np.r_[begin_x, x[start:]], np.r_[begin_y, y[start:]])
    low, high = view.bottom - 3 * height, view.top + 3 * height
    return tuple(Polyline(p.x, np.clip(p.y, low, high)) for p in parts)


def _narrowed(curve: Curve, x: Array, y: Array, gaps: np.ndarray, height: float) -> tuple[Array, Array, Array, Array, np.ndarray]:
    """Bisect every doubtful gap at once; returns both ends of what is left of each, and whether the curve breaks there."""
    left_x, right_x, left_y, right_y = x[gaps].copy(), x[gaps + 1].copy(), y[gaps].copy(), y[gaps + 1].copy()
    with np.errstate(all="ignore"):
        for _ in range(BISECTIONS if gaps.size else 0):
            middle = (left_x + right_x) / 2
            value = evaluate(curve.expr, {curve.variable: middle})
            go_left = _doubt(left_y, value) > _doubt(value, right_y)
            moved = (middle > left_x) & (middle < right_x)
            right_x, right_y = np.where(go_left & moved, middle, right_x), np.where(go_left & moved, value, right_y)
            left_x, left_y = np.where(~go_left & moved, middle, left_x), np.where(~go_left & moved, value, left_y)
        both = np.isfinite(left_y) & np.isfinite(right_y)
        before = np.abs(y[gaps + 1] - y[gaps])
        broken = ~both | (np.abs(right_y - left_y) > np.maximum(1e-3 * height, np.minimum(0.05 * before, height)))
    return left_x, left_y, right_x, right_y, broken


def _doubt(one: Array, other: Array) -> Array:
    """How much a gap deserves to be kept: an edge of the domain most, then the wider jump."""
    gap = np.abs(other - one)
    return np.where(np.isfinite(one) != np.isfinite(other), np.inf, np.where(np.isfinite(gap), gap, -1.0))


def _parts(x: Array, y: Array) -> list[Polyline]:
    """Runs of at least two finite points."""
    finite = np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.r_[False, finite, False].astype(np.int8)))
    return [Polyline(x[a:b], y[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


def sample_implicit(curve: Curve, view: View, *, grid: int = GRID) -> tuple[Polyline, ...]:
    """F(x, y) = 0 in the view, without the lines along which F jumps or has a pole."""
    x = np.linspace(view.left, view.right, grid)
    y = np.linspace(view.bottom, view.top, grid)
    across, up = np.meshgrid(x, y)
    values = evaluate(curve.expr, {curve.variable: across, curve.other: up})
    if not np.isfinite(values).any():
        return ()
    size = _size_around(values)
    parts: list[Polyline] = []
    for line in contourpy.contour_generator(x, y, np.ma.masked_invalid(values)).lines(0.0):
        points = np.asarray(line, dtype=np.float64)
        column = np.clip(np.rint((points[:, 0] - view.left) / (x[1] - x[0])), 0, grid - 1).astype(int)
        row = np.clip(np.rint((points[:, 1] - view.bottom) / (y[1] - y[0])), 0, grid - 1).astype(int)
        px, py, real = _on_curve(curve, points[:, 0], points[:, 1], (float(x[1] - x[0]), float(y[1] - y[0])), size[row, column])
        parts += [Polyline(p.x, p.y) for p in _parts(px, np.where(real, py, np.nan))]
    return tuple(parts)


def _on_curve(curve: Curve, x: Array, y: Array, cell: tuple[float, float], size: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Points of a contour moved onto the curve by one step of Newton's method, and which of them the step brought nearer to zero.

    Beside a pole like 1/u the step doubles u and halves F; beside a jump it leads out of the cell: neither is a part of the curve.
    """

    def zero(px: Array, py: Array) -> Array:
        return evaluate(curve.expr, {curve.variable: px, curve.other: py})

    hx, hy = 1e-4 * cell[0], 1e-4 * cell[1]
    with np.errstate(all="ignore"):
        here = zero(x, y)
        gx, gy = (zero(x + hx, y) - zero(x - hx, y)) / 2e-4, (zero(x, y + hy) - zero(x, y - hy)) / 2e-4
        step = -here / (gx**2 + gy**2)
        short = np.hypot(step * gx, step * gy) <= 1.5
        nx, ny = np.where(short, x + step * gx * cell[0], x), np.where(short, y + step * gy * cell[1], y)
        nearer = short & (np.abs(zero(nx, ny)) <= 0.3 * np.abs(here))
        there = np.abs(here) <= 1e-9 * size
    return np.where(nearer, nx, x), np.where(nearer, ny, y), nearer | there


def _size_around(values: Array) -> Array:
    """The largest |F| among the neighbours of each point of the grid."""
    size = np.pad(np.where(np.isfinite(values), np.abs(values), 0.0), 1)
    rows = np.maximum(np.maximum(size[:-2], size[1:-1]), size[2:])
    return np.asarray(np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))
