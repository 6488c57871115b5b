"""Where the rows of the learner's paper stand: each line has the room that its mathematics needs, and under it that of its note.

The room is the margin of the line's own paragraph, so Qt keeps cursor, selection and scrolling in step by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from ardoise.gui.line_rows import LineRows

ROW_PADDING: Final = 0.52
"""Ems over and under each line."""
NOTE_GAP: Final = 0.45
MARGIN: Final = 0.6
"""Ems to the left and right of every line."""


AWAY: Final = -20_000
"""Where a widget stands that is out of sight."""


class RowLayout:
    """Of one editor; sizes are in pixels, `em` that of the text, `room` the width between the margins."""

    def __init__(self, editor: QTextEdit, rows: LineRows) -> None:
        self._editor = editor
        self._rows = rows
        self._arranging = False

    def rectangle(self, line: int) -> QRectF:
        """Where a line stands in the viewport, without what is under it; empty where there is no such line."""
        document = self._editor.document()
        block, row = document.findBlockByNumber(line), self._rows.at(line)
        if not block.isValid() or row is None:
            return QRectF()
        rect = document.documentLayout().blockBoundingRect(block)
        height = max(rect.height(), row.height)
        top = rect.center().y() - height / 2 - self._editor.verticalScrollBar().value()
        return QRectF(0, top, self._editor.viewport().width(), height)

    def arrange(self, lines: Iterable[int], em: float, room: float) -> None:
        """Give these lines their room. Setting a margin may be told as a change of the text, which must not come back here."""
        if self._arranging:
            return
        self._arranging = True
        try:
            for line in lines:
                block = self._editor.document().findBlockByNumber(line)
                if block.isValid():
                    self._arrange_block(block, em, room)
        finally:
            self._arranging = False

    def place_notes(self, in_sight: range, em: float, room: float) -> None:
        """Notes under the lines in sight to their places, and all others out of the way, where they keep focus if they have it."""
        for number, row in enumerate(self._rows):
            if row.note is None:
                continue
            if number in in_sight:
                row.note.move(round(em * MARGIN), round(self.rectangle(number).bottom() + NOTE_GAP * em))
                row.note.resize(round(room), row.note.sizeHint().height())
            elif row.note.x() != AWAY:
                row.note.move(AWAY, 0)

    def _arrange_block(self, block: QTextBlock, em: float, room: float) -> None:
        row = self._rows.at(block.blockNumber())
        more = max(0.0, (row.height if row is not None else 0.0) - block.layout().boundingRect().height()) / 2
        under = more
        if row is not None and row.note is not None:
            row.note.setFixedWidth(round(room))
            under += NOTE_GAP * em + row.note.sizeHint().height()
        wanted = QTextBlockFormat()
        wanted.setTopMargin(round(ROW_PADDING * em + more))
        wanted.setBottomMargin(round(ROW_PADDING * em + under))
        now = block.blockFormat()
        if (now.topMargin(), now.bottomMargin()) != (wanted.topMargin(), wanted.bottomMargin()):
            QTextCursor(block).setBlockFormat(wanted)
