"""A sheet that grows: another attempt, writing on, questions; live, replayed, and by key presses in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.events import Outcome, SolveEvent, SolveFinished, SolveStarted, StepRead, TextArrived
from ardoise.core.limits import Cancel
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Problem, Purpose, Turn
from ardoise.core.solution import Step
from ardoise.gui.main_window import MainWindow
from ardoise.gui.sheet_model import SheetModel
from tests.fakes.tutor import NO_OPTIONS, FakeTutor
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.stories import FINISHED, PROBLEM, story

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Answering(FakeTutor):
    """Writes one step that says what was asked for and how often; ends as told."""

    def __init__(self, *outcomes: Outcome) -> None:
        super().__init__()
        self.options: list[SolveOptions] = []
        self._outcomes = list(outcomes)

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = NO_OPTIONS) -> Iterator[SolveEvent]:
        self.options.append(options)
        asked = options.asked
        start = len(asked.begun)
        text = f"{asked.purpose.value} {len(self.options)}."
        yield SolveStarted(problem.text, asked.sheet, asked.purpose)
        yield TextArrived(text)
        number = 1 if asked.purpose is Purpose.GO_ON else 0
        yield StepRead(Step(number, text, start, start + len(text)))
        yield SolveFinished(self._outcomes.pop(0) if self._outcomes else Outcome.FINISHED)


def texts(window: MainWindow) -> list[list[str]]:
    return [[card.text.text for card in part.cards] for part in window.view.parts]


def test_a_sheet_has_parts_with_attempts_and_goes_on_in_the_last() -> None:
    sheet = SheetModel()
    for purpose, text in (
        (Purpose.SOLVE, "a"), (Purpose.AGAIN, "b"), (Purpose.GO_ON, "c"), (Purpose.FOLLOW_UP, "d"), (Purpose.EXPLAIN, "e"),
    ):  # fmt: skip
        sheet.apply(SolveStarted(purpose.value, "s", purpose))
        sheet.apply(TextArrived(text))
        sheet.apply(SolveFinished(Outcome.FINISHED))
    assert [[a.text for a in part.attempts] for part in sheet.parts] == [["a", "bc"], ["d"], ["e"]]
    assert sheet.turns == (Turn("again", "bc"), Turn("follow_up", "d"), Turn("explain", "e"))
    assert sheet.latex() == "again\n\nbc\n\nfollow_up\n\nd\n\nexplain\n\ne"
    sheet.apply(SolveStarted("new", "t"))
    assert [part.latest.problem for part in sheet.parts] == ["new"]


def test_another_way_is_a_second_attempt_with_pages_to_turn(open_window: Opening, qtbot: QtBot) -> None:
    tutor = Answering()
    stage = open_window(tutor=tutor)
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL)
    settled(qtbot, window)
    assert texts(window) == [["again 2."]]
    assert tutor.options[1].sampling.temperature > 0
    assert tutor.options[1].asked.sheet == window.session.sheet.sheet != ""
    actions = window.view.parts[0].actions_row
    assert actions.pages.text() == "Attempt 2 of 2"
    actions.back.setFocus()
    QTest.keyClick(actions.back, Qt.Key.Key_Space)
    assert texts(window) == [["solve 1."]]
    assert not actions.back.isEnabled()
    assert len(stage.history.sheets()) == 1
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL)
    settled(qtbot, window)
    assert tutor.options[1].sampling.seed != tutor.options[2].sampling.seed


def test_what_was_stopped_is_written_on(open_window: Opening, qtbot: QtBot) -> None:
    tutor = Answering(Outcome.STOPPED)
    window = open_window(tutor=tutor).window
    type_and_enter(window)
    settled(qtbot, window)
    actions = window.view.parts[0].actions_row
    assert actions.go_on.isVisible()
    actions.go_on.setFocus()
    QTest.keyClick(actions.go_on, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert tutor.options[1].asked.begun == "solve 1."
    assert texts(window) == [["solve 1.", "go_on 2."]]
    assert not actions.go_on.isVisible()


def test_a_question_is_answered_on_the_same_sheet(open_window: Opening, qtbot: QtBot) -> None:
    tutor = Answering()
    stage = open_window(tutor=tutor)
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    window.problem.clear()
    QTest.keyClicks(window.problem.field, "Why?")
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL | SHIFT)
    settled(qtbot, window)
    assert texts(window) == [["solve 1."], ["follow_up 2."]]
    assert tutor.options[1].asked.turns == (Turn(PROBLEM, "solve 1."),)
    assert window.view.parts[1].problem.heading.text() == "Question"
    assert window.problem.field.toPlainText() == ""
    assert len(stage.history.sheets()) == 1
    assert window.top.title.text() == PROBLEM


def test_a_question_without_a_sheet_is_a_problem(open_window: Opening, qtbot: QtBot) -> None:
    tutor = Answering()
    window = open_window(tutor=tutor).window
    QTest.keyClicks(window.problem.field, "What is 2 + 2?")
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL | SHIFT)
    settled(qtbot, window)
    assert tutor.options[0].asked.purpose is Purpose.SOLVE


def test_the_problem_can_be_changed_and_solved_again_on_a_sheet_of_its_own(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=Answering())
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    window.problem.clear()
    edit = window.view.parts[0].actions_row.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Space)
    assert window.problem.field.toPlainText() == PROBLEM
    assert window.focusWidget() is window.problem.field
    QTest.keyClick(window.problem.field, Qt.Key.Key_End, CONTROL)
    QTest.keyClick(window.problem.field, Qt.Key.Key_Backspace)
    QTest.keyClicks(window.problem.field, "4")
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, window)
    assert stage.history.sheets()[0].title.endswith("= 4")
    assert len(stage.history.sheets()) == 2


def test_a_sheet_with_attempts_and_questions_is_there_again(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=Answering())
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL)
    settled(qtbot, window)
    window.problem.clear()
    QTest.keyClicks(window.problem.field, "Why?")
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL | SHIFT)
    settled(qtbot, window)
    sheet, before = window.session.sheet.sheet, texts(window)
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    window.history.open_sheet(sheet)
    qtbot.waitUntil(lambda: window.session.sheet.sheet == sheet)
    assert texts(window) == before == [["again 2."], ["follow_up 3."]]
    assert window.view.parts[0].actions_row.pages.text() == "Attempt 2 of 2"


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_I, Qt.Key.Key_F8])
def test_keys_without_a_sheet_do_nothing(open_window: Opening, key: Qt.Key) -> None:
    window = open_window(tutor=FakeTutor(story(), solved=FINISHED)).window
    QTest.keyClick(window, key, CONTROL if key is not Qt.Key.Key_F8 else Qt.KeyboardModifier.NoModifier)
    assert not window.session.running
