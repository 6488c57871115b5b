"""Solve and Check my work beside each other, by key presses: what acts on which, where the focus is, what stands where afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ardoise.core.ports import SheetKind
from ardoise.gui import examples
from ardoise.gui.main_window import MainWindow
from tests.fakes.actors import FakeShelf
from tests.fakes.tutor import FakeTutor
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.desk_stage import CONTROL, hand_in, judging, seen, write
from tests.gui.stories import FINISHED, story

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "a person always knows where they are"
    return found


def key(which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focus(), which, modifiers)


def both(*wrong: str, pause: float = 0.0) -> FakeTutor:
    """Writes a story, slowly if wanted, and judges workings."""
    checking = judging(*wrong)
    return FakeTutor(story(), solved=FINISHED, checking=checking._checking, checked=checking._checked, pause=pause)


def test_another_way_is_not_tried_unseen_while_one_checks(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=both())
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    write(window, "x = 2")
    hand_in(window, qtbot)
    asked = len([a for a in stage.tutor.asked if isinstance(a, tuple)])
    key(Qt.Key.Key_R, CONTROL)
    settled(qtbot, window)
    assert len([a for a in stage.tutor.asked if isinstance(a, tuple)]) == asked


@pytest.fixture
def helped(open_window: Opening, qtbot: QtBot) -> MainWindow:
    """Two workings are kept, and the model explains the mistake in the second."""
    window = open_window(tutor=both("x = 3", pause=0.05)).window
    write(window, "x = 2")
    hand_in(window, qtbot)
    key(Qt.Key.Key_N, CONTROL)
    write(window, "x = 3")
    hand_in(window, qtbot)
    key(Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: window.desk.help.model.begun)
    return window


@pytest.mark.parametrize("leaving", ["new", "open", "example"])
def test_what_is_explained_stays_with_the_working_it_is_about(helped: MainWindow, qtbot: QtBot, leaving: str) -> None:
    own = helped.desk.model.sheet
    if leaving == "new":
        key(Qt.Key.Key_N, CONTROL)
    elif leaving == "open":
        oldest = helped.history.rows.sheet(helped.history.rows.index(helped.history.rows.rowCount() - 1))
        assert oldest is not None
        assert oldest.id != own
        helped.history.open_sheet(oldest.id)
        qtbot.waitUntil(lambda: helped.banner.isVisible())
    else:
        helped.side._on_working_chosen(next(e for e in examples.read() if e.lines))
    assert helped.banner.what.text() == "A sheet is still being written."
    qtbot.waitUntil(lambda: not helped.desk.help.running)
    assert helped.desk.model.sheet == own
    assert helped.desk.page.editor.lines == ("x = 3",)
    assert len(helped.desk.page.help.parts) == 1


def test_one_thing_is_written_at_a_time_and_can_be_stopped_from_either_way_of_working(helped: MainWindow, qtbot: QtBot) -> None:
    key(Qt.Key.Key_M, CONTROL)
    assert helped.status.stop.isVisible()
    assert not helped.problem.button.isEnabled()
    QTest.keyClicks(helped.problem.field, "Solve x = 1")
    key(Qt.Key.Key_Return, CONTROL)
    assert not helped.session.running
    key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not helped.desk.help.running)
    assert not helped.status.stop.isVisible()
    key(Qt.Key.Key_Return, CONTROL)
    assert helped.session.running


@pytest.mark.parametrize("page", ["settings", "examples", "help", "models"])
@pytest.mark.parametrize("mode", SheetKind)
def test_escape_leaves_a_page_and_the_focus_is_where_one_writes(open_window: Opening, qtbot: QtBot, mode: SheetKind, page: str) -> None:
    window = open_window(tutor=both()).window
    window.go_to_mode(mode)
    pressed = {"settings": (Qt.Key.Key_Comma, CONTROL), "examples": (Qt.Key.Key_E, CONTROL | SHIFT), "help": (Qt.Key.Key_F1, NONE)}
    key(*pressed.get(page, (Qt.Key.Key_M, CONTROL | SHIFT)))
    settled(qtbot, window)
    key(Qt.Key.Key_Escape)
    assert focus() is (window.desk.page.editor if mode is SheetKind.CHECK else window.problem.field)


def test_choosing_another_reading_leaves_the_focus_on_the_paper(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "y = 1/2x")
    hand_in(window, qtbot)
    strip = window.problem.strip
    qtbot.waitUntil(lambda: len(strip.choices) == 1 and strip.choices[0].isVisible())
    strip.choices[0].setFocus()
    key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not strip.choices)
    assert focus() is window.desk.page.editor


def test_closing_a_message_goes_back_to_writing(open_window: Opening) -> None:
    window = open_window(tutor=both()).window
    for mode in SheetKind:
        window.go_to_mode(mode)
        window.banner.show_message("Something")
        window.banner._close.setFocus()
        key(Qt.Key.Key_Space)
        assert focus() is (window.desk.page.editor if mode is SheetKind.CHECK else window.problem.field)


def test_stop_by_its_button_leaves_the_focus_somewhere_useful(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=both(pause=0.05)).window
    type_and_enter(window)
    qtbot.waitUntil(lambda: window.session.model.begun and window.status.stop.isVisible())
    window.status.stop.setFocus()
    key(Qt.Key.Key_Space)
    settled(qtbot, window)
    assert focus() is window.problem.field


def test_solving_by_the_button_leaves_the_focus_somewhere_useful(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=both(pause=0.02)).window
    QTest.keyClicks(window.problem.field, "Solve x = 1")
    window.problem.button.setFocus()
    key(Qt.Key.Key_Space)
    assert window.session.running
    assert focus() is window.problem.field
    settled(qtbot, window)
    assert focus() is window.problem.field


def test_a_sheet_opened_from_the_history_leaves_the_focus_in_the_list(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=both()).window
    for line in ("x = 2", "x = 4"):
        key(Qt.Key.Key_N, CONTROL)
        write(window, line)
        hand_in(window, qtbot)
        settled(qtbot, window)
    key(Qt.Key.Key_1, CONTROL)
    key(Qt.Key.Key_End)
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.page.editor.lines == ("x = 2",))
    assert focus() is window.history.list


def test_a_panel_that_is_folded_gives_the_focus_to_what_is_in_sight(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=both()).window
    type_and_enter(window)
    settled(qtbot, window)
    key(Qt.Key.Key_2, CONTROL)
    assert window.problem.isHidden()
    assert focus() is window.view.area
    key(Qt.Key.Key_3, CONTROL)
    assert focus() is window.plot.canvas
    key(Qt.Key.Key_3, CONTROL)
    assert window.plot.isHidden()
    assert focus() is window.view.area


def test_without_a_model_the_keys_for_it_lead_to_the_models_and_back(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=both("x = 3"), shelf=FakeShelf()).window
    write(window, "x = 3")
    hand_in(window, qtbot)
    note = seen(window, 0).note
    assert note is not None
    assert note.explain.isHidden()
    for which in (Qt.Key.Key_E, Qt.Key.Key_G):
        key(which, CONTROL)
        assert window.banner.what.text() == "There is no model on this machine yet."
        assert focus() is window.models.page
        key(Qt.Key.Key_Escape)
        assert focus() is window.desk.page.editor
