"""What is shown: drawn plots, and typeset formulas."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ardoise.core.plots import Plot, Trace, View


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Picture:
    """A drawn plot as PNG bytes, with the axes' rectangle inside it in pixels (left, top, width, height) and the view it shows."""

    png: bytes
    axes: tuple[float, float, float, float]
    view: View
    traces: tuple[Trace, ...] = ()
    """The points of what was drawn, to be followed with the eye or by keys."""
    plot: Plot | None = None
    """The plot with its marks found anew, where a slider was moved or another view is shown; None where they are as they were."""


@dataclass(frozen=True)
class FormulaBox:
    """A typeset formula as vector outlines in thousandths of an em; y grows upwards from the baseline.

    `path` is a flat tuple of commands: ("M", x, y), ("L", x, y), ("Q", x1, y1, x, y), ("C", x1, y1, x2, y2, x, y), ("Z",), to be filled by
    the nonzero rule.
    """

    tex: str
    width: float
    height: float
    depth: float
    """Below the baseline; `height` is the whole height, depth included."""
    path: tuple[tuple[str | float, ...], ...]
    speech: str


@dataclass(frozen=True)
class Patch:
    """A rectangle of a FormulaBox, in its units, y upwards from the baseline."""

    left: float
    bottom: float
    width: float
    height: float
