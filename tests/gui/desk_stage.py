"""Writes on the learner's paper as a person does, and looks at what stands beside and under the lines."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.events import CheckEvent, CheckFinished, Outcome, StepChecked, StepRead
from ardoise.core.problem import Working
from ardoise.core.solution import Step
from ardoise.core.verdict import Check
from ardoise.gui.desk_model import DeskModel
from ardoise.gui.formula_document import FormulaDocument
from ardoise.gui.line_note import LineNote
from ardoise.gui.main_window import MainWindow
from ardoise.gui.marks import Look
from ardoise.notation.claims import read_line
from tests.fakes.history import FakeHistory
from tests.fakes.tutor import FakeTutor
from tests.fakes.verifier import proved, refuted

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


def judging(*wrong: str) -> FakeTutor:
    """Proves every line but these."""

    def checking(working: Working) -> list[CheckEvent]:
        events: list[CheckEvent] = []
        for index, line in enumerate(working.lines):
            if line.strip():
                claims, _ = read_line(line)
                checks = tuple(refuted(c) if line in wrong else proved(c) for c in claims)
                events += [StepRead(Step(index, line, 0, len(line))), StepChecked(index, _placed(checks))]
        return events

    return FakeTutor(checking=checking, checked=CheckFinished(Outcome.FINISHED))


def _placed(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    return tuple(dataclasses.replace(c, where=(c.claim.span,)) if c.witness is not None else c for c in checks)


def reopened(history: FakeHistory, sheet: str) -> DeskModel:
    model = DeskModel()
    for event in history.events(sheet):
        if isinstance(event, CheckEvent):
            model.apply(event)
    return model
