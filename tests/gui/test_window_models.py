"""The page of models: a first start, what is here, a fetch with pause and going on, a file of one's own, a server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, Figures, Inspection, Machine, ModelFile, Needs, Place
from ardoise.core.ports import SheetKind
from ardoise.gui.main_window import MainWindow
from ardoise.gui.model_card import Speed
from ardoise.gui.models_page import ModelsPage
from ardoise.models.locate import Roots
from ardoise.models.shelf import ModelShelf
from ardoise.settings import Settings
from tests.fakes.actors import FakeServers, FakeShelf, IdleEngine
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.stories import a_model_file
from tests.model_files import tiny_gguf

NEEDS = Needs(986_000_000, 28_672, 160_000_000, 4_096)
MATH = CatalogueEntry(
    "math-1.5b",
    "Math 1.5B",
    "Apache-2.0",
    986_000_000,
    parameters=1_540_000_000,
    figures=Figures(84.2, 69.4, 44.2, "arXiv 2409.12122"),
    needs=NEEDS,
)
LARGE = CatalogueEntry("math-72b", "Math 72B", "Tongyi Qianwen", 47_000_000_000, licence_note="Asks more of large firms.",
                       needs=Needs(47_000_000_000, 327_680, 300_000_000, 4_096))  # fmt: skip
TINY = CatalogueEntry("tiny", "Tiny (for tests of the engine)", "Apache-2.0", 98_000_000, for_mathematics=False)
CATALOGUE = (MATH, LARGE, TINY)
FILE = Path("/somewhere/own.gguf")


class SlowShelf(FakeShelf):
    """A fetch comes to half of the file, then waits for a word: `go_on`, or the wish to stop."""

    def __init__(self, *files: ModelFile) -> None:
        super().__init__(*files, catalogue=CATALOGUE)
        self.go_on = threading.Event()
        self.fetches = 0

    def get(self, name: str = "", *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        self.fetches += 1
        on_progress(FetchProgress(493_000_000, 986_000_000, "Math 1.5B"))
        while not self.go_on.is_set():
            if cancel.wait(0.01):
                raise KnownError("The fetch was stopped.")
        return super().get(name, on_progress=on_progress, cancel=cancel)


def page_of(window: MainWindow, qtbot: QtBot) -> ModelsPage:
    """The page, once it shows what the shelf says."""
    page = window.models.page
    assert page is not None
    qtbot.waitUntil(lambda: page.file is not None)
    settled(qtbot, window)
    return page


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(button: QPushButton) -> None:
    """As a person with a keyboard: the focus, then the space bar."""
    assert button.isEnabled()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


# --- a first start --------------------------------------------------------------------------------------------------------------------


def test_a_first_start_offers_three_choices_and_fetches_with_progress(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(catalogue=CATALOGUE, progress=[FetchProgress(10, 100, "part 1"), FetchProgress(100, 100)])
    window = open_window(shelf=shelf, settings=Settings()).window
    page = page_of(window, qtbot)
    assert window.pages.currentWidget() is page
    assert [card.entry.name for card in page.offers] == ["math-1.5b", "math-72b"], "a model that serves tests is offered to nobody"
    card, folded = page.offers
    assert folded.isHidden()
    for words in ("986 MB", "1.5 billion parameters", "takes 1.26 GB of memory", "GSM8K 84.2 %", "MATH 69.4 %", "College Math 44.2 %"):
        assert words in shown(card)
    assert card.more.toolTip() == "Source: arXiv 2409.12122"
    assert card.licence.text() == "Licence Apache-2.0", "the licence stands there before anything is fetched"
    press(card.get)
    qtbot.waitUntil(lambda: page.fetching is None and window.models.missing is None)
    assert window.status.model.text() == "math-1.5b"
    assert window.pages.currentWidget() is window.welcome
    settled(qtbot, window)
    kept = json.loads(paths.settings_file().read_text())
    assert (kept["welcomed"], kept["model"]) == (True, "")


def test_one_can_start_without_a_model_and_check_work(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(catalogue=CATALOGUE), settings=Settings()).window
    page = page_of(window, qtbot)
    assert page.decline is not None
    press(page.decline)
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


# --- fetching -------------------------------------------------------------------------------------------------------------------------


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


# --- what is here ---------------------------------------------------------------------------------------------------------------------

OLLAMA = ModelFile(Path("/ollama/blob"), "qwen:1.5b", place=Place.OLLAMA, needs=NEEDS)


def test_a_model_that_is_here_can_be_used_whatever_it_did_before(open_window: Opening, qtbot: QtBot) -> None:
    stage = open_window(shelf=FakeShelf(a_model_file(), OLLAMA, catalogue=CATALOGUE))
    window = stage.window
    window.models.show_page()
    page = page_of(window, qtbot)
    first, second = page.here
    assert first.use.text() == "Load again"
    assert "In use." in shown(first)
    assert "kept by Ollama" in shown(second)
    assert "Fits this machine" in shown(second)
    press(second.use)
    settled(qtbot, window)
    assert window.settings.model == str(OLLAMA.path)
    assert window.status.model.text() == "qwen:1.5b"
    engine = window.session.actors.engine if window.session.actors else None
    assert isinstance(engine, IdleEngine)
    assert engine.forgiven == [OLLAMA]


def test_the_only_model_can_be_loaded_again_after_it_brought_the_engine_down(open_window: Opening, qtbot: QtBot) -> None:
    model = a_model_file()
    window = open_window(shelf=FakeShelf(model, catalogue=CATALOGUE)).window
    window.models.show_page()
    (card,) = page_of(window, qtbot).here
    press(card.use)
    settled(qtbot, window)
    engine = window.session.actors.engine if window.session.actors else None
    assert isinstance(engine, IdleEngine)
    assert engine.forgiven == [model]
    assert window.models.missing is None


def test_a_file_is_checked_against_its_hash_with_progress(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), catalogue=CATALOGUE, progress=[FetchProgress(50, 100)])
    window = open_window(shelf=shelf).window
    window.models.show_page()
    card = page_of(window, qtbot).here[0]
    press(card.check)
    qtbot.waitUntil(lambda: "is what it was" in card.bar_words.text())
    shelf.fault = KnownError("The file differs from what was fetched.", "Fetch it again.")
    qtbot.waitUntil(lambda: card.thread_at_work is None)
    press(card.check)
    qtbot.waitUntil(lambda: "Fetch it again." in card.bar_words.text())


def test_a_model_is_taken_away_only_when_one_is_sure(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), OLLAMA, catalogue=CATALOGUE)
    window = open_window(shelf=shelf).window
    window.models.show_page()
    page = page_of(window, qtbot)
    card = page.here[1]
    assert card.remove.text() == "Forget", "what Ollama keeps is not deleted"
    press(card.remove)
    press(card.keep)
    assert shelf.forgotten == []
    press(card.remove)
    press(card.sure)
    qtbot.waitUntil(lambda: len(page.here) == 1)
    assert shelf.forgotten == ["qwen:1.5b"]
    assert "no longer in the list" in window.banner.what.text()


def test_when_the_model_that_writes_is_removed_another_takes_its_place(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), OLLAMA, catalogue=CATALOGUE)
    window = open_window(shelf=shelf).window
    window.models.show_page()
    page = page_of(window, qtbot)
    press(page.here[0].remove)
    press(page.here[0].sure)
    qtbot.waitUntil(lambda: window.status.model.text() == "qwen:1.5b")


# --- a file of one's own --------------------------------------------------------------------------------------------------------------

SOUND = Inspection(FILE, "Own", "qwen2", 1_540_000_000, "Q4_K_M", 986_000_000, True, NEEDS, notes=("Not known for mathematics.",))


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(10, 10), action, data, button, key))
    QApplication.sendEvent(window, QDropEvent(QPointF(10, 10), action, data, button, key))


def test_a_file_that_is_dragged_in_is_looked_at_and_then_used_where_it_is(open_window: Opening, qtbot: QtBot) -> None:
    shelf = FakeShelf(a_model_file(), catalogue=CATALOGUE)
    shelf.inspections[FILE] = SOUND
    window = open_window(shelf=shelf).window
    drop(window, FILE)
    page = page_of(window, qtbot)
    card = page.file
    assert card is not None
    qtbot.waitUntil(lambda: card.use.isVisible())
    for words in (
        "Own",
        "qwen2",
        "Q4_K_M",
        "1.5 billion parameters",
        "4,096 tokens of context",
        "chat template",
        "Not known for mathematics.",
    ):
        assert words in shown(card)
    press(card.use)
    settled(qtbot, window)
    assert window.settings.model == str(FILE)
    assert window.status.model.text() == "Own"
    type_and_enter(window)
    settled(qtbot, window)


def test_a_file_that_cannot_be_used_says_why_and_offers_no_use(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(a_model_file(), catalogue=CATALOGUE)).window
    drop(window, Path("/nowhere/x.gguf"))
    card = page_of(window, qtbot).file
    assert card is not None
    qtbot.waitUntil(lambda: "There is no file" in shown(card))
    assert card.use.isHidden()
    assert "Cannot be used" in shown(card)


def test_what_is_no_model_is_not_taken(open_window: Opening) -> None:
    window = open_window(shelf=FakeShelf(a_model_file())).window
    drop(window, Path("/somewhere/letter.txt"))
    assert window.models.page is None


def test_a_real_file_goes_through_the_real_shelf(open_window: Opening, qtbot: QtBot, tmp_path: Path) -> None:
    shelf = ModelShelf(tmp_path / "models", roots=Roots())
    path = tiny_gguf(tmp_path)
    window = open_window(shelf=shelf, settings=Settings()).window
    drop(window, path)
    page = page_of(window, qtbot)
    card = page.file
    assert card is not None
    qtbot.waitUntil(lambda: card.use.isVisible())
    assert "qwen2" in shown(card)
    press(card.use)
    settled(qtbot, window)
    assert window.status.model.text() == "Tiny"
    window.models.show_page()
    qtbot.waitUntil(lambda: [c.model.path for c in page.here] == [path])
    press(page.here[0].remove)
    press(page.here[0].sure)
    qtbot.waitUntil(lambda: not page.here)
    assert path.exists(), "a file of one's own is only forgotten"


# --- a server -------------------------------------------------------------------------------------------------------------------------


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


# --- and besides ----------------------------------------------------------------------------------------------------------------------


def test_a_model_that_has_gone_to_rest_is_said_to_rest(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window().window
    type_and_enter(window)
    settled(qtbot, window)
    window.session.model.engine = EngineState.READY
    window.models._look_at_engine()
    assert window.status.state.text().startswith("Resting"), "the idle engine of this test says that it holds no model"


def test_every_control_of_the_page_has_a_name_and_can_be_reached_by_the_keyboard(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(shelf=FakeShelf(a_model_file(), OLLAMA, catalogue=CATALOGUE)).window
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = page_of(window, qtbot)
    buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    assert len(buttons) > 8
    for button in buttons:
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    names = [b.accessibleName() for b in buttons if b.accessibleName()]
    assert len(set(names)) == len(names), "no two buttons are read out alike"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.welcome


def test_a_speed_is_told_only_when_there_is_enough_to_tell() -> None:
    speed = Speed()
    assert speed.of(0, 0.0) == 0.0
    assert speed.of(1_000, 0.5) == 0.0
    assert speed.of(4_000, 2.0) == 2_000.0
    assert speed.of(0, 3.0) == 0.0, "begun anew"
