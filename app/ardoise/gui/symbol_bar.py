"""Buttons for what a keyboard lacks; each puts ordinary characters into the text, which remain the learner's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget


@dataclass(frozen=True)
class SymbolKey:
    """`before` and `after` go around the selection; the cursor then stands between them."""

    face: str
    name: str
    before: str
    after: str = ""

    def put(self, cursor: QTextCursor, show: Callable[[QTextCursor], None]) -> None:
        """Put the characters around what the cursor selects, and `show` the cursor between them."""
        inside = cursor.selectedText().replace("\u2029", "\n")
        cursor.insertText(f"{self.before}{inside}{self.after}")
        if self.after and not inside:
            cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(self.after))
        elif self.after.endswith("()"):
            cursor.movePosition(QTextCursor.MoveOperation.Left)
        show(cursor)


KEYS = (
    SymbolKey("√", "Square root", "√(", ")"),
    SymbolKey("x²", "Square", "^2"),
    SymbolKey("xⁿ", "Power", "^(", ")"),
    SymbolKey("a⁄b", "Fraction", "(", ")/()"),
    SymbolKey("π", "Pi", "π"),
    SymbolKey("≤", "Less than or equal", "≤"),
    SymbolKey("≥", "Greater than or equal", "≥"),
    SymbolKey("±", "Plus or minus", "±"),
    SymbolKey("∫", "Integral", "\\int ", " dx"),
)


class SymbolBar(QWidget):
    """Emits the key that was pressed; it never takes the keyboard focus from the text except by Tab."""

    pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: list[QToolButton] = []
        for key in KEYS:
            name = QCoreApplication.translate("SymbolBar", key.name)
            button = QToolButton(self)
            button.setObjectName("symbol")
            button.setText(key.face)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _=False, key=key: self.pressed.emit(key))
            row.addWidget(button)
            self.buttons.append(button)
        row.addStretch(1)
