"""A plot as a picture: calm axes through zero, curves told apart by colour and stroke, marked points with labels, a key above.

The axes' rectangle depends on the size of the picture and on the key alone, never on the view, so that a panel may move and scale an old
picture while the next is on its way. (Rejected: pyplot, which keeps global state; a legend among the curves, which hides some of them.)
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ardoise.core.errors import KnownError
from ardoise.core.expression import Apply, Number, Symbol, integer
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import (
    Curve,
    CurveKind,
    NumberSet,
    Outline,
    Parametric,
    Plot,
    PlotPoint,
    PointKind,
    Polar,
    Region,
    Trace,
    View,
)
from ardoise.drawing import axes as calm_axes
from ardoise.drawing import key, labels, style
from ardoise.drawing.explained import entries
from ardoise.drawing.first_view import is_trigonometric
from ardoise.drawing.messages import FileKind
from ardoise.drawing.number_line import paint_line
from ardoise.drawing.painting import paint, paint_area, paint_guide, paint_marks
from ardoise.drawing.sets import has_angles
from ardoise.drawing.settled import settled, settled_area, values_of
from ardoise.drawing.style import DOTS_PER_INCH, Look
from ardoise.drawing.survey import marked
from ardoise.drawing.traces import trace

MARGIN: Final = 6.0
"""Pixels around the axes."""
LINE_HEIGHT: Final = 140
"""Of a saved number line, without its sets."""
_ROUND: Final = (Parametric, Polar, Outline, Region)
SAVED_SIZE: Final = (900, 600)
"""Device-independent pixels of a saved picture; a PNG has twice as many each way."""


def draw(plot: Plot, view: View | None, *, width: int, height: int, scale: float, theme: Theme) -> Picture:
    """The picture on a transparent ground. Raises KnownError for a view that is none, Undrawable for a curve that is none."""
    drawing = _figure(plot, view, width, height, scale, style.look(theme))
    buffer = io.BytesIO()
    drawing.figure.savefig(buffer, format="png", dpi=drawing.figure.dpi, pil_kwargs={"compress_level": 1})
    left, top, across, down = drawing.rectangle
    rectangle = (left * scale, top * scale, across * scale, down * scale)
    return Picture(buffer.getvalue(), rectangle, drawing.view, drawing.traces, None if drawing.plot == plot else drawing.plot)


def save(plot: Plot, kind: FileKind, *, theme: Theme) -> bytes:
    """The plot's first view as the bytes of a file, on the theme's ground."""
    width, height = SAVED_SIZE if not plot.is_line else (SAVED_SIZE[0], LINE_HEIGHT + 60 * len(plot.things))
    look = style.look(theme)
    figure = _figure(plot, None, width, height, 2.0 if kind is FileKind.PNG else 1.0, look).figure
    figure.patch.set_facecolor(look.ground)
    figure.patch.set_alpha(1.0)
    buffer = io.BytesIO()
    date = {"CreationDate": None} if kind is FileKind.PDF else {"Date": None} if kind is FileKind.SVG else {}
    figure.savefig(buffer, format=kind.value, dpi=figure.dpi, metadata={"Title": "Ardoise", **date})
    return buffer.getvalue()


def warm_up() -> None:
    """Draw once, so that the first picture a person waits for is not the one that fills matplotlib's caches."""
    style.settle()
    square = Apply("power", (Symbol("x"), integer(2)))
    curve = Curve(CurveKind.EXPLICIT, Apply("subtract", (square, Number(integer(2).value))), "x", r"y = \frac{x^2}{1} - 2")
    plot = Plot((curve,), (PlotPoint(1.0, 0.0, PointKind.ROOT, "x ≈ 1"),), View(-3.0, 3.0, -3.0, 3.0))
    draw(plot, None, width=300, height=200, scale=1.0, theme=Theme.LIGHT)


@dataclass(frozen=True)
class _Drawing:
    """A figure, the plot and the view that it shows, the axes' rectangle in device-independent pixels, what can be followed."""

    figure: Figure
    plot: Plot
    view: View
    rectangle: tuple[float, float, float, float]
    traces: tuple[Trace, ...]


@np.errstate(all="ignore")
def _figure(plot: Plot, view: View | None, width: int, height: int, scale: float, look: Look) -> _Drawing:
    figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH * scale)
    figure.patch.set_alpha(0.0)
    FigureCanvasAgg(figure)
    if not plot.surveyed or (view is not None and view != plot.view):
        plot = marked(plot, _checked(view or plot.view))
    down = key.draw_key(figure, entries(plot, look), look, width=width, height=height, margin=MARGIN)
    rectangle = (MARGIN, down, max(8.0, width - 2 * MARGIN), max(8.0, height - down - MARGIN))
    shown = _checked(view) if view is not None else _squared(plot, _checked(plot.view), rectangle[2], rectangle[3])
    axes = figure.add_axes((MARGIN / width, MARGIN / height, rectangle[2] / width, rectangle[3] / height))
    axes.patch.set_alpha(0.0)
    axes.set_xlim(shown.left, shown.right)
    axes.set_ylim(shown.bottom, shown.top)
    values = values_of(plot.sliders)
    drawn = [settled(d, values) for d in plot.drawn]
    curves = tuple(d for d in drawn if isinstance(d, Curve))
    in_pi = is_trigonometric(curves) if curves else has_angles(plot.things)
    if plot.is_line:
        paint_line(axes, plot, shown, look, width=rectangle[2], height=rectangle[3], in_pi=in_pi)
        return _Drawing(figure, plot, shown, rectangle, ())
    names = calm_axes.draw_axes(axes, plot, look, width=rectangle[2], height=rectangle[3], in_pi=in_pi)
    pixels = math.ceil(width * min(scale, 2.0))
    for area in plot.areas:
        paint_area(axes, settled_area(area, values), shown, look, pixels=pixels)
    lines = [paint_guide(axes, guide, i, plot, shown, look) for i, guide in enumerate(plot.guides) if guide.a or guide.b]
    traces: list[Trace | None] = []
    for i, thing in enumerate(drawn):
        parts = paint(axes, thing, i, shown, look, pixels=pixels)
        traces.append(trace(thing, i, parts, shown, width=max(rectangle[2], rectangle[3])))
        lines += parts
    axes.set_xlim(shown.left, shown.right)
    axes.set_ylim(shown.bottom, shown.top)
    inside = [p for p in (*plot.points, *_corners(plot)) if _inside(p, shown)]
    paint_marks(axes, [p for p in inside if p.kind is not PointKind.CORNER and not _ends_a_set(p, plot)], look)
    labels.place_labels(axes, inside, lines, names, look)
    return _Drawing(figure, plot, shown, rectangle, tuple(t for t in traces if t is not None))


def _ends_a_set(point: PlotPoint, plot: Plot) -> bool:
    """Whether a set ends there on the axis: its own end says whether the point belongs to it."""
    ends = [e for t in plot.things if isinstance(t, NumberSet) for s in t.stretches for e in (s.low, s.high) if e is not None]
    return point.y == 0 and any(abs(point.x - e) <= 1e-9 * max(1.0, abs(e)) for e in ends)


def _corners(plot: Plot) -> list[PlotPoint]:
    """The names of corners, as labels without a dot."""
    return [
        PlotPoint(x, y, PointKind.CORNER, name)
        for thing in plot.things
        if isinstance(thing, Outline)
        for (x, y), name in zip(thing.points, thing.names, strict=False)
        if name
    ]


def _checked(view: View) -> View:
    numbers = (view.left, view.right, view.bottom, view.top)
    wide, tall = view.right - view.left, view.top - view.bottom
    fine = all(math.isfinite(n) and abs(n) < 1e15 for n in numbers) and wide > 0 and tall > 0
    if not fine or wide < 1e-12 * max(abs(view.left), abs(view.right)) or tall < 1e-12 * max(abs(view.bottom), abs(view.top)):
        raise KnownError("This part of the plane is too small or too far out to be drawn.", "Go back to the first view.")
    return view


def _squared(plot: Plot, view: View, width: float, height: float) -> View:
    """The view widened until one unit is as long across as up, where a circle should look round."""
    wide, tall = view.right - view.left, view.top - view.bottom
    round_ones = any(c.kind is CurveKind.IMPLICIT for c in plot.curves) or any(isinstance(t, _ROUND) for t in plot.things)
    if not round_ones or not 0.1 < wide / tall < 10:
        return view
    unit = max(wide / width, tall / height)
    across, up = unit * width / 2, unit * height / 2
    middle, centre = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    return View(middle - across, middle + across, centre - up, centre + up)


def _inside(point: PlotPoint, view: View) -> bool:
    return view.left <= point.x <= view.right and view.bottom <= point.y <= view.top
