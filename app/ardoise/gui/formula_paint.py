"""A formula's outlines on a QPainter: any size, any colour, sharp at any scale of the screen.

The path of a box is built once and kept, since cards are painted far more often than formulas change. Qt thread only. (Rejected: pixmaps,
which blur on another screen and must be made again for each colour and size.)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from ardoise.core.pictures import FormulaBox

MOST_PATHS: Final = 512

_kept: OrderedDict[int, tuple[FormulaBox, QPainterPath]] = OrderedDict()
"""By the box's identity; the box is kept beside its path, so that the identity stays its own."""


def formula_path(box: FormulaBox) -> QPainterPath:
    """The outlines in thousandths of an em, y upwards from the baseline, to be filled by the nonzero rule. Not to be changed."""
    found = _kept.get(id(box))
    if found is not None:
        _kept.move_to_end(id(box))
        return found[1]
    path = _built(box)
    _kept[id(box)] = (box, path)
    while len(_kept) > MOST_PATHS:
        _kept.popitem(last=False)
    return path


def formula_size(box: FormulaBox, em: float) -> QSizeF:
    """Width and whole height (depth included) in the units of `em`."""
    return QSizeF(box.width * em / 1_000, box.height * em / 1_000)


def formula_depth(box: FormulaBox, em: float) -> float:
    """How far the box reaches below the baseline, in the units of `em`."""
    return box.depth * em / 1_000


def paint_formula(painter: QPainter, box: FormulaBox, *, x: float, baseline: float, em: float, colour: QColor) -> None:
    """Fill the formula, its left edge at `x`, its baseline at `baseline`, `em` units to the em; the painter's state is left as it was."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, baseline)
    painter.scale(em / 1_000, -em / 1_000)
    painter.fillPath(formula_path(box), colour)
    painter.restore()


def _built(box: FormulaBox) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    draw: dict[str, Callable[..., None]] = {"M": path.moveTo, "L": path.lineTo, "Q": path.quadTo, "C": path.cubicTo, "Z": path.closeSubpath}
    for name, *numbers in box.path:  # a long formula has thousands: this loop is kept short
        draw[str(name)](*numbers)
    return path
