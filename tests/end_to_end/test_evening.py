"""A student's evening, with the keyboard alone: the real window, the real checker, the real plotter and a real model.

Open, take an example, write three lines with a mistake in the second, see why, mend it, solve another problem with the model, look at its
plot, close, open again, and find everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ardoise import settings, wiring
from ardoise.core.events import Outcome
from ardoise.core.ports import SheetKind
from ardoise.core.solution import Trust
from ardoise.gui import window_state
from ardoise.gui.app import application
from ardoise.gui.line_note import LineNote
from ardoise.gui.main_window import MainWindow
from ardoise.settings import Settings
from tests.model_files import big_model

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1_500)]
PATIENCE = 600_000
SOON = 30_000
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "a person always knows where they are"
    return found


def key(which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focus(), which, modifiers)


def typed(text: str) -> None:
    QTest.keyClicks(focus(), text)


def tab_to(wanted: Callable[[QWidget], bool]) -> None:
    """Tab until it is reached; that it is reached at all is part of the test."""
    for _ in range(120):
        if wanted(focus()):
            return
        key(Qt.Key.Key_Tab)
    raise AssertionError("Tab does not reach it")


@pytest.fixture
def opened(qtbot: QtBot, data_folder: Path) -> Iterator[Callable[[], MainWindow]]:
    """Opens the window as the program does, each time anew; the model is in place."""
    application()
    (data_folder / "models").mkdir(parents=True)
    (data_folder / "models" / big_model().name).symlink_to(big_model())
    settings.save(Settings(welcomed=True))
    closing: list[Callable[[], None]] = []

    def open_window() -> MainWindow:
        state = window_state.load()
        actors = wiring.build(settings.load())
        actors.warm()
        window = MainWindow(settings.load(), state)
        window.resize(1280, 800)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        window.activateWindow()
        with qtbot.waitSignal(window.models.looked, timeout=SOON):
            window.show_actors(actors)
        window.history.reopen(state.sheet)

        def close() -> None:
            if window.isVisible():
                with qtbot.waitSignal(window.left, timeout=SOON):
                    window.close()
            window.errands.close()
            actors.close()
            window.deleteLater()

        closing.append(close)
        return window

    yield open_window
    for close in closing:
        close()


def test_a_students_evening_by_the_keyboard_alone(qtbot: QtBot, opened: Callable[[], MainWindow]) -> None:
    window = opened()
    qtbot.waitUntil(lambda: window.problem.field.hasFocus())

    # an example
    key(Qt.Key.Key_E, CONTROL | SHIFT)
    gallery = window.side.gallery
    assert gallery is not None
    qtbot.waitUntil(lambda: gallery.complete)
    tab_to(lambda widget: widget.accessibleName() == "See a working: Solve x squared minus 5 x plus 6 equals 0")
    key(Qt.Key.Key_Space)
    page, editor = window.desk.page, window.desk.page.editor
    assert focus() is editor
    qtbot.waitUntil(lambda: window.desk.model.outcome is Outcome.FINISHED, timeout=SOON)
    assert page.head.finding.text() == "No error found"

    # a sheet of one's own: three lines, the second wrong
    key(Qt.Key.Key_N, CONTROL)
    tab_to(lambda widget: widget is page.about)
    typed("Solve 2x + 3 = 11")
    key(Qt.Key.Key_Return)
    assert focus() is editor
    typed("2x + 3 = 11")
    key(Qt.Key.Key_Return)
    typed("2x = 14")
    key(Qt.Key.Key_Return)
    typed("x = 7")
    key(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: [look.word for n in (1, 2) if (look := editor.look_of(n)) is not None] == ["Wrong", "Follows"], timeout=SOON)
    assert page.head.finding.text() == "First error: line 2"

    # see why
    key(Qt.Key.Key_F8)
    assert editor.line == 1
    assert "x equals 7 gives 17 on the left and 11 on the right" in page.told(1)
    assert "sign of a moved term" in page.told(1)
    key(Qt.Key.Key_I, CONTROL)
    note = editor.notes.of(1)
    assert isinstance(note, LineNote)
    assert note.reasons is not None
    assert "Method: equation step" in note.reasons.texts[0]

    # mend it, and what follows from it
    key(Qt.Key.Key_Backtab)
    tab_to(lambda widget: widget is editor)
    assert editor.line == 1
    for text in ("8", "4"):
        key(Qt.Key.Key_End)
        key(Qt.Key.Key_Backspace)
        if text == "8":
            key(Qt.Key.Key_Backspace)
        typed(text)
        key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.head.finding.text() == "No error found" and not window.desk.looking, timeout=SOON)
    working = window.desk.model.working
    assert working.lines == ("2x + 3 = 11", "2x = 8", "x = 4")
    own = window.sheet

    # another one, with the model
    key(Qt.Key.Key_M, CONTROL)
    typed("Solve x^2 - x - 6 = 0")
    key(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: window.session.model.finished, timeout=PATIENCE)
    answer = window.session.model.answer
    assert answer is not None
    assert answer.trust is Trust.CONFIRMED
    solved = window.sheet
    text = window.session.model.text

    # its plot
    qtbot.waitUntil(lambda: window.session.sheet.plot is not None and not window.plot.busy, timeout=SOON)
    key(Qt.Key.Key_3, CONTROL)
    assert window.plot.isAncestorOf(focus())
    view = window.plot.canvas.view
    assert view is not None
    key(Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: not window.plot.busy, timeout=SOON)
    nearer = window.plot.canvas.view
    assert nearer is not None
    assert nearer.right - nearer.left < view.right - view.left

    # close, open again, find everything
    with qtbot.waitSignal(window.left, timeout=SOON):
        key(Qt.Key.Key_Q, CONTROL)
    again = opened()
    qtbot.waitUntil(lambda: again.session.sheet.sheet == solved, timeout=SOON)
    assert again.session.model.text == text
    assert again.session.model.answer == answer
    assert again.session.sheet.plot is not None
    key(Qt.Key.Key_F, CONTROL)
    typed("2x + 3")
    qtbot.waitUntil(lambda: again.history.rows.rowCount() == 1, timeout=SOON)
    tab_to(lambda widget: widget is again.history.list)
    key(Qt.Key.Key_Home)
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.sheet == own, timeout=SOON)
    qtbot.waitUntil(lambda: again.desk.model.outcome is Outcome.FINISHED, timeout=SOON)
    assert again.problem.mode is SheetKind.CHECK
    assert again.desk.model.working == working
    assert again.desk.page.head.finding.text() == "No error found"
