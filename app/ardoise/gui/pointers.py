"""The marks under what a text points at: a tinted ground and a line under the very symbols, wavy for wrong, dotted for please look.

Drawn under the text from where its layout has put the symbols, so that formulas and typed words are marked alike and a test can ask where.
(Rejected: Qt's wavy underline of characters, which a formula has not and which is a pixel thin on any screen; coloured symbols, which are a
colour alone.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextBlock, QTextDocument, QTextFragment, QTextLine

from ardoise.core.pictures import FormulaBox, Patch
from ardoise.gui.dressing import fragments
from ardoise.gui.formula_object import INDEX, OBJECT, POINTED, Placed
from ardoise.gui.theme import Colours, Tone

_GAP = 0.26
"""Ems of the text from a symbol down to its line."""
_OVER = 0.14
"""Ems over a symbol that its mark takes."""
_SAME = 4.0
"""Pixels between two neighbours that are marked in one stroke."""
_ROOM = 0.46
"""Ems under a symbol that its mark takes."""


def pointed(document: QTextDocument, formulas: Sequence[Placed]) -> list[QRectF]:
    """Around what is pointed at, in the coordinates of the document, one rectangle for each line that it runs over."""
    found: list[QRectF] = []
    block = document.begin()
    while block.isValid():
        corner = document.documentLayout().blockBoundingRect(block).topLeft()
        if block.layout().lineCount():
            for fragment in fragments(block):
                found += (rectangle.translated(corner) for rectangle in _of_fragment(block, fragment, formulas))
        block = block.next()
    return _joined(found)


def room(patches: Sequence[Patch], box: FormulaBox, em: float, text_em: float) -> tuple[float, float]:
    """Pixels to be kept free over and under a formula, so that its marks reach into no other line."""
    if not patches:
        return 0.0, 0.0
    over = box.height - box.depth - max(p.bottom + p.height for p in patches)
    under = min(p.bottom for p in patches) + box.depth
    return max(0.0, _OVER * text_em - over * em / 1_000), max(0.0, _ROOM * text_em - under * em / 1_000)


def _of_fragment(block: QTextBlock, fragment: QTextFragment, formulas: Sequence[Placed]) -> Iterator[QRectF]:
    char = fragment.charFormat()
    start = fragment.position() - block.position()
    if char.objectType() == OBJECT:
        placed = formulas[char.intProperty(INDEX)]
        line = block.layout().lineForTextPosition(start)
        scale = placed.em / 1_000
        left, baseline = _x(line, start), line.y() + line.ascent()
        for patch in placed.patches:
            top = baseline - (patch.bottom + patch.height) * scale
            yield QRectF(left + patch.left * scale, top, patch.width * scale, patch.height * scale)
    elif char.boolProperty(POINTED):
        metrics = QFontMetricsF(char.font())
        end = start + fragment.length()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                baseline = line.y() + line.ascent()
                left, right = _x(line, first), _x(line, last)
                yield QRectF(left, baseline - metrics.capHeight(), right - left, metrics.capHeight())


def _x(line: QTextLine, position: int) -> float:
    """PySide gives the place with the position, and says so of neither."""
    found = line.cursorToX(position)
    assert isinstance(found, tuple)
    return float(found[0])


def _joined(rectangles: list[QRectF]) -> list[QRectF]:
    """Neighbours on one line as one: a name, a sign and a formula that are pointed at together."""
    joined: list[QRectF] = []
    for rectangle in rectangles:
        last = joined[-1] if joined else None
        if last is not None and abs(rectangle.left() - last.right()) < _SAME and _on_one_line(last, rectangle):
            joined[-1] = last.united(rectangle)
        else:
            joined.append(rectangle)
    return joined


def _on_one_line(a: QRectF, b: QRectF) -> bool:
    return a.top() < b.bottom() and b.top() < a.bottom()


def paint(painter: QPainter, rectangles: Sequence[QRectF], *, tone: Tone, colours: Colours, em: float) -> None:
    """Ground and line for each rectangle; `em` is the size of the text in pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colours.tone(tone)), max(1.3, em * (0.095 if tone is Tone.WRONG else 0.13)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for rectangle in rectangles:
        ground = rectangle.adjusted(-0.17 * em, -_OVER * em, 0.17 * em, _ROOM * em)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.tint(tone)))
        painter.drawRoundedRect(ground, 0.2 * em, 0.2 * em)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        y = rectangle.bottom() + _GAP * em
        if tone is Tone.WRONG:
            painter.drawPath(_wave(rectangle.left() - 0.06 * em, rectangle.right() + 0.06 * em, y, em))
        else:
            painter.drawPoints([QPointF(x, y) for x in _steps(rectangle.left(), rectangle.right(), em * 0.26)])
    painter.restore()


def _steps(left: float, right: float, apart: float) -> list[float]:
    """Evenly spread from edge to edge, about `apart`."""
    count = max(1, round((right - left) / apart))
    return [left + (right - left) * k / count for k in range(count + 1)]


def _wave(left: float, right: float, y: float, em: float) -> QPainterPath:
    count = max(2, round((right - left) / (0.26 * em)))
    path = QPainterPath(QPointF(left, y))
    width = (right - left) / count
    for k in range(count):
        up = 0.2 * em * (1 if k % 2 else -1)
        path.quadTo(QPointF(left + (k + 0.5) * width, y + up), QPointF(left + (k + 1) * width, y))
    return path
