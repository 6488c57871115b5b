"""What can happen while a problem is solved or a working is checked: one stream, listened to by the window, the command line, the history.

Every stream begins with `SolveStarted` or `CheckStarted` and ends with exactly one `SolveFinished` or `CheckFinished`, also after a cancel,
a crash or an error. Listeners `match` over `Event` and close with `assert_never`, so a new event breaks the type check at each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ardoise.core.plots import Plot
from ardoise.core.problem import USUAL, Assumptions, Purpose, Working
from ardoise.core.solution import Answer, Step
from ardoise.core.verdict import Check, Tally


@dataclass(frozen=True)
class ModelName:
    """The model that speaks, as a person should know it."""

    name: str
    stand_in: bool = False
    server: str = ""
    """Where it runs, if that is not this program: what is typed goes there. Empty for a model in this program."""


class EngineState(StrEnum):
    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    STOPPING = "stopping"
    FAILED = "failed"


class Outcome(StrEnum):
    """How a stream ended. FINISHED says nothing about right or wrong: that is the answer's trust and the tally."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """The person asked for the stop."""
    CUT_OFF = "cut_off"
    """The model reached the most tokens it may write, or the end of its context."""
    FAILED = "failed"


@dataclass(frozen=True)
class SolveStarted:
    problem: str
    sheet: str = ""
    """Where the history keeps it; empty where nothing is kept."""
    purpose: Purpose = Purpose.SOLVE
    """Whether it is a sheet's first problem, or goes on with what stands there."""


@dataclass(frozen=True)
class EngineChanged:
    """The engine is starting, loading (`progress` from 0 to 1) or reading the prompt (BUSY with progress below 1)."""

    state: EngineState
    progress: float = 1.0
    model: ModelName | None = None


@dataclass(frozen=True)
class TextArrived:
    """More of the solution's text, in order; `tokens` in this piece, `rate` tokens a second so far."""

    text: str
    tokens: int = 1
    rate: float = 0.0


@dataclass(frozen=True)
class StepRead:
    """A step has closed; its checks are on their way."""

    step: Step


@dataclass(frozen=True)
class StepChecked:
    """Everything that a step claims has its verdict; `checks` are in reading order."""

    index: int
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class AnswerFound:
    """The final answer; sent again when its confirmation is known."""

    answer: Answer


@dataclass(frozen=True)
class PlotReady:
    plot: Plot


@dataclass(frozen=True)
class Noticed:
    """Something a person should know while the work goes on, in plain words ("The engine was restarted.")."""

    text: str


@dataclass(frozen=True)
class SolveFinished:
    """The end of every solve. `message` is for a person: empty when all went well, else what happened and what to do."""

    outcome: Outcome
    answer: Answer | None = None
    steps: int = 0
    checked: Tally = field(default_factory=Tally)
    tokens: int = 0
    seconds: float = 0.0
    model: ModelName | None = None
    message: str = ""


@dataclass(frozen=True)
class CheckStarted:
    """A look at a working begins. The steps of its first `unchanged` lines are those of the look before, and are not told again."""

    working: Working
    sheet: str = ""
    unchanged: int = 0


@dataclass(frozen=True)
class WorkingChanged:
    """The learner edited a working: `lines` stand now in the place of `removed` lines from number `first` (from 0) on.

    For the history, which makes the working again from these; a look's own stream begins with `CheckStarted` and has none of them.
    """

    problem: str
    first: int
    removed: int
    lines: tuple[str, ...]
    assumptions: Assumptions = USUAL


@dataclass(frozen=True)
class CheckFinished:
    """The end of every check of a working; the indices are of steps, None where there is no such step."""

    outcome: Outcome
    first_error: int | None = None
    first_suspect: int | None = None
    steps: int = 0
    checked: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    message: str = ""


SolveEvent = SolveStarted | EngineChanged | TextArrived | StepRead | StepChecked | AnswerFound | PlotReady | Noticed | SolveFinished
CheckEvent = CheckStarted | WorkingChanged | StepRead | StepChecked | PlotReady | Noticed | CheckFinished
Event = SolveEvent | CheckEvent
