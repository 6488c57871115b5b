"""Regions of the plane: their edges as curves F(x, y) = 0, and how far inside each point of a grid lies."""

from __future__ import annotations

import numpy as np

from ardoise.core.plots import Condition, Curve, CurveKind, Region, View
from ardoise.drawing.numeric import Array, evaluate

GRID = 361


def edges(region: Region) -> tuple[tuple[Condition, Curve], ...]:
    """Each condition with the curve along which it turns."""
    return tuple((c, Curve(CurveKind.IMPLICIT, c.expr, region.variable, "", region.other)) for c in region.conditions)


def holds(region: Region, x: Array, y: Array) -> np.ndarray:
    """Where every condition holds."""
    result = np.ones(np.broadcast_shapes(x.shape, y.shape), dtype=bool)
    with np.errstate(all="ignore"):
        for condition in region.conditions:
            value = evaluate(condition.expr, {region.variable: x, region.other: y})
            result &= value < 0 if condition.strict else value <= 0
    return result


def depth(region: Region, view: View) -> tuple[Array, Array, Array]:
    """A grid over the view and a function that is negative inside the region, in one scale for all conditions."""
    x, y = np.linspace(view.left, view.right, GRID), np.linspace(view.bottom, view.top, GRID)
    across, up = np.meshgrid(x, y)
    deepest = np.full(across.shape, -1.0)
    for condition in region.conditions:
        value = evaluate(condition.expr, {region.variable: across, region.other: up})
        with np.errstate(all="ignore"):
            gy, gx = np.gradient(value)
            cells = value / np.maximum(np.hypot(gx, gy), 1e-300)
        outside = ~np.isfinite(value)
        cells = np.where(np.isfinite(cells), cells, np.where(value <= 0, -1.0, 1.0))
        deepest = np.maximum(deepest, np.where(outside, 1.0, np.clip(cells, -1.0, 1.0)))
    return x, y, deepest
