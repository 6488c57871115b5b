"""The widgets that stand under lines of the learner's paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from ardoise.gui.line_note import LineNote
from ardoise.gui.line_rows import LineRows


class LineNotes(QObject):
    """Puts them there, finds them, and has Tab go through them from top to bottom; the paper gives them their room."""

    resized = Signal(int)
    """What stands under this line wants another room."""

    def __init__(self, rows: LineRows, paper: QWidget) -> None:
        super().__init__(paper)
        self._rows = rows
        self._paper = paper

    def of(self, line: int) -> QWidget | None:
        row = self._rows.at(line)
        return row.note if row is not None else None

    def put(self, line: int, note: QWidget | None) -> None:
        """Let a widget stand under a line, in place of the one there, which is deleted."""
        row = self._rows[line]
        if row.note is not note:
            row.drop_note()
        row.note = note
        if note is not None:
            note.setParent(self._paper)
            note.installEventFilter(self)
            note.show()
        self.resized.emit(line)

    def line_of(self, widget: QWidget) -> int | None:
        """The line under which a widget stands, or what it is a part of."""
        held = (n for n, row in enumerate(self._rows) if row.note is not None and (row.note is widget or row.note.isAncestorOf(widget)))
        return next(held, None)

    def order(self, before: QWidget) -> None:
        """Tab goes from a widget through what stands under the lines, whatever was made last."""
        for row in self._rows:
            for stop in row.note.stops if isinstance(row.note, LineNote) else ():
                QWidget.setTabOrder(before, stop)
                before = stop

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and isinstance(watched, QWidget):
            line = self.line_of(watched)
            if line is not None:
                self.resized.emit(line)
        return False
