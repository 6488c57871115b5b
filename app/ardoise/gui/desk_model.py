"""A working at the desk as plain state: its lines and what was found in each. `apply(event)` is the only way it changes.

Live and when the history is replayed, like `SolutionModel`; no Qt here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from ardoise.core.editing import changed
from ardoise.core.events import CheckEvent, CheckFinished, CheckStarted, Noticed, Outcome, PlotReady, StepChecked, StepRead, WorkingChanged
from ardoise.core.plots import Plot
from ardoise.core.problem import EMPTY, Working
from ardoise.core.summary import summary
from ardoise.core.verdict import Tally, is_error, is_suspect
from ardoise.gui.solution_model import StepState


class DeskPart(StrEnum):
    """A part of the desk that may need painting."""

    LINES = "lines"
    """A look has begun: marks from some line on are gone."""
    LINE = "line"
    PLOT = "plot"
    NOTICE = "notice"
    END = "end"


@dataclass(frozen=True)
class DeskChange:
    """What an event changed; `line` for LINE only, and for LINES the first that is looked at."""

    part: DeskPart
    line: int = -1


@dataclass
class DeskModel:
    """`working` is what was looked at last; `states` what was found in its lines, by their numbers."""

    sheet: str = ""
    working: Working = EMPTY
    states: dict[int, StepState] = field(default_factory=dict)
    plot: Plot | None = None
    notices: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    message: str = ""

    def apply(self, event: CheckEvent) -> DeskChange:
        match event:
            case CheckStarted(working, sheet, unchanged):
                self.working, self.sheet = working, sheet or self.sheet
                self.states = {line: state for line, state in self.states.items() if line < unchanged}
                self.outcome, self.message = None, ""
                return DeskChange(DeskPart.LINES, unchanged)
            case WorkingChanged():
                self.working = changed(self.working, event)
                return DeskChange(DeskPart.LINES, event.first)
            case StepRead(step):
                self.states[step.index] = StepState(step)
                return DeskChange(DeskPart.LINE, step.index)
            case StepChecked(index, checks):
                if index in self.states:
                    self.states[index] = StepState(self.states[index].step, checks)
                return DeskChange(DeskPart.LINE, index)
            case PlotReady(plot):
                self.plot = plot
                return DeskChange(DeskPart.PLOT)
            case Noticed(text):
                self.notices.append(text)
                return DeskChange(DeskPart.NOTICE)
            case CheckFinished():
                self.outcome, self.message = event.outcome, event.message
                return DeskChange(DeskPart.END)
            case _:
                assert_never(event)

    @property
    def empty(self) -> bool:
        return not self.working.problem.strip() and not any(line.strip() for line in self.working.lines)

    @property
    def tally(self) -> Tally:
        return Tally.of(check for state in self.states.values() for check in state.checks or ())

    @property
    def first_error(self) -> int | None:
        """Number of the first line that is an error."""
        return min((line for line, s in self.states.items() if s.checks and is_error(s.checks)), default=None)

    @property
    def first_suspect(self) -> int | None:
        return min((line for line, s in self.states.items() if s.checks and is_suspect(s.checks)), default=None)

    @property
    def last_sound(self) -> int | None:
        """Number of the last line before the first error; the last line where there is none; None where that leaves no line."""
        error = self.first_error
        return max((line for line in self.states if error is None or line < error), default=None)

    def summary(self) -> tuple[str, ...]:
        """Sentences about the whole, Markdown with LaTeX."""
        return summary({line: s.checks for line, s in self.states.items() if s.checks is not None}, "line")
