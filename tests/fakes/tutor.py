"""A Tutor that plays events written down beforehand, as slowly as a test asks for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from ardoise.core import ports
from ardoise.core.events import CheckEvent, CheckFinished, CheckStarted, Outcome, SolveEvent, SolveFinished, SolveStarted
from ardoise.core.limits import Cancel
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import EMPTY, Problem, Working

NO_OPTIONS = SolveOptions()


class FakeTutor(ports.Tutor):
    """Plays `solving` between a SolveStarted and its end, and what `checking` makes of a working between a CheckStarted and its end.

    `pause` seconds lie before each event; a cancel ends the stream with STOPPED. `asked` keeps what was asked for, `kept` whether a
    check was to be kept in the history.
    """

    def __init__(
        self,
        solving: Sequence[SolveEvent] = (),
        *,
        solved: SolveFinished | None = None,
        checking: Callable[[Working], Sequence[CheckEvent]] = lambda _working: (),
        checked: CheckFinished | None = None,
        pause: float = 0.0,
    ) -> None:
        self._solving = solving
        self._solved = solved or SolveFinished(Outcome.FINISHED)
        self._checking = checking
        self._checked = checked or CheckFinished(Outcome.FINISHED)
        self._pause = pause
        self.kept: list[bool] = []
        self.asked: list[tuple[Problem, SolveOptions] | Working] = []

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = NO_OPTIONS) -> Iterator[SolveEvent]:
        self.asked.append((problem, options))
        yield SolveStarted(problem.text)
        for event in self._solving:
            if cancel.wait(self._pause) if self._pause else cancel.requested:
                yield dataclasses.replace(self._solved, outcome=Outcome.STOPPED, message="Stopped.")
                return
            yield event
        yield self._solved

    def check(self, working: Working, *, cancel: Cancel, keep: bool = True) -> Iterator[CheckEvent]:
        self.kept.append(keep)
        self.asked.append(working)
        yield CheckStarted(working)
        for event in self._checking(working):
            if cancel.wait(self._pause) if self._pause else cancel.requested:
                yield dataclasses.replace(self._checked, outcome=Outcome.STOPPED, message="Stopped.")
                return
            yield event
        yield self._checked

    def desk(self, sheet: str = "", working: Working = EMPTY) -> FakeDesk:
        return FakeDesk(self, sheet)


class FakeDesk(ports.Desk):
    """Looks at every working anew, as its tutor checks one; nothing is kept."""

    def __init__(self, tutor: FakeTutor, sheet: str = "") -> None:
        self._tutor = tutor
        self._sheet = sheet

    @property
    def sheet(self) -> str:
        return self._sheet

    def look(self, working: Working, *, cancel: Cancel) -> Iterator[CheckEvent]:
        for event in self._tutor.check(working, cancel=cancel):
            yield dataclasses.replace(event, sheet=self._sheet) if isinstance(event, CheckStarted) else event
