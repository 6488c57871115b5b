"""The learner's paper: one line of working a row, typed as plain text and set as mathematics where the cursor is not.

The text of a line that is set stays in the document, only unseen, so selecting, copying and screen readers meet what was typed. What
stands under a line (`LineNote`) gets its room from the line's own margin. Undo is ours (`Undoing`), since Qt's would take those margins
back, too. (Rejected: a widget a line, which loses selection and input methods; a preview beside the text, which shows everything twice.)
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ardoise.core.expression import Span
from ardoise.gui import fonts, line_edits
from ardoise.gui.clean_text import MOST_CHARACTERS, MOST_LINES, clean, one_line_more, too_much
from ardoise.gui.formula_document import FormulaDocument
from ardoise.gui.line_hiding import LineHiding
from ardoise.gui.line_notes import LineNotes
from ardoise.gui.line_rows import TEXT_SIZE, LineRows
from ardoise.gui.marks import Look
from ardoise.gui.paper import Paper
from ardoise.gui.quick_typing import replacement
from ardoise.gui.row_layout import MARGIN, ROW_PADDING, RowLayout
from ardoise.gui.symbol_bar import SymbolKey
from ardoise.gui.undoing import State, Undoing

SET_AT_ONCE: Final = 4
"""Lines that are set between two looks at the event queue."""

ALL: Final = -1
"""Stands for every line."""


class LinesEditor(QTextEdit):
    """Edits lines. `edited` at each change of the text, `finished` when a line is left or handed in."""

    edited = Signal()
    finished = Signal()
    entered = Signal()
    """Ctrl+Return."""
    line_entered = Signal(int)
    """Another line is gone to; carries the number of the one that was left."""
    arranged = Signal()
    """Rows have moved or changed their height."""
    refused = Signal(object)
    """A KnownError: too much was pasted."""
    menu_wanted = Signal(int, object)
    """The context menu was asked for at a line; carries the global position, too."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._rows = LineRows()
        self._line = 0
        self._touched = False
        self._to_arrange = {ALL}
        self.undoing = Undoing()
        self.setObjectName("lines")
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes = LineNotes(self._rows, self.viewport())
        self._layout = RowLayout(self, self._rows)
        self._hiding = LineHiding(self.document(), self.is_set, self._pointed)
        self._set_timer = QTimer(self, singleShot=True, interval=0)
        self._set_timer.timeout.connect(self._set_some)
        self._arrange_timer = QTimer(self, singleShot=True, interval=0)
        self._arrange_timer.timeout.connect(self._arrange)
        self.notes.resized.connect(self._arrange_soon)
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.selectionChanged.connect(self._hide_again)
        self.verticalScrollBar().valueChanged.connect(self._place_notes)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._place_notes())
        self._apply_paper()

    # --- lines

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands in each line; a single empty one where nothing was typed."""
        return self._rows.lines

    @property
    def line(self) -> int:
        """Number of the line where the cursor is."""
        return self.textCursor().blockNumber()

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show another working, the cursor at its end; there is nothing to undo."""
        self._quiet = True
        self.setPlainText("\n".join(lines))
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._quiet = False
        self.undoing.start(self.toPlainText(), self.textCursor().position())
        self._touched = False

    _quiet = False
    """While another working is put on the paper, which is no edit."""

    def add_text(self, text: str, *, name: str = "") -> bool:
        """Put lines at the cursor, as if they were pasted; False, with `refused`, where they are too many. `name` of their file."""
        cleaned = clean(text)
        length = self.document().characterCount() + len(cleaned)
        if length > MOST_CHARACTERS or cleaned.count("\n") + 1 + len(self._rows) > MOST_LINES:
            self.refused.emit(too_much(cleaned, name))
            return False
        self.undoing.end_burst()
        self.textCursor().insertText(cleaned)
        self.undoing.end_burst()
        self.finished.emit()
        return True

    @property
    def at_rest(self) -> bool:
        """Whether every line is set and has its room."""
        return not self._set_timer.isActive() and not self._arrange_timer.isActive()

    def replace_line(self, line: int, text: str) -> None:
        """Put another text in a line's place, as one step of undo."""
        cursor = line_edits.at_line(self.document(), line, selected=True)
        if cursor is not None:
            self.undoing.end_burst()
            cursor.insertText(text)
            self.undoing.end_burst()
            self.finished.emit()

    def go_to(self, line: int) -> None:
        """The cursor at the end of a line, in sight."""
        cursor = line_edits.at_line(self.document(), line)
        if cursor is not None:
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def put_symbol(self, key: SymbolKey) -> None:
        """Put the key's characters around the selection and the cursor between them."""
        self.undoing.end_burst()
        key.put(self.textCursor(), self.setTextCursor)
        self.undoing.end_burst()
        self.setFocus()

    def is_set(self, line: int) -> bool:
        """Whether a line is shown as mathematics: it could be set, and neither cursor nor selection is in it."""
        row = self._rows.at(line)
        if row is None or row.setting is None:
            return False
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self.hasFocus():
            return True
        return line not in line_edits.lines_of(cursor)

    # --- what stands beside and under the lines

    def look_of(self, line: int) -> Look | None:
        """The mark beside a line; None while it is not known, or nothing is said of it."""
        return row.look if (row := self._rows.at(line)) is not None else None

    def mark(self, line: int, look: Look | None, spans: tuple[Span, ...] = ()) -> None:
        """Put a mark beside a line, and point at these places of its text in the mark's tone."""
        row = self._rows[line]
        if (look, spans) != (row.look, row.spans):
            row.done = row.done and spans == row.spans == ()
            row.look, row.spans = look, spans
            self._set_timer.start()
            self.arranged.emit()

    def setting_of(self, line: int) -> FormulaDocument | None:
        """A line as it is set; None where it is shown as it was typed, or is not set yet."""
        return row.setting if (row := self._rows.at(line)) is not None else None

    def rectangle(self, line: int) -> QRectF:
        """Where a line stands in the viewport, without what is under it; empty where there is no such line."""
        return self._layout.rectangle(line)

    def show_note(self, line: int) -> None:
        """Scroll to what stands under a line, if it is out of sight; the cursor stays."""
        note = self.notes.of(line)
        if note is not None and not self.viewport().rect().contains(note.geometry()):
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + self.rectangle(line).top() - self.em))
            self._place_notes()

    def lines_in_sight(self) -> range:
        first = self.cursorForPosition(QPointF(0, 0).toPoint()).blockNumber()
        last = self.cursorForPosition(QPointF(0, self.viewport().height()).toPoint()).blockNumber()
        return range(max(0, first - 1), min(len(self._rows), last + 2))

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._apply_paper()
        self._rows.unset()
        self._hiding.rehighlight()
        self._set_timer.start()
        self._arrange_soon(ALL)

    @property
    def em(self) -> float:
        """Pixels of the working's text."""
        return self._paper.points * TEXT_SIZE * self.logicalDpiY() / 72

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.finished.emit()
            self.entered.emit()
            event.accept()
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.show_state(self.undoing.undo())
            return
        if event.matches(QKeySequence.StandardKey.Redo) or (control and event.key() == Qt.Key.Key_Y):
            self.show_state(self.undoing.redo())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._rows) >= MOST_LINES:
            self.refused.emit(one_line_more())
            return
        before = len(self._rows)
        super().keyPressEvent(event)
        if event.text() and not control:
            self._become()
        if len(self._rows) != before and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.undoing.end_burst()
            self._touched = False
            self.finished.emit()

    def show_state(self, state: State) -> None:
        """Put a state of the text back, changing only what is different."""
        if self.toPlainText() == state.text:
            return
        cursor = self.textCursor()
        self._from_undo = True
        line_edits.change_to(cursor, self.toPlainText(), state.text)
        self._from_undo = False
        cursor.setPosition(min(state.position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.finished.emit()

    _from_undo = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ours, since Qt's offers its own undo, which is switched off; the line under the mouse is what the rest is about."""
        self.menu_wanted.emit(self.cursorForPosition(event.pos()).blockNumber(), event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.add_text(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._hide_again()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_again()
        if self._touched:
            self._touched = False
            self.finished.emit()

    def _become(self) -> None:
        """Plain typing becomes what it means."""
        cursor = self.textCursor()
        if (becomes := replacement(line_edits.before(cursor))) is not None:
            self.undoing.end_burst()
            line_edits.replace_last(cursor, becomes.length, becomes.text)
            self.undoing.end_burst()

    # --- what changes

    def _on_text_changed(self) -> None:
        """Also told where only the format of a line has changed, which is no edit."""
        if not self._rows.show_lines(tuple(self.toPlainText().split("\n"))):
            return
        self._touched = True
        if not self._from_undo:
            self.undoing.record(self.toPlainText(), self.textCursor().position())
        self._set_timer.start()
        self._arrange_soon(self.textCursor().blockNumber())
        if not self._quiet:
            self.edited.emit()

    def _on_cursor_moved(self) -> None:
        """Qt tells of the cursor before it tells of the text that moved it."""
        self._on_text_changed()
        line = self.line
        if line == self._line:
            return
        before, self._line = self._line, line
        self._hide_again()
        if self._quiet:
            return
        if self._touched:
            self._touched = False
            self.undoing.end_burst()
            self.finished.emit()
        self.viewport().update()
        self.line_entered.emit(before)

    def _hide_again(self) -> None:
        """Focus, cursor or selection have changed: lines may be shown otherwise. (Doing so is told as another change of the selection.)"""
        if not self._hiding_now:
            self._hiding_now = True
            self._hiding.again()
            self._hiding_now = False
            self.viewport().update()

    _hiding_now = False

    # --- setting

    def _set_some(self) -> None:
        """Set lines that are not set yet, those in sight first, a few at a time."""
        waiting = [n for n in self.lines_in_sight() if not self._rows[n].done] or [n for n, row in enumerate(self._rows) if not row.done]
        for number in waiting[:SET_AT_ONCE]:
            self._set(number)
        if waiting:
            self._to_arrange.update(waiting[:SET_AT_ONCE])
            self._arrange()
            self.viewport().update()
        if len(waiting) > SET_AT_ONCE or any(not row.done for row in self._rows):
            self._set_timer.start()

    def _set(self, number: int) -> None:
        self._rows.set(number, self._paper, room=self._room, dpi=self.logicalDpiY())
        self._hiding.rehighlightBlock(self.document().findBlockByNumber(number))

    def _pointed(self, line: int) -> tuple[tuple[Span, ...], QColor]:
        row = self._rows.at(line)
        return ((), QColor()) if row is None else (row.spans, QColor(self._paper.colours.tone(row.tone)))

    @property
    def _room(self) -> float:
        return max(40.0, float(self.viewport().width()) - 2 * MARGIN * self.em)

    def _arrange(self) -> None:
        """Give the lines that have changed their room; all of them where the width or the size of text has."""
        lines, self._to_arrange = self._to_arrange, set()
        self._layout.arrange(range(len(self._rows)) if ALL in lines else sorted(lines), self.em, self._room)
        self._place_notes()

    def _arrange_soon(self, line: int) -> None:
        self._to_arrange.add(line)
        self._arrange_timer.start()

    def _place_notes(self) -> None:
        self._layout.place_notes(self.lines_in_sight(), self.em, self._room)
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rows.fit(self._room)
            self._arrange_soon(ALL)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = self._paper.colours
        for number in self.lines_in_sight():
            rect = self.rectangle(number)
            if number == self.line and self.hasFocus():
                padding = ROW_PADDING * self.em * 0.8
                painter.fillRect(rect.adjusted(0, -padding, 0, padding), QColor(colours.hover))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for number in self.lines_in_sight():
            setting = self._rows[number].setting
            if setting is not None and self.is_set(number):
                rect = self.rectangle(number)
                setting.paint(painter, QPointF(self.em * MARGIN, rect.top() + (rect.height() - setting.size().height()) / 2))
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(round(30 * self.em), round(16 * self.em))

    def _apply_paper(self) -> None:
        self.document().setDocumentMargin(MARGIN * self.em)
        font = fonts.interface(self._paper.points * TEXT_SIZE)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.setPalette(self._paper.on_field(self.palette()))
