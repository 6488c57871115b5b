"""The window as a person uses it: real key presses, a tutor that plays a story, and an end that leaves nothing running."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckEvent, CheckFinished, Outcome, PlotReady, StepChecked, StepRead
from ardoise.core.pictures import Theme
from ardoise.core.ports import SheetKind
from ardoise.core.problem import Working
from ardoise.core.solution import Step, Trust
from ardoise.core.verdict import Mark, mark_word, trust_word
from ardoise.gui import window_state
from ardoise.gui.commands import WORDINGS
from ardoise.gui.main_window import MainWindow
from ardoise.gui.measured import measured
from ardoise.gui.theme import DARK
from ardoise.settings import Appearance, Settings
from tests.fakes.history import FakeHistory
from tests.fakes.tutor import FakeTutor
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.desk_stage import hand_in, seen, write
from tests.gui.stories import FINISHED, MODEL, PROBLEM, STEPS, WRONG, proved, story

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_typed_problem_is_solved_step_by_step(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window()
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    assert [card.mark.look.word for card in window.view.cards if card.mark.look] == ["No claim", "Proved", "Wrong", "Not read", "Proved"]
    assert window.view.answer_card is not None
    assert window.view.tally.text() == "3 of 5 claims proved, 1 wrong, 1 not checked"
    assert window.status.model.text() == MODEL.name
    assert window.status.stand_in.isVisible()
    assert window.status.rate.text() == "12.5 tokens a second"
    assert window.pages.currentWidget() is window.view
    assert [s.title for s in stage.history.sheets()] == [PROBLEM]
    assert stage.history.sheets()[0].finished


def test_escape_stops_at_once_and_keeps_what_was_written(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=FakeTutor(story(), solved=FINISHED, pause=0.03)).window
    type_and_enter(window)
    qtbot.waitUntil(lambda: len(window.view.cards) >= 1)
    assert window.status.stop.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.status.state.text() == "Stopping…"
    qtbot.waitUntil(lambda: not window.session.running)
    assert window.session.model.outcome is Outcome.STOPPED
    assert 1 <= len(window.view.cards) < len(STEPS)
    assert not window.status.stop.isVisible()
    assert window.problem.button.isEnabled()


def test_progress_is_shown_while_the_model_loads_and_the_prompt_is_read(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=FakeTutor(story(), solved=FINISHED, pause=0.05)).window
    seen: list[tuple[str, bool]] = []
    window.session.changed.connect(lambda _: seen.append((window.status.state.text(), window.status.progress.isVisible())))
    type_and_enter(window)
    qtbot.waitUntil(lambda: len(seen) > 4)
    assert ("Loading the model", True) in seen
    assert ("Reading the problem", True) in seen
    assert ("Writing", False) in seen


def test_a_working_is_checked_line_by_line(open_window: Opening, qtbot: QtBot) -> None:
    def checking(working: Working) -> list[CheckEvent]:
        checks = [proved("2x = 8"), WRONG]
        events: list[CheckEvent] = []
        for index, line in enumerate(working.lines):
            events += [StepRead(Step(index, line, 0, 0)), StepChecked(index, (checks[index],))]
        return events

    stage = open_window(tutor=FakeTutor(checking=checking, checked=CheckFinished(Outcome.FINISHED, first_error=1, steps=2)))
    window = stage.window
    write(window, "2x = 8", "x = 5")
    hand_in(window, qtbot)
    assert window.problem.mode is SheetKind.CHECK
    assert [state.mark for state in window.desk.model.states.values()] == [Mark.PROVED, Mark.REFUTED]
    assert seen(window, 1).found
    assert stage.history.sheets()[0].kind is SheetKind.CHECK


def test_a_sheet_from_the_history_is_replayed_whole(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window()
    window = stage.window
    type_and_enter(window)
    settled(qtbot, window)
    lived = [card.accessibleName() for card in window.view.cards]
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.pages.currentWidget() is window.welcome
    assert window.problem.problem.toPlainText() == ""
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    window.history.list.setCurrentIndex(window.history.rows.index(0))
    QTest.keyClick(window.history.list, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert [card.accessibleName() for card in window.view.cards] == lived
    assert window.view.answer_card is not None


def test_no_other_sheet_is_opened_while_one_is_written(open_window: Opening, qtbot: QtBot) -> None:
    history = FakeHistory()
    history.begin(SheetKind.SOLVE, "older")
    window = open_window(history=history, tutor=FakeTutor(story(), pause=0.05)).window
    type_and_enter(window)
    qtbot.waitUntil(lambda: window.session.model.begun)
    window.history.open_sheet("sheet-1")
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert window.banner.what.text() == "A sheet is still being written."
    assert window.session.model.problem == PROBLEM


def test_closing_in_mid_generation_hides_at_once_and_ends_the_thread(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=FakeTutor(story(), solved=FINISHED, pause=0.05))
    window = stage.window
    type_and_enter(window)
    qtbot.waitUntil(lambda: window.session.model.text != "")
    with qtbot.waitSignal(window.left):
        window.close()
        assert not window.isVisible()
    assert not window.session.running
    kept = stage.history.events("sheet-1")
    assert getattr(kept[-1], "outcome", None) is Outcome.STOPPED


def test_an_empty_problem_and_a_strange_one_get_a_calm_sentence(open_window: Opening) -> None:
    window = open_window().window
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL)
    assert window.banner.isVisible()
    assert window.banner.what.text() == "There is no problem yet."
    assert window.banner.remedy.text().startswith("Type one")
    window.problem.problem.setPlainText("x " * 15_000)
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL)
    assert "29,999 characters" in window.banner.what.text()
    assert not window.session.running


def test_a_known_error_of_the_tutor_is_shown_with_its_remedy(open_window: Opening, qtbot: QtBot) -> None:
    class Refusing(FakeTutor):
        def solve(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise KnownError("The engine could not start.", "Free some memory.")

    window = open_window(tutor=Refusing()).window
    type_and_enter(window)
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert (window.banner.what.text(), window.banner.remedy.text()) == ("The engine could not start.", "Free some memory.")
    qtbot.waitUntil(lambda: not window.session.running)


def test_the_window_goes_on_without_a_history(open_window: Opening, qtbot: QtBot) -> None:
    history = FakeHistory()
    window = open_window(history=history).window
    history.fault = KnownError("The history cannot be written.", "Make the folder writable.")
    window.history.reload()
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert window.banner.what.text() == "The history cannot be written."
    history.fault = None
    type_and_enter(window)
    settled(qtbot, window)
    assert len(window.view.cards) == len(STEPS)


def test_the_theme_follows_the_system_while_the_window_is_open(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(settings=Settings(welcomed=True)).window
    type_and_enter(window)
    settled(qtbot, window)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.paper.theme is Theme.DARK
    assert DARK.window in window.styleSheet()
    assert window.view.cards[0].text.palette().text().color().name() == DARK.ink
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.view.cards[0].text.palette().text().color().name() != DARK.ink


def test_keys_change_the_size_of_text_and_it_is_kept(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window().window
    usual = window.paper.points
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert window.paper.points > 1.3 * usual
    settled(qtbot, window)
    assert json.loads(paths.settings_file().read_text())["text_points"] == window.paper.points
    QTest.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert window.paper.points == usual


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3])
def test_a_panel_is_gone_to_then_folded_then_shown_again(open_window: Opening, key: Qt.Key) -> None:
    window = open_window().window
    panel = {Qt.Key.Key_1: window.history, Qt.Key.Key_2: window.problem, Qt.Key.Key_3: window.plot}[key]
    window.view.area.setFocus() if key is Qt.Key.Key_2 else window.problem.field.setFocus()
    if key is Qt.Key.Key_2:
        window.history.search.setFocus()
    QTest.keyClick(window, key, CONTROL)
    assert panel.isVisible()
    focus = window.focusWidget()
    assert focus is not None
    assert panel is focus or panel.isAncestorOf(focus)
    QTest.keyClick(window, key, CONTROL)
    assert not panel.isVisible()
    QTest.keyClick(window, key, CONTROL)
    assert panel.isVisible()


def test_search_is_one_key_away(open_window: Opening) -> None:
    window = open_window().window
    window.history.hide()
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.history.isVisible()
    assert isinstance(window.focusWidget(), QLineEdit)


def test_the_page_of_keys_lists_every_command(open_window: Opening) -> None:
    window = open_window().window
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.side.help is not None
    assert window.pages.currentWidget() is window.side.help
    assert all(wording.text in window.side.help.table.text() for wording in WORDINGS)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.welcome


def test_the_help_explains_every_mark_and_level_of_trust_and_says_what_was_measured(open_window: Opening) -> None:
    window = open_window().window
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.side.help is not None
    shown = {label.text() for label in window.side.help.findChildren(QLabel)}
    assert shown >= {mark_word(mark) for mark in Mark} | {trust_word(trust) for trust in Trust}
    told = " ".join(shown)
    n, right = measured().levels[Trust.CHECKED]
    assert f"{right} of {n} such answers were right" in told


def test_the_sheet_is_copied_whole_by_a_key(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window().window
    type_and_enter(window)
    settled(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == window.session.model.latex()


def test_sizes_and_folded_panels_are_remembered(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window().window
    window._keeps_state = True
    window.resize(1_000, 700)
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    with qtbot.waitSignal(window.left):
        window.close()
    state = window_state.load()
    assert (state.width, state.height, state.plot_shown, state.history_shown) == (1_000, 700, False, True)
    other = MainWindow(Settings(), state)
    qtbot.addWidget(other)
    assert other.plot.isHidden()
    assert (other.width(), other.height()) == (1_000, 700)
    other.errands.close()


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"width": -5}', '{"columns": [1]}', '{"width": "wide"}'])
def test_a_damaged_memory_of_sizes_costs_the_sizes_only(damage: str) -> None:
    window_state.state_file().parent.mkdir(parents=True, exist_ok=True)
    window_state.state_file().write_text(damage)
    assert window_state.load() == window_state.WindowState()


def test_every_control_has_a_name(open_window: Opening) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QPlainTextEdit

    window = open_window().window
    for control in window.findChildren(QAbstractButton):
        assert control.accessibleName() or control.text(), control.objectName()
    for kind in (QLineEdit, QPlainTextEdit, QAbstractItemView):
        for field in window.findChildren(kind):
            assert field.accessibleName(), field.objectName()


def test_the_appearance_can_be_chosen_by_a_key(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(settings=Settings(welcomed=True, appearance=Appearance.LIGHT)).window
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert window.paper.theme is Theme.DARK
    settled(qtbot, window)
    assert json.loads(paths.settings_file().read_text())["appearance"] == "dark"


def test_an_example_is_put_into_the_input_and_not_solved_yet(open_window: Opening) -> None:
    window = open_window().window
    QTest.mouseClick(window.welcome.examples[0], Qt.MouseButton.LeftButton)
    assert window.problem.problem.toPlainText() == PROBLEM
    assert not window.session.running


def test_a_plot_that_arrives_is_handed_to_the_plot_panel(open_window: Opening, qtbot: QtBot) -> None:
    from ardoise.core.plots import Plot, View

    plot = Plot((), (), View(-1, 1, -1, 1))
    window = open_window(tutor=FakeTutor([PlotReady(plot)])).window
    shown: list[object] = []
    real = window.plot.show_plot

    def watched(plot: Plot | None, *, same_sheet: bool = False) -> None:
        shown.append(plot)
        real(None, same_sheet=same_sheet)

    window.plot.show_plot = watched  # type: ignore[method-assign]
    type_and_enter(window)
    settled(qtbot, window)
    assert shown == [None, plot]
