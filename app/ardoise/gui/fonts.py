"""The interface's own font, so that the window looks and measures alike everywhere; a bare machine may have DejaVu only."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from ardoise import paths

FAMILY = "Inter"
SMALLEST_POINTS = 7.0
LARGEST_POINTS = 32.0
ZOOM_STEP = 1.1


def load() -> None:
    """Make the shipped faces known to Qt, once; a missing file is a fault of the installation and raises FileNotFoundError."""
    if FAMILY in QFontDatabase.families():
        return
    for face in ("Regular", "Italic", "SemiBold"):
        QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/Inter-{face}.otf")))


def interface(points: float) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    return font


def source(points: float) -> QFont:
    """For LaTeX that is shown as it was written."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(points * 0.92)
    return font


def zoomed(points: float, steps: int) -> float:
    return min(LARGEST_POINTS, max(SMALLEST_POINTS, round(points * ZOOM_STEP**steps, 2)))
