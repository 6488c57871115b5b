"""Changes of a document that cursors make: a line taken whole, a text turned into another one."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument

from ardoise.gui.clean_text import units


def at_line(document: QTextDocument, line: int, *, selected: bool = False) -> QTextCursor | None:
    """A cursor at the end of a line, with all of it selected if wanted; None where there is no such line."""
    block = document.findBlockByNumber(line)
    if not block.isValid():
        return None
    cursor = QTextCursor(block)
    mode = QTextCursor.MoveMode.KeepAnchor if selected else QTextCursor.MoveMode.MoveAnchor
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, mode)
    return cursor


def change_to(cursor: QTextCursor, now: str, then: str) -> None:
    """Turn the text of the cursor's document, `now`, into another, changing only what is different."""
    most = min(len(now), len(then))
    first = next((i for i in range(most) if now[i] != then[i]), most)
    most -= first
    kept = next((k for k in range(most) if now[-1 - k] != then[-1 - k]), most)
    cursor.setPosition(units(now[:first]))
    cursor.setPosition(units(now[: len(now) - kept]), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(then[first : len(then) - kept])


def before(cursor: QTextCursor) -> str:
    """What stands before the cursor in its line."""
    return cursor.block().text()[: cursor.positionInBlock()]


def replace_last(cursor: QTextCursor, length: int, text: str) -> None:
    """Put a text in the place of so many characters before the cursor."""
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
    cursor.insertText(text)


def lines_of(cursor: QTextCursor) -> range:
    """The lines that the selection touches; without one, that of the cursor."""
    document = cursor.document()
    first, last = (document.findBlock(at).blockNumber() for at in (cursor.selectionStart(), cursor.selectionEnd()))
    return range(first, last + 1)
