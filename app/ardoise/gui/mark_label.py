"""An icon and a word in one tone: the mark beside a step, a check, an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ardoise.gui import fonts, icons
from ardoise.gui.marks import Look
from ardoise.gui.paper import Paper


class MarkLabel(QWidget):
    """Shows a Look; nothing is painted again while look and paper stay the same."""

    def __init__(self, paper: Paper, *, size: float = 0.92, wraps: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._size = size
        self._look: Look | None = None
        self._icon = QLabel(self)
        self._word = QLabel(self)
        self._word.setWordWrap(wraps)
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def look(self) -> Look | None:
        return self._look

    def show_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self._paint()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._paint()

    def _paint(self) -> None:
        if self._look is None:
            return
        colour = self._paper.colours.tone(self._look.tone)
        points = self._paper.points * self._size
        pixels = round(points * self.logicalDpiY() / 72 * 1.22)
        self._icon.setPixmap(icons.pixmap(self._look.icon, colour, pixels))
        font = fonts.interface(points)
        font.setWeight(font.Weight.DemiBold)
        self._word.setFont(font)
        self._word.setStyleSheet(f"color: {colour}")
        self._word.setText(self._look.word)
        self.setAccessibleName(self._look.word)
