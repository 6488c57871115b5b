"""The real checker behind the real window: a working with a mistake is typed, and the card shows the witness and marks the symbols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.ports import Actors
from ardoise.drawing.formulas import FormulaSetter
from ardoise.gui.app import application
from ardoise.gui.main_window import MainWindow
from ardoise.gui.step_card import StepCard
from ardoise.gui.theme import Tone, contrast
from ardoise.settings import Settings
from ardoise.tutor.tutor import StoryTutor
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.actors import FakeServers, FakeShelf, IdleEngine
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
        window.show_actors(Actors(tutor, engine, verifier, history, plotter, FormulaSetter(), shelf, FakeServers()))
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


def width_of(card: StepCard) -> float:
    return card.text.document().idealWidth()


def colours_of_the_mark(card: StepCard) -> tuple[str, str, str]:
    """As painted: the ground of the first mark, its symbols, and the line under them."""
    image = card.text.grab().toImage()
    mark = card.text.pointed[0]
    scale = image.devicePixelRatio()
    left, right, top, bottom = (round(edge * scale) for edge in (mark.left(), mark.right(), mark.top(), mark.bottom()))
    inside = [_colour(image, x, y) for x in range(left, right) for y in range(top, bottom)]
    under = [_colour(image, x, y) for x in range(left, right) for y in range(bottom, image.height())]
    ground = max(set(inside), key=inside.count)
    return ground, max(inside, key=lambda colour: contrast(ground, colour)), max(under, key=lambda colour: contrast(ground, colour))


def _colour(image: QImage, x: int, y: int) -> str:
    return QColor(image.pixelColor(x, y)).name()


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


def test_a_slip_in_latex_is_marked_at_the_wrong_fraction_and_named(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, r"\frac{1}{2} + \frac{1}{3} = \frac{2}{5}")
    (card,) = window.view.cards
    assert card.text.has_formulas
    assert card.text.spoken_part == "2 over 5"
    (mark,) = card.text.pointed
    assert mark.right() == pytest.approx(width_of(card), abs=3)
    assert mark.width() < width_of(card) / 5
    assert card.finding is not None
    assert "5 over 6" in card.finding.text.spoken
    assert "fractions added top and bottom" in card.finding.text.spoken


def test_the_wrong_entry_of_a_matrix_is_marked_in_its_row_and_column(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, r"2\begin{pmatrix}1&2\\3&4\end{pmatrix} = \begin{pmatrix}2&4\\6&7\end{pmatrix}")
    (card,) = window.view.cards
    assert card.text.spoken_part == "7"
    (mark,) = card.text.pointed
    assert mark.left() > width_of(card) * 0.8
    assert mark.top() > card.text.height() / 3


def test_an_amber_line_marks_the_candidate_that_fails_and_is_no_error(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "sqrt(x + 6) = x\rx + 6 = x^2\r(x - 3)(x + 2) = 0\rx = 3 or x = -2")
    card = window.view.cards[-1]
    assert card.mark.look is not None
    assert (card.mark.look.tone, card.mark.look.icon) == (Tone.CAUTION, "caution")
    assert card.finding is not None
    assert card.finding.property("tone") == "caution"
    assert "x equals negative 2 fails" in card.finding.text.spoken
    assert card.text.spoken_part == "negative 2"
    assert window.view.finding.property("tone") == "caution"


def test_decimal_commas_are_marked_as_they_were_typed(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2,5 * 4 = 10\r3,2 + 1,9 = 4,1")
    card = window.view.cards[1]
    (mark,) = card.text.pointed
    assert "{,}1" in card.text.text
    assert mark.right() == pytest.approx(width_of(card), abs=3)
    assert card.finding is not None
    assert "5.1" in card.finding.text.spoken


def test_marks_can_be_told_from_their_ground_in_light_and_dark(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    card = window.view.cards[1]
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    light = colours_of_the_mark(card)
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    dark = colours_of_the_mark(card)
    assert QColor(light[0]).lightness() > 200
    assert QColor(dark[0]).lightness() < 90
    for ground, symbols, line in (light, dark):
        assert contrast(ground, symbols) > 7
        assert contrast(ground, line) > 4.5


def test_a_wrong_line_is_reached_by_keyboard_and_says_where_to_look(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    card = window.view.cards[1]
    assert card.finding is not None
    qtbot.waitUntil(card.finding.isVisible)
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is card.text:
            break
    assert window.focusWidget() is card.text
    assert card.text.accessibleDescription() == "Wrong. Look at: 9"
    QTest.keyClick(card.text, Qt.Key.Key_Tab)
    assert window.focusWidget() is card.finding.text
    QTest.keyClick(card.finding.text, Qt.Key.Key_Tab)
    assert window.focusWidget() is card.toggle
    QTest.keyClick(card.toggle, Qt.Key.Key_Space)
    assert card.reasons is not None
    QTest.keyClick(card.toggle, Qt.Key.Key_Tab)
    assert window.focusWidget() is card.reasons.stops[0]
