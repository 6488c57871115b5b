"""Formulas as inline objects of a QTextDocument, standing on the line's own baseline.

With AlignBaseline Qt gives an object the descent of its format's font, so each formula gets a font size at which that descent equals the
formula's depth; the drawing then measures from the same metrics, so that no rounding of Qt's can lift a formula off the line. (Rejected:
AlignMiddle with an offset, which moves with every change of font; pixmaps as images, which have no descent at all.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPyTextObject, QTextCharFormat, QTextDocument, QTextFormat

from ardoise.core.pictures import FormulaBox, Patch
from ardoise.gui.formula_paint import formula_depth, formula_size, paint_formula

OBJECT: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
INDEX: Final = int(QTextFormat.Property.UserProperty) + 1
POINTED: Final = INDEX + 1
"""A property of characters that are pointed at."""
FORMULA_SCALE: Final = 1.12
"""Ems of a formula to ems of the text around it: STIX letters are that much smaller than Inter's at the same size."""
_PROBE_POINTS: Final = 100.0


@dataclass(frozen=True)
class Placed:
    """A formula as it stands in a text: `tex` and `source` as written, `em` in pixels."""

    tex: str
    source: str
    display: bool
    box: FormulaBox
    em: float
    speech: str = ""
    """The formula in words, as it was written and not as it was broken into lines."""
    patches: tuple[Patch, ...] = ()
    """Parts of the box that are pointed at."""
    room: tuple[float, float] = (0.0, 0.0)
    """Pixels kept free over and under the box for the marks."""
    tail: str = ""
    """Signs of the text that stand behind the formula on the same line, such as a full stop."""

    @property
    def size(self) -> QSizeF:
        return formula_size(self.box, self.em) + QSizeF(0.0, sum(self.room))


class FormulaObject(QPyTextObject):
    """Draws the formulas of one document; `formulas` are numbered by the property INDEX of their format, `ink` is their colour."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.formulas: list[Placed] = []
        self.ink = QColor()

    def format(self, index: int, around: QFont) -> QTextCharFormat:
        """The format of the character that stands for formula `index`, in a text set with the font `around`."""
        placed = self.formulas[index]
        char = QTextCharFormat()
        char.setObjectType(OBJECT)
        char.setProperty(INDEX, index)
        char.setFont(_font_of_descent(formula_depth(placed.box, placed.em) + placed.room[1], around))
        char.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        return char

    def intrinsicSize(self, document: QTextDocument, _position: int, char: QTextFormat) -> QSizeF:
        placed = self._placed(char)
        return placed.size + QSizeF(tail_width(placed.tail, document), 0.0)

    def drawObject(self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, _position: int, char: QTextFormat) -> None:
        placed = self._placed(char)
        rect = QRectF(rect)
        baseline = rect.bottom() - QFontMetricsF(char.toCharFormat().font()).descent()
        paint_formula(painter, placed.box, x=rect.left(), baseline=baseline, em=placed.em, colour=self.ink)
        if placed.tail:
            painter.save()
            painter.setFont(document.defaultFont())
            painter.setPen(self.ink)
            painter.drawText(QPointF(rect.left() + placed.size.width(), baseline), placed.tail)
            painter.restore()

    def _placed(self, char: QTextFormat) -> Placed:
        return self.formulas[char.intProperty(INDEX)]


def tail_width(tail: str, document: QTextDocument) -> float:
    """Pixels of the signs behind a formula, set as the text is."""
    return QFontMetricsF(document.defaultFont()).horizontalAdvance(tail) if tail else 0.0


def _font_of_descent(depth: float, around: QFont) -> QFont:
    """The font `around` at the size where its descent is `depth` pixels."""
    probe = QFont(around)
    probe.setPointSizeF(_PROBE_POINTS)
    ratio = QFontMetricsF(probe).descent() / _PROBE_POINTS
    font = QFont(around)
    font.setPointSizeF(max(0.1, depth / ratio))
    return font
