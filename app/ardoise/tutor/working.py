"""Check a working: the learner's own lines, or the steps of somebody's solution, each against what stands before it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from ardoise.core import ports
from ardoise.core.events import CheckEvent, CheckFinished, Outcome, PlotReady, StepRead
from ardoise.core.limits import Cancel
from ardoise.core.plots import Plot
from ardoise.core.problem import Working
from ardoise.core.solution import Claim, Step
from ardoise.core.verdict import is_error, is_suspect
from ardoise.notation.claims import read_problem
from ardoise.tutor.checking import Checking
from ardoise.tutor.picturing import picture
from ardoise.tutor.reading import StepReader


class CheckingWorking:
    """The story of one working; `outcome` and `message` are set when `events` has ended."""

    def __init__(self, working: Working, *, verifier: ports.Verifier, plotter: ports.Plotter | None, cancel: Cancel) -> None:
        """`plotter` None: nothing is drawn, since nobody will look."""
        self.outcome = Outcome.FAILED
        self.message = ""
        self._working = working
        self._plotter = plotter
        self._cancel = cancel
        self._claims = read_problem(working.problem)
        self._checking = Checking(verifier, self._claims, working.kind, working.assumptions)
        self._started = time.monotonic()

    def events(self) -> Iterator[CheckEvent]:
        """Everything between `CheckStarted` and `CheckFinished`; empty lines are no steps."""
        reader = StepReader(self._working.problem, self._working.kind, self._working.assumptions)
        start, index = 0, 0
        stated: list[Claim] = list(self._claims)
        plot = self._picture(self._claims)
        if plot is not None:
            yield PlotReady(plot)
        for line in self._working.lines:
            if self._cancel.requested:
                break
            if line.strip():
                step = reader.read(Step(index, line, start, start + len(line)))
                stated.extend(step.claims)
                self._checking.submit(step)
                yield StepRead(step)
                yield from self._checking.arrived()
                index += 1
            start += len(line) + 1
        yield from self._checking.rest(self._cancel)
        if plot is None:
            plot = self._picture(stated)
            if plot is not None:
                yield PlotReady(plot)
        self.outcome = Outcome.STOPPED if self._cancel.requested else Outcome.FINISHED
        self.message = "Stopped." if self._cancel.requested else ""

    def _picture(self, claims: Sequence[Claim]) -> Plot | None:
        if self._plotter is None or self._cancel.requested:
            return None
        return picture(claims, self._plotter, text=self._working.problem)

    def finished(self) -> CheckFinished:
        return check_finished(self.outcome, self.message, self._checking, time.monotonic() - self._started)


def check_finished(outcome: Outcome, message: str, checking: Checking, seconds: float) -> CheckFinished:
    """The end of a check of a working, with what was found in all of it."""
    checks = sorted(checking.checks.items())
    return CheckFinished(
        outcome,
        first_error=next((index for index, c in checks if is_error(c)), None),
        first_suspect=next((index for index, c in checks if is_error(c) or is_suspect(c)), None),
        steps=len(checks),
        checked=checking.tally,
        seconds=round(seconds, 4),
        message=message,
    )
