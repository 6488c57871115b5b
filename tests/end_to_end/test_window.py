"""The real window with real actors and a real model: type, press the key, watch the steps, the marks, the answer and the plot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise import wiring
from ardoise.core.events import Outcome, SolveFinished, StepRead, TextArrived
from ardoise.core.ports import Actors
from ardoise.core.solution import Confirmation, Trust
from ardoise.gui.app import application
from ardoise.gui.main_window import MainWindow
from ardoise.history.store import SqliteHistory
from ardoise.settings import Settings
from tests.model_files import big_model

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1_500)]
PATIENCE = 600_000
"""Milliseconds for one solution; it takes 15 seconds on a quiet machine, and minutes beside other work."""
PROBLEM = "Solve x^2 - 5x + 6 = 0"


@pytest.fixture
def model(data_folder: Path) -> Path:
    """A 1.5B model, in place in this test's data folder."""
    real = big_model()
    (data_folder / "models").mkdir(parents=True)
    linked = data_folder / "models" / real.name
    linked.symlink_to(real)
    return linked


@pytest.fixture
def actors(model: Path) -> Iterator[Actors]:
    application()
    built = wiring.build(Settings(model=str(model)))
    yield built
    built.close()


@pytest.fixture
def window(qtbot: QtBot, actors: Actors) -> Iterator[MainWindow]:
    """The window, painted, with its actors; closed as a person closes it (not by qtbot.addWidget, which does not wait for its threads)."""
    window = MainWindow(Settings(welcomed=True), keeps_state=False)
    window.resize(1280, 800)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    with qtbot.waitSignal(window.models.looked):
        window.show_actors(actors)
    yield window
    with qtbot.waitSignal(window.left, timeout=20_000):
        window.close()
    window.errands.close()
    window.deleteLater()


def test_a_key_press_solves_checks_confirms_and_plots(qtbot: QtBot, window: MainWindow, actors: Actors, tmp_path: Path) -> None:
    field = window.problem.problem
    field.setFocus()
    QTest.keyClicks(field, PROBLEM)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.model.finished, timeout=PATIENCE)

    state = window.session.model
    assert state.answer is not None
    assert state.answer.trust is Trust.CONFIRMED
    assert Confirmation.SUBSTITUTED in state.answer.confirmed_by
    assert sorted(str(getattr(e, "value", e)) for e in state.answer.exprs) == ["2", "3"]
    assert state.tally.refuted == 0
    assert state.tally.proved > 0
    assert state.plot is not None
    assert sorted(round(p.x, 9) for p in state.plot.points) == [2.0, 3.0]

    qtbot.waitUntil(lambda: not window.plot.busy, timeout=20_000)
    assert window.grab().save(str(tmp_path / "window.png"))
    assert not QImage(str(tmp_path / "window.png")).isNull()

    (sheet,) = actors.history.sheets()
    assert sheet.finished
    last = actors.history.events(sheet.id)[-1]
    assert isinstance(last, SolveFinished)
    assert last.outcome is Outcome.FINISHED


def test_escape_stops_the_model_and_keeps_what_was_written(qtbot: QtBot, window: MainWindow, actors: Actors) -> None:
    window.solve(PROBLEM)
    qtbot.waitUntil(lambda: len(window.session.model.steps) >= 1, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.session.model.finished, timeout=10_000)
    assert window.session.model.outcome is Outcome.STOPPED
    (sheet,) = actors.history.sheets()
    assert any(isinstance(e, StepRead) for e in actors.history.events(sheet.id))


def test_a_killed_engine_is_told_and_the_next_problem_is_solved(qtbot: QtBot, window: MainWindow) -> None:
    window.solve(PROBLEM)
    qtbot.waitUntil(lambda: len(window.session.model.steps) >= 1, timeout=PATIENCE)
    max(psutil.Process().children(recursive=True), key=lambda p: p.memory_info().rss).kill()
    qtbot.waitUntil(lambda: window.session.model.finished, timeout=20_000)
    outcomes = [window.session.model.outcome]
    assert "stopped unexpectedly" in window.session.model.message
    assert "Traceback" not in window.session.model.message
    qtbot.waitUntil(lambda: not window.session.running)
    window.solve(PROBLEM)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    outcomes.append(window.session.model.outcome)
    assert outcomes == [Outcome.FAILED, Outcome.FINISHED]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of Unix")
@pytest.mark.parametrize("seconds", [0.4, 1.1, 2.3])
def test_kill_9_of_the_window_loses_at_most_the_sentence_being_written(data_folder: Path, model: Path, seconds: float) -> None:
    assert model.parent == data_folder / "models"
    process = subprocess.Popen(
        [sys.executable, "-m", "ardoise", "--problem", PROBLEM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_text(data_folder / "history.sqlite3", process)
        time.sleep(seconds)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    history = SqliteHistory(data_folder / "history.sqlite3")
    try:
        (sheet,) = history.sheets()
        events = history.events(sheet.id)
    finally:
        history.close()
    assert not sheet.finished
    written = "".join(e.text for e in events if isinstance(e, TextArrived))
    read = "".join(e.step.text for e in events if isinstance(e, StepRead))
    assert written
    assert len(read) <= len(written), "a step that was read is kept with all the text it came from"


def _wait_for_text(file: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the history holds some of the model's text; fails if the window ends before."""
    for _ in range(3_000):
        assert process.poll() is None, "the window ended by itself"
        if file.exists():
            history = SqliteHistory(file)
            try:
                for sheet in history.sheets():
                    if any(isinstance(e, TextArrived) for e in history.events(sheet.id)):
                        return
            finally:
                history.close()
        time.sleep(0.1)
    pytest.fail("no text in five minutes")
