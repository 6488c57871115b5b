"""How a plot looks: colours that colour-blind people can tell apart (after Okabe and Ito), line styles that do without colour, fonts.

Grounds and inks are the window's (`ardoise.gui.theme`, a room this one may not import); a test in tests/gui keeps them together.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final, Literal

import matplotlib
from matplotlib import font_manager

from ardoise import paths
from ardoise.core.pictures import Theme


@dataclass(frozen=True)
class Look:
    """The colours of one theme, "#rrggbb"."""

    ground: str
    ink: str
    muted: str
    axis: str
    grid: str
    mark: str
    curves: tuple[str, ...]


LIGHT: Final = Look(
    ground="#ffffff", ink="#1d272e", muted="#55636d", axis="#7b8a94", grid="#e8ecef", mark="#1d272e",
    curves=("#0072b2", "#d55e00", "#00805e", "#a8487f", "#9a6a00", "#2e7fb8", "#6b5bb5", "#5c6b75"),
)  # fmt: skip
DARK: Final = Look(
    ground="#1a2126", ink="#e6ebee", muted="#a2b0b9", axis="#8796a1", grid="#2d373e", mark="#f3f6f8",
    curves=("#63b3ed", "#ff9d5c", "#3fcfa4", "#ee9ac8", "#f0c14b", "#9fd3f7", "#b9aef5", "#b4c0c8"),
)  # fmt: skip
Stroke = Literal["solid"] | tuple[int, tuple[float, ...]]
STROKES: Final[tuple[Stroke, ...]] = (
    "solid",
    (0, (6.0, 2.2)),
    (0, (7.0, 2.0, 1.3, 2.0)),
    (0, (1.3, 1.6)),
    (0, (9.0, 2.0, 3.0, 2.0)),
    (0, (3.5, 1.5)),
    (0, (5.0, 1.6, 1.3, 1.6, 1.3, 1.6)),
    (0, (1.3, 3.0)),
)
DOTS_PER_INCH: Final = 96.0
"""Device-independent pixels in an inch, so that sizes in points come out as in the window."""
TEXT_POINTS: Final = 9.0
LABEL_POINTS: Final = 9.75
LINE_POINTS: Final = 1.7


def look(theme: Theme) -> Look:
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK


def settle() -> None:
    """Set matplotlib's defaults, whatever the person's own matplotlibrc says, and add the interface's fonts if they are there."""
    matplotlib.rcdefaults()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it would write a line for every character that a font lacks
    families = ["DejaVu Sans"]
    try:
        for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
            font_manager.fontManager.addfont(str(paths.resource(f"fonts/{name}")))
        families.insert(0, "Inter")
    except (FileNotFoundError, RuntimeError):
        families = ["DejaVu Sans"]
    matplotlib.rc("font", family=families, size=TEXT_POINTS)
    matplotlib.rc("mathtext", fontset="stix")
    matplotlib.rc("svg", fonttype="path", hashsalt="ardoise")
    matplotlib.rc("pdf", fonttype=42)
    matplotlib.rc("lines", solid_capstyle="round", solid_joinstyle="round", dash_capstyle="butt")
