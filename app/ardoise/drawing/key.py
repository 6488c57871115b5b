"""The key above a plot: a stroke and a formula for each curve, in rows that fit the width.

Formulas are set by matplotlib's own mathtext, since they must look alike in PNG, SVG and PDF; what it cannot set stands as plain text.
"""

from __future__ import annotations

import re
from typing import Final

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.mathtext import MathTextParser
from matplotlib.text import Text

from ardoise.core.plots import Curve
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
    (re.compile(r"\\text\{([^{}\\$]*)\}"), r"\\mathrm{\1}"),
    (re.compile(r"\\(?:big|Big|bigg|Bigg)[lr]?(?![A-Za-z])"), ""),
)


def manner(index: int, look: Look) -> tuple[str, Stroke]:
    """Colour and stroke of the curve at this place."""
    return look.curves[index % len(look.curves)], STROKES[index % len(STROKES)]


def mathtext(latex: str) -> str:
    """The label for a matplotlib text: between dollar signs where mathtext can set it, else as it stands, without a dollar sign."""
    latex = "".join(c if c.isprintable() else " " for c in latex)
    source = latex.strip().strip("$")
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


def draw_key(figure: Figure, curves: tuple[Curve, ...], look: Look, *, width: float, height: float, margin: float) -> float:
    """Draw the key and return how many pixels from the top it takes; nothing where the picture is too small for it."""
    entries = [(i, c) for i, c in enumerate(curves) if c.label.strip()]
    if not entries or height < 120 or width < 160:
        return margin
    y, x, row, tallest = margin, margin + 4.0, 1, 0.0
    placed: list[tuple[int, Text, float, float]] = []
    rows: list[float] = []
    for i, curve in entries:
        text = figure.text(
            0,
            0,
            mathtext(curve.label),
            color=look.ink,
            fontsize=LABEL_POINTS,
            va="center",
            ha="left",
        )
        box = text.get_window_extent()
        unit = figure.dpi / DOTS_PER_INCH
        across, up = box.width / unit, box.height / unit
        if x > margin + 4.0 and x + STROKE_WIDTH + GAP + across > width - margin:
            rows.append(tallest)
            x, tallest, row = margin + 4.0, 0.0, row + 1
        if row > MOST_ROWS or sum(rows) + max(tallest, up) > 0.4 * height:
            text.remove()
            continue
        placed.append((i, text, x, float(row)))
        x += STROKE_WIDTH + GAP + across + BETWEEN
        tallest = max(tallest, up + 7.0, 20.0)
    rows.append(tallest)
    for i, text, left, at in placed:
        number = int(at) - 1
        middle = 1.0 - (y + sum(rows[:number]) + rows[number] / 2) / height
        text.set_position(((left + STROKE_WIDTH + GAP) / width, middle))
        colour, stroke = manner(i, look)
        ends = [left / width, (left + STROKE_WIDTH) / width]
        figure.add_artist(Line2D(ends, [middle, middle], color=colour, linestyle=stroke, linewidth=1.2 * LINE_POINTS))
    return float(margin + sum(rows) + 2.0)
