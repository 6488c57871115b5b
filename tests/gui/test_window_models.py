"""The window without a model: the choices of a first start, a fetch with progress, a file of one's own."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, FetchProgress
from ardoise.core.ports import SheetKind
from ardoise.settings import Settings
from tests.fakes.actors import FakeShelf
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.stories import a_model_file

CONTROL = Qt.KeyboardModifier.ControlModifier

CATALOGUE = (
    CatalogueEntry("math-1.5b", "Math 1.5B", "Apache-2.0", 986_000_000),
    CatalogueEntry("tiny", "Tiny (for tests of the engine)", "Apache-2.0", 98_000_000, for_mathematics=False),
)


def test_a_first_start_offers_three_choices_and_fetches_with_progress(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(catalogue=CATALOGUE, progress=[FetchProgress(10, 100, "part 1"), FetchProgress(100, 100)])
    window = open_window(shelf=shelf, settings=Settings()).window
    page = window.models.page
    assert page is not None
    assert window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: len(page.fetch_buttons) == 1)
    from PySide6.QtWidgets import QLabel

    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "986 MB" in words
    assert "Apache-2.0" in words
    assert "Tiny" not in words, "a model that serves tests is offered to nobody"
    QTest.mouseClick(page.fetch_buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.fetching is None)
    qtbot.waitUntil(lambda: window.models.missing is None)
    assert window.status.model.text() == "math-1.5b"
    assert window.pages.currentWidget() is window.welcome
    settled(qtbot, window)
    assert json.loads(paths.settings_file().read_text())["welcomed"] is True


def test_a_fetch_that_fails_says_why_and_can_be_tried_again(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(catalogue=CATALOGUE)
    shelf.fault = KnownError("The hub cannot be reached.", "Check the network and fetch again.")
    window = open_window(shelf=shelf, settings=Settings()).window
    page = window.models.page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.fetch_buttons))
    page.fetch("math-1.5b")
    qtbot.waitUntil(lambda: window.banner.isVisible() and page.fetching is None)
    assert window.banner.what.text() == "The hub cannot be reached."
    assert page.fetch_buttons[0].isEnabled()
    shelf.fault = None
    page.fetch("math-1.5b")
    qtbot.waitUntil(lambda: window.models.missing is None)


def test_one_can_start_without_a_model_and_check_work(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(catalogue=CATALOGUE), settings=Settings()).window
    assert window.models.page is not None
    window.models.page.declined.emit()
    assert window.pages.currentWidget() is window.welcome
    window.problem.choose_mode(SheetKind.CHECK)
    type_and_enter(window, "x = 4")
    settled(qtbot, window)
    assert window.pages.currentWidget() is window.view


def test_solving_without_a_model_shows_the_choices_and_why(open_window: Opening) -> None:
    window = open_window(shelf=FakeShelf(catalogue=CATALOGUE)).window
    type_and_enter(window)
    assert window.models.page is not None
    assert window.pages.currentWidget() is window.models.page
    assert window.banner.what.text() == "There is no model on this machine yet."
    assert window.banner.remedy.text().startswith("Fetch one here"), "no words about the command line in the window"
    assert not window.session.running


def test_a_file_of_ones_own_is_used_and_kept_in_the_settings(open_window: Opening, qtbot: QtBot) -> None:
    path = "/somewhere/own.gguf"
    shelf = FakeShelf(dataclasses.replace(a_model_file(), name=path))
    stage = open_window(shelf=shelf)
    window = stage.window
    window.models.show_page()
    assert window.models.page is not None
    window.models.page.file_chosen.emit(Path(path))
    settled(qtbot, window)
    assert window.settings.model == path
    type_and_enter(window)
    settled(qtbot, window)
    asked = stage.tutor.asked[0]
    assert isinstance(asked, tuple)
    assert asked[1].model == path
