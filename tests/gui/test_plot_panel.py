"""The plot panel asks for pictures away from the Qt thread, moves the old one meanwhile, and says every fault in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.expression import Symbol, apply, integer
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, Sketch, View
from ardoise.drawing import style
from ardoise.drawing.plotter import ChildPlotter
from ardoise.gui import theme as window_theme
from ardoise.gui.plot_panel import PlotPanel
from ardoise.gui.plot_view import NARROWEST, ZOOM, moved, zoomed
from tests.fakes.plotter import GROUND, MARGIN, FakePlotter

X = Symbol("x")
PARABOLA = Curve(
    CurveKind.EXPLICIT,
    apply("add", apply("power", X, integer(2)), apply("negate", apply("multiply", integer(5), X)), integer(6)),
    "x",
    "y = x^2 - 5x + 6",
)
ROOTS = (PlotPoint(2.0, 0.0, PointKind.ROOT, "x = 2"), PlotPoint(3.0, 0.0, PointKind.ROOT, "x = 3"))
VIEW = View(0.0, 10.0, -4.0, 4.0)
PLOT = Plot((PARABOLA,), ROOTS, VIEW)


@pytest.fixture
def plotter() -> Iterator[FakePlotter]:
    fake = FakePlotter()
    yield fake
    fake.gate.set()


@pytest.fixture
def panel(qtbot: QtBot, plotter: FakePlotter) -> Iterator[PlotPanel]:
    made = PlotPanel()
    qtbot.addWidget(made)
    made.resize(420, 460)
    made.set_plotter(plotter)
    made.show()
    yield made
    plotter.gate.set()
    made.close_panel()


def settled(qtbot: QtBot, panel: PlotPanel) -> None:
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)


def shown(qtbot: QtBot, panel: PlotPanel, plot: Plot = PLOT) -> None:
    panel.show_plot(plot)
    settled(qtbot, panel)


def wheel(panel: PlotPanel, at: QPoint, notches: int) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place, panel.canvas.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(panel.canvas, event)


def test_without_a_plot_a_sentence_stands_in_its_place(panel: PlotPanel) -> None:
    assert panel.canvas.accessibleDescription() == "There is no plot yet."
    assert not panel.save_button.isEnabled()
    assert panel.canvas.view is None
    assert not panel.busy


def test_the_picture_is_asked_for_in_another_thread_at_the_size_and_sharpness_of_the_canvas(
    qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter
) -> None:
    shown(qtbot, panel)
    assert plotter.drawn == [(PLOT, None, panel.canvas.width(), panel.canvas.height(), panel.devicePixelRatioF(), Theme.LIGHT)]
    assert threading.get_ident() not in plotter.threads
    assert panel.canvas.grab().toImage().pixelColor(200, 200) == QColor(*GROUND[Theme.LIGHT])
    assert panel.canvas.view == VIEW


def test_the_panel_says_its_curves_and_marks_in_words(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel)
    words = panel.canvas.accessibleDescription()
    assert "y = " in words
    assert "root x = 2; root x = 3" in words
    assert "from 0 to 10" in words
    for button in (panel.zoom_in_button, panel.zoom_out_button, panel.reset_button, panel.save_button):
        assert button.accessibleName()


def test_the_wheel_zooms_around_the_cursor_and_the_next_picture_shows_that_view(
    qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter
) -> None:
    shown(qtbot, panel)
    at = QPoint(round(MARGIN), round(MARGIN))
    wheel(panel, at, 1)
    view = panel.canvas.view
    assert view is not None
    assert (view.left, view.top) == pytest.approx((VIEW.left, VIEW.top))
    assert view.right == pytest.approx(VIEW.left + 10 / ZOOM)
    settled(qtbot, panel)
    assert plotter.drawn[-1][1] == view
    assert panel.canvas.view == view


def test_dragging_moves_the_plane_with_the_hand(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    shown(qtbot, panel)
    across = round(panel.canvas.width() - 2 * MARGIN)
    start = QPoint(50, 50)
    QTest.mousePress(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(panel.canvas, start + QPoint(across // 4, 0))
    QTest.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(across // 4, 0))
    settled(qtbot, panel)
    view = plotter.drawn[-1][1]
    assert view is not None
    assert view.left == pytest.approx(-2.5, abs=0.05)
    assert (view.bottom, view.top) == (VIEW.bottom, VIEW.top)


@pytest.mark.parametrize("way", ["double click", "home", "button"])
def test_every_way_back_leads_to_the_first_view(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter, way: str) -> None:
    shown(qtbot, panel)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    settled(qtbot, panel)
    assert panel.canvas.view != VIEW
    match way:
        case "double click":
            QTest.mouseDClick(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
        case "home":
            QTest.keyClick(panel.canvas, Qt.Key.Key_Home)
        case _:
            panel.reset_button.click()
    settled(qtbot, panel)
    assert plotter.drawn[-1][1] is None
    assert panel.canvas.view == VIEW


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Right, moved(VIEW, across=0.12, up=0)),
        (Qt.Key.Key_Up, moved(VIEW, across=0, up=0.12)),
        (Qt.Key.Key_Plus, zoomed(VIEW, 1 / ZOOM, x=5, y=0)),
        (Qt.Key.Key_Minus, zoomed(VIEW, ZOOM, x=5, y=0)),
    ],
)
def test_keys_move_and_zoom(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter, key: Qt.Key, expected: View) -> None:
    shown(qtbot, panel)
    QTest.keyClick(panel.canvas, key)
    settled(qtbot, panel)
    assert plotter.drawn[-1][1] == expected


def test_gestures_during_a_drawing_are_joined_into_one_request_for_the_last_view(
    qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter
) -> None:
    shown(qtbot, panel)
    plotter.gate.clear()
    for _ in range(6):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    last = panel.canvas.view
    plotter.gate.set()
    settled(qtbot, panel)
    qtbot.waitUntil(lambda: len(plotter.drawn) == 3)
    assert plotter.drawn[-1][1] == last
    assert panel.canvas.view == last


def test_the_old_picture_is_moved_while_the_next_is_on_its_way(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    shown(qtbot, panel)
    plotter.gate.clear()
    for _ in range(3):
        QTest.keyClick(panel.canvas, Qt.Key.Key_Right)
    image = panel.canvas.grab().toImage()
    assert image.pixelColor(40, 200) == QColor(*GROUND[Theme.LIGHT])
    empty = panel.canvas.palette().color(QPalette.ColorRole.Base)
    assert image.pixelColor(image.width() - 60, 200) == empty
    assert empty != QColor(*GROUND[Theme.LIGHT])


def test_a_fault_is_a_sentence_and_going_back_tries_again(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    plotter.fault = KnownError("The plot took too long to draw.", "Try a smaller range.")
    shown(qtbot, panel)
    assert panel.canvas.accessibleDescription() == "The plot took too long to draw. Try a smaller range."
    asked = len(plotter.drawn)
    plotter.fault = None
    qtbot.wait(20)
    assert len(plotter.drawn) == asked
    panel.reset_button.click()
    settled(qtbot, panel)
    assert panel.canvas.view == VIEW


def test_what_is_no_picture_is_said_to_be_none(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    plotter.picture = Picture(b"not a picture", (0.0, 0.0, 400.0, 400.0), VIEW)
    shown(qtbot, panel)
    assert "could not be read" in panel.canvas.accessibleDescription()


def test_a_picture_of_the_plot_before_is_never_shown(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    plotter.gate.clear()
    panel.show_plot(PLOT)
    qtbot.waitUntil(lambda: len(plotter.drawn) == 1)
    panel.show_plot(None)
    plotter.gate.set()
    settled(qtbot, panel)
    assert panel.canvas.view is None
    assert panel.canvas.accessibleDescription() == "There is no plot yet."


def test_another_theme_asks_for_another_picture(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    shown(qtbot, panel)
    panel.set_theme(Theme.DARK)
    settled(qtbot, panel)
    assert plotter.drawn[-1][5] is Theme.DARK
    assert panel.canvas.grab().toImage().pixelColor(200, 200) == QColor(*GROUND[Theme.DARK])


def test_a_hidden_panel_asks_for_nothing_until_it_is_shown(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    panel.hide()
    panel.show_plot(PLOT)
    assert not panel.busy
    assert plotter.drawn == []
    panel.show()
    settled(qtbot, panel)
    assert len(plotter.drawn) >= 1


def test_the_file_dialog_does_not_block_and_the_plot_is_saved_as_shown(
    qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter, tmp_path: Path
) -> None:
    shown(qtbot, panel)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Plus)
    settled(qtbot, panel)
    panel.save_button.click()
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(tmp_path / "mine.svg"))
    settled(qtbot, panel)
    dialog.close()
    (saved, path, theme) = plotter.saved[0]
    assert (saved.curves, path, theme) == (PLOT.curves, tmp_path / "mine.svg", Theme.LIGHT)
    assert saved.view == panel.canvas.view != VIEW


def test_closing_with_a_drawing_under_way_reports_nothing_afterwards(qtbot: QtBot, panel: PlotPanel, plotter: FakePlotter) -> None:
    plotter.gate.clear()
    panel.show_plot(PLOT)
    panel.close_panel()
    panel.close_panel()
    plotter.gate.set()
    qtbot.wait(30)
    assert panel.canvas.view is None


def test_the_coordinates_have_the_digits_that_a_pixel_tells(qtbot: QtBot, panel: PlotPanel) -> None:
    shown(qtbot, panel)
    left_top = QPointF(MARGIN, MARGIN)
    assert panel.canvas.place_text(left_top) == "x = 0, y = 4"
    middle = QPointF(panel.canvas.width() / 2, panel.canvas.height() / 2)
    assert panel.canvas.place_text(middle) == "x = 5, y = 0"


def test_zooming_stops_at_the_ends_of_the_scale() -> None:
    view = VIEW
    for _ in range(400):
        view = zoomed(view, 0.5, x=1.0, y=1.0)
    assert view.right - view.left >= NARROWEST / 2
    for _ in range(400):
        view = zoomed(view, 2.0, x=1.0, y=1.0)
    assert view.right - view.left < 1e13


def test_the_plot_s_ground_is_the_window_s(qtbot: QtBot) -> None:
    for theme in Theme:
        colours, look = window_theme.colours(theme), style.look(theme)
        assert look.ground == colours.field
        assert look.ink == colours.ink
        assert look.muted == colours.muted
        assert window_theme.contrast(look.muted, look.ground) > 4.5
        for curve in look.curves:
            assert window_theme.contrast(curve, look.ground) > 3.0
    del qtbot


@pytest.mark.slow
def test_a_marked_root_is_a_dot_of_the_mark_s_colour_on_the_axis(qtbot: QtBot) -> None:
    plotter = ChildPlotter()
    try:
        plot = plotter.survey(Sketch((PARABOLA,)))
        assert plot is not None
        assert [p.label for p in plot.points] == ["x = 2", "x = 3"]
        for theme in Theme:
            picture = plotter.draw(plot, width=500, height=400, scale=2.0, theme=theme)
            image = QImage.fromData(picture.png)
            assert (image.width(), image.height()) == (1000, 800)
            left, top, width, height = picture.axes
            for x in (2.0, 3.0):
                px = left + (x - picture.view.left) / (picture.view.right - picture.view.left) * width
                py = top + picture.view.top / (picture.view.top - picture.view.bottom) * height
                assert image.pixelColor(round(px), round(py)).name() == style.look(theme).mark
            assert image.pixelColor(round(left) + 1, round(top + height) - 1).alpha() == 0
    finally:
        plotter.close()
    del qtbot
