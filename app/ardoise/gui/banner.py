"""A calm line across the sheet: what happened, and what to do. Never a box that must be clicked away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ardoise.core.errors import KnownError
from ardoise.gui import icons
from ardoise.gui.paper import Paper
from ardoise.gui.theme import Tone


class Banner(QFrame):
    """Shows one message at a time, the newest; hidden while there is none."""

    closed = Signal()

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._paper = paper
        self._tone = Tone.CAUTION
        self._icon = QLabel(self)
        self.what = QLabel(self)
        self.what.setObjectName("banner_what")
        self.remedy = QLabel(self)
        self.remedy.setObjectName("banner_remedy")
        for label in (self.what, self.remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        self._close.setObjectName("quiet")
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.clear)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: KnownError) -> None:
        self.show_message(error.what, error.remedy, tone=Tone.CAUTION)

    def show_message(self, what: str, remedy: str = "", *, tone: Tone = Tone.QUIET) -> None:
        self._tone = tone
        self.what.setText(what)
        self.remedy.setText(remedy)
        self.remedy.setVisible(bool(remedy))
        self.setAccessibleName(f"{what} {remedy}".strip())
        self.setProperty("tone", tone.value)
        self.style().polish(self)
        self._paint()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{what} {remedy}".strip()))

    def clear(self) -> None:
        self.hide()
        self.closed.emit()

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._paint()

    def _paint(self) -> None:
        pixels = round(self._paper.points * self.logicalDpiY() / 72 * 1.3)
        name = "info" if self._tone in (Tone.QUIET, Tone.BUSY) else "caution"
        self._icon.setPixmap(icons.pixmap(name, self._paper.colours.tone(self._tone), pixels))
        self._close.setIcon(icons.icon("close", self._paper.colours.muted, self._paper.colours.line))
