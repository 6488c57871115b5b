"""A plot of sets of numbers alone: one line with its numbers, each set along it, several of them above each other."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, withStroke

from ardoise.core.plots import NumberSet, Plot, Stretch, View
from ardoise.drawing import key
from ardoise.drawing.axes import draw_number_line
from ardoise.drawing.painting import band
from ardoise.drawing.style import LABEL_POINTS, Look

ROW: Final = 44.0
"""Pixels between two sets."""


def paint_line(axes: Axes, plot: Plot, view: View, look: Look, *, width: float, height: float, in_pi: bool) -> None:
    """The number line across the middle of axes whose limits are set; the sets on it, or above it where there are several."""
    tall = view.top - view.bottom
    row = min(ROW / height, 0.7 / max(1, len(plot.things))) * tall
    middle = view.bottom + 0.5 * tall - (0.5 * row * len(plot.things) if len(plot.things) > 1 else 0.0)
    draw_number_line(axes, plot, look, at=middle, width=width, in_pi=in_pi)
    halo: list[AbstractPathEffect] = [withStroke(linewidth=3.0, foreground=look.ground)]
    for i, thing in enumerate(plot.things):
        if not isinstance(thing, NumberSet):
            continue
        at = middle + (i + 1) * row if len(plot.things) > 1 else middle
        colour, _ = key.manner(i, look)
        band(axes, thing, at, view, colour, look)
        for x, text in _ends(thing.stretches):
            if view.left <= x <= view.right:
                axes.annotate(
                    text, (x, at), xytext=(0, 9), textcoords="offset points", ha="center", va="bottom", color=look.ink,
                    fontsize=LABEL_POINTS, path_effects=halo, zorder=6,
                )  # fmt: skip


def _ends(stretches: tuple[Stretch, ...]) -> list[tuple[float, str]]:
    found = {s.low: s.left for s in stretches if s.low is not None}
    found.update({s.high: s.right for s in stretches if s.high is not None})
    return list(found.items())
