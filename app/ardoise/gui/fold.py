"""A line that unfolds: what lies under it is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ardoise.gui import icons
from ardoise.gui.paper import Paper


class _Words(QLabel):
    """The words beside the arrow, broken where the sheet is narrow; a press on them unfolds too."""

    def __init__(self, line: QToolButton, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.setObjectName("hint")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._line.toggle()


class Fold(QFrame):
    """`show_line` sets the line; `make` fills the column below it. `renew` makes it again, where it is unfolded."""

    def __init__(self, paper: Paper, make: Callable[[QWidget, QVBoxLayout], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._make = make
        self._body: QWidget | None = None
        self.line = QToolButton(self)
        self.line.setObjectName("disclosure")
        self.line.setCheckable(True)
        self.line.setAutoRaise(True)
        self.line.toggled.connect(self._on_toggled)
        self.words = _Words(self.line, self)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.line, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self.restyle(paper)

    @property
    def body(self) -> QWidget | None:
        """What is unfolded; None while it is folded."""
        return self._body if self.line.isChecked() else None

    def show_line(self, words: str, spoken: str = "") -> None:
        self.words.setText(words)
        self.line.setAccessibleName(spoken or words)

    def announce(self) -> None:
        """Say the line to a screen reader."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.line.accessibleName()))

    def renew(self) -> None:
        """What lies under it has changed."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        if self.line.isChecked():
            self._on_toggled(True)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._paint()
        self.renew()

    def _on_toggled(self, unfolded: bool) -> None:
        self._paint()
        if unfolded and self._body is None:
            self._body = QWidget(self)
            column = QVBoxLayout(self._body)
            column.setContentsMargins(18, 0, 0, 6)
            column.setSpacing(10)
            self._make(self._body, column)
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(unfolded)

    def _paint(self) -> None:
        pixels = round(self._paper.points * self.logicalDpiY() / 72 * 0.95)
        name = "unfold" if self.line.isChecked() else "open"
        self.line.setIcon(icons.icon(name, self._paper.colours.muted, self._paper.colours.line, pixels))
        self.line.setIconSize(QSize(pixels, pixels))
