"""Points of tracks: parametric and polar curves as polylines, the terms of a sequence as dots."""

from __future__ import annotations

import numpy as np

from ardoise.core.expression import Expr
from ardoise.core.plots import Dots, Parametric, Polar, View
from ardoise.drawing.numeric import Array, Undrawable, evaluate
from ardoise.drawing.sampling import Polyline

SAMPLES = 4_001
LONG = 1.0
"""Of the view's diagonal: a step between neighbours beyond which they are not joined."""


def number(expr: Expr) -> float:
    """The value of a constant; raises Undrawable where it has none."""
    value = float(evaluate(expr, {}))
    if not np.isfinite(value):
        raise Undrawable("an end without a value")
    return value


def track(thing: Parametric | Polar) -> tuple[Array, Array]:
    """Points along the whole track in order; nan where it has none."""
    low, high = number(thing.low), number(thing.high)
    t = np.linspace(low, high, SAMPLES)
    if isinstance(thing, Parametric):
        return evaluate(thing.x, {thing.parameter: t}), evaluate(thing.y, {thing.parameter: t})
    radius = evaluate(thing.radius, {thing.angle: t})
    return radius * np.cos(t), radius * np.sin(t)


def parts(x: Array, y: Array, view: View) -> tuple[Polyline, ...]:
    """The points as polylines, cut where they have no value or leap."""
    wide, tall = view.right - view.left, view.top - view.bottom
    with np.errstate(all="ignore"):
        step = np.hypot(np.diff(x) / wide, np.diff(y) / tall)
        whole = np.isfinite(x) & np.isfinite(y)
        ordinary = np.nanmedian(step) if np.isfinite(step).any() else 0.0
        joined = whole[:-1] & whole[1:] & ((step < LONG) | (step < 20 * ordinary))
    if not joined.any():
        return ()
    edges = np.flatnonzero(np.diff(np.r_[False, joined, False].astype(np.int8)))
    far = 3.0
    x = np.clip(x, view.left - far * wide, view.right + far * wide)
    y = np.clip(y, view.bottom - far * tall, view.top + far * tall)
    return tuple(Polyline(x[a : b + 1], y[a : b + 1]) for a, b in zip(edges[::2], edges[1::2], strict=True))


def terms(thing: Dots) -> tuple[Array, Array]:
    """Index and value of each term that has one."""
    n = np.arange(thing.first, thing.last + 1, dtype=np.float64)
    if not thing.previous:
        y = evaluate(thing.expr, {thing.index: n})
    else:
        found = [number(e) for e in thing.start]
        while len(found) < n.size and np.isfinite(found[-1]):
            at = {thing.index: np.array(n[len(found) - 1]), thing.previous: np.array(found[-1])}
            found.append(float(evaluate(thing.expr, at)))
        y = np.array(found[: n.size])
        n = n[: y.size]
    there = np.isfinite(y)
    return n[there], y[there]
