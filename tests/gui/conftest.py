"""Paper with real formulas on it, a tutor that keeps its stories, and windows that end before their test does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core import ports
from ardoise.core.editing import change
from ardoise.core.events import CheckEvent, CheckStarted, Event, SolveEvent, SolveStarted
from ardoise.core.limits import Cancel
from ardoise.core.ports import Actors, History, SheetKind, Shelf, SolveOptions
from ardoise.core.problem import EMPTY, Problem, Working
from ardoise.drawing.formulas import FormulaSetter
from ardoise.gui import fonts
from ardoise.gui.app import application
from ardoise.gui.main_window import MainWindow
from ardoise.gui.paper import Paper
from ardoise.settings import Settings
from tests.fakes.actors import FakeServers, FakeShelf, IdleEngine, IdleVerifier
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.tutor import NO_OPTIONS, FakeDesk, FakeTutor
from tests.gui.stories import FINISHED, PROBLEM, a_model_file, story

E = TypeVar("E", bound=Event)
SETTER = FormulaSetter()


@pytest.fixture
def paper(qtbot: QtBot) -> Paper:
    assert qtbot is not None
    fonts.load()
    return Paper(typesetter=SETTER)


class KeepingTutor(ports.Tutor):
    """Keeps what another tutor tells, as the real one does."""

    def __init__(self, telling: FakeTutor, history: History) -> None:
        self.telling = telling
        self._history = history

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = NO_OPTIONS) -> Iterator[SolveEvent]:
        sheet = options.asked.sheet or self._history.begin(SheetKind.SOLVE, problem.text)
        for event in self.telling.solve(problem, cancel=cancel, options=options):
            yield self._kept(dataclasses.replace(event, sheet=sheet) if isinstance(event, SolveStarted) else event, sheet)

    def check(self, working: Working, *, cancel: Cancel, keep: bool = True) -> Iterator[CheckEvent]:
        sheet = self._history.begin(SheetKind.CHECK, working.problem or working.lines[0])
        for event in self.telling.check(working, cancel=cancel, keep=keep):
            yield self._kept(dataclasses.replace(event, sheet=sheet) if isinstance(event, CheckStarted) else event, sheet)

    def desk(self, sheet: str = "", working: Working = EMPTY) -> KeepingDesk:
        return KeepingDesk(self.telling, self._history, sheet, working)

    def _kept(self, event: E, sheet: str) -> E:
        self._history.append(sheet, event)
        return event


class KeepingDesk(FakeDesk):
    """Keeps what changes, as the real one does."""

    def __init__(self, tutor: FakeTutor, history: History, sheet: str, working: Working) -> None:
        super().__init__(tutor, sheet)
        self._history = history
        self._kept = working

    def look(self, working: Working, *, cancel: Cancel) -> Iterator[CheckEvent]:
        if (edit := change(self._kept, working)) is not None and (self._sheet or any(working.lines) or working.problem):
            self._sheet = self._sheet or self._history.begin(SheetKind.CHECK, working.problem or next(filter(None, working.lines), ""))
            self._history.append(self._sheet, edit)
            self._kept = working
        yield from super().look(working, cancel=cancel)


@dataclasses.dataclass(frozen=True)
class Stage:
    """A window with its actors; `history` is the one they keep in."""

    window: MainWindow
    history: FakeHistory
    tutor: FakeTutor
    shelf: FakeShelf


Opening = Callable[..., Stage]


def actors(*, tutor: ports.Tutor, history: History, shelf: Shelf | None = None) -> Actors:
    return Actors(tutor, IdleEngine(), IdleVerifier(), history, FakePlotter(), SETTER, shelf or FakeShelf(a_model_file()), FakeServers())


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Opening]:
    """Opens windows that are painted and have their actors; closes each and waits until nothing of it runs."""
    application()
    opened: list[MainWindow] = []

    def open_one(
        *,
        tutor: FakeTutor | None = None,
        history: FakeHistory | None = None,
        shelf: FakeShelf | None = None,
        settings: Settings | None = None,
        size: tuple[int, int] = (1280, 800),
    ) -> Stage:
        history = history or FakeHistory()
        telling = tutor or FakeTutor(story(), solved=FINISHED)
        shelf = shelf or FakeShelf(a_model_file())
        window = MainWindow(settings or Settings(welcomed=True), keeps_state=False)
        opened.append(window)
        window.resize(*size)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        with qtbot.waitSignal(window.models.looked):
            window.show_actors(actors(tutor=KeepingTutor(telling, history), history=history, shelf=shelf))
        return Stage(window, history, telling, shelf)

    yield open_one
    for window in opened:
        if window.isVisible():
            with qtbot.waitSignal(window.left):
                window.close()
        window.errands.close()
        window.deleteLater()


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way in the window."""
    qtbot.waitUntil(lambda: not (window.errands.busy or window.session.running or window.plot.busy))


def type_and_enter(window: MainWindow, text: str = PROBLEM) -> None:
    """As a person does, key by key."""
    QTest.keyClicks(window.problem.field, text)
    QTest.keyClick(window.problem.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
