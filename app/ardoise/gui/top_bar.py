"""The row of buttons at the top: fold the history, new sheet, and at the right copy, size, appearance, help, fold input and plot."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from ardoise.gui import icons
from ardoise.gui.commands import WORDINGS, Command
from ardoise.gui.paper import Paper
from ardoise.gui.short_label import ShortLabel

_LEFT = (Command.HISTORY, Command.NEW)
_RIGHT = (
    Command.COPY, Command.SMALLER, Command.LARGER, Command.APPEARANCE, Command.EXAMPLES, Command.MODEL, Command.SETTINGS, Command.HELP,
    Command.INPUT, Command.PLOT,
)  # fmt: skip


class TopBar(QFrame):
    """Buttons of the actions that have an icon; the sheet's problem in a line, so that it stays in sight."""

    def __init__(self, actions: Mapping[Command, QAction], paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self._actions = actions
        self._icons = {w.command: w.icon for w in WORDINGS if w.icon}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(2)
        for command in _LEFT:
            row.addWidget(self._button(command))
        self.title = ShortLabel(parent=self)
        self.title.setObjectName("hint")
        self.title.setContentsMargins(10, 0, 10, 0)
        row.addWidget(self.title)
        row.addStretch(1)
        for command in _RIGHT:
            row.addWidget(self._button(command))
        self.restyle(paper)

    def restyle(self, paper: Paper) -> None:
        pixels = round(paper.points * self.logicalDpiY() / 72 * 1.3)
        for command, name in self._icons.items():
            self._actions[command].setIcon(icons.icon(name, paper.colours.muted, paper.colours.line, pixels))
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(pixels, pixels))

    def _button(self, command: Command) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions[command])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAutoRaise(True)
        button.setAccessibleName(self._actions[command].text())
        return button
