"""Labels beside the marked points, placed where they cover least: no other label, no mark, as little of a curve as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from ardoise.core.plots import PlotPoint
from ardoise.drawing.key import mathtext
from ardoise.drawing.nice import MINUS
from ardoise.drawing.numeric import Array
from ardoise.drawing.sampling import Polyline
from ardoise.drawing.style import LABEL_POINTS, Look

_SIDES: Final = (
    (1, 1),
    (-1, 1),
    (1, -1),
    (-1, -1),
    (0, 1.15),
    (0, -1.15),
    (1.3, 0),
    (-1.3, 0),
    (1.9, 1.9),
    (-1.9, 1.9),
    (1.9, -1.9),
    (-1.9, -1.9),
)
"""Where to try, in steps of OFFSET from the mark, the best liked first."""
OFFSET: Final = 6.5
"""Points."""
APART: Final = 8.0
"""Pixels kept between two labels."""
OUTSIDE: Final = 400.0
"""The cost of being cut off, and more than a label is worth."""


def place_labels(axes: Axes, points: Sequence[PlotPoint], curves: Sequence[Polyline], names: Sequence[Annotation], look: Look) -> None:
    """Annotate every point that has a label; those that would be cut off or cover another at every side are left out."""
    frame = axes.get_window_extent()
    marks = axes.transData.transform(np.array([(p.x, p.y) for p in points])) if points else np.empty((0, 2))
    drawn = _pixels(axes, curves, frame)
    taken: list[Bbox] = [t.get_window_extent() for t in [*axes.get_xticklabels(), *axes.get_yticklabels(), *names] if t.get_text()]
    numbers = len(taken)
    for point in points:
        if not point.label:
            continue
        text = axes.annotate(
            _written(point.label),
            (point.x, point.y),
            xytext=(0, 0),
            textcoords="offset points",
            color=look.ink,
            fontsize=LABEL_POINTS,
            path_effects=[withStroke(linewidth=3.0, foreground=look.ground)],
            zorder=6,
        )
        best: tuple[float, tuple[float, float], Bbox] | None = None
        for rank, side in enumerate(_SIDES):
            box = _at(text, side)
            cost = rank + _cost(box, frame, taken, numbers, marks, drawn)
            if best is None or cost < best[0]:
                best = (cost, side, box)
        if best is None or best[0] >= OUTSIDE:
            text.remove()
            continue
        _at(text, best[1])
        taken.append(best[2])


_PLAIN: Final = re.compile(r"[A-Za-z0-9 .,=()/+π≈×^" + MINUS + "-]*")
"""Characters that mathtext sets as they stand."""


_POWER: Final = re.compile(r" × 10\^(-?[0-9]+)")


def _written(label: str) -> str:
    """A label such as "x = 1/2" with its letters in the style of formulas; what mathtext might read as a command is tried first."""
    if not _PLAIN.fullmatch(label):
        return mathtext(label)
    label = _POWER.sub(lambda m: rf"\times 10^{{{m[1]}}}", label.replace(MINUS, "-"))
    return "$" + label.replace("-", "{-}").replace("≈ ", r"\approx ").replace(", ", r",\,") + "$"


def _at(text: Annotation, side: tuple[float, float]) -> Bbox:
    dx, dy = side
    text.set_position((OFFSET * dx, OFFSET * dy))
    text.set_horizontalalignment("left" if dx > 0 else "right" if dx < 0 else "center")
    text.set_verticalalignment("bottom" if dy > 0 else "top" if dy < 0 else "center")
    return text.get_window_extent()


def _cost(box: Bbox, frame: Bbox, taken: Sequence[Bbox], numbers: int, marks: Array, drawn: Array) -> float:
    cost = 0.0
    if box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1:
        cost += OUTSIDE
    for i, other in enumerate(taken):
        if box.overlaps(other.padded(APART)):
            cost += 12.0 if i < numbers else 1_000.0
    cost += 60.0 * _within(box, marks, 3.0) + min(40.0, 2.0 * _within(box, drawn, 1.0))
    return cost


def _within(box: Bbox, points: Array, margin: float) -> int:
    x, y = points[:, 0], points[:, 1]
    return int(((x > box.x0 - margin) & (x < box.x1 + margin) & (y > box.y0 - margin) & (y < box.y1 + margin)).sum())


def _pixels(axes: Axes, curves: Sequence[Polyline], frame: Bbox) -> Array:
    """The curves as points of the picture a few pixels apart, those in the frame only."""
    found = [np.empty((0, 2))]
    for part in curves:
        ends = axes.transData.transform(np.column_stack([part.x, part.y]))
        length = np.r_[0.0, np.cumsum(np.hypot(*np.diff(np.clip(ends, -1e4, 1e4), axis=0).T))]
        steps = np.arange(0.0, length[-1], 3.0)[:20_000]
        found.append(np.column_stack([np.interp(steps, length, ends[:, 0]), np.interp(steps, length, ends[:, 1])]))
    points = np.concatenate(found)
    inside = (points[:, 0] > frame.x0) & (points[:, 0] < frame.x1) & (points[:, 1] > frame.y0) & (points[:, 1] < frame.y1)
    return np.asarray(points[inside])
