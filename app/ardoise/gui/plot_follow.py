"""Following what is drawn: the place on a curve nearest to the hand, and steps along it from key to key. Numbers only, no Qt.

A curve is followed by the length of its way on the screen, so that a step is as long on a steep piece as on a level one; a marked point on
the way is a stop. Where a curve breaks, the next step goes on at the other side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ardoise.core.plots import PlotPoint, Trace, View

REACH = 14.0
"""Pixels between the hand and a curve within which the curve is taken."""
STEP = 4.0
"""Pixels of one key press."""
CLOSE = 1.5
"""Pixels between a marked point and a curve on which it counts as lying."""


@dataclass(frozen=True)
class Ground:
    """What can be followed, in which view, on how many pixels."""

    traces: tuple[Trace, ...]
    points: tuple[PlotPoint, ...]
    view: View
    width: float
    height: float

    def pixels(self, place: tuple[float, float]) -> tuple[float, float]:
        """From the units of the axes to pixels from the lower left corner."""
        view = self.view
        across = (place[0] - view.left) / (view.right - view.left) * self.width
        return across, (place[1] - view.bottom) / (view.top - view.bottom) * self.height


@dataclass(frozen=True)
class Spot:
    """A place on something drawn: which trace, which part, between which of its points, and where that is in the units of the axes."""

    trace: int
    part: int
    index: int
    share: float
    place: tuple[float, float]
    point: PlotPoint | None = None
    """The marked point that lies here."""


def nearest(ground: Ground, at: tuple[float, float], *, within: float = REACH, only: int | None = None) -> Spot | None:
    """The spot nearest to a place in pixels, of one trace only if that is asked for; None where everything is farther off."""
    best: tuple[float, Spot] | None = None
    for i, trace in enumerate(ground.traces):
        if only is not None and i != only:
            continue
        for j, part in enumerate(trace.parts):
            found = _nearest_in(ground, part, at, joined=trace.joined)
            if found is not None and found[0] <= within and (best is None or found[0] < best[0]):
                best = found[0], Spot(i, j, found[1], found[2], _between(part, found[1], found[2]))
    return None if best is None else _with_point(ground, best[1])


def _nearest_in(
    ground: Ground, part: Sequence[tuple[float, float]], at: tuple[float, float], *, joined: bool
) -> tuple[float, int, float] | None:
    """Distance, index and share of the nearest place of one part."""
    best: tuple[float, int, float] | None = None
    before = ground.pixels(part[0])
    best = math.dist(before, at), 0, 0.0
    for k in range(1, len(part)):
        here = ground.pixels(part[k])
        share = 1.0
        if joined:
            dx, dy = here[0] - before[0], here[1] - before[1]
            length = dx * dx + dy * dy
            share = 0.0 if length == 0 else min(1.0, max(0.0, ((at[0] - before[0]) * dx + (at[1] - before[1]) * dy) / length))
            gap = math.dist((before[0] + share * dx, before[1] + share * dy), at)
            if gap < best[0]:
                best = gap, k - 1, share
        elif math.dist(here, at) < best[0]:
            best = math.dist(here, at), k, 0.0
        before = here
    return best


def _between(part: Sequence[tuple[float, float]], index: int, share: float) -> tuple[float, float]:
    one, other = part[index], part[min(index + 1, len(part) - 1)]
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _with_point(ground: Ground, spot: Spot) -> Spot:
    """The spot moved onto a marked point within a pixel or two."""
    here = ground.pixels(spot.place)
    close = [p for p in ground.points if math.dist(ground.pixels((p.x, p.y)), here) <= 2 * CLOSE]
    if not close:
        return spot
    point = min(close, key=lambda p: math.dist(ground.pixels((p.x, p.y)), here))
    return Spot(spot.trace, spot.part, spot.index, spot.share, (point.x, point.y), point)


def begin(ground: Ground) -> Spot | None:
    """Where following starts: on the first curve, nearest to the middle of the picture."""
    for i in range(len(ground.traces)):
        found = nearest(ground, (ground.width / 2, ground.height / 2), within=math.inf, only=i)
        if found is not None:
            return found
    return None


def moved(ground: Ground, spot: Spot, pixels: float) -> Spot:
    """The spot so many pixels further along its trace (back for a negative number), or at its end; marked points are stops."""
    if not 0 <= spot.trace < len(ground.traces):
        return begin(ground) or spot
    trace = ground.traces[spot.trace]
    if not trace.joined:
        return _next_dot(ground, trace, spot, 1 if pixels > 0 else -1)
    part = trace.parts[spot.part] if spot.part < len(trace.parts) else ()
    way = _along(ground, part, spot, pixels) if part else None
    if way is None:
        forward = pixels > 0
        other = spot.part + (1 if forward else -1)
        if not 0 <= other < len(trace.parts):
            return spot
        piece = trace.parts[other]
        index = 0 if forward else len(piece) - 1
        return _stopped(ground, Spot(spot.trace, other, index, 0.0, piece[index]), spot)
    return _stopped(ground, Spot(spot.trace, spot.part, *way, _between(part, *way)), spot)


def _along(ground: Ground, part: Sequence[tuple[float, float]], spot: Spot, pixels: float) -> tuple[int, float] | None:
    """Index and share after so many pixels; None at the part's end, where nothing is left to go."""
    index, share, left = spot.index, spot.share, abs(pixels)
    forward = pixels > 0
    moved_at_all = False
    while left > 1e-9:
        if forward and index >= len(part) - 1:
            break
        if not forward and share == 0.0:
            if index == 0:
                break
            index, share = index - 1, 1.0
        one, other = ground.pixels(part[index]), ground.pixels(part[index + 1])
        length = math.dist(one, other)
        room = (1.0 - share) * length if forward else share * length
        moved_at_all = moved_at_all or room > 1e-9
        if room > left:
            share += (left if forward else -left) / length
            return index, share
        left -= room
        index, share = (index + 1, 0.0) if forward else (index, 0.0)
    return (index, share) if moved_at_all else None


def _stopped(ground: Ground, spot: Spot, before: Spot) -> Spot:
    """The spot, or a marked point that lies between the one before and it."""
    start, end = ground.pixels(before.place), ground.pixels(spot.place)
    way = math.dist(start, end)
    for point in ground.points:
        here = ground.pixels((point.x, point.y))
        if point == before.point or math.dist(start, here) < 1e-6:
            continue
        if math.dist(start, here) <= way + CLOSE and math.dist(here, end) <= way + CLOSE and _off(start, end, here) <= CLOSE:
            found = nearest(ground, here, within=2 * CLOSE, only=spot.trace)
            if found is not None and found.part == spot.part:
                return Spot(found.trace, found.part, found.index, found.share, (point.x, point.y), point)
    return spot


def _off(start: tuple[float, float], end: tuple[float, float], here: tuple[float, float]) -> float:
    """How far a place lies off the way from start to end."""
    way = math.dist(start, end)
    if way < 1e-9:
        return math.dist(start, here)
    dx, dy = (end[0] - start[0]) / way, (end[1] - start[1]) / way
    return abs((here[0] - start[0]) * dy - (here[1] - start[1]) * dx)


def _next_dot(ground: Ground, trace: Trace, spot: Spot, by: int) -> Spot:
    places = [(j, k) for j, part in enumerate(trace.parts) for k in range(len(part))]
    here = places.index((spot.part, spot.index)) if (spot.part, spot.index) in places else 0
    part, index = places[min(max(here + by, 0), len(places) - 1)]
    return _with_point(ground, Spot(spot.trace, part, index, 0.0, trace.parts[part][index]))


def changed(ground: Ground, spot: Spot, by: int) -> Spot:
    """The nearest spot of the next trace (the one before for -1), all around."""
    count = len(ground.traces)
    for step in range(1, count + 1):
        i = (spot.trace + by * step) % count
        found = nearest(ground, ground.pixels(spot.place), within=math.inf, only=i)
        if found is not None and i != spot.trace:
            return found
    return spot


def found_again(ground: Ground, spot: Spot) -> Spot | None:
    """The spot in another picture of the same things; None where it is no longer in sight."""
    same = nearest(ground, ground.pixels(spot.place), within=4 * REACH, only=spot.trace)
    return same if same is not None else begin(ground)
