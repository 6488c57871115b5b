"""The field in which problems and workings are typed: plain text, Ctrl+Return to hand it in, Tab to leave it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.problem import LONGEST_PROBLEM
from ardoise.gui.symbol_bar import SymbolKey

FRAME = 22
"""Pixels above and below the lines: padding, border, the document's margin."""


class TypingField(QPlainTextEdit):
    """Emits `entered` on Ctrl+Return and Ctrl+Enter. Never lower than `least_lines` lines of its font."""

    entered = Signal()
    refused = Signal(object)
    """A KnownError: what was to be pasted is far too long, and laying it out would hold up the window."""

    _least_lines = 1

    def __init__(self, *, least_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_lines = least_lines
        self._fit_least()
        self.setObjectName("typing")
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain == Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        length = len(source.text())
        if length + self.document().characterCount() <= LONGEST_PROBLEM + 1:
            super().insertFromMimeData(source)
            return
        what = self.tr("This text has {length} characters; {most} is the most that fits here.")
        self.refused.emit(
            KnownError(what.format(length=f"{length:,}", most=f"{LONGEST_PROBLEM:,}"), self.tr("Paste the one problem you want solved."))
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_least()

    def _fit_least(self) -> None:
        self.setMinimumHeight(round(self._least_lines * self.fontMetrics().lineSpacing()) + FRAME)

    def put_symbol(self, key: SymbolKey) -> None:
        """Put the key's characters around the selection and the cursor between them."""
        key.put(self.textCursor(), self.setTextCursor)
        self.setFocus()
