"""The things of a plot on matplotlib's axes: curves, tracks, regions, dots, areas, straight lines, sets along the axis.

Each painter gives back the polylines that it drew, for the labels to keep clear of and for the eye to follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, Normal, withStroke

from ardoise.core.plots import (
    Area,
    Curve,
    Data,
    Dots,
    Drawn,
    Guide,
    GuideKind,
    NumberSet,
    Outline,
    Parametric,
    Plot,
    PlotPoint,
    PointKind,
    Polar,
    Region,
    View,
)
from ardoise.drawing import key, regions, style, tracks
from ardoise.drawing.numeric import evaluate
from ardoise.drawing.sampling import Polyline, sample, sample_implicit
from ardoise.drawing.style import Look, Stroke

FILL: Final = 0.2
"""How much of a colour is laid over an area or a region."""
MARK_POINTS: Final = 6.0
DOT_POINTS: Final = 4.6
BAND_POINTS: Final = 4.2
"""Of a set along the axis."""
_DASHED: Final[Stroke] = (0, (4.0, 3.0))
_DOTTED: Final[Stroke] = (0, (1.2, 2.2))


def paint(axes: Axes, thing: Drawn, index: int, view: View, look: Look, *, pixels: int) -> tuple[Polyline, ...]:
    """Draw one thing, whose letters have values, in the colour of its place."""
    colour, stroke = key.manner(index, look)
    match thing:
        case Curve():
            parts = sample(thing, view, pixels=pixels)
            _strokes(axes, parts, colour, stroke)
            return parts
        case Parametric() | Polar():
            parts = tracks.parts(*tracks.track(thing), view)
            _strokes(axes, parts, colour, stroke)
            return parts
        case Dots():
            x, y = tracks.terms(thing)
            _dots(axes, x, y, colour, look)
            return (Polyline(x, y),)
        case Data():
            x, y = np.array([p[0] for p in thing.points]), np.array([p[1] for p in thing.points])
            _dots(axes, x, y, colour, look)
            return (Polyline(x, y),)
        case Outline():
            return _outline(axes, thing, colour, stroke)
        case Region():
            return _region(axes, thing, view, colour)
        case NumberSet():
            across_at = min(max(0.0, view.bottom), view.top)
            band(axes, thing, across_at, view, colour, look)
            return ()
        case _:
            assert_never(thing)


def _strokes(axes: Axes, parts: Sequence[Polyline], colour: str, stroke: Stroke, *, width: float = style.LINE_POINTS) -> None:
    for part in parts:
        axes.plot(part.x, part.y, color=colour, linestyle=stroke, linewidth=width, zorder=3)


def _dots(axes: Axes, x: np.ndarray, y: np.ndarray, colour: str, look: Look) -> None:
    axes.plot(
        x, y, linestyle="none", marker="o", markersize=DOT_POINTS, markerfacecolor=colour, markeredgecolor=look.ground,
        markeredgewidth=0.6, zorder=4,
    )  # fmt: skip


def _outline(axes: Axes, thing: Outline, colour: str, stroke: Stroke) -> tuple[Polyline, ...]:
    points = [*thing.points, thing.points[0]] if thing.closed else list(thing.points)
    x, y = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    if thing.closed:
        axes.fill(x, y, color=colour, alpha=0.6 * FILL, linewidth=0, zorder=1)
    axes.plot(x, y, color=colour, linestyle=stroke, linewidth=style.LINE_POINTS, zorder=3)
    return (Polyline(x, y),)


def _region(axes: Axes, thing: Region, view: View, colour: str) -> tuple[Polyline, ...]:
    x, y, deep = regions.depth(thing, view)
    if (deep < 0).any():
        axes.contourf(x, y, deep, levels=[-2.0, 0.0], colors=[colour], alpha=FILL, zorder=1)
    drawn: list[Polyline] = []
    for condition, edge in regions.edges(thing):
        parts = sample_implicit(edge, view)
        _strokes(axes, parts, colour, _DASHED if condition.strict else "solid", width=1.4)
        drawn += parts
    return tuple(drawn)


def band(axes: Axes, thing: NumberSet, at: float, view: View, colour: str, look: Look) -> None:
    """A set of numbers as a thick line at a height, its ends filled where they belong to it; an arrow's head where it goes on."""
    for stretch in thing.stretches:
        low = view.left if stretch.low is None else max(stretch.low, view.left)
        high = view.right if stretch.high is None else min(stretch.high, view.right)
        if low < high:
            axes.plot([low, high], [at, at], color=colour, linewidth=BAND_POINTS, alpha=0.75, zorder=3.6, solid_capstyle="butt")
        ends = [(stretch.low, stretch.low_closed), (stretch.high, stretch.high_closed)]
        for end, closed in ends:
            if end is not None and view.left <= end <= view.right:
                axes.plot(
                    [end], [at], marker="o", markersize=7.5, markerfacecolor=colour if closed else look.ground, markeredgecolor=colour,
                    markeredgewidth=1.8, zorder=4.6,
                )  # fmt: skip
        for there, edge, head in ((stretch.low is None, view.left, "<"), (stretch.high is None, view.right, ">")):
            if there:
                axes.plot([edge], [at], marker=head, markersize=9, color=colour, markeredgewidth=0, zorder=4.6, clip_on=False)


def paint_area(axes: Axes, area: Area, view: View, look: Look, *, pixels: int) -> None:
    """Shade what lies between the two functions, as far as it is in view."""
    low, high = max(area.low, view.left), min(area.high, view.right)
    if not low < high:
        return
    colour, _ = key.manner(area.of, look)
    x = np.linspace(low, high, max(64, pixels))
    tall = view.top - view.bottom
    bounds = (view.bottom - tall, view.top + tall)
    upper, lower = (np.clip(evaluate(e, {area.variable: x}), *bounds) for e in (area.upper, area.lower))
    axes.fill_between(x, upper, lower, color=colour, alpha=FILL + 0.06, linewidth=0, zorder=1.2)
    for end in (area.low, area.high):
        if view.left <= end <= view.right:
            ends = [float(np.clip(evaluate(e, {area.variable: np.array([end])})[0], *bounds)) for e in (area.upper, area.lower)]
            if np.isfinite(ends).all():
                axes.plot([end, end], ends, color=colour, linewidth=1.0, alpha=0.7, zorder=2.5)


def guide_manner(guide: Guide, place: int, plot: Plot, look: Look) -> tuple[str, Stroke, float]:
    """Colour, stroke and width of a straight line, `place` among the plot's guides."""
    match guide.kind:
        case GuideKind.ASYMPTOTE:
            return look.muted, _DASHED, 1.2
        case GuideKind.AXIS:
            return look.muted, _DOTTED, 1.3
        case GuideKind.REGRESSION:
            return key.manner(guide.of, look)[0], "solid", style.LINE_POINTS
        case GuideKind.TANGENT | GuideKind.NORMAL | GuideKind.BISECTOR:
            return look.curves[(len(plot.drawn) + place) % len(look.curves)], "solid", 1.4
        case _:
            assert_never(guide.kind)


def paint_guide(axes: Axes, guide: Guide, place: int, plot: Plot, view: View, look: Look) -> Polyline:
    """Draw a straight line from one edge of the view to the other."""
    if guide.b == 0:
        x, y = np.array([guide.c / guide.a] * 2), np.array([view.bottom, view.top])
    else:
        x = np.array([view.left, view.right])
        y = (guide.c - guide.a * x) / guide.b
    colour, stroke, width = guide_manner(guide, place, plot, look)
    axes.plot(x, y, color=colour, linestyle=stroke, linewidth=width, zorder=2.6, scalex=False, scaley=False)
    return Polyline(x, y)


def paint_marks(axes: Axes, points: Sequence[PlotPoint], look: Look) -> None:
    """Dots at the points, open ones where a point is missing."""
    halo: list[AbstractPathEffect] = [withStroke(linewidth=3.0, foreground=look.ground), Normal()]
    for hollow in (False, True):
        inside = [p for p in points if (p.kind is PointKind.HOLE) is hollow]
        axes.plot(
            [p.x for p in inside],
            [p.y for p in inside],
            linestyle="none",
            marker="o",
            markersize=MARK_POINTS,
            markerfacecolor=look.ground if hollow else look.mark,
            markeredgecolor=look.mark if hollow else look.ground,
            markeredgewidth=1.4 if hollow else 1.0,
            path_effects=halo,
            zorder=5,
            clip_on=True,
        )
