"""A plot as a picture: calm axes through zero, curves told apart by colour and stroke, marked points with labels, a key above.

The axes' rectangle depends on the size of the picture and on the key alone, never on the view, so that a panel may move and scale an old
picture while the next is on its way. (Rejected: pyplot, which keeps global state; a legend among the curves, which hides some of them.)
"""

from __future__ import annotations

import io
import math
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, Normal, withStroke

from ardoise.core.errors import KnownError
from ardoise.core.expression import Apply, Number, Symbol, integer
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, View
from ardoise.core.ports import Picture, Theme
from ardoise.drawing import axes as calm_axes
from ardoise.drawing import key, labels, style
from ardoise.drawing.first_view import is_trigonometric
from ardoise.drawing.messages import FileKind
from ardoise.drawing.sampling import Polyline, sample
from ardoise.drawing.style import DOTS_PER_INCH, Look

MARGIN: Final = 6.0
"""Pixels around the axes."""
MARK_POINTS: Final = 6.0
SAVED_SIZE: Final = (900, 600)
"""Device-independent pixels of a saved picture; a PNG has twice as many each way."""


def draw(plot: Plot, view: View | None, *, width: int, height: int, scale: float, theme: Theme) -> Picture:
    """The picture on a transparent ground. Raises KnownError for a view that is none, Undrawable for a curve that is none."""
    figure, shown, rectangle = _figure(plot, view, width, height, scale, style.look(theme))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=figure.dpi, pil_kwargs={"compress_level": 1})
    left, top, across, down = rectangle
    return Picture(buffer.getvalue(), (left * scale, top * scale, across * scale, down * scale), shown)


def save(plot: Plot, kind: FileKind, *, theme: Theme) -> bytes:
    """The plot's first view as the bytes of a file, on the theme's ground."""
    width, height = SAVED_SIZE
    look = style.look(theme)
    figure, _, _ = _figure(plot, None, width, height, 2.0 if kind is FileKind.PNG else 1.0, look)
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


def _figure(
    plot: Plot, view: View | None, width: int, height: int, scale: float, look: Look
) -> tuple[Figure, View, tuple[float, float, float, float]]:
    """The figure, the view it shows, and the axes' rectangle (left, top, width, height) in device-independent pixels."""
    figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH * scale)
    figure.patch.set_alpha(0.0)
    FigureCanvasAgg(figure)
    down = key.draw_key(figure, plot.curves, look, width=width, height=height, margin=MARGIN)
    rectangle = (MARGIN, down, max(8.0, width - 2 * MARGIN), max(8.0, height - down - MARGIN))
    shown = _checked(view) if view is not None else _squared(plot, _checked(plot.view), rectangle[2], rectangle[3])
    axes = figure.add_axes((MARGIN / width, MARGIN / height, rectangle[2] / width, rectangle[3] / height))
    axes.patch.set_alpha(0.0)
    axes.set_xlim(shown.left, shown.right)
    axes.set_ylim(shown.bottom, shown.top)
    names = calm_axes.draw_axes(axes, plot, look, width=rectangle[2], height=rectangle[3], in_pi=is_trigonometric(plot.curves))
    parts = [_draw_curve(axes, curve, i, shown, look, pixels=math.ceil(width * min(scale, 2.0))) for i, curve in enumerate(plot.curves)]
    _draw_marks(axes, plot, shown, look)
    labels.place_labels(axes, [p for p in plot.points if _inside(p, shown)], [q for part in parts for q in part], names, look)
    return figure, shown, rectangle


def _checked(view: View) -> View:
    numbers = (view.left, view.right, view.bottom, view.top)
    wide, tall = view.right - view.left, view.top - view.bottom
    fine = all(math.isfinite(n) and abs(n) < 1e15 for n in numbers) and wide > 0 and tall > 0
    if not fine or wide < 1e-12 * max(abs(view.left), abs(view.right)) or tall < 1e-12 * max(abs(view.bottom), abs(view.top)):
        raise KnownError("This part of the plane is too small or too far out to be drawn.", "Go back to the first view.")
    return view


def _squared(plot: Plot, view: View, width: float, height: float) -> View:
    """The view widened until one unit is as long across as up, where a curve F(x, y) = 0 is shown: a circle should look round."""
    wide, tall = view.right - view.left, view.top - view.bottom
    if not any(c.kind is CurveKind.IMPLICIT for c in plot.curves) or not 0.1 < wide / tall < 10:
        return view
    unit = max(wide / width, tall / height)
    across, up = unit * width / 2, unit * height / 2
    middle, centre = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    return View(middle - across, middle + across, centre - up, centre + up)


def _draw_curve(axes: Axes, curve: Curve, index: int, view: View, look: Look, *, pixels: int) -> tuple[Polyline, ...]:
    parts = sample(curve, view, pixels=pixels)
    colour, stroke = key.manner(index, look)
    for part in parts:
        axes.plot(part.x, part.y, color=colour, linestyle=stroke, linewidth=style.LINE_POINTS, zorder=3)
    return parts


def _draw_marks(axes: Axes, plot: Plot, view: View, look: Look) -> None:
    inside = [p for p in plot.points if _inside(p, view)]
    halo: list[AbstractPathEffect] = [withStroke(linewidth=3.0, foreground=look.ground), Normal()]
    axes.plot(
        [p.x for p in inside],
        [p.y for p in inside],
        linestyle="none",
        marker="o",
        markersize=MARK_POINTS,
        markerfacecolor=look.mark,
        markeredgecolor=look.ground,
        markeredgewidth=1.0,
        path_effects=halo,
        zorder=5,
        clip_on=True,
    )


def _inside(point: PlotPoint, view: View) -> bool:
    return view.left <= point.x <= view.right and view.bottom <= point.y <= view.top
