"""A learner's working while it is edited: each look checks from the first line that changed, and keeps what was changed.

A line is judged by what stands before it, so the verdicts of all lines above the first change still hold; they are remembered with what the
reader knew after each. (Rejected: checking everything at every pause, which costs a second in a long working; a cache by the text of a
line, since the same line means another thing after other lines.)
"""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from ardoise.core import ports
from ardoise.core.editing import change, common
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckEvent, CheckStarted, Noticed, Outcome, PlotReady, StepChecked, StepRead
from ardoise.core.limits import Cancel
from ardoise.core.plots import Plot
from ardoise.core.ports import SheetKind
from ardoise.core.problem import EMPTY, Working
from ardoise.core.solution import Claim, Step
from ardoise.core.verdict import Check, Reason
from ardoise.notation.angle_units import in_degrees
from ardoise.notation.claims import read_problem
from ardoise.tutor.checking import Checking
from ardoise.tutor.keeping import title_of
from ardoise.tutor.picturing import picture
from ardoise.tutor.reading import StepReader
from ardoise.tutor.working import check_finished

log = logging.getLogger(__name__)
BUG = "Something went wrong inside Ardoise. What you wrote is kept; the details are in the log."
_NOT_THE_LINES_FAULT = (Reason.CANCELLED, Reason.TIMED_OUT, Reason.WORKER_DIED, Reason.OUT_OF_MEMORY)


@dataclass(frozen=True)
class _Judged:
    """A line that needs no other look while everything above it stays: empty ones have no step."""

    step: Step | None
    checks: tuple[Check, ...]
    reader: StepReader
    """As it was after the line."""


class StoryDesk(ports.Desk):
    """Holds what the last look found. One look at a time; any thread."""

    def __init__(
        self, *, verifier: ports.Verifier, history: ports.History, plotter: ports.Plotter, sheet: str = "", working: Working = EMPTY
    ) -> None:
        self._verifier = verifier
        self._history = history
        self._plotter = plotter
        self._sheet = sheet
        self._kept = working
        """As the history has it."""
        self._looked = EMPTY
        """What the judged lines belong to."""
        self._judged: list[_Judged] = []
        self._problem: tuple[Claim, ...] = ()
        self._drawn: tuple[Claim, ...] = ()
        self._title = _title(working)
        self._trouble = ""

    @property
    def sheet(self) -> str:
        return self._sheet

    def look(self, working: Working, *, cancel: Cancel) -> Iterator[CheckEvent]:
        started = time.monotonic()
        noticed = self._keep(working)
        checking = self._recall(working)
        yield CheckStarted(working, self._sheet, len(self._judged))
        if noticed:
            yield Noticed(noticed)
        outcome, message = Outcome.FINISHED, ""
        try:
            yield from self._events(working, checking, cancel)
        except Exception:
            log.exception("a look at a working ended in a bug")
            outcome, message = Outcome.FAILED, BUG
        if cancel.requested:
            outcome = Outcome.STOPPED
        yield check_finished(outcome, message, checking, time.monotonic() - started)

    def _recall(self, working: Working) -> Checking:
        """Forget the lines that changed and what stands below them; the checks that go on from the others."""
        same = (working.problem, working.assumptions) == (self._looked.problem, self._looked.assumptions)
        self._judged = self._judged[: common(self._looked.lines, working.lines) if same else 0]
        self._looked = working
        if not same or not self._problem:
            self._problem = read_problem(working.problem)
            if working.assumptions.degrees:
                self._problem = tuple(in_degrees(c) for c in self._problem)
        checking = Checking(self._verifier, self._problem, working.kind, working.assumptions)
        for judged in self._judged:
            if judged.step is not None:
                checking.recall(judged.step, judged.checks)
        return checking

    def _events(self, working: Working, checking: Checking, cancel: Cancel) -> Iterator[CheckEvent]:
        unchanged = len(self._judged)
        reader = self._judged[-1].reader if self._judged else StepReader(working.problem, working.kind, working.assumptions)
        read: list[tuple[Step | None, StepReader]] = []
        start = sum(len(line) + 1 for line in working.lines[:unchanged])
        for index in range(unchanged, len(working.lines)):
            if cancel.requested:
                break
            line = working.lines[index]
            step = None
            if line.strip():
                reader = copy.copy(reader)
                step = reader.read(Step(index, line, start, start + len(line)))
                checking.submit(step)
                yield StepRead(step)
                yield from self._told(checking.arrived(), checking, read)
            read.append((step, reader))
            self._remember(checking, read)
            start += len(line) + 1
        for event in checking.rest(cancel):
            yield event
            self._remember(checking, read)
        self._remember(checking, read)
        yield from self._picture(working, cancel)

    def _told(self, events: Iterator[StepChecked], checking: Checking, read: list[tuple[Step | None, StepReader]]) -> Iterator[StepChecked]:
        for event in events:
            yield event
            self._remember(checking, read)

    def _remember(self, checking: Checking, read: list[tuple[Step | None, StepReader]]) -> None:
        """Move the lines that are judged for good from the front of `read`, up to the first that is not."""
        while read:
            step, reader = read[0]
            checks = checking.checks.get(step.index) if step is not None else ()
            if checks is None or any(c.reason in _NOT_THE_LINES_FAULT for c in checks):
                return
            self._judged.append(_Judged(step, checks, reader))
            read.pop(0)

    def _picture(self, working: Working, cancel: Cancel) -> Iterator[PlotReady]:
        """What can be drawn of the problem, else of the lines, where that is something else than before."""
        claims = self._problem or tuple(c for j in self._judged if j.step is not None for c in j.step.claims)
        if cancel.requested or claims == self._drawn:
            return
        plot: Plot | None = picture(claims, self._plotter, text=working.problem)
        if plot is None and self._problem:
            claims = (*claims, *(c for j in self._judged if j.step is not None for c in j.step.claims))
            plot = picture(claims, self._plotter, text=working.problem)
        self._drawn = self._problem or claims
        if plot is not None:
            yield PlotReady(plot)

    def _keep(self, working: Working) -> str:
        """Write the change into the history; what a person should know where that fails, once."""
        edit = change(self._kept, working)
        if edit is None:
            return ""
        try:
            title = _title(working)
            if not self._sheet:
                if not title:
                    return ""
                self._sheet = self._history.begin(SheetKind.CHECK, title)
            elif title and title != self._title and self._is_titled_by_us():
                self._history.rename(self._sheet, title)
            self._history.append(self._sheet, edit)
        except KnownError as e:
            told, self._trouble = self._trouble, str(e)
            return "" if told else f"This working is not kept. {e}"
        self._kept, self._title, self._trouble = working, title, ""
        return ""

    def _is_titled_by_us(self) -> bool:
        """Whether the title still is what the working was called; a person may have given it another one."""
        sheet = self._history.sheet(self._sheet)
        return sheet is not None and sheet.title == self._title


def _title(working: Working) -> str:
    return title_of(working.problem or next((line for line in working.lines if line.strip()), ""))
