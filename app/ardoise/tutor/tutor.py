"""The Tutor: every story is told as one stream of events, kept in the history as it is told, and always ended properly.

What happens inside a story stands in `solving.py` and `working.py`. The solve thread that iterates here is the only thread; the engine,
the checks and the plots work in children.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from typing import Protocol, TypeVar

from ardoise.core import ports
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckEvent, CheckStarted, Event, Noticed, Outcome, SolveEvent, SolveStarted
from ardoise.core.limits import Cancel
from ardoise.core.ports import SheetKind, SolveOptions
from ardoise.core.problem import EMPTY, Problem, Working
from ardoise.tutor.desk import StoryDesk
from ardoise.tutor.keeping import Keeper
from ardoise.tutor.solving import Solving
from ardoise.tutor.working import CheckingWorking

log = logging.getLogger(__name__)
DEFAULT_OPTIONS = SolveOptions()
BUG = "Something went wrong inside Ardoise. What was written so far is kept; the details are in the log."


E = TypeVar("E", bound=Event)
E_co = TypeVar("E_co", bound=Event, covariant=True)


class Story(Protocol[E_co]):
    """What is told between the first event and the last: `events`, then `finished`, which looks at `outcome` and `message`."""

    outcome: Outcome
    message: str

    def events(self) -> Iterator[E_co]: ...

    def finished(self) -> E_co: ...


class StoryTutor(ports.Tutor):
    """Brings the actors together; holds no state between two stories."""

    def __init__(
        self,
        *,
        engine: ports.Engine,
        verifier: ports.Verifier,
        history: ports.History,
        plotter: ports.Plotter,
        shelf: ports.Shelf,
        model: str = "",
    ) -> None:
        self._engine = engine
        self._verifier = verifier
        self._history = history
        self._plotter = plotter
        self._shelf = shelf
        self._model = model

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = DEFAULT_OPTIONS) -> Iterator[SolveEvent]:
        if not options.model:
            options = dataclasses.replace(options, model=self._model)
        story = Solving(
            problem,
            engine=self._engine,
            verifier=self._verifier,
            plotter=self._plotter,
            shelf=self._shelf,
            options=options,
            cancel=cancel,
        )
        keeper = Keeper(self._history if options.keep else None)
        asked = options.asked
        sheet = keeper.go_on(asked.sheet) if asked.sheet else keeper.begin(SheetKind.SOLVE, problem.text)
        return _told(keeper, SolveStarted(problem.text, sheet, asked.purpose, options.mode), story)

    def check(self, working: Working, *, cancel: Cancel, keep: bool = True) -> Iterator[CheckEvent]:
        title = working.problem or next((line for line in working.lines if line.strip()), "Empty working")
        story = CheckingWorking(working, verifier=self._verifier, plotter=self._plotter if keep else None, cancel=cancel)
        keeper = Keeper(self._history if keep else None)
        sheet = keeper.begin(SheetKind.CHECK, title)
        return _told(keeper, CheckStarted(working, sheet), story)

    def desk(self, sheet: str = "", working: Working = EMPTY) -> StoryDesk:
        return StoryDesk(verifier=self._verifier, history=self._history, plotter=self._plotter, sheet=sheet, working=working)


def _told(keeper: Keeper, started: E, story: Story[E]) -> Iterator[E | Noticed]:
    """The whole stream: started, events, finished, each kept before it is given on."""
    yield from keeper.kept(started)
    try:
        for event in story.events():
            yield from keeper.kept(event)
    except KnownError as e:
        story.outcome, story.message = Outcome.FAILED, str(e)
    except Exception:
        log.exception("a story ended in a bug")
        story.outcome, story.message = Outcome.FAILED, BUG
    yield from keeper.kept(story.finished())
