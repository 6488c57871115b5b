"""How far the things of a sketch reach, so that the first view holds them: tracks, sequences, regions, measured points, sets of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final, assert_never

import numpy as np

from ardoise.core.plots import Curve, Data, Dots, NumberSet, Outline, Parametric, Polar, Region, Thing, View
from ardoise.drawing import regions, tracks
from ardoise.drawing.first_view import first_view
from ardoise.drawing.meetings import Point, meetings
from ardoise.drawing.numeric import Array, Undrawable, drawable, truth

ROOM: Final = 0.12
"""Kept around what is shown, as a part of it."""
FAR: Final = 8.0
"""Beyond so many times the middle half of a track's points, they are an arm that leaves the picture."""
CALM: Final = 5.0
_CALM_CORNERS: Final = ((-CALM, -CALM), (CALM, CALM))
_SQUARE: Final = View(-10.0, 10.0, -10.0, 10.0)


def can_draw(thing: Thing) -> bool:
    """Whether there is anything of the thing to draw."""
    try:
        return _can_draw(thing)
    except Undrawable:
        return False


def _can_draw(thing: Thing) -> bool:
    match thing:
        case Parametric():
            fits = drawable(thing.x, thing.parameter) and drawable(thing.y, thing.parameter)
            return fits and bool((np.isfinite(tracks.track(thing)).all(axis=0)).sum() > 1)
        case Polar():
            return drawable(thing.radius, thing.angle) and bool(np.isfinite(tracks.track(thing)[0]).sum() > 1)
        case Dots():
            fits = drawable(thing.expr, *(n for n in (thing.index, thing.previous) if n))
            return fits and 0 <= thing.last - thing.first <= 400 and tracks.terms(thing)[0].size > 0
        case Region():
            return bool(thing.conditions) and all(drawable(c.expr, thing.variable, thing.other) for c in thing.conditions)
        case NumberSet():
            truth(thing.statement, {thing.variable: np.array([0.5, 2.0])})
            return True
        case Data() | Outline():
            return bool(thing.points) and bool(np.isfinite(np.array(thing.points)).all())
        case _:
            assert_never(thing)


def reach(thing: Thing) -> list[Point]:
    """Points that the view of a thing should hold."""
    match thing:
        case Parametric() | Polar():
            return _corners(*tracks.track(thing))
        case Dots():
            return list(zip(*(v.tolist() for v in tracks.terms(thing)), strict=True))
        case Region():
            return _region(thing)
        case NumberSet():
            return [(e, 0.0) for s in thing.stretches for e in (s.low, s.high) if e is not None]
        case Data() | Outline():
            return list(thing.points)
        case _:
            assert_never(thing)


def _corners(x: Array, y: Array) -> list[Point]:
    """Two corners of a box around the points, but for arms that go very far."""
    whole = np.isfinite(x) & np.isfinite(y)
    if not whole.any():
        return []
    spans = []
    for values in (x[whole], y[whole]):
        low, first, third, high = np.quantile(values, [0.0, 0.25, 0.75, 1.0])
        room = FAR * max(third - first, 1e-9)
        spans.append((max(low, first - room), min(high, third + room)))
    return [(float(spans[0][0]), float(spans[1][0])), (float(spans[0][1]), float(spans[1][1]))]


def _region(region: Region) -> list[Point]:
    """The corners of its edges that belong to it, else what its edges alone would show."""
    edges = [curve for _, curve in regions.edges(region)]
    corners = [p for one, other in combinations(edges, 2) for p in meetings(one, other, _SQUARE)]
    own = [p for p in corners if _belongs(region, p)]
    if len(own) >= 2:
        return own
    view = first_view(tuple(edges))
    return [*own, (view.left / (1 + ROOM), view.bottom / (1 + ROOM)), (view.right / (1 + ROOM), view.top / (1 + ROOM)), *_CALM_CORNERS]


def _belongs(region: Region, point: Point) -> bool:
    """Whether the point is inside or on the edge."""
    around = np.linspace(0.0, 2 * np.pi, 33)
    x, y = point[0] + 1e-4 * np.cos(around), point[1] + 1e-4 * np.sin(around)
    return bool(regions.holds(region, x, y).any())


def whole_view(curves: tuple[Curve, ...], things: Sequence[Thing], named: Sequence[Point], *, roomy: bool = False) -> View:
    """The first view of everything: what matters on the curves, how far the things reach, the points that are named.

    `roomy` is for curves that will move with a slider: then the view is no smaller than a calm one.
    """
    calm = _CALM_CORNERS if roomy and curves else ()
    points = [*calm, *named]
    points += [p for t in things if not (curves and isinstance(t, NumberSet)) for p in reach(t)]
    points = [p for p in points if np.isfinite(p).all() and max(abs(p[0]), abs(p[1])) < 1e9]
    if not curves:
        return _around(points, things)
    view = first_view(curves)
    if not points:
        return view
    across, up = [p[0] for p in points], [p[1] for p in points]
    wide, tall = view.right - view.left, view.top - view.bottom
    left, right = _held(view.left, view.right, min(across), max(across), 0.06 * wide)
    bottom, top = _held(view.bottom, view.top, min(up), max(up), 0.08 * tall)
    return View(left, right, bottom, top)


def _held(low: float, high: float, least: float, most: float, room: float) -> tuple[float, float]:
    """The range widened until it holds two numbers with some room."""
    room = max(room, 0.08 * (max(high, most) - min(low, least)))
    return (low if least - low >= room else least - room), (high if high - most >= room else most + room)


def _around(points: Sequence[Point], things: Sequence[Thing]) -> View:
    sets = bool(things) and all(isinstance(t, NumberSet) for t in things)
    across, up = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
    dots = any(isinstance(t, Dots) for t in things)
    left, right = _span(across, room=0.45 if sets else ROOM, with_zero=not sets)
    bottom, top = (-1.0, 1.0) if sets else _span(up, room=ROOM + 0.04, with_zero=True)
    return View(min(left, -0.02 * (right - left)) if dots else left, right, bottom, top)


def _span(values: Sequence[float], *, room: float, with_zero: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high - low <= 1e-9 * max(1.0, abs(low)):
        half = CALM if abs(low) < CALM or not with_zero else 0.6 * abs(low)
        return low - half, high + half
    if with_zero and 0 < low <= 1.0 * (high - low):
        low = 0.0
    elif with_zero and -1.0 * (high - low) <= high < 0:
        high = 0.0
    return low - room * (high - low), high + room * (high - low)
