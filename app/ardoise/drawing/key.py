"""The key above a plot: a stroke and a formula for each curve, in rows that fit the width.

Formulas are set by matplotlib's own mathtext, since they must look alike in PNG, SVG and PDF; what it cannot set stands as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.mathtext import MathTextParser
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from ardoise.drawing.style import DOTS_PER_INCH, LABEL_POINTS, LINE_POINTS, STROKES, Look, Stroke

STROKE_WIDTH: Final = 24.0
GAP: Final = 7.0
BETWEEN: Final = 20.0
MOST_ROWS: Final = 4
LONGEST: Final = 160
"""Characters of a label that are shown as plain text."""
_PARSER: Final = MathTextParser("path")
_MAPPED: Final = (
    (re.compile(r"\\[tdc]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\(?:displaystyle|limits|nolimits)(?![A-Za-z])"), ""),
    (re.compile(r"\\lvert(?![A-Za-z])|\\rvert(?![A-Za-z])"), "|"),
    (re.compile(r"\\operatorname\{(\w+)\}"), r"\\mathrm{\1}"),
    (re.compile(r"\\text\{([^{}\\$]*)\}"), lambda m: r"\mathrm{" + m[1].replace(" ", r"\ ") + "}"),
    (re.compile(r"\\le(?![A-Za-z])"), r"\\leq"),
    (re.compile(r"\\ge(?![A-Za-z])"), r"\\geq"),
    (re.compile(r"\\ne(?![A-Za-z])"), r"\\neq"),
    (re.compile(r"\\(?:big|Big|bigg|Bigg)[lr]?(?![A-Za-z])"), ""),
)


_CASES: Final = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}", re.DOTALL)


def _in_a_row(match: re.Match[str]) -> str:
    """Cases side by side, since mathtext has no rows: {x^2 if x < 0; x if x >= 0}."""
    rows = [row.replace("&", r"\ ").strip() for row in match[1].split(r"\\")]
    return r"\{" + r";\;\, ".join(rows) + r"\}"


def manner(index: int, look: Look) -> tuple[str, Stroke]:
    """Colour and stroke of the curve at this place."""
    return look.curves[index % len(look.curves)], STROKES[index % len(STROKES)]


def mathtext(latex: str) -> str:
    """The label for a matplotlib text: between dollar signs where mathtext can set it, else as it stands, without a dollar sign."""
    latex = "".join(c if c.isprintable() else " " for c in latex)
    source = latex.strip().strip("$")
    source = _CASES.sub(_in_a_row, source)
    for pattern, mapped in _MAPPED:
        source = pattern.sub(mapped, source)
    if source and "$" not in source and len(source) <= 4 * LONGEST:
        try:
            _PARSER.parse(f"${source}$", 72, FontProperties(size=LABEL_POINTS))
        except (ValueError, RecursionError):
            pass
        else:
            return f"${source}$"
    return latex[:LONGEST].replace("$", r"\$")


class Shape(StrEnum):
    """How an entry shows what it stands for."""

    LINE = "line"
    PATCH = "patch"
    DOT = "dot"
    NONE = "none"


@dataclass(frozen=True)
class Entry:
    label: str
    colour: str
    stroke: Stroke
    shape: Shape = Shape.LINE


def mathtext_name(name: str) -> str:
    """A letter as LaTeX: a Greek one by its command."""
    base, _, index = name.partition("_")
    return (f"\\{base}" if len(base) > 1 else base) + (f"_{{{index}}}" if index else "")


def draw_key(figure: Figure, entries: Sequence[Entry], look: Look, *, width: float, height: float, margin: float) -> float:
    """Draw the key and return how many pixels from the top it takes; nothing where the picture is too small for it."""
    shown = [e for e in entries if e.label.strip()]
    if not shown or height < 120 or width < 160:
        return margin
    y, x, row, tallest = margin, margin + 4.0, 1, 0.0
    placed: list[tuple[Entry, Text, float, int]] = []
    rows: list[float] = []
    for entry in shown:
        text = figure.text(0, 0, mathtext(entry.label), color=look.ink, fontsize=LABEL_POINTS, va="center", ha="left")
        box = text.get_window_extent()
        unit = figure.dpi / DOTS_PER_INCH
        across, up = box.width / unit, box.height / unit
        before = _room(entry)
        if x > margin + 4.0 and x + before + across > width - margin:
            rows.append(tallest)
            x, tallest, row = margin + 4.0, 0.0, row + 1
        if row > MOST_ROWS or sum(rows) + max(tallest, up) > 0.4 * height:
            text.remove()
            continue
        placed.append((entry, text, x, row - 1))
        x += before + across + BETWEEN
        tallest = max(tallest, up + 7.0, 20.0)
    rows.append(tallest)
    for entry, text, left, at in placed:
        middle = 1.0 - (y + sum(rows[:at]) + rows[at] / 2) / height
        text.set_position(((left + _room(entry)) / width, middle))
        _draw_sample(figure, entry, left / width, (left + STROKE_WIDTH) / width, middle, 6.0 / height)
    return float(margin + sum(rows) + 2.0)


def _room(entry: Entry) -> float:
    """Pixels before the words of an entry."""
    return 0.0 if entry.shape is Shape.NONE else STROKE_WIDTH + GAP


def _draw_sample(figure: Figure, entry: Entry, left: float, right: float, middle: float, half: float) -> None:
    match entry.shape:
        case Shape.LINE:
            ends = [left, right]
            figure.add_artist(Line2D(ends, [middle, middle], color=entry.colour, linestyle=entry.stroke, linewidth=1.2 * LINE_POINTS))
        case Shape.PATCH:
            box = Rectangle((left, middle - half), right - left, 2 * half, facecolor=entry.colour, edgecolor=entry.colour, linewidth=1.0)
            box.set_transform(figure.transFigure)
            box.set_alpha(0.35)
            figure.add_artist(box)
        case Shape.DOT:
            places = [left + (right - left) * part for part in (0.2, 0.5, 0.8)]
            figure.add_artist(Line2D(places, [middle] * 3, color=entry.colour, linestyle="none", marker="o", markersize=3.6))
        case Shape.NONE:
            return
        case _:
            assert_never(entry.shape)
