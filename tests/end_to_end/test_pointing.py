"""The real checker behind the real window: a working with a mistake is typed, and the card shows the witness and marks the symbols."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.ports import Actors
from ardoise.drawing.formulas import FormulaSetter
from ardoise.gui.app import application
from ardoise.gui.main_window import MainWindow
from ardoise.gui.theme import Tone, contrast
from ardoise.settings import Settings
from ardoise.tutor.tutor import StoryTutor
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.actors import FakeServers, FakeShelf, IdleEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.gui.desk_stage import Seen, hand_in, judged, seen, write

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


def check(window: MainWindow, qtbot: QtBot, working: str) -> list[Seen]:
    lines = working.split("\r")
    write(window, *lines)
    hand_in(window, qtbot, timeout=PATIENCE)
    return [seen(window, number) for number in range(len(lines))]


def colours_of_the_mark(line: Seen) -> tuple[str, str, str]:
    """As painted: the ground of the first mark, its symbols, and the line under them."""
    mark = line.setting.pointed[0]
    image = QImage(round(line.setting.idealWidth()) + 8, round(line.setting.size().height()) + 8, QImage.Format.Format_RGB32)
    image.fill(QColor(line.setting.paper.colours.field))
    painter = QPainter(image)
    line.setting.paint(painter, QPointF(0, 0))
    painter.end()
    left, right, top, bottom = (round(edge) for edge in (mark.left(), mark.right(), mark.top(), mark.bottom()))
    inside = [_colour(image, x, y) for x in range(left, right) for y in range(top, bottom)]
    under = [_colour(image, x, y) for x in range(left, right) for y in range(bottom, image.height())]
    ground = max(set(inside), key=inside.count)
    return ground, max(inside, key=lambda colour: contrast(ground, colour)), max(under, key=lambda colour: contrast(ground, colour))


def _colour(image: QImage, x: int, y: int) -> str:
    return QColor(image.pixelColor(x, y)).name()


def test_a_slip_in_a_typed_chain_is_marked_at_the_wrong_number(window: MainWindow, qtbot: QtBot) -> None:
    sound, wrong = check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    assert sound.setting.pointed == []
    assert "8" in wrong.found
    assert "9" in wrong.found
    assert wrong.setting.spoken_part == "9"
    (mark,) = wrong.setting.pointed
    assert mark.right() == pytest.approx(wrong.setting.idealWidth(), abs=3)
    assert mark.width() < 14


def test_the_wrong_one_of_two_solutions_is_marked_between_words(window: MainWindow, qtbot: QtBot) -> None:
    line = check(window, qtbot, "x^2 - 5x + 6 = 0\rx = 2 or x = 5")[1]
    assert line.setting.spoken_part == "5"
    (mark,) = line.setting.pointed
    assert mark.left() > line.setting.idealWidth() / 2


def test_a_lost_solution_marks_the_whole_line(window: MainWindow, qtbot: QtBot) -> None:
    line = check(window, qtbot, "x^2 = 9x\rx = 9")[1]
    assert line.look.word == "Loses solutions"
    assert "x = 0" in line.found
    (mark,) = line.setting.pointed
    assert mark.width() == pytest.approx(line.setting.idealWidth(), abs=3)


def test_a_slip_in_latex_is_marked_at_the_wrong_fraction_and_named(window: MainWindow, qtbot: QtBot) -> None:
    (line,) = check(window, qtbot, r"\frac{1}{2} + \frac{1}{3} = \frac{2}{5}")
    assert line.setting.formulas
    assert line.setting.spoken_part == "2 over 5"
    (mark,) = line.setting.pointed
    assert mark.right() == pytest.approx(line.setting.idealWidth(), abs=3)
    assert mark.width() < line.setting.idealWidth() / 5
    assert "5 over 6" in line.told
    assert "fractions added top and bottom" in line.told


def test_the_wrong_entry_of_a_matrix_is_marked_in_its_row_and_column(window: MainWindow, qtbot: QtBot) -> None:
    (line,) = check(window, qtbot, r"2\begin{pmatrix}1&2\\3&4\end{pmatrix} = \begin{pmatrix}2&4\\6&7\end{pmatrix}")
    assert line.setting.spoken_part == "7"
    (mark,) = line.setting.pointed
    assert mark.left() > line.setting.idealWidth() * 0.8
    assert mark.top() > line.setting.size().height() / 3


def test_an_amber_line_marks_the_candidate_that_fails_and_is_no_error(window: MainWindow, qtbot: QtBot) -> None:
    line = check(window, qtbot, "sqrt(x + 6) = x\rx + 6 = x^2\r(x - 3)(x + 2) = 0\rx = 3 or x = -2")[-1]
    assert (line.look.tone, line.look.icon) == (Tone.CAUTION, "caution")
    assert line.note is not None
    assert line.note.finding is not None
    assert line.note.finding.property("tone") == "caution"
    assert "x equals negative 2 fails" in line.told
    assert line.setting.spoken_part == "negative 2"
    assert window.desk.page.head.finding.property("tone") == "caution"


def test_decimal_commas_are_marked_as_they_were_typed(window: MainWindow, qtbot: QtBot) -> None:
    line = check(window, qtbot, "2,5 * 4 = 10\r3,2 + 1,9 = 4,1")[1]
    (mark,) = line.setting.pointed
    assert "{,}1" in line.setting.source
    assert mark.right() == pytest.approx(line.setting.idealWidth(), abs=3)
    assert "5.1" in line.found


def test_marks_can_be_told_from_their_ground_in_light_and_dark(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    colours = []
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
        judged(window, qtbot)
        colours.append(colours_of_the_mark(seen(window, 1)))
    light, dark = colours
    assert QColor(light[0]).lightness() > 200
    assert QColor(dark[0]).lightness() < 90
    for ground, symbols, under in colours:
        assert contrast(ground, symbols) > 7
        assert contrast(ground, under) > 4.5


def test_a_wrong_line_is_reached_by_keyboard_and_says_where_to_look(window: MainWindow, qtbot: QtBot) -> None:
    check(window, qtbot, "2x + 6 = 14\r2x = 14 - 6 = 9")
    editor = window.desk.page.editor
    QTest.keyClick(editor, Qt.Key.Key_Up)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert editor.line == 1
    line = seen(window, 1)
    assert line.told.startswith("Line 2: Wrong. Look at: 9.")
    assert line.note is not None
    assert line.note.finding is not None
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert window.focusWidget() is line.note.finding.text
    QTest.keyClick(line.note.finding.text, Qt.Key.Key_Tab)
    assert window.focusWidget() is line.note.why
    QTest.keyClick(line.note.why, Qt.Key.Key_Space)
    assert line.note.reasons is not None
    assert "Method: arithmetic" in line.note.reasons.texts[-1]
