"""The learner's paper in the window, by key presses: typing, undo, marks and readings."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.problem import Assumptions, Numbers
from ardoise.gui.clean_text import MOST_LINES
from ardoise.gui.lines_editor import LinesEditor
from ardoise.gui.paper import Paper
from tests.gui.conftest import Opening
from tests.gui.desk_stage import CONTROL, hand_in, judged, judging, reopened, seen, write

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def editor(qtbot: QtBot, paper: Paper) -> LinesEditor:
    editor = LinesEditor(paper)
    qtbot.addWidget(editor)
    editor.resize(600, 400)
    editor.show()
    editor.setFocus()
    return editor


# --- typing


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("x <= 3", "x ≤ 3"),
        ("x >= 3", "x ≥ 3"),
        ("x != 3", "x ≠ 3"),
        ("x = +-3", "x = ±3"),
        ("2pi r", "2π r"),
        ("sqrt(2)", "√(2)"),
        ("sqrt 2", "√2"),
        ("sin theta = 1", "sin θ = 1"),
        ("x -> infinity ", "x → ∞ "),
        ("x^2 = 4 => x = 2", "x^2 = 4 ⇒ x = 2"),
        ("a <=> b", "a ⇔ b"),
        ("spin = 3", "spin = 3"),
        ("2**3", "2^3"),
        ("\\sqrt(2) <= 3", "\\sqrt(2) <= 3"),
        ("a/b * c^2", "a/b * c^2"),
    ],
)
def test_plain_typing_becomes_what_it_means(editor: LinesEditor, typed: str, text: str) -> None:
    QTest.keyClicks(editor, typed)
    assert editor.toPlainText() == text


def test_what_typing_became_is_taken_back_by_one_undo_and_stays_so(editor: LinesEditor) -> None:
    QTest.keyClicks(editor, "x <=")
    assert editor.toPlainText() == "x ≤"
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.toPlainText() == "x <="
    QTest.keyClicks(editor, " 3")
    assert editor.toPlainText() == "x <= 3"


def test_undo_goes_back_by_bursts_and_lines_and_redo_forward_again(editor: LinesEditor) -> None:
    QTest.keyClicks(editor, "2x = 8")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "x = 4")
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.toPlainText() == "2x = 8\n"
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.toPlainText() == "2x = 8"
    QTest.keyClick(editor, Qt.Key.Key_Y, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert editor.toPlainText() == "2x = 8\nx = 4"
    assert editor.textCursor().position() == len("2x = 8\nx = 4")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*"x2+=π😀\u202e", "<=", "pi ", "\r", "UNDO", "REDO", "UP", "BACK"]), max_size=25))
def test_any_keys_leave_rows_and_text_in_step(editor: LinesEditor, keys: list[str]) -> None:
    editor.show_lines(("",))
    for key in keys:
        match key:
            case "UNDO":
                QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
            case "REDO":
                QTest.keyClick(editor, Qt.Key.Key_Y, CONTROL)
            case "UP":
                QTest.keyClick(editor, Qt.Key.Key_Up)
            case "BACK":
                QTest.keyClick(editor, Qt.Key.Key_Backspace)
            case "\r":
                QTest.keyClick(editor, Qt.Key.Key_Return)
            case _:
                editor.textCursor().insertText(key)
        assert editor.lines == tuple(editor.toPlainText().split("\n"))
        assert len(editor.lines) == editor.document().blockCount()
    while editor.undoing.can_undo:
        editor.show_state(editor.undoing.undo())
    assert editor.toPlainText() == ""


def test_a_line_is_set_when_the_cursor_leaves_it_and_shown_as_typed_when_it_comes_back(editor: LinesEditor, qtbot: QtBot) -> None:
    QTest.keyClicks(editor, "x^2 = 4")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.is_set(0))
    assert not editor.is_set(1)
    top = editor.rectangle(1).top()
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert not editor.is_set(0)
    qtbot.waitUntil(lambda: editor.at_rest)
    assert editor.rectangle(1).top() == top, "nothing jumps"
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    assert not editor.is_set(0), "what is selected is shown as it was typed"


def test_copying_gives_what_was_typed(editor: LinesEditor, qtbot: QtBot) -> None:
    QTest.keyClicks(editor, "x^2 = 4")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.is_set(0))
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "x^2 = 4\n"


# --- bad input


def paste(editor: LinesEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)


def test_many_lines_are_pasted_and_undone_at_once(editor: LinesEditor, qtbot: QtBot) -> None:
    paste(editor, "\r\n".join(f"x^2 + {n} = {n + 4}" for n in range(200)))
    assert len(editor.lines) == 200
    assert editor.lines[7] == "x^2 + 7 = 11"
    qtbot.waitUntil(lambda: editor.at_rest)
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.lines == ("",)


@pytest.mark.parametrize("text", ["x = 1\n" * 100_000, "x" * 5_000_000, "x = 1\n" * (MOST_LINES + 1)])
def test_far_too_much_is_refused_with_a_sentence_and_at_once(editor: LinesEditor, qtbot: QtBot, text: str) -> None:
    began = time.monotonic()
    with qtbot.waitSignal(editor.refused) as refused:
        paste(editor, text)
    assert refused.args is not None
    assert refused.args[0].what.startswith("This text has ")
    assert refused.args[0].remedy
    assert editor.lines == ("",)
    assert time.monotonic() - began < 20


def test_a_working_stops_at_its_last_line_with_a_sentence(editor: LinesEditor, qtbot: QtBot) -> None:
    editor.show_lines(("x",) * MOST_LINES)
    with qtbot.waitSignal(editor.refused):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert len(editor.lines) == MOST_LINES


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x\x00 = \x1b[31m4", "x = [31m4"),
        ("a\u202eb = 1", "ab = 1"),
        ("x = 1\u2028x = 2", "x = 1\nx = 2"),
        ("שלום x = 4", "שלום x = 4"),
        ("😀 = 4", "😀 = 4"),
        ("x\t=\t4", "x = 4"),
        ("\ud800x", "x"),
    ],
)
def test_strange_characters_neither_break_nor_mislead(editor: LinesEditor, text: str, kept: str) -> None:
    editor.add_text(text)
    assert editor.toPlainText() == kept


def test_half_a_formula_is_shown_as_it_was_typed(editor: LinesEditor, qtbot: QtBot) -> None:
    editor.add_text("\\frac{1}{\n(x + \nx = ")
    qtbot.waitUntil(lambda: editor.at_rest)
    assert editor.lines == ("\\frac{1}{", "(x + ", "x = ")


# --- marks


def test_lines_are_marked_as_they_are_finished_and_found_out_in_full_when_left(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging("2x = 14")).window
    write(window, "2x + 3 = 11", "2x = 14")
    qtbot.waitUntil(lambda: window.desk.page.editor.look_of(0) is not None)
    QTest.keyClick(window.desk.page.editor, Qt.Key.Key_Return)
    judged(window, qtbot)
    line = seen(window, 1)
    assert line.look.word == "Wrong"
    assert line.found
    assert window.desk.page.head.finding.text() == "First error: line 2"
    assert "1 wrong" in window.status.checked.text()


def test_the_line_that_is_written_gets_its_mark_at_a_pause_and_its_finding_when_it_is_handed_in(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging("2x = 14")).window
    write(window, "2x = 14")
    qtbot.waitUntil(lambda: window.desk.page.editor.look_of(0) is not None)
    assert window.desk.page.editor.notes.of(0) is None, "nobody is corrected in mid-line"
    hand_in(window, qtbot)
    assert seen(window, 0).found


def test_mending_a_line_takes_its_finding_away(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging("2x = 14")).window
    write(window, "2x = 14")
    hand_in(window, qtbot)
    editor = window.desk.page.editor
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(editor, "8")
    hand_in(window, qtbot)
    assert seen(window, 0).look.word == "Proved"
    assert editor.notes.of(0) is None
    assert window.desk.page.head.finding.text() == "No error found"


def test_f8_goes_round_the_lines_that_are_wrong_and_why_says_how_they_were_checked(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging("x = 1", "x = 3")).window
    write(window, "x = 1", "x = 2", "x = 3", "x = 4")
    hand_in(window, qtbot)
    visited = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F8)
        visited.append(window.desk.page.editor.line)
    QTest.keyClick(window, Qt.Key.Key_F8, SHIFT)
    assert visited == [0, 2, 0]
    assert window.desk.page.editor.line == 2
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    note = seen(window, 2).note
    assert note is not None
    assert note.reasons is not None
    assert "Method: fake" in note.reasons.texts[0]
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert note.reasons is None


def test_why_unfolds_a_sound_line_too(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "x = 2")
    hand_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    note = seen(window, 0).note
    assert note is not None
    assert note.reasons is not None


def test_inserting_a_line_moves_marks_and_findings_along(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging("x = 3")).window
    write(window, "x = 2", "x = 3", "x = 4")
    hand_in(window, qtbot)
    editor = window.desk.page.editor
    note = editor.notes.of(1)
    QTest.keyClick(editor, Qt.Key.Key_Home, CONTROL)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.notes.of(2) is note
    judged(window, qtbot)
    assert seen(window, 2).look.word == "Wrong"


def test_a_mark_says_why_when_it_is_pressed(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "x = 2")
    hand_in(window, qtbot)
    page = window.desk.page
    middle = page.editor.rectangle(0).center().toPoint()
    middle.setX(60)
    QTest.mouseClick(page.marks, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert page.editor.notes.of(0) is not None


# --- readings, assumptions, symbols


def test_a_line_that_may_be_meant_otherwise_can_be_chosen_otherwise_and_undone(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(tutor=judging()).window
    write(window, "y = 1/2x")
    hand_in(window, qtbot)
    strip = window.problem.strip
    qtbot.waitUntil(lambda: len(strip.choices) == 1)
    assert strip.heading.text() == "Line 1: I read this as"
    assert strip.choices[0].text() == "No, I mean y = 1/(2x)"
    strip.choices[0].setFocus()
    QTest.keyClick(strip.choices[0], Qt.Key.Key_Space)
    editor = window.desk.page.editor
    assert editor.toPlainText() == "y = 1/(2x)"
    qtbot.waitUntil(lambda: not strip.choices)
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.toPlainText() == "y = 1/2x"


def test_assumptions_are_part_of_the_working_and_of_what_is_kept(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(tutor=judging())
    window, page = stage.window, stage.window.desk.page
    write(window, "x = 2")
    for button in (page.assumptions.positive, page.assumptions.degrees, page.assumptions.numbers[Numbers.WHOLE]):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    judged(window, qtbot)
    wanted = Assumptions(Numbers.WHOLE, positive=True, degrees=True)
    assert window.desk.model.working.assumptions == wanted
    assert reopened(stage.history, window.desk.model.sheet).working.assumptions == wanted
    QTest.mouseClick(page.assumptions.numbers[Numbers.COMPLEX], Qt.MouseButton.LeftButton)
    assert not page.assumptions.positive.isEnabled(), "no complex number is positive"


def test_symbols_go_into_the_line_where_the_cursor_is(open_window: Opening) -> None:
    window = open_window(tutor=judging()).window
    write(window, "x = ")
    QTest.mouseClick(window.problem.symbols.buttons[0], Qt.MouseButton.LeftButton)
    QTest.keyClicks(window.desk.page.editor, "2")
    assert window.desk.page.editor.toPlainText() == "x = √(2)"
