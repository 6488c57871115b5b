"""Workings that come from files and go to the history, and what is on the paper again when it is come back to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ardoise.core.problem import Working
from tests.gui.conftest import Opening, settled
from tests.gui.desk_stage import CONTROL, hand_in, judged, judging, reopened, seen, write

SHIFT = Qt.KeyboardModifier.ShiftModifier


# --- files


def test_a_text_file_is_opened_with_its_problem(open_window: Opening, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "homework.txt"
    file.write_text("Problem: Solve 2x = 8\n\n2x = 8\r\nx = 4\n", encoding="utf-8-sig")
    window = open_window(tutor=judging()).window
    window.desk.open_file(file)
    judged(window, qtbot)
    assert window.checking
    assert window.desk.model.working == Working("Solve 2x = 8", ("2x = 8", "x = 4"))


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x89PNG\r\n\x1a\n\xff", "no text file"), (b"x" * 5_000_000, "5 MB"), (b"x = 1\n" * 9_000, "has 9,000 lines")]
)
def test_a_file_that_is_no_working_gets_a_sentence(open_window: Opening, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "strange.txt"
    file.write_bytes(content)
    window = open_window().window
    window.desk.open_file(file)
    assert said in window.banner.what.text()
    assert window.banner.remedy.text()
    assert window.desk.page.editor.lines == ("",)


def test_a_file_that_is_gone_gets_a_sentence(open_window: Opening, tmp_path: Path) -> None:
    window = open_window().window
    window.desk.open_file(tmp_path / "gone.txt")
    assert "could not be read" in window.banner.what.text()


def test_a_text_file_can_be_dropped_into_the_window(open_window: Opening, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("x = 4", encoding="utf-8")
    window = open_window(tutor=judging()).window
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(10, 10), action, data, button, key))
    QApplication.sendEvent(window, QDropEvent(QPointF(10, 10), action, data, button, key))
    assert window.desk.page.editor.lines == ("x = 4",)
    judged(window, qtbot)


# --- what is kept


def test_what_is_written_is_kept_as_it_is_finished_and_on_leaving(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=judging())
    window = stage.window
    write(window, "2x = 8", "x = 4")
    qtbot.waitUntil(lambda: window.desk.model.sheet != "")
    sheet = window.desk.model.sheet
    assert reopened(stage.history, sheet).working.lines[0] == "2x = 8"
    QTest.keyClicks(window.desk.page.editor, " or so")
    with qtbot.waitSignal(window.left):
        window.close()
    assert reopened(stage.history, sheet).working.lines == ("2x = 8", "x = 4 or so")


def test_a_working_from_the_history_is_on_the_desk_again_and_goes_on_in_its_sheet(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=judging("x = 5"))
    window = stage.window
    write(window, "2x = 8", "x = 5")
    hand_in(window, qtbot)
    sheet = window.desk.model.sheet
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.desk.page.editor.toPlainText() == ""
    settled(qtbot, window)
    window.history.open_sheet(sheet)
    qtbot.waitUntil(lambda: window.desk.model.sheet == sheet)
    judged(window, qtbot)
    assert window.desk.page.editor.lines == ("2x = 8", "x = 5")
    assert seen(window, 0).look.word == "Proved"
    QTest.keyClick(window.desk.page.editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(window.desk.page.editor, "4")
    hand_in(window, qtbot)
    assert [(s.id, s.title) for s in stage.history.sheets()] == [(sheet, "2x = 8")]
    assert reopened(stage.history, sheet).working.lines == ("2x = 8", "x = 4")


def test_both_ways_of_working_keep_their_sheets_while_one_changes_between_them(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "x = 4")
    hand_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL)
    QTest.keyClicks(window.problem.field, "Solve x = 1")
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL)
    assert window.desk.page.editor.lines == ("x = 4",)
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL)
    assert window.problem.field.toPlainText() == "Solve x = 1"


def test_the_whole_working_is_copied_as_latex(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "x = 1/2")
    hand_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "\\(x = \\frac{1}{2}\\)"
