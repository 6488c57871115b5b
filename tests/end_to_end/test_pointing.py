"""The real checker behind the real window: a working with a mistake is typed, and the card shows the witness and marks the symbols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.ports import Actors
from ardoise.drawing.formulas import FormulaSetter
from ardoise.gui.app import application
from ardoise.gui.main_window import MainWindow
from ardoise.settings import Settings
from ardoise.tutor.tutor import StoryTutor
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.actors import FakeShelf, IdleEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 120_000


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    application()
    verifier, engine, history, plotter, shelf = ChildVerifier(spare=False), IdleEngine(), FakeHistory(), FakePlotter(), FakeShelf()
    tutor = StoryTutor(engine=engine, verifier=verifier, history=history, plotter=plotter, shelf=shelf)
    window = MainWindow(Settings(welcomed=True), keeps_state=False)
    window.resize(1280, 800)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    with qtbot.waitSignal(window.models.looked):
        window.show_actors(Actors(tutor, engine, verifier, history, plotter, FormulaSetter(), shelf))
    yield window
    with qtbot.waitSignal(window.left):
        window.close()
    window.errands.close()
    window.deleteLater()
    verifier.close()


def check(window: MainWindow, qtbot: QtBot, working: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL)
    QTest.keyClicks(window.problem.field, working)
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, CONTROL)
    lines = working.count("\r") + 1
    qtbot.waitUntil(lambda: len(window.view.cards) == lines and not window.session.running, timeout=PATIENCE)


def test_a_slip_in_a_typed_chain_is_marked_at_the_wrong_number(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    sound, wrong = window.view.cards
    assert sound.text.pointed == []
    assert wrong.finding is not None
    assert "8" in wrong.finding.text.spoken
    assert "9" in wrong.finding.text.spoken
    assert wrong.text.spoken_part == "9"
    (mark,) = wrong.text.pointed
    formula_right = wrong.text.document().idealWidth()
    assert mark.right() == pytest.approx(formula_right, abs=3)
    assert mark.width() < 12


def test_the_wrong_one_of_two_solutions_is_marked_between_words(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "x^2 - 5x + 6 = 0\rx = 2 or x = 5")
    card = window.view.cards[1]
    assert card.text.spoken_part == "5"
    (mark,) = card.text.pointed
    assert mark.left() > card.text.document().idealWidth() / 2


def test_a_lost_solution_marks_the_whole_line(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "x^2 = 9x\rx = 9")
    card = window.view.cards[1]
    assert card.mark.look is not None
    assert card.mark.look.word == "Loses solutions"
    assert card.finding is not None
    assert "x equals 0" in card.finding.text.spoken
    (mark,) = card.text.pointed
    assert mark.width() == pytest.approx(card.text.document().idealWidth(), abs=3)
