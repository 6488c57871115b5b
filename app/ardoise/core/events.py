"""What can happen while a problem is solved or a working is checked: one stream, listened to by the window, the command line, the history.

Every stream begins with `SolveStarted` or `CheckStarted` and ends with exactly one `SolveFinished` or `CheckFinished`, also after a cancel,
a crash or an error. Listeners `match` over `Event` and close with `assert_never`, so a new event breaks the type check at each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ardoise.core.budget import Mode
from ardoise.core.plots import Plot
from ardoise.core.problem import USUAL, Assumptions, Purpose, Working
from ardoise.core.solution import Answer, Step
from ardoise.core.verdict import Check, Tally, Verdict


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


class RouteKind(StrEnum):
    """How a way through a problem is written."""

    FIRST = "first"
    """The solution that is shown while it is written."""
    ANOTHER = "another"
    """A second solution in words, sampled anew from the beginning."""
    BRIEF = "brief"
    """A short solution, asked for by examples of such."""
    CALCULATION = "calculation"
    """A calculation alone, as a short program, which is then worked out without the model."""


class Repair(StrEnum):
    """How a solution goes on from its last sound step."""

    CORRECTED = "corrected"
    """The value that the check worked out stands in the place of the wrong one."""
    RESAMPLED = "resampled"
    """The step is written again with other words."""
    TOLD = "told"
    """The model is told what was found."""


@dataclass(frozen=True)
class SolveStarted:
    problem: str
    sheet: str = ""
    """Where the history keeps it; empty where nothing is kept."""
    purpose: Purpose = Purpose.SOLVE
    """Whether it is a sheet's first problem, or goes on with what stands there."""
    mode: Mode = Mode.QUICK


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
    route: int = 0


@dataclass(frozen=True)
class StepRead:
    """A step has closed; its checks are on their way. After a `WentBack` its number has been there before."""

    step: Step
    route: int = 0


@dataclass(frozen=True)
class StepChecked:
    """Everything that a step claims has its verdict; `checks` are in reading order."""

    index: int
    checks: tuple[Check, ...]
    route: int = 0


@dataclass(frozen=True)
class WentBack:
    """The solution is given up from step `step` on, and goes on after its first `kept` characters; what was given up can be looked at.

    `why` is a sentence for a person, Markdown with LaTeX.
    """

    step: int
    kept: int
    repair: Repair
    why: str = ""


@dataclass(frozen=True)
class RouteStarted:
    """Another way through the problem begins; route 0, the first solution, is not told. Its text arrives with its number."""

    route: int
    kind: RouteKind


@dataclass(frozen=True)
class RouteEnded:
    """A way has come to its end: its answer (None: it has none), and whether that is the answer of the first solution."""

    route: int
    answer: Answer | None = None
    agrees: Verdict = Verdict.UNDECIDED
    tokens: int = 0


@dataclass(frozen=True)
class RouteChosen:
    """The answer is that of another way than the one shown so far: it is the solution from now on."""

    route: int


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
    """Of everything that was written for it, also of what was given up."""
    seconds: float = 0.0
    model: ModelName | None = None
    message: str = ""
    mode: Mode = Mode.QUICK
    repairs: int = 0
    """How often it went back."""
    routes: int = 1
    """Ways that came to their end."""


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


SolveEvent = (
    SolveStarted
    | EngineChanged
    | TextArrived
    | StepRead
    | StepChecked
    | WentBack
    | RouteStarted
    | RouteEnded
    | RouteChosen
    | AnswerFound
    | PlotReady
    | Noticed
    | SolveFinished
)
CheckEvent = CheckStarted | WorkingChanged | StepRead | StepChecked | PlotReady | Noticed | CheckFinished
Event = SolveEvent | CheckEvent
