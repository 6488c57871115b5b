"""For who uses the keyboard alone, a screen reader, or large text: every page has names, a path for Tab, and nothing clipped at 200 %."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ardoise.gui.main_window import MainWindow
from ardoise.gui.short_label import ShortLabel
from ardoise.settings import Appearance, Settings
from tests.fakes.tutor import FakeTutor
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.desk_stage import CONTROL, hand_in, judging, write
from tests.gui.stories import FINISHED, story

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def sheet(window: MainWindow, qtbot: QtBot) -> None:
    type_and_enter(window)
    settled(qtbot, window)


def desk(window: MainWindow, qtbot: QtBot) -> None:
    write(window, "y = 1/2x", "x = 5")
    hand_in(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    qtbot.waitUntil(lambda: window.problem.strip.reading.spoken != "")


def page(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[MainWindow, QtBot], None]:
    def shown(window: MainWindow, qtbot: QtBot) -> None:
        QTest.keyClick(window, key, modifiers)
        if window.side.gallery is not None:
            qtbot.waitUntil(lambda: window.side.gallery is not None and window.side.gallery.complete)
        settled(qtbot, window)

    return shown


PAGES: dict[str, Callable[[MainWindow, QtBot], None]] = {
    "welcome": lambda _window, _qtbot: None,
    "sheet": sheet,
    "desk": desk,
    "settings": page(Qt.Key.Key_Comma, CONTROL),
    "examples": page(Qt.Key.Key_E, CONTROL | SHIFT),
    "help": page(Qt.Key.Key_F1, NONE),
    "models": page(Qt.Key.Key_M, CONTROL | SHIFT),
}


@pytest.fixture(params=PAGES)
def opened(request: pytest.FixtureRequest, open_window: Opening, qtbot: QtBot) -> MainWindow:
    tutor = judging("x = 5") if request.param == "desk" else FakeTutor(story(), solved=FINISHED)
    window = open_window(tutor=tutor, settings=Settings(welcomed=True, appearance=Appearance.LIGHT)).window
    PAGES[request.param](window, qtbot)
    return window


def of_window(window: MainWindow) -> list[QWidget]:
    """Everything in sight that keys can reach."""
    found = [w for w in window.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.window() is window]
    return [w for w in found if w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.objectName().startswith("qt_")]


def test_everything_that_keys_reach_has_a_name(opened: MainWindow) -> None:
    for widget in of_window(opened):
        said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "") or widget.toolTip()
        proxy = widget.focusProxy()
        assert said or proxy is not None, f"{widget} in {widget.parentWidget()}"


def test_tab_comes_round_and_leaves_nothing_out(opened: MainWindow) -> None:
    wanted = {w for w in of_window(opened) if w.focusProxy() is None and not isinstance(w, QLabel)}
    start = QApplication.focusWidget()
    assert start is not None
    reached: set[QWidget] = set()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or opened, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is start and len(reached) > 3:
            break
        reached.add(now)
    missed = {w for w in wanted - reached if w is not start and not _is_one_of_a_group(w, reached)}
    assert not missed


def _is_one_of_a_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one is chosen, Tab reaches the chosen one, and arrows the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(b in reached for b in group.buttons())


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_nothing_is_clipped_at_twice_the_size_of_text(opened: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    opened.resize(*size)
    opened.zoom(22.0)
    settled(qtbot, opened)
    qtbot.wait(60)
    for label in opened.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, ShortLabel) or not label.text() or label.window() is not opened:
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed - 2, f"{label.text()[:40]!r} is {label.height()} high and needs {needed}"
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 2, f"{label.text()[:40]!r} is cut at the side"
    for button in opened.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and button.window() is opened and not isinstance(button.parentWidget(), QLineEdit):
            assert button.width() >= min(button.sizeHint().width(), button.minimumSizeHint().width()) - 2, button.text()
            assert button.height() >= button.fontMetrics().height(), button.text()
    for field in opened.findChildren(QLineEdit):
        if field.isVisible():
            assert field.height() >= field.fontMetrics().height()
