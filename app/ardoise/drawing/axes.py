"""Axes through zero where zero is in view, else along the nearest edge with their numbers inside: the picture's frame never moves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from ardoise.core.plots import Plot
from ardoise.drawing.key import mathtext
from ardoise.drawing.nice import MINUS, pi_text
from ardoise.drawing.style import LABEL_POINTS, TEXT_POINTS, Look

APART: Final = (74.0, 52.0)
"""Pixels between numbers on the two axes, about."""
_PI_STEPS: Final = tuple(Fraction(n, d) for n, d in ((1, 12), (1, 6), (1, 4), (1, 2), (1, 1), (2, 1), (5, 1), (10, 1)))


def draw_axes(axes: Axes, plot: Plot, look: Look, *, width: float, height: float, in_pi: bool) -> list[Annotation]:
    """Grid, axes, numbers and names on axes whose limits are set; `width` and `height` in device-independent pixels. Returns the names."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    x_ticks = _pi_ticks(left, right, width) if in_pi else _ticks(left, right, width / APART[0])
    y_ticks = _ticks(bottom, top, height / APART[1])
    up_at, across_at = _clamped(0.0, left, right), _clamped(0.0, bottom, top)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side, at in (("left", up_at), ("bottom", across_at)):
        spine = axes.spines[side]
        spine.set_position(("data", at))
        spine.set_color(look.axis)
        spine.set_linewidth(0.9)
        spine.set_zorder(2)
    axes.vlines(x_ticks, bottom, top, color=look.grid, linewidth=0.8, zorder=0)
    axes.hlines(y_ticks, left, right, color=look.grid, linewidth=0.8, zorder=0)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_zorder(3.5)
    both = left < 0 < right and bottom < 0 < top
    axes.xaxis.set_major_locator(FixedLocator(x_ticks))
    axes.yaxis.set_major_locator(FixedLocator(y_ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(_pi_number if in_pi else _numbers(x_ticks, skip_zero=both)))
    axes.yaxis.set_major_formatter(FuncFormatter(_numbers(y_ticks, skip_zero=both)))
    low = (across_at - bottom) / (top - bottom) * height < 22
    near_left = (up_at - left) / (right - left) * width < 40
    axes.tick_params(axis="both", length=3, width=0.8, color=look.axis, labelcolor=look.muted, labelsize=TEXT_POINTS)
    axes.tick_params(axis="x", direction="inout", pad=-5 - TEXT_POINTS if low else 3)
    axes.tick_params(axis="y", direction="inout", pad=-6 if near_left else 3)
    halo: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground=look.ground)]
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set_path_effects(halo)
        label.set_clip_on(True)
    for label in axes.get_yticklabels():
        label.set_horizontalalignment("left" if near_left else "right")
    return [_name(axes, plot.x_label, (1.0, across_at), "x", look), _name(axes, plot.y_label, (up_at, 1.0), "y", look)]


def draw_number_line(axes: Axes, plot: Plot, look: Look, *, at: float, width: float, in_pi: bool) -> None:
    """One axis at a height, with its numbers below and its name at the end; no grid and no upright axis."""
    left, right = axes.get_xlim()
    ticks = _pi_ticks(left, right, width) if in_pi else _ticks(left, right, width / (0.6 * APART[0]))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    spine = axes.spines["bottom"]
    spine.set_position(("data", at))
    spine.set_color(look.axis)
    spine.set_linewidth(1.2)
    axes.yaxis.set_major_locator(FixedLocator([]))
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(_with_zero(_pi_number) if in_pi else _numbers(ticks, skip_zero=False)))
    axes.tick_params(axis="x", direction="inout", length=7, width=0.9, color=look.axis, labelcolor=look.muted, labelsize=TEXT_POINTS, pad=4)
    _name(axes, plot.x_label, (1.0, at), "x", look)


def _with_zero(number: Callable[[float, int | None], str]) -> Callable[[float, int | None], str]:
    return lambda value, position: "0" if value == 0 else number(value, position)


def _name(axes: Axes, label: str, at: tuple[float, float], which: str, look: Look) -> Annotation:
    """An axis' name at its far end."""
    across = which == "x"
    return axes.annotate(
        mathtext(label),
        at,
        xycoords=("axes fraction", "data") if across else ("data", "axes fraction"),
        xytext=(-4, 6) if across else (7, -2),
        textcoords="offset points",
        ha="right" if across else "left",
        va="bottom" if across else "top",
        color=look.ink,
        fontsize=LABEL_POINTS + 1,
        path_effects=[withStroke(linewidth=2.5, foreground=look.ground)],
        zorder=4,
    )


def _clamped(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _ticks(low: float, high: float, about: float) -> list[float]:
    locator = MaxNLocator(nbins=max(2, round(about)), steps=[1, 2, 5, 10])
    inset = 0.012 * (high - low)
    return [float(t) for t in locator.tick_values(low, high) if low + inset <= t <= high - inset]


def _pi_ticks(low: float, high: float, width: float) -> list[float]:
    """Multiples of π at a step that leaves room for their numbers; plain numbers where the view is far too wide or narrow."""
    for step in _PI_STEPS:
        apart = float(step) * np.pi
        if apart / (high - low) * width >= 0.75 * APART[0]:
            first, last = int(np.ceil(low / apart)), int(np.floor(high / apart))
            if last - first >= 1:
                inset = 0.012 * (high - low)
                return [k * apart for k in range(first, last + 1) if low + inset <= k * apart <= high - inset]
    return _ticks(low, high, width / APART[0])


def _pi_number(value: float, position: int | None = None) -> str:
    del position
    turns = Fraction(value / np.pi).limit_denominator(12)
    if abs(float(turns) * np.pi - value) > 1e-9 * max(1.0, abs(value)):
        return f"{value:g}".replace("-", MINUS)
    return "" if turns == 0 else pi_text(turns)


def _numbers(ticks: list[float], *, skip_zero: bool) -> Callable[[float, int | None], str]:
    """The writing of an axis' numbers: as few digits as tell them apart; no zero where the axes cross there."""
    step = min((b - a for a, b in pairwise(ticks)), default=1.0)
    largest = max((abs(t) for t in ticks), default=1.0)

    def number(value: float, position: int | None = None) -> str:
        del position
        if abs(value) < 1e-9 * step:
            return "" if skip_zero else "0"
        if largest >= 1e6 or largest < 1e-3:
            power = int(np.floor(np.log10(largest)))
            digits = max(0, power - int(np.floor(np.log10(step) + 1e-9)))
            text = f"${value / 10.0**power:.{digits}f}\\!\\times\\!10^{{{power}}}$"
        else:
            digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
            text = f"{value:.{digits}f}"
        return text if "$" in text else text.replace("-", MINUS)

    return number
