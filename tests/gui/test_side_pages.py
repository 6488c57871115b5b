"""Settings, examples and help: what is changed holds at once and is kept; every example is what it says it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.limits import Cancel, Limit
from ardoise.core.pictures import Theme
from ardoise.core.ports import SheetKind
from ardoise.core.problem import Working
from ardoise.core.solution import Answer, Trust
from ardoise.core.verdict import Check, is_error
from ardoise.drawing.plotter import ChildPlotter
from ardoise.gui import examples, settings_page
from ardoise.gui.examples import Example
from ardoise.gui.main_window import MainWindow
from ardoise.gui.settings_page import SettingsPage
from ardoise.notation.answer import read_answer
from ardoise.notation.claims import read_problem
from ardoise.notation.task import task_of
from ardoise.settings import Appearance, Settings
from ardoise.tutor.desk import StoryDesk
from ardoise.tutor.picturing import picture
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.gui.conftest import Opening, settled
from tests.gui.desk_stage import CONTROL, judged

EXAMPLES = examples.read()


def opened_settings(window: MainWindow) -> SettingsPage:
    QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    page = window.side.settings
    assert page is not None
    assert window.pages.currentWidget() is page
    return page


def press(widget: QWidget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)


def kept() -> dict[str, object]:
    found = json.loads(paths.settings_file().read_text())
    assert isinstance(found, dict)
    return found


def test_colours_and_size_hold_at_once_and_are_kept(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(settings=Settings(welcomed=True, appearance=Appearance.LIGHT)).window
    page = opened_settings(window)
    press(page.appearances[Appearance.DARK])
    assert window.paper.theme is Theme.DARK
    page.points.setFocus()
    QTest.keyClick(page.points, Qt.Key.Key_Up)
    assert window.paper.points == 12.0
    settled(qtbot, window)
    assert (kept()["appearance"], kept()["text_points"]) == ("dark", 12.0)
    QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert page.points.value() == round(window.paper.points), "the page says what holds, whoever changed it"


def test_offline_acts_at_once_on_every_actor(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window().window
    actors = window.session.actors
    assert actors is not None
    page = opened_settings(window)
    press(page.offline)
    states = [actors.conditions.offline]
    press(page.offline)
    assert [*states, actors.conditions.offline] == [True, False]
    settled(qtbot, window)
    assert kept()["offline"] is False


def test_what_the_model_may_use_is_handed_on(open_window: Opening) -> None:
    window = open_window().window
    actors = window.session.actors
    assert actors is not None
    page = opened_settings(window)
    page.threads.setFocus()
    QTest.keyClick(page.threads, Qt.Key.Key_Up)
    page.context.setFocus()
    QTest.keyClick(page.context, Qt.Key.Key_Down)
    press(page.gpu)
    conditions = actors.conditions
    assert (conditions.threads, conditions.context_tokens, conditions.gpu_layers) == (1, 8_192, 0)


def test_reset_needs_two_presses_and_leaves_nothing_changed(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(settings=Settings(welcomed=True, text_points=16.0, offline=True, threads=1)).window
    page = opened_settings(window)
    press(page.reset)
    assert window.settings.threads == 1
    assert page.reset.text() == "Press again to reset"
    press(page.reset)
    assert window.settings == Settings(welcomed=True)
    assert (page.threads.value(), page.offline.isChecked(), window.paper.points) == (0, False, 11.0)
    settled(qtbot, window)
    assert kept()["threads"] == 0


def test_folders_are_named_opened_and_chosen(open_window: Opening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[QUrl] = []
    monkeypatch.setattr(settings_page, "OPENS", seen.append)
    window = open_window().window
    page = opened_settings(window)
    press(page.data)
    assert [url.toLocalFile() for url in seen] == [str(paths.data_folder())]
    page.choose_folder(str(tmp_path))
    assert window.settings.models_folder == str(tmp_path)
    settled(qtbot, window)
    assert kept()["models_folder"] == str(tmp_path)
    page.choose_folder(str(paths.models_folder()))
    assert window.settings.models_folder == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Comma, Qt.Key.Key_E])
def test_every_page_is_left_as_it_was_come_to_and_by_escape(open_window: Opening, key: Qt.Key) -> None:
    modifiers = {
        Qt.Key.Key_F1: Qt.KeyboardModifier.NoModifier,
        Qt.Key.Key_Comma: CONTROL,
        Qt.Key.Key_E: CONTROL | Qt.KeyboardModifier.ShiftModifier,
    }[key]
    window = open_window().window
    QTest.keyClick(window, key, modifiers)
    assert window.pages.currentWidget() not in (window.welcome, window.view)
    QTest.keyClick(window, key, modifiers)
    assert window.pages.currentWidget() is window.welcome
    QTest.keyClick(window, key, modifiers)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.welcome


def test_examples_in_the_help_stand_apart(open_window: Opening) -> None:
    window = open_window().window
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.side.help is not None
    told = QTextDocument()
    told.setHtml("".join(label.text() for label in window.side.help.findChildren(QLabel)))
    shown = told.toPlainText()
    assert "x^2   2x   x*y   a/b" in shown
    assert "y = 2x + 1   x^2 + y^2 = 9" in shown
    assert "<=   >=   !=   +-   ->" in shown


def test_every_control_of_the_settings_has_a_name(open_window: Opening) -> None:
    window = open_window().window
    page = opened_settings(window)
    inner = page.widget()
    assert inner is not None
    for widget in inner.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.objectName() != "qt_spinbox_lineedit" and widget.window() is window:
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


# --- examples


def gallery(window: MainWindow, qtbot: QtBot) -> MainWindow:
    QTest.keyClick(window, Qt.Key.Key_E, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page = window.side.gallery
    assert page is not None
    qtbot.waitUntil(lambda: page.complete)
    return window


def test_a_problem_of_the_gallery_is_put_into_the_field_for_a_person_to_hand_in(open_window: Opening, qtbot: QtBot) -> None:
    window = gallery(open_window().window, qtbot)
    assert window.side.gallery is not None
    assert len(window.side.gallery.solves) == len(EXAMPLES) >= 30
    press(window.side.gallery.solves[8])
    assert window.problem.field.toPlainText() == EXAMPLES[8].problem
    assert window.problem.mode is SheetKind.SOLVE
    assert window.focusWidget() is window.problem.field
    assert not window.session.running


def test_a_working_of_the_gallery_is_put_on_the_desk(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window()
    window = gallery(stage.window, qtbot)
    assert window.side.gallery is not None
    press(window.side.gallery.checks[0])
    judged(window, qtbot)
    assert window.checking
    assert window.desk.page.working == Working(EXAMPLES[0].problem, EXAMPLES[0].lines)
    assert window.desk.model.sheet
    assert [s.title for s in stage.history.sheets()] == [EXAMPLES[0].problem]


@pytest.fixture(scope="module")
def verifier() -> Iterator[ChildVerifier]:
    verifier = ChildVerifier(spare=False)
    yield verifier
    verifier.close()


@pytest.fixture(scope="module")
def plotter() -> Iterator[ChildPlotter]:
    plotter = ChildPlotter()
    yield plotter
    plotter.close()


def named(example: Example) -> str:
    return example.problem[:40]


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_the_working_of_every_example_has_no_error(verifier: ChildVerifier, example: Example) -> None:
    desk = StoryDesk(verifier=verifier, history=FakeHistory(), plotter=FakePlotter())
    checks: list[Check] = []
    for event in desk.look(Working(example.problem, example.lines), cancel=Cancel()):
        checks += getattr(event, "checks", ())
    assert not is_error(checks)
    assert not example.lines or any(c.reason is None for c in checks), "nothing of it was proved"


@pytest.mark.slow
@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.plot], ids=named)
def test_an_example_that_can_be_drawn_is_drawn(plotter: ChildPlotter, example: Example) -> None:
    plot = picture(read_problem(example.problem), plotter, text=example.problem)
    assert plot is not None
    assert plotter.draw(plot, width=300, height=200).png.startswith(b"\x89PNG")


CONFIRMED = {e.problem: e for e in EXAMPLES if e.area in ("Terms", "Equations") and "Find" not in e.problem}


@pytest.mark.slow
@pytest.mark.parametrize("problem", CONFIRMED, ids=lambda p: p[:40])
def test_the_answer_of_an_example_is_confirmed_and_a_wrong_one_is_not(verifier: ChildVerifier, problem: str) -> None:
    def judged_answer(text: str) -> Answer:
        answer = read_answer(f"\\boxed{{{text}}}")
        assert answer is not None
        return verifier.confirm(read_problem(problem), answer, Limit(5.0), task=task_of(problem))

    answer = CONFIRMED[problem].answer
    assert judged_answer(answer).trust is Trust.CONFIRMED
    assert judged_answer("x = 17").trust is not Trust.CONFIRMED


def test_a_page_takes_the_room_of_the_field_and_gives_it_back(open_window: Opening) -> None:
    window = open_window().window
    opened_settings(window)
    assert window.problem.isHidden()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.problem.isVisible()
    opened_settings(window)
    window.close()
    assert window.frame.state().input_shown, "the next start has the field again"
    assert window.frame.state().rows[1] > 0


def test_a_field_that_was_folded_stays_folded(open_window: Opening) -> None:
    window = open_window().window
    window.problem.hide()
    opened_settings(window)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.problem.isHidden()
