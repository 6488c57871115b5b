"""A thin bar of what was proved, refuted and not checked; the sentence beside it says the same in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ardoise.core.verdict import Tally
from ardoise.gui.theme import Colours


class TallyBar(QWidget):
    """Shares of the claims, from left to right: proved, wrong, not checked."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._tally = Tally()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tally(self, tally: Tally) -> None:
        self._tally = tally
        self.setAccessibleName(tally.sentence())
        self.update()

    def restyle(self, colours: Colours) -> None:
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        painter.setClipPath(outline)
        painter.fillRect(whole, QColor(self._colours.line))
        left = 0.0
        for count, colour in ((self._tally.sound, self._colours.good), (self._tally.refuted, self._colours.wrong)):
            if self._tally.claims:
                width = whole.width() * count / self._tally.claims
                painter.fillRect(QRectF(left, 0, width, whole.height()), QColor(colour))
                left += width
        painter.end()
        event.accept()
