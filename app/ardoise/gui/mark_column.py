"""Beside the learner's paper: the number of each line and its mark, as icon and word, level with the line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ardoise.gui import fonts, icons
from ardoise.gui.lines_editor import LinesEditor
from ardoise.gui.paper import Paper
from ardoise.gui.tips import tip

_NUMBER_EMS: Final = 2.4
_WORD_EMS: Final = 7.6
_ICON_EMS: Final = 1.22
NARROW_EMS: Final = 36.0
"""Ems of the whole below which marks are icons alone; the word is then told by the tooltip and by the line's own sentence."""


class MarkColumn(QWidget):
    """Paints what `LinesEditor.look_of` says. `why_wanted(line)` when a mark is pressed."""

    why_wanted = Signal(int)

    def __init__(self, editor: LinesEditor, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._paper = paper
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Marks beside the lines"))
        editor.arranged.connect(self.update)
        editor.cursorPositionChanged.connect(self.update)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self.updateGeometry()
        self.update()

    def be_narrow(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round((_NUMBER_EMS + (_ICON_EMS + 0.6 if self._narrow else _WORD_EMS)) * self._em), 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._editor.lines_in_sight():
            rect = self._editor.rectangle(line)
            if rect.isValid():
                self._paint_line(painter, line, rect)
        painter.setPen(QColor(self._paper.colours.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()
        event.accept()

    def _paint_line(self, painter: QPainter, line: int, rect: QRectF) -> None:
        colours, em = self._paper.colours, self._em
        middle = rect.center().y()
        small = fonts.interface(self._paper.points * 0.82)
        painter.setFont(small)
        painter.setPen(QColor(colours.ink if line == self._editor.line else colours.muted))
        painter.drawText(QRectF(0, middle - em, _NUMBER_EMS * em - 0.6 * em, 2 * em), _RIGHT, str(line + 1))
        look = self._editor.look_of(line)
        if look is None:
            return
        pixels = round(_ICON_EMS * em * 0.92)
        left = _NUMBER_EMS * em
        colour = colours.tone(look.tone)
        painter.drawPixmap(round(left), round(middle - pixels / 2), icons.pixmap(look.icon, colour, pixels))
        if self._narrow:
            return
        font = fonts.interface(self._paper.points * 0.86)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = QRectF(left + pixels + 0.4 * em, 0, self.width() - left - pixels - 0.8 * em, 3 * em)
        height = QFontMetricsF(font).boundingRect(room, _WRAPPED, look.word).height()
        room.moveTop(middle - height / 2)
        room.setHeight(height)
        painter.drawText(room, _WRAPPED, look.word)

    @property
    def _em(self) -> float:
        return self._paper.points * self.logicalDpiY() / 72

    def _line_at(self, y: float) -> int | None:
        for line in self._editor.lines_in_sight():
            rect = self._editor.rectangle(line)
            if rect.top() - self._em <= y <= rect.bottom() + self._em:
                return line
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position().y())
        if line is not None and self._editor.look_of(line) is not None:
            self.why_wanted.emit(line)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            line = self._line_at(event.pos().y())
            look = None if line is None else self._editor.look_of(line)
            QToolTip.showText(event.globalPos(), tip(self.tr("{mark}: why?").format(mark=look.word)) if look is not None else "", self)
            return True
        return super().event(event)


_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
