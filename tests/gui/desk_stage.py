"""Writes on the learner's paper as a person does, and looks at what stands beside and under the lines."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.gui.formula_document import FormulaDocument
from ardoise.gui.line_note import LineNote
from ardoise.gui.main_window import MainWindow
from ardoise.gui.marks import Look

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Seen:
    """What a person sees of one line."""

    look: Look
    setting: FormulaDocument
    note: LineNote | None
    told: str

    @property
    def found(self) -> str:
        """What was found, as Markdown."""
        assert self.note is not None
        assert self.note.finding is not None
        return self.note.finding.text.text


def write(window: MainWindow, *lines: str) -> None:
    """Go to the paper and type these lines, key by key."""
    if not window.checking:
        QTest.keyClick(window, Qt.Key.Key_M, CONTROL)
    for number, line in enumerate(lines):
        if number:
            QTest.keyClick(window.desk.page.editor, Qt.Key.Key_Return)
        QTest.keyClicks(window.desk.page.editor, line)


def hand_in(window: MainWindow, qtbot: QtBot, *, timeout: int = 5_000) -> None:
    """Ctrl+Return, and wait until all is judged and set."""
    QTest.keyClick(window.desk.page.editor, Qt.Key.Key_Return, CONTROL)
    judged(window, qtbot, timeout=timeout)


def judged(window: MainWindow, qtbot: QtBot, *, timeout: int = 5_000) -> None:
    page = window.desk.page
    qtbot.waitUntil(lambda: window.desk.model.outcome is not None and not window.desk.looking and page.at_rest, timeout=timeout)


def seen(window: MainWindow, line: int) -> Seen:
    page = window.desk.page
    look, setting, note = page.editor.look_of(line), page.editor.setting_of(line), page.editor.notes.of(line)
    assert look is not None
    assert setting is not None
    assert note is None or isinstance(note, LineNote)
    return Seen(look, setting, note, page.told(line))
