"""What there is to see on a sketch: what of it can be drawn, a first view, the roots and meetings to mark, and what else is asked for.

A mark's label is exact where a simple number satisfies the curve's own equation to the last digits, else rounded and marked as such.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import combinations, product
from typing import Final

import numpy as np

from ardoise.core.expression import Symbol, nodes
from ardoise.core.plots import Curve, CurveKind, Dots, NumberSet, Plot, PlotPoint, PointKind, Region, Sketch, Thing, View
from ardoise.drawing import extents, features
from ardoise.drawing.first_view import REACHES, is_trigonometric
from ardoise.drawing.key import mathtext_name
from ardoise.drawing.marks import marks, named
from ardoise.drawing.meetings import height, meetings, residual
from ardoise.drawing.nice import candidates, point_label, recognise, root_label, rounded
from ardoise.drawing.numeric import Array, drawable
from ardoise.drawing.sampling import sample_implicit
from ardoise.drawing.sets import solved
from ardoise.drawing.settled import letters, settled, values_of

MOST_CURVES: Final = 8
MOST_POINTS: Final = 12
"""Marks in one plot; those in the middle are kept."""
MANY_POINTS: Final = 8
"""Roots for each curve beyond which none is marked. Where curves meet, the meetings are what matters, and roots elsewhere get no mark."""
CROWDED: Final = 0.01
"""Part of the view's width below which roots are too close to each other to be marked."""
JUMP: Final = 1e-4
"""A residual, beside those a thousandth of the view away, beyond which a place that was found is no root after all."""
EXACT: Final = 1e-9
"""A residual so small, beside those a thousandth of the view away, is zero."""


def can_draw(curve: Curve) -> bool:
    """Whether the curve has real values that depend on its variables alone."""
    match curve.kind:
        case CurveKind.EXPLICIT:
            return drawable(curve.expr, curve.variable)
        case CurveKind.IMPLICIT:
            return curve.variable != curve.other and drawable(curve.expr, curve.variable, curve.other)


@np.errstate(all="ignore")
def survey(sketch: Sketch) -> Plot | None:
    """The plot of what can be drawn and seen (MOST_CURVES curves at most), or None if there is nothing."""
    values = values_of(sketch.sliders)
    curves = [(c, settled(c, values)) for c in dict.fromkeys(sketch.curves)]
    curves = [pair for pair in [p for p in curves if can_draw(p[1])][:MOST_CURVES] if _visible(pair[1])]
    things = [t for t in dict.fromkeys(sketch.things) if extents.can_draw(settled(t, values))]
    kept = tuple(_with_stretches(t) for t in things)
    if not curves and not kept:
        return None
    numbers = tuple(s for _, s in curves)
    shown = tuple(settled(t, values) for t in kept)
    view = extents.whole_view(numbers, shown, list(named(numbers, sketch.wishes)), roomy=bool(sketch.sliders))
    x_label, y_label = _axes(numbers, kept)
    bare = Plot(
        tuple(c for c, _ in curves), (), view, x_label, y_label, things=kept, wishes=sketch.wishes,
        sliders=tuple(s for s in sketch.sliders if any(s.name in letters(d) for d in (*(c for c, _ in curves), *kept))),
    )  # fmt: skip
    return marked(bare, view)


@np.errstate(all="ignore")
def marked(plot: Plot, view: View) -> Plot:
    """The plot with the marks that are found in the view, for the values that its sliders have."""
    values = values_of(plot.sliders)
    drawn = tuple(settled(d, values) for d in plot.drawn)
    curves = tuple(c for c in drawn if isinstance(c, Curve) and can_draw(c))
    found = marks(drawn, plot.wishes, view, with_pi=is_trigonometric(curves))
    own = _marks(curves, view) if curves else []
    distance = 1e-6 * (view.right - view.left + view.top - view.bottom)
    points = _unlike([*found.points, *own], distance)
    return dataclasses.replace(
        plot, points=tuple(sorted(points, key=lambda p: (p.x, p.y))), guides=tuple(found.guides), areas=tuple(found.areas), surveyed=True
    )


def _with_stretches(thing: Thing) -> Thing:
    return solved(thing) if isinstance(thing, NumberSet) else thing


def _unlike(points: Sequence[PlotPoint], distance: float) -> list[PlotPoint]:
    """One mark at a place; the first of several there, which was asked for."""
    kept: list[PlotPoint] = []
    for p in points:
        if not any(_together(p, q, distance) for q in kept):
            kept.append(p)
    return kept


def _axes(curves: tuple[Curve, ...], things: Sequence[Thing]) -> tuple[str, str]:
    """The names of the axes."""
    for thing in things if not curves else ():
        match thing:
            case Dots():
                name = thing.previous if thing.previous and not thing.previous.endswith("-1") else ""
                return thing.index, mathtext_name(name) if name else thing.label.partition("=")[0].strip()
            case Region():
                return thing.variable, thing.other
            case NumberSet():
                return thing.variable, ""
            case _:
                return "x", "y"
    others = [c.other for c in curves if c.kind is CurveKind.IMPLICIT]
    return curves[0].variable, others[0] if others else "y"


def _visible(curve: Curve) -> bool:
    """Whether there is anything to see at all within the widest reach."""
    for reach in REACHES:
        match curve.kind:
            case CurveKind.EXPLICIT:
                if np.isfinite(height(curve)(features.grid(-reach, reach))).sum() > 1:
                    return True
            case CurveKind.IMPLICIT:
                if sample_implicit(curve, View(-reach, reach, -reach, reach)):
                    return True
    return False


def _marks(curves: tuple[Curve, ...], view: View) -> list[PlotPoint]:
    with_pi = is_trigonometric(curves)
    shared = [p for one, other in combinations(curves, 2) for p in _meeting_marks(one, other, view, with_pi)]
    own = [p for c in curves if c.kind is CurveKind.EXPLICIT and not _is_level(c) for p in _root_marks(c, view, with_pi)]
    distance = 1e-6 * (view.right - view.left + view.top - view.bottom)
    if shared or len(own) > MANY_POINTS * len(curves):
        own = [p for p in own if any(_together(p, q, distance) for q in shared)]
    points: list[PlotPoint] = []
    for p in [*own, *shared]:
        if not any(_together(p, q, distance) for q in points):
            points.append(p)
    apart = np.diff(sorted(p.x for p in points if p.kind is PointKind.ROOT))
    if apart.size and apart.min() < CROWDED * (view.right - view.left):
        points = [p for p in points if p.kind is not PointKind.ROOT]
    centre = 0.0 if view.left < 0 < view.right else (view.left + view.right) / 2
    nearest = sorted(points, key=lambda p: abs(p.x - centre))[:MOST_POINTS]
    return sorted(nearest, key=lambda p: (p.x, p.y))


def _together(one: PlotPoint, other: PlotPoint, distance: float) -> bool:
    return abs(one.x - other.x) + abs(one.y - other.y) <= distance


def _is_level(curve: Curve) -> bool:
    """Whether it does not depend on its variable: y = 0 has no roots worth a mark."""
    return Symbol(curve.variable) not in nodes(curve.expr)


def _root_marks(curve: Curve, view: View, with_pi: bool) -> list[PlotPoint]:
    if not view.bottom <= 0 <= view.top:
        return []
    f, found = height(curve), []
    for found_at in features.roots(f, view.left, view.right).tolist():
        x = 0.0 if abs(found_at) < 1e-12 * (view.right - view.left) else found_at
        apart = 1e-3 * (view.right - view.left)
        size = _largest(f(np.array([x - apart, x + apart])))
        nice = recognise(x, _Near(f, EXACT * size), with_pi=with_pi)
        if abs(float(f(np.array([nice.value]))[0])) > JUMP * size:
            continue  # a piece of the curve ends at zero here, and does not belong to it
        found.append(PlotPoint(nice.value, 0.0, PointKind.ROOT, root_label(curve.variable, nice)))
    return found


class _Near:
    """Says whether f is as good as zero at a place."""

    def __init__(self, f: features.Function, most: float) -> None:
        self._f, self._most = f, most

    def __call__(self, x: float) -> bool:
        return bool(abs(self._f(np.array([x]))[0]) <= self._most)


def _largest(*values: Array) -> float:
    sizes = np.abs(np.concatenate(values))
    return float(np.max(sizes[np.isfinite(sizes)], initial=0.0))


def _meeting_marks(one: Curve, other: Curve, view: View, with_pi: bool) -> list[PlotPoint]:
    return [_meeting_mark(one, other, x, y, view, with_pi) for x, y in meetings(one, other, view)]


def _meeting_mark(one: Curve, other: Curve, x: float, y: float, view: View, with_pi: bool) -> PlotPoint:
    """The mark at a meeting; each coordinate simple where the pair then still lies on both curves."""
    across, up = 1e-3 * (view.right - view.left), 1e-3 * (view.top - view.bottom)
    around = (np.array([x - across, x + across, x - across, x + across]), np.array([y - up, y - up, y + up, y + up]))
    rests = (residual(one), residual(other))
    most = [EXACT * _largest(rest(*around)) for rest in rests]
    found = (rounded(x), rounded(y))
    for px, py in product([*candidates(x, with_pi=with_pi), found[0]], [*candidates(y), found[1]]):
        at = (np.array([px.value]), np.array([py.value]))
        if all(abs(rest(*at)[0]) <= limit for rest, limit in zip(rests, most, strict=True)):
            found = (px, py)
            break
    return PlotPoint(found[0].value, found[1].value, PointKind.INTERSECTION, point_label(*found))
