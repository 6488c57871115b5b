"""A model is fetched from the page of models: progress, pause, going on, throwing away, and what stands in the way."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.models import FetchProgress, Machine
from ardoise.gui.model_card import Speed
from ardoise.settings import Settings
from tests.fakes.actors import FakeShelf
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.models_stage import CATALOGUE, SlowShelf, page_of, press, shown
from tests.gui.stories import a_model_file


def test_a_fetch_that_fails_says_why_and_can_be_tried_again(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(catalogue=CATALOGUE)
    shelf.fault = KnownError("The hub cannot be reached.", "Check the network and fetch again.")
    window = open_window(shelf=shelf, settings=Settings()).window
    page = page_of(window, qtbot)
    press(page.offers[0].get)
    qtbot.waitUntil(lambda: window.banner.isVisible() and page.fetching is None)
    assert window.banner.what.text() == "The hub cannot be reached."
    assert "Check the network" in shown(page.offers[0])
    shelf.fault = None
    press(page.offers[0].get)
    qtbot.waitUntil(lambda: window.models.missing is None)


def test_a_fetch_can_be_paused_and_gone_on_with_while_one_works(open_window: Opening, qtbot: QtBot) -> None:
    shelf = SlowShelf(a_model_file())
    window = open_window(shelf=shelf).window
    window.models.show_page()
    page = page_of(window, qtbot)
    assert page.more is not None
    press(page.more)
    card, other = page.offers
    press(card.get)
    qtbot.waitUntil(lambda: card.bar.maximum() == 1_000 and card.bar.value() == 500)
    assert "493 MB of 986 MB" in card.bar_words.text()
    assert window.status.fetch.text() == "Fetching Math 1.5B, 50 %"
    assert "One model is fetched at a time." in shown(other) or not other.get.isEnabled()
    type_and_enter(window)
    settled(qtbot, window)
    assert window.pages.currentWidget() is window.view, "a problem is solved meanwhile"
    window.models.show_page()
    assert page.offers[0] is card, "the page does not lose the fetch"
    press(card.pause)
    qtbot.waitUntil(lambda: not card.fetching)
    assert card.get.text() == "Go on fetching"
    assert "493 MB have arrived already." in shown(card)
    assert window.status.fetch.isHidden()
    shelf.go_on.set()
    press(card.get)
    qtbot.waitUntil(lambda: window.status.model.text() == "math-1.5b")
    assert shelf.fetches == 2
    assert shelf.forgotten == []


def test_a_stand_in_is_named_while_it_is_fetched_in_place_of_the_default(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(a_model_file(), catalogue=CATALOGUE)).window
    window.models.show_page()
    card = page_of(window, qtbot).offers[0]
    card.show_progress(FetchProgress(500, 1_000, "Coder 1.5B (the stand-in)"))
    assert card.bar_words.text().startswith("Coder 1.5B (the stand-in)")
    card.show_progress(FetchProgress(600, 1_000, "Math 1.5B"))
    assert "Math" not in card.bar_words.text()


def test_a_fetch_that_is_cancelled_throws_away_what_has_arrived(open_window: Opening, qtbot: QtBot) -> None:
    shelf = SlowShelf(a_model_file())
    window = open_window(shelf=shelf).window
    window.models.show_page()
    page = page_of(window, qtbot)
    card = page.offers[0]
    press(card.get)
    qtbot.waitUntil(lambda: card.bar.value() == 500)
    press(card.throw_away)
    qtbot.waitUntil(lambda: shelf.forgotten == ["math-1.5b"])
    settled(qtbot, window)
    assert (card.get.text(), card.throw_away.isHidden()) == ("Fetch", True)


def test_closing_the_window_pauses_a_fetch(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=SlowShelf(a_model_file())).window
    window.models.show_page()
    page = page_of(window, qtbot)
    press(page.offers[0].get)
    qtbot.waitUntil(lambda: page.offers[0].bar.value() == 500)
    with qtbot.waitSignal(window.left):
        window.close()
    assert not page.threads or not any(thread.isRunning() for thread in page.threads)


def test_a_model_too_large_for_this_machine_cannot_be_fetched_and_says_what_to_do(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(a_model_file(), catalogue=CATALOGUE)).window
    window.models.show_page()
    card = page_of(window, qtbot).offers[1]
    assert not card.get.isEnabled()
    words = shown(card)
    assert "Too large for this machine" in words
    assert "Take a smaller one" in words
    assert "Asks more of large firms." in words


def test_a_full_disk_is_told_before_the_fetch(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), catalogue=CATALOGUE)
    shelf.has = Machine(16 << 30, 12 << 30, disk_free=10_000_000)
    window = open_window(shelf=shelf).window
    window.models.show_page()
    card = page_of(window, qtbot).offers[0]
    assert not card.get.isEnabled()
    assert "too little room" in shown(card)


def test_the_licence_can_be_read_in_full_on_the_page(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(a_model_file(), catalogue=CATALOGUE)).window
    window.models.show_page()
    card = page_of(window, qtbot).offers[0]
    press(card.licence)
    text = card._text
    assert text is not None
    qtbot.waitUntil(lambda: text.toPlainText() == "The licence of math-1.5b, in full.")
    press(card.licence)
    assert text.isHidden()


def test_a_speed_is_told_only_when_there_is_enough_to_tell() -> None:
    speed = Speed()
    assert speed.of(0, 0.0) == 0.0
    assert speed.of(1_000, 0.5) == 0.0
    assert speed.of(4_000, 2.0) == 2_000.0
    assert speed.of(0, 3.0) == 0.0, "begun anew"
