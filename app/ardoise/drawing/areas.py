"""Areas under a curve or between two, and their sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ardoise.core.expression import Expr, integer
from ardoise.core.plots import Area, Curve, CurveKind, View
from ardoise.drawing import features
from ardoise.drawing.meetings import height, meetings
from ardoise.drawing.numeric import Array, evaluate
from ardoise.drawing.written import nice, tex

PANELS: Final = 20_000
"""Of Simpson's rule, an even number."""


def areas(curves: Sequence[Curve], at: Sequence[float], view: View, *, signed: bool) -> list[Area]:
    """The area that the curves bound: between bounds, or else between their first and last meeting; `signed` for an integral."""
    explicit = [c for c in curves if c.kind is CurveKind.EXPLICIT]
    if not explicit:
        return []
    one = explicit[0]
    other: Expr = explicit[1].expr if len(explicit) > 1 and explicit[1].variable == one.variable and not signed else integer(0)
    bounds = (at[0], at[1]) if len(at) == 2 else _own_bounds(explicit, view)
    if bounds is None or not bounds[0] < bounds[1]:
        return []
    low, high = bounds
    size = _size(one, other, low, high, signed)
    shown = max(low, view.left - 1e3), min(high, view.right + 1e3)
    return [Area(one.expr, other, one.variable, *shown, _label(size, signed), 0)]


def _own_bounds(explicit: Sequence[Curve], view: View) -> tuple[float, float] | None:
    if len(explicit) > 1:
        tall = View(view.left, view.right, -1e9, 1e9)
        places = [x for x, _ in meetings(explicit[0], explicit[1], tall)]
    else:
        places = features.roots(height(explicit[0]), view.left, view.right).tolist()
    return (places[0], places[-1]) if 2 <= len(places) <= 12 else None


def _size(one: Curve, other: Expr, low: float, high: float, signed: bool) -> float | None:
    def gap(x: Array) -> Array:
        values = evaluate(one.expr, {one.variable: x}) - evaluate(other, {one.variable: x})
        return values if signed else np.abs(values)

    fine, coarse = (_integral(gap, low, high, n) for n in (PANELS, PANELS // 4))
    if fine is None or coarse is None or abs(fine - coarse) > 1e-4 * max(1.0, abs(fine)):
        return None
    return fine


def _integral(f: features.Function, low: float, high: float, panels: int) -> float | None:
    """By the midpoints of a substitution that is gentle at both ends, so that an end may be a pole or infinite."""
    t = (np.arange(panels) + 0.5) / panels
    if np.isfinite([low, high]).all():
        x = low + (high - low) * (3 * t**2 - 2 * t**3)
        weight = (high - low) * 6 * t * (1 - t)
    elif np.isfinite(low):
        x, weight = low + t / (1 - t), 1 / (1 - t) ** 2
    elif np.isfinite(high):
        x, weight = high - t / (1 - t), 1 / (1 - t) ** 2
    else:
        u = 2 * t - 1
        x, weight = u / (1 - u**2), 2 * (1 + u**2) / (1 - u**2) ** 2
    values = f(x)
    if np.isfinite(values).sum() < panels:
        return None
    return float((values * weight).sum() / panels)


def _label(size: float | None, signed: bool) -> str:
    if size is None:
        return ""
    found = nice(size, within=2e-7, with_pi=True)
    return f"{chr(92) + 'int' if signed else 'A'} {'=' if found.exact else chr(92) + 'approx'} {tex(found)}"
