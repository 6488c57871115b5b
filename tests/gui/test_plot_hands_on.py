"""Sliders, following by keys and curves of one's own, with the keys that a person presses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.expression import Symbol, apply
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, Sketch, Slider, View
from ardoise.drawing.plotter import ChildPlotter
from ardoise.gui.plot_panel import PlotPanel
from tests.fakes.plotter import TracingPlotter

X = Symbol("x")
VIEW = View(-5.0, 5.0, -4.0, 4.0)
FAMILY = Curve(CurveKind.EXPLICIT, apply("multiply", Symbol("a"), X), "x", "y = ax")
LINE = Curve(CurveKind.EXPLICIT, X, "x", "y = x")
WITH_LETTER = Plot((FAMILY,), (), VIEW, sliders=(Slider("a", 1.0),))
PLAIN = Plot((LINE,), (PlotPoint(0.0, 0.0, PointKind.ROOT, "x = 0"),), VIEW)


@pytest.fixture
def plotter() -> Iterator[TracingPlotter]:
    fake = TracingPlotter()
    yield fake
    fake.gate.set()


@pytest.fixture
def panel(qtbot: QtBot, plotter: TracingPlotter) -> Iterator[PlotPanel]:
    made = PlotPanel()
    qtbot.addWidget(made)
    made.resize(420, 520)
    made.set_plotter(plotter)
    made.show()
    yield made
    plotter.gate.set()
    made.close_panel()


def settled(qtbot: QtBot, panel: PlotPanel) -> None:
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)


def shown(qtbot: QtBot, panel: PlotPanel, plot: Plot) -> None:
    panel.show_plot(plot)
    settled(qtbot, panel)


def typed(panel: PlotPanel, text: str) -> None:
    QTest.keyClicks(panel.own.field, text)
    QTest.keyClick(panel.own.field, Qt.Key.Key_Return)


# --- Sliders ---------------------------------------------------------------------------------------------------------------------------


def test_a_plot_without_letters_has_no_sliders(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    assert not panel.sliders.isVisible()


def test_a_key_on_a_slider_draws_the_plot_with_the_new_value_in_the_same_view(
    qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter
) -> None:
    shown(qtbot, panel, WITH_LETTER)
    assert panel.sliders.isVisible()
    QTest.keyClick(panel.sliders.bars["a"], Qt.Key.Key_Right)
    settled(qtbot, panel)
    plot, view = plotter.drawn[-1][:2]
    assert [s.value for s in plot.sliders] == [pytest.approx(1.1)]
    assert not plot.surveyed
    assert view == VIEW
    assert panel.sliders.fields["a"].value() == pytest.approx(1.1)


def test_a_typed_value_moves_the_slider(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, WITH_LETTER)
    field = panel.sliders.fields["a"]
    field.selectAll()
    QTest.keyClicks(field, "-2.55")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settled(qtbot, panel)
    assert [s.value for s in plotter.drawn[-1][0].sliders] == [pytest.approx(-2.55)]
    assert panel.sliders.bars["a"].value() == round((-2.55 + 5) / 0.1)


def test_values_that_come_faster_than_pictures_are_joined_and_the_newest_wins(
    qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter
) -> None:
    shown(qtbot, panel, WITH_LETTER)
    before = len(plotter.drawn)
    plotter.gate.clear()
    for _ in range(8):
        QTest.keyClick(panel.sliders.bars["a"], Qt.Key.Key_Right)
    plotter.gate.set()
    settled(qtbot, panel)
    qtbot.waitUntil(lambda: len(plotter.drawn) == before + 2)
    assert [s.value for s in plotter.drawn[-1][0].sliders] == [pytest.approx(1.8)]


def test_marks_found_for_the_new_value_are_told_and_no_further_picture_is_asked_for(
    qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter
) -> None:
    shown(qtbot, panel, WITH_LETTER)
    QTest.keyClick(panel.sliders.bars["a"], Qt.Key.Key_Left)
    settled(qtbot, panel)
    asked = len(plotter.drawn)
    qtbot.wait(30)
    assert len(plotter.drawn) == asked
    words = panel.canvas.accessibleDescription()
    assert "With a = 0.9." in words
    assert "root x = 0" in words


def test_a_saved_file_has_the_value_on_the_screen(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter, tmp_path: Path) -> None:
    shown(qtbot, panel, WITH_LETTER)
    QTest.keyClick(panel.sliders.bars["a"], Qt.Key.Key_Right)
    settled(qtbot, panel)
    panel.save_to(str(tmp_path / "mine.png"))
    settled(qtbot, panel)
    assert [s.value for s in plotter.saved[0][0].sliders] == [pytest.approx(1.1)]


def test_every_slider_has_a_name_for_those_who_hear_it(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, Plot((FAMILY,), (), VIEW, sliders=(Slider("alpha", 1.0), Slider("b", 2.0))))
    assert [bar.accessibleName() for bar in panel.sliders.bars.values()] == ["Value of α", "Value of b"]


def test_a_slider_without_room_is_left_out(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, Plot((FAMILY,), (), VIEW, sliders=(Slider("a", 1.0, 1.0, 1.0, 0.0),)))
    assert panel.sliders.bars == {}


# --- Following -------------------------------------------------------------------------------------------------------------------------


def test_t_begins_on_the_first_curve_and_says_which(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    assert panel.follow_button.isChecked()
    assert panel.canvas.following.said == "On y = x: x = 0, y = 0 · root x = 0"


def test_left_and_right_go_along_the_curve_and_the_view_stays(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    asked = len(plotter.drawn)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    for _ in range(5):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    spot = panel.canvas.following.spot
    assert spot is not None
    x, y = spot.place
    assert x == pytest.approx(y)
    assert x > 0.2
    assert panel.canvas.following.said.startswith("x = 0.")
    for _ in range(9):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Left)
    spot = panel.canvas.following.spot
    assert spot is not None
    assert spot.place[0] < 0
    assert panel.canvas.view == VIEW
    assert len(plotter.drawn) == asked


def test_shift_goes_ten_steps_at_once_but_stops_at_a_mark(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    spot = panel.canvas.following.spot
    assert spot is not None
    far = spot.place[0]
    assert far > 0.5
    for _ in range(3):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Left)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert panel.canvas.following.said.endswith("root x = 0")


def test_down_goes_to_the_next_curve(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Down)
    spot = panel.canvas.following.spot
    assert spot is not None
    assert spot.trace == 1
    assert spot.place[1] == pytest.approx(2.0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_T])
def test_after_escape_or_t_the_arrows_move_the_view_again(qtbot: QtBot, panel: PlotPanel, key: Qt.Key) -> None:
    shown(qtbot, panel, PLAIN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    QTest.keyClick(panel.canvas, key)
    assert not panel.follow_button.isChecked()
    QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    settled(qtbot, panel)
    assert panel.canvas.view != VIEW


def test_zooming_keeps_the_place_that_is_followed(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    for _ in range(4):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    before = panel.canvas.following.spot
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    settled(qtbot, panel)
    after = panel.canvas.following.spot
    assert before is not None
    assert after is not None
    assert after.place == pytest.approx(before.place, abs=0.02)


def test_the_hand_over_a_curve_shows_its_place_and_beside_it_none(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    middle = QPoint(panel.canvas.width() // 2, panel.canvas.height() // 2)
    QTest.mouseMove(panel.canvas, middle + QPoint(40, 3))
    QTest.mouseMove(panel.canvas, middle + QPoint(1, 1))
    spot = panel.canvas.following.spot
    assert spot is not None
    assert spot.place == pytest.approx((0.0, 0.0), abs=0.1)
    QTest.mouseMove(panel.canvas, middle + QPoint(60, 110))
    assert panel.canvas.following.spot is None


def test_without_a_plot_t_follows_nothing(panel: PlotPanel) -> None:
    QTest.keyClick(panel.canvas, Qt.Key.Key_T)
    assert not panel.follow_button.isChecked()
    assert not panel.canvas.following.by_keys


def test_the_button_follows_as_the_key_does(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel, PLAIN)
    panel.follow_button.click()
    assert panel.canvas.following.by_keys
    panel.follow_button.click()
    assert not panel.canvas.following.by_keys


# --- Curves of one's own ---------------------------------------------------------------------------------------------------------------


def test_a_curve_that_is_typed_is_drawn_beside_those_of_the_sheet(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    typed(panel, "y = 2x + 1")
    settled(qtbot, panel)
    assert [c.label for c in plotter.drawn[-1][0].curves] == ["y = x", "y = 2x + 1"]
    assert panel.own.field.text() == ""
    assert [b.accessibleName() for b in panel.own.buttons] == ["Take y = 2x + 1 out of the plot"]


def test_an_empty_panel_draws_what_is_typed(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    typed(panel, "r = 1 + cos(theta)")
    settled(qtbot, panel)
    assert [t.label for t in plotter.drawn[-1][0].things] == [r"r = 1 + \cos \theta"]
    assert panel.canvas.view is not None


def test_taking_a_curve_out_shows_the_sheet_s_plot_as_it_was(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    typed(panel, "y = 2x + 1")
    settled(qtbot, panel)
    panel.own.buttons[0].click()
    settled(qtbot, panel)
    assert plotter.drawn[-1][0] == PLAIN
    assert panel.own.buttons == []


@pytest.mark.parametrize("text", ["y = sin(", ")(", "x +* 2"])
def test_what_cannot_be_read_is_said_and_stays_in_the_field(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter, text: str) -> None:
    shown(qtbot, panel, PLAIN)
    typed(panel, text)
    assert "could not be read" in panel.own.note.text()
    assert panel.own.field.text() == text
    assert plotter.surveyed == []


def test_a_word_is_nothing_to_draw(panel: PlotPanel, plotter: TracingPlotter) -> None:
    typed(panel, "hello world")
    assert "nothing in this that can be drawn" in panel.own.note.text()
    assert plotter.surveyed == []


def test_a_fault_of_the_plotter_is_said_and_the_curve_is_taken_back(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    plotter.fault = KnownError("The curves took too long to look at.", "Try a simpler expression.")
    typed(panel, "y = x^3")
    settled(qtbot, panel)
    assert panel.own.note.text() == "The curves took too long to look at. Try a simpler expression."
    assert panel.own.orders == []
    assert panel.own.field.text() == "y = x^3"


def test_another_sheet_s_plot_comes_without_the_curves_added_to_the_last(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    typed(panel, "y = 2x + 1")
    settled(qtbot, panel)
    shown(qtbot, panel, WITH_LETTER)
    assert plotter.drawn[-1][0] == WITH_LETTER
    assert panel.own.orders == []


def test_another_plot_of_the_same_sheet_keeps_the_curves_that_were_added(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    typed(panel, "y = 2x + 1")
    settled(qtbot, panel)
    panel.show_plot(WITH_LETTER, same_sheet=True)
    settled(qtbot, panel)
    assert [c.label for c in plotter.drawn[-1][0].curves] == ["y = ax", "y = 2x + 1"]
    assert len(panel.own.buttons) == 1


def test_a_survey_that_comes_after_another_plot_is_not_shown(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    shown(qtbot, panel, PLAIN)
    plotter.gate.clear()
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    typed(panel, "y = 2x + 1")
    panel.show_plot(WITH_LETTER)
    plotter.gate.set()
    settled(qtbot, panel)
    assert plotter.drawn[-1][0] == WITH_LETTER


def test_a_letter_of_one_s_own_curve_gets_a_slider_and_keeps_its_value(qtbot: QtBot, panel: PlotPanel, plotter: TracingPlotter) -> None:
    typed(panel, "y = a x^2")
    settled(qtbot, panel)
    QTest.keyClick(panel.sliders.bars["a"], Qt.Key.Key_Right)
    settled(qtbot, panel)
    typed(panel, "y = b x")
    settled(qtbot, panel)
    assert {s.name: s.value for s in plotter.drawn[-1][0].sliders} == {"a": pytest.approx(1.1), "b": 1.0}


def test_six_are_the_most_that_can_be_added(qtbot: QtBot, panel: PlotPanel) -> None:
    for n in range(7):
        typed(panel, f"y = x + {n}")
        settled(qtbot, panel)
    assert len(panel.own.orders) == 6
    assert "6 are the most" in panel.own.note.text()


@pytest.mark.slow
def test_a_curve_that_has_no_points_is_said_to_have_none(qtbot: QtBot) -> None:
    real = ChildPlotter()
    panel = PlotPanel()
    qtbot.addWidget(panel)
    try:
        panel.set_plotter(real)
        panel.show()
        typed(panel, "y = sqrt(-1 - x^2)")
        qtbot.waitUntil(lambda: not panel.busy, timeout=30_000)
        assert panel.own.note.text() == "This has no points that could be drawn."
    finally:
        panel.close_panel()
        real.close()


@pytest.mark.slow
def test_a_real_plotter_sends_what_can_be_followed_and_finds_marks_for_a_slider(qtbot: QtBot) -> None:
    real = ChildPlotter()
    panel = PlotPanel()
    qtbot.addWidget(panel)
    try:
        panel.resize(420, 520)
        panel.set_plotter(real)
        panel.show()
        plot = real.survey(
            Sketch((Curve(CurveKind.EXPLICIT, apply("subtract", X, Symbol("b")), "x", "y = x - b"),), sliders=(Slider("b", 1.0),))
        )
        assert plot is not None
        panel.show_plot(plot)
        qtbot.waitUntil(lambda: not panel.busy, timeout=30_000)
        field = panel.sliders.fields["b"]
        field.selectAll()
        QTest.keyClicks(field, "3")
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not panel.busy, timeout=30_000)
        assert "root x = 3" in panel.canvas.accessibleDescription()
        QTest.keyClick(panel.canvas, Qt.Key.Key_T)
        spot = panel.canvas.following.spot
        assert spot is not None
        assert spot.place[1] == pytest.approx(spot.place[0] - 3, abs=0.01)
    finally:
        panel.close_panel()
        real.close()
