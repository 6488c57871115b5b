"""The program opens its window before it builds anything, takes its picture, keeps to one window a data folder, and ends clean."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.ports import Actors, SheetKind
from ardoise.gui import app as app_module
from ardoise.gui.app import run, take_lock
from ardoise.gui.main_window import MainWindow
from ardoise.settings import Appearance, Settings
from tests.fakes.history import FakeHistory
from tests.fakes.tutor import FakeTutor
from tests.gui.conftest import KeepingTutor, actors
from tests.gui.stories import FINISHED, STEPS, story, whole_story

QUIET = Settings(welcomed=True)


@pytest.fixture(autouse=True)
def no_log_file(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert qtbot is not None
    monkeypatch.setattr(app_module, "_log_to_file", lambda: None)


def kept() -> FakeHistory:
    history = FakeHistory()
    sheet = history.begin(SheetKind.SOLVE, "Solve x^2 - 5x + 6 = 0")
    for event in whole_story():
        history.append(sheet, event)
    return history


def factory(history: FakeHistory | None = None, *, pause: float = 0.0) -> Callable[[], Actors]:
    def build() -> Actors:
        mine = history or FakeHistory()
        return actors(tutor=KeepingTutor(FakeTutor(story(), solved=FINISHED, pause=pause), mine), history=mine)

    return build


def window() -> MainWindow:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())


def soon(what: Callable[[], object], milliseconds: int = 150) -> None:
    QTimer.singleShot(milliseconds, what)


def when(condition: Callable[[], bool], then: Callable[[], object]) -> None:
    """Look again and again from within the window's own event loop; pytest's time-out ends what never comes."""

    def look() -> None:
        if any(isinstance(w, MainWindow) and w.isVisible() for w in QApplication.topLevelWidgets()) and condition():
            then()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_the_window_is_painted_before_the_actors_are_built() -> None:
    painted: list[bool] = []

    def build() -> Actors:
        painted.append(window()._painted)
        return factory()()

    when(lambda: bool(painted), lambda: window().close())
    assert run(build, QUIET) == 0
    assert painted == [True]


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_a_screenshot_shows_the_last_sheet_at_the_size_asked_for(tmp_path: Path, appearance: Appearance) -> None:
    file = tmp_path / "new folder" / "picture.png"
    settings = Settings(welcomed=True, appearance=appearance)
    assert run(factory(kept()), settings, screenshot=file, size=(1280, 800)) == 0
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1280, 800)
    assert (image.pixelColor(5, 300).lightness() > 128) == (appearance is Appearance.LIGHT)
    colours = {image.pixelColor(x, y).rgb() for x in range(420, 860, 3) for y in range(100, 560, 3)}
    assert len(colours) > 20


def test_a_screenshot_can_solve_a_problem_first(tmp_path: Path) -> None:
    history = FakeHistory()
    assert run(factory(history), QUIET, screenshot=tmp_path / "p.png", problem="Solve x^2 - 5x + 6 = 0", size=(1280, 800)) == 0
    assert history.sheets()[0].finished


def test_a_picture_that_cannot_be_written_gives_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(factory(), QUIET, screenshot=tmp_path / "file" / "p.png") == 3


def test_the_last_sheet_is_there_again_after_closing_and_opening() -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(len(window().view.cards))
        window().close()

    soon(look, 500)
    assert run(factory(kept()), QUIET, open_last=True) == 0
    assert seen == [len(STEPS)]


def test_the_sheet_on_the_screen_is_there_again_after_closing_and_opening() -> None:
    history = kept()
    older = history.sheets()[0].id
    history.begin(SheetKind.SOLVE, "Another problem")
    seen: list[str] = []

    def listed() -> bool:
        return window().history.rows.rowCount() > 0 and not window().errands.busy

    def open_the_older() -> None:
        window().history.open_sheet(older)
        when(lambda: window().session.model.sheet == older, lambda: window().close())

    def look_and_close() -> None:
        seen.append(window().session.model.sheet)
        window().close()

    when(listed, open_the_older)
    assert run(factory(history), QUIET) == 0
    when(listed, look_and_close)
    assert run(factory(history), QUIET) == 0
    assert seen == [older]
    history.delete(older)
    when(listed, look_and_close)
    assert run(factory(history), QUIET) == 0
    assert seen == [older, ""], "a sheet that was deleted meanwhile is not opened"


def test_a_problem_given_at_the_start_is_solved() -> None:
    history = FakeHistory()
    soon(lambda: window().close(), 900)
    assert run(factory(history), QUIET, problem="Solve x^2 - 5x + 6 = 0") == 0
    assert history.sheets()[0].finished


def test_closing_in_mid_generation_ends_the_run() -> None:
    history = FakeHistory()
    soon(lambda: window().close(), 600)
    assert run(factory(history, pause=0.05), QUIET, problem="Solve x^2 - 5x + 6 = 0") == 0
    assert history.sheets()[0].finished


def test_actors_that_cannot_be_built_leave_a_window_with_a_sentence() -> None:
    said: list[str] = []

    def build() -> Actors:
        raise KnownError("The data folder cannot be used.", "Make it writable.")

    def look() -> None:
        said.append(window().banner.what.text())
        window().close()

    soon(look, 300)
    assert run(build, QUIET) == 0
    assert said == ["The data folder cannot be used."]


@pytest.mark.usefixtures("expects_log")
def test_a_picture_without_actors_is_given_up(tmp_path: Path) -> None:
    def build() -> Actors:
        raise KnownError("The data folder cannot be used.")

    assert run(build, QUIET, screenshot=tmp_path / "p.png") == 3
    assert not (tmp_path / "p.png").exists()


def test_a_second_window_on_the_same_folder_says_so_and_goes(capsys: pytest.CaptureFixture[str]) -> None:
    first = take_lock()
    assert first is not None
    assert first.isLocked()
    found: list[QWidget] = []

    def close_note() -> None:
        note = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "already_open")
        found.append(note)
        note.findChildren(QPushButton)[0].click()

    def never() -> Actors:
        raise AssertionError("a second window must build nothing")

    soon(close_note)
    assert run(never, QUIET) == 3
    assert len(found) == 1
    assert capsys.readouterr().err == "Ardoise is already open. Use that window, or close it and start again.\n"
    first.unlock()


def test_the_lock_of_a_dead_process_is_taken_over() -> None:
    lock_file = paths.data_folder() / "window.lock"
    lock_file.parent.mkdir(parents=True)
    holder = QLockFile(str(lock_file))
    assert holder.tryLock(0)
    content = lock_file.read_text().splitlines()
    holder.unlock()
    lock_file.write_text("\n".join(["999999", *content[1:]]) + "\n")
    lock = take_lock()
    assert lock is not None
    assert lock.isLocked()
    lock.unlock()


def test_the_lock_is_given_back_at_the_end() -> None:
    soon(lambda: window().close(), 250)
    assert run(factory(), QUIET) == 0
    again = take_lock()
    assert again is not None
    assert again.isLocked()
    again.unlock()


@pytest.mark.usefixtures("expects_log")
def test_a_bug_is_said_calmly_and_its_traceback_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []

    def look() -> None:
        said.append(window().banner.what.text())
        window().close()

    def break_something() -> None:
        error = RuntimeError("planted")
        sys.excepthook(RuntimeError, error, None)

    soon(break_something, 200)
    soon(look, 400)
    with caplog.at_level(logging.ERROR, logger="ardoise"):
        assert run(factory(), QUIET) == 0
    assert said == ["Something went wrong inside Ardoise."]
    assert "planted" in caplog.text
