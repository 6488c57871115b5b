"""The page of models: a first start, what is here, a file of one's own, and how the page can be used by the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.models import FetchProgress, Inspection
from ardoise.gui.main_window import MainWindow
from ardoise.models.locate import Roots
from ardoise.models.shelf import ModelShelf
from ardoise.settings import Settings
from tests.fakes.actors import FakeShelf, IdleEngine
from tests.gui.conftest import Opening, settled, type_and_enter
from tests.gui.desk_stage import hand_in, write
from tests.gui.models_stage import CATALOGUE, FILE, NEEDS, OLLAMA, page_of, press, shown
from tests.gui.stories import a_model_file
from tests.model_files import tiny_gguf

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
    write(window, "x = 4")
    hand_in(window, qtbot)
    assert window.pages.currentWidget() is window.desk.page


def test_solving_without_a_model_shows_the_choices_and_why(open_window: Opening) -> None:
    window = open_window(shelf=FakeShelf(catalogue=CATALOGUE)).window
    type_and_enter(window)
    assert window.models.page is not None
    assert window.pages.currentWidget() is window.models.page
    assert window.banner.what.text() == "There is no model on this machine yet."
    assert window.banner.remedy.text().startswith("Fetch one here"), "no words about the command line in the window"
    assert not window.session.running


# --- what is here ---------------------------------------------------------------------------------------------------------------------


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
