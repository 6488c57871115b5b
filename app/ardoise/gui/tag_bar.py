"""The line in which the tags of a sheet are written, with those that there are already to complete them from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from ardoise.core.ports import Sheet


class TagLine(QLineEdit):
    """Escape gives up."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class TagBar(QFrame):
    """`tagged(sheet, tags)` on Return. Hidden while nothing is edited."""

    tagged = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("undo")
        self._sheet = ""
        self._known: list[str] = []
        told = QLabel(self.tr("Tags, with spaces between them"), self)
        told.setObjectName("hint")
        told.setWordWrap(True)
        self.line = TagLine(self)
        self.line.setAccessibleName(self.tr("Tags of the sheet, with spaces between them"))
        self.line.returnPressed.connect(self._on_entered)
        self.line.given_up.connect(self._on_left)
        self.line.textEdited.connect(self._complete)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(4)
        column.addWidget(told)
        column.addWidget(self.line)
        self.hide()

    def edit(self, sheet: Sheet, known: Sequence[str]) -> None:
        """Write the tags of this sheet; `known` are those of all sheets."""
        self._sheet, self._known = sheet.id, list(known)
        self.line.setText("".join(f"{tag} " for tag in sheet.tags))
        self.show()
        self.line.setFocus()

    def _complete(self, text: str) -> None:
        """The word at the end is completed, if the cursor is there and one tag alone begins so."""
        word = text.rpartition(" ")[2].lstrip("#").lower()
        fitting = [tag for tag in self._known if word and tag.startswith(word)]
        if len(fitting) == 1 and self.line.cursorPosition() == len(text) and len(text) > len(self._before):
            rest = fitting[0][len(word) :]
            self.line.setText(text + rest)
            self.line.setSelection(len(text), len(rest))
        self._before = text

    _before = ""

    def _on_entered(self) -> None:
        self.hide()
        self.tagged.emit(self._sheet, self.line.text().split())
        self.left.emit()

    def _on_left(self) -> None:
        self.hide()
        self.left.emit()
