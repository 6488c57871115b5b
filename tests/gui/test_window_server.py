"""A server on the page of models: off by default, asked before it is chosen, and marked wherever it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.models import ModelFile
from ardoise.gui.main_window import MainWindow
from tests.fakes.actors import FakeServers, FakeShelf
from tests.gui.conftest import Opening, settled
from tests.gui.models_stage import page_of, press, shown
from tests.gui.stories import a_model_file


def servers_of(window: MainWindow) -> FakeServers:
    assert window.session.actors is not None
    found = window.session.actors.servers
    assert isinstance(found, FakeServers)
    return found


def test_a_server_is_off_until_it_was_asked_and_chosen_and_its_mark_stays(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), ModelFile(Path("72b"), "https://school.example#72b", server="https://school.example"))
    window = open_window(shelf=shelf).window
    servers_of(window).names = ["72b"]
    window.models.show_page()
    page = page_of(window, qtbot)
    card = page.server
    assert card is not None
    assert (card.use.isHidden(), card.off.isHidden(), servers_of(window).asked) == (True, True, [])
    card.address.setFocus()
    QTest.keyClicks(card.address, "school.example")
    QTest.keyClicks(card.key, "sk-mine")
    QTest.keyClick(card.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.use.isVisible())
    assert servers_of(window).keys == {"https://school.example": "sk-mine"}
    assert card.key.text() == ""
    assert "leaves this machine and goes to school.example" in shown(card)
    press(card.use)
    settled(qtbot, window)
    assert window.settings.model == "https://school.example#72b"
    assert (window.status.server.isHidden(), window.status.server.text()) == (False, "leaves this machine")
    assert "school.example" in window.status.server.toolTip()
    window.models.show_page()
    qtbot.waitUntil(lambda: page.server is not None and page.server is not card)
    assert page.server is not None
    press(page.server.off)
    settled(qtbot, window)
    assert window.settings.model == ""
    assert window.status.server.isHidden()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("localhost:8080", "nothing leaves it"), ("http://10.0.0.4", "not encrypted"), ("https://a.example", "goes to a.example")],
)
def test_where_the_problems_would_go_is_said_before_it_is_used(open_window: Opening, qtbot: QtBot, typed: str, words: str) -> None:
    window = open_window(shelf=FakeShelf(a_model_file())).window
    servers_of(window).names = ["m"]
    window.models.show_page()
    card = page_of(window, qtbot).server
    assert card is not None
    card.address.setText(typed)
    press(card.connect_button)
    qtbot.waitUntil(lambda: card.use.isVisible())
    assert words in shown(card)


@pytest.mark.parametrize("typed", ["", "not an address", "https://a.example"])
def test_a_server_that_cannot_be_asked_says_why(open_window: Opening, qtbot: QtBot, typed: str) -> None:
    window = open_window(shelf=FakeShelf(a_model_file())).window
    servers_of(window).fault = KnownError("The server cannot be reached.", "Look whether it runs.")
    window.models.show_page()
    card = page_of(window, qtbot).server
    assert card is not None
    card.address.setText(typed)
    press(card.connect_button)
    qtbot.waitUntil(lambda: bool(card.bar_words.text()) and card.connect_button.isEnabled())
    assert card.bar_words.isVisible()
    assert card.use.isHidden()
