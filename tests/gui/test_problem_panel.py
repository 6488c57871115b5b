"""What is typed is set while it is typed, and handed in as it was typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.ports import SheetKind
from ardoise.core.problem import LONGEST_PROBLEM
from ardoise.gui.paper import Paper
from ardoise.gui.problem_panel import ProblemPanel
from ardoise.gui.symbol_bar import KEYS

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot, paper: Paper) -> ProblemPanel:
    made = ProblemPanel(paper)
    qtbot.addWidget(made)
    made.resize(640, 220)
    made.show()
    return made


def test_plain_typing_is_shown_typeset(panel: ProblemPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.problem, "Solve x^2 - 5x + 6 = 0")
    qtbot.waitUntil(lambda: panel.preview.has_formulas and panel.preview.isVisible())
    assert panel.preview.document().toPlainText() == "Solve \ufffc"
    assert "squared" in panel.preview.spoken


def test_words_alone_need_no_preview(panel: ProblemPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.problem, "A train travels")
    qtbot.wait(120)
    assert not panel.preview.isVisible()


def test_control_return_hands_the_problem_in_as_typed(panel: ProblemPanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.problem, "Solve x^2 = 4")
    with qtbot.waitSignal(panel.problem_entered) as entered:
        QTest.keyClick(panel.problem, Qt.Key.Key_Return, CONTROL)
    assert entered.args == ["Solve x^2 = 4"]
    assert panel.problem.toPlainText() == "Solve x^2 = 4"


def test_return_alone_begins_a_new_line(panel: ProblemPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.problem_entered):
        QTest.keyClicks(panel.problem, "a\rb")
    assert panel.problem.toPlainText() == "a\nb"


def test_nothing_is_handed_in_while_busy(panel: ProblemPanel, qtbot: QtBot) -> None:
    panel.set_busy(True)
    with qtbot.assertNotEmitted(panel.problem_entered):
        QTest.keyClick(panel.problem, Qt.Key.Key_Return, CONTROL)


def test_in_the_other_mode_the_button_checks_and_symbols_go_to_the_working(panel: ProblemPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.mode_chosen) as chosen:
        QTest.mouseClick(panel.check_mode, Qt.MouseButton.LeftButton)
    assert chosen.args == [SheetKind.CHECK]
    panel.choose_mode(SheetKind.CHECK)
    assert panel.button.text() == "Check"
    panel.set_busy(True)
    with qtbot.waitSignal(panel.check_wanted):
        QTest.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.symbol_wanted) as wanted:
        QTest.mouseClick(panel.symbols.buttons[0], Qt.MouseButton.LeftButton)
    assert wanted.args == [KEYS[0]]
    assert panel.problem.toPlainText() == ""


@pytest.mark.parametrize("number", range(len(KEYS)))
def test_every_symbol_stands_in_the_text_and_has_a_name(panel: ProblemPanel, number: int) -> None:
    button = panel.symbols.buttons[number]
    assert button.accessibleName()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.problem.toPlainText() == KEYS[number].before + KEYS[number].after


def test_a_symbol_goes_around_the_selection(panel: ProblemPanel) -> None:
    panel.problem.setPlainText("x+1")
    panel.problem.selectAll()
    panel.problem.put_symbol(KEYS[0])
    assert panel.problem.toPlainText() == "√(x+1)"


def test_typing_goes_on_inside_a_symbols_brackets(panel: ProblemPanel) -> None:
    panel.problem.put_symbol(KEYS[0])
    QTest.keyClicks(panel.problem, "2")
    assert panel.problem.toPlainText() == "√(2)"


def test_a_paste_of_a_hundred_thousand_characters_is_refused_with_a_way_on(panel: ProblemPanel, qtbot: QtBot) -> None:
    panel.problem.setPlainText("kept")
    QGuiApplication.clipboard().setText("x" * 100_000)
    with qtbot.waitSignal(panel.refused) as refused:
        QTest.keyClick(panel.problem, Qt.Key.Key_V, CONTROL)
    assert refused.args is not None
    assert refused.args[0].what == "This text has 100,000 characters; 20,000 is the most that fits here."
    assert panel.problem.toPlainText() == "kept"


def test_a_paste_goes_in(panel: ProblemPanel) -> None:
    QGuiApplication.clipboard().setText("x^2 = 4")
    QTest.keyClick(panel.problem, Qt.Key.Key_V, CONTROL)
    assert panel.problem.toPlainText() == "x^2 = 4"


@pytest.mark.parametrize("text", ["x" * LONGEST_PROBLEM, "\x00\x07\ufffd\ud7ff" * 50, "$" * 2_000, "(" * 1_900, "^" * 500])
def test_any_paste_leaves_the_panel_working(panel: ProblemPanel, qtbot: QtBot, text: str) -> None:
    panel.problem.setPlainText(text)
    qtbot.wait(120)
    panel.problem.clear()
    QTest.keyClicks(panel.problem, "1 + 1 = 2")
    qtbot.waitUntil(lambda: panel.preview.has_formulas)
