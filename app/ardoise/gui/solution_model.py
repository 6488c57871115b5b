"""What one attempt at a problem shows, as plain state: `apply(event)` is the only way it changes, live and when the history is replayed.

Views read the model and are told by the returned `Change` which part to paint again. No Qt here, so a list of events is a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from ardoise.core.budget import BUDGETS, SHORTEST, Mode
from ardoise.core.events import (
    AnswerFound,
    EngineChanged,
    EngineState,
    ModelName,
    Noticed,
    Outcome,
    PlotReady,
    Repair,
    RouteChosen,
    RouteEnded,
    RouteKind,
    RouteStarted,
    SolveEvent,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
    WentBack,
)
from ardoise.core.plots import Plot
from ardoise.core.problem import Purpose
from ardoise.core.solution import Answer, Step
from ardoise.core.verdict import Check, Mark, Tally, Verdict, findings, is_error, is_suspect, mark_of


class Part(StrEnum):
    """A part of the sheet that may need painting."""

    SHEET = "sheet"
    """Everything: a new sheet began."""
    ENGINE = "engine"
    OPEN_STEP = "open_step"
    STEP = "step"
    BRANCH = "branch"
    """A part of the solution was given up; `index` is the step from which on it is written anew."""
    WAYS = "ways"
    """What is known of the other ways."""
    SOLUTION = "solution"
    """Every step: another way is the solution now."""
    ANSWER = "answer"
    PLOT = "plot"
    NOTICE = "notice"
    END = "end"


@dataclass(frozen=True)
class Change:
    """What an event changed; `index` is the step's, for STEP and BRANCH only."""

    part: Part
    index: int = -1


@dataclass(frozen=True)
class StepState:
    """A closed step; `checks` is None while they are on their way."""

    step: Step
    checks: tuple[Check, ...] | None = None

    @property
    def mark(self) -> Mark | None:
        return None if self.checks is None else mark_of(self.checks)

    @property
    def found(self) -> tuple[Check, ...]:
        """What is to be shown without being asked for."""
        return findings(self.checks or ())


@dataclass(frozen=True)
class Branch:
    """What was given up, and why: the steps from `step` on as they stood, and the text after them."""

    step: int
    steps: tuple[StepState, ...]
    rest: str
    repair: Repair
    why: str


@dataclass
class Way:
    """One way through the problem. `text` is what stands of it, `steps` are its closed steps."""

    kind: RouteKind = RouteKind.FIRST
    text: str = ""
    steps: list[StepState] = field(default_factory=list)
    tokens: int = 0
    ended: bool = False
    answer: Answer | None = None
    agrees: Verdict = Verdict.UNDECIDED
    """With the first solution's answer."""


@dataclass
class SolutionModel:
    """One attempt. `text` is what stands of the solution; `steps` are the closed ones in order; the rest of the text is the open step.

    `ways` are all ways through the problem by number, `route` the one that is the solution: the first, until another is chosen.
    """

    sheet: str = ""
    problem: str = ""
    ways: dict[int, Way] = field(default_factory=dict)
    route: int = 0
    branches: list[Branch] = field(default_factory=list)
    """What was given up of the first way, in the order in which it was."""
    going_on: bool = False
    _first_written: int = 0
    """Characters of the first way, with those that were given up."""
    answer: Answer | None = None
    plot: Plot | None = None
    notices: list[str] = field(default_factory=list)
    engine: EngineState | None = None
    progress: float = 1.0
    model: ModelName | None = None
    tokens: int = 0
    rate: float = 0.0
    seconds: float = 0.0
    begun: bool = False
    purpose: Purpose = Purpose.SOLVE
    mode: Mode = Mode.QUICK
    outcome: Outcome | None = None
    message: str = ""

    def apply(self, event: SolveEvent) -> Change:
        """Take one event in and say what it changed. Any order of events is taken, since a stored sheet may be cut short or damaged."""
        match event:
            case SolveStarted(problem, sheet, purpose, mode):
                if purpose is Purpose.GO_ON and self.begun:
                    self.outcome, self.message = None, ""
                    self._go_on_with_what_stands()
                else:
                    self._begin(problem, sheet, purpose)
                self.mode = mode
                return Change(Part.SHEET)
            case EngineChanged(state, progress, model):
                self.engine, self.progress = state, progress
                self.model = model or self.model
                return Change(Part.ENGINE)
            case TextArrived(text, tokens, rate, route):
                way = self._way(route)
                way.text += text
                way.tokens += tokens
                self._first_written += len(text) if route == 0 else 0
                self.tokens += tokens
                self.rate = rate or self.rate
                return Change(Part.OPEN_STEP if route == self.route else Part.WAYS)
            case StepRead(step, route):
                at = self._read(self._way(route), step)
                return Change(Part.STEP, at) if route == self.route else Change(Part.WAYS)
            case StepChecked(index, checks, route):
                at = self._checked(self._way(route), index, checks)
                return Change(Part.STEP, at) if route == self.route else Change(Part.WAYS)
            case WentBack():
                self._go_back(event)
                return Change(Part.BRANCH, event.step)
            case RouteStarted(route, kind):
                self._way(route).kind = kind
                return Change(Part.WAYS)
            case RouteEnded(route, answer, agrees):
                way = self._way(route)
                way.ended, way.answer, way.agrees = True, answer, agrees
                return Change(Part.WAYS)
            case RouteChosen(route):
                self.route = route
                return Change(Part.SOLUTION)
            case AnswerFound(answer):
                self.answer = answer
                return Change(Part.ANSWER)
            case PlotReady(plot):
                self.plot = plot
                return Change(Part.PLOT)
            case Noticed(text):
                self.notices.append(text)
                return Change(Part.NOTICE)
            case SolveFinished():
                self.answer = event.answer or self.answer
                self.model = event.model or self.model
                self.tokens = event.tokens or self.tokens
                self._end(event.outcome, event.message, event.seconds)
                return Change(Part.END)
            case _:
                assert_never(event)

    @property
    def shown(self) -> Way:
        """The way that is the solution."""
        return self.ways.get(self.route) or self._way(0)

    @property
    def text(self) -> str:
        return self.shown.text

    @property
    def steps(self) -> list[StepState]:
        return self.shown.steps

    @property
    def tries_others(self) -> bool:
        """Whether other ways are being written, or were."""
        return bool(self.other_ways) and not self.going_on

    @property
    def other_ways(self) -> list[tuple[int, Way]]:
        """Those that are not the solution, in the order of their beginning."""
        return [(number, way) for number, way in sorted(self.ways.items()) if number != self.route]

    @property
    def most_tokens(self) -> int:
        """About what may be spent on the problem in all, once the first way has been written."""
        standing = round(self._way(0).tokens * len(self._way(0).text) / max(1, self._first_written))
        return round(BUDGETS[self.mode].tokens * max(SHORTEST, standing))

    @property
    def open_text(self) -> str:
        """What was written after the last closed step."""
        if self.outcome is Outcome.FINISHED:
            return ""
        return self.text[max((s.step.end for s in self.steps), default=0) :]

    @property
    def finished(self) -> bool:
        return self.outcome is not None

    @property
    def tally(self) -> Tally:
        """Of the checks that have ended."""
        return Tally.of(check for state in self.steps for check in state.checks or ())

    @property
    def first_error(self) -> int | None:
        """Position in `steps` of the earliest step that is an error."""
        return next((i for i, state in enumerate(self.steps) if state.checks and is_error(state.checks)), None)

    @property
    def first_suspect(self) -> int | None:
        """Position in `steps` of the earliest step that asks to be looked at."""
        return next((i for i, state in enumerate(self.steps) if state.checks and is_suspect(state.checks)), None)

    def latex(self) -> str:
        """The whole sheet as it was written, Markdown with LaTeX."""
        body = self.text if self.text.strip() else "\n\n".join(state.step.text for state in self.steps)
        return "\n\n".join(part for part in (self.problem.strip(), body.strip()) if part)

    def _begin(self, problem: str, sheet: str, purpose: Purpose) -> None:
        fresh = SolutionModel(
            problem=problem,
            sheet=sheet,
            engine=self.engine,
            progress=self.progress,
            model=self.model,
            begun=True,
            purpose=purpose,
        )
        self.__dict__.update(fresh.__dict__)

    def _go_on_with_what_stands(self) -> None:
        """Whichever way it was, it is the first of what comes now; no others are tried."""
        self.going_on = True
        if self.route:
            self.ways[0], self.ways[self.route] = self.shown, self._way(0)
            self.route, self.branches, self._first_written = 0, [], len(self.text)

    def _way(self, route: int) -> Way:
        return self.ways.setdefault(route, Way())

    def _read(self, way: Way, step: Step) -> int:
        at = _position(way, step.index)
        if at is None:
            way.steps.append(StepState(step))
            return len(way.steps) - 1
        way.steps[at] = StepState(step)
        return at

    def _checked(self, way: Way, index: int, checks: tuple[Check, ...]) -> int:
        at = _position(way, index)
        if at is None:
            return -1
        way.steps[at] = StepState(way.steps[at].step, checks)
        return at

    def _go_back(self, event: WentBack) -> None:
        way = self._way(0)
        given_up = tuple(s for s in way.steps if s.step.index >= event.step)
        end = max((s.step.end for s in way.steps), default=0)
        self.branches.append(Branch(event.step, given_up, way.text[max(end, event.kept) :], event.repair, event.why))
        way.steps = [s for s in way.steps if s.step.index < event.step]
        way.text = way.text[: max(0, event.kept)]

    def _end(self, outcome: Outcome, message: str, seconds: float) -> None:
        self.outcome, self.message, self.seconds = outcome, message, seconds
        self.progress = 1.0


def _position(way: Way, index: int) -> int | None:
    return next((i for i, state in enumerate(way.steps) if state.step.index == index), None)
