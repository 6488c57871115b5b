"""What stands on a sheet that a model writes on: a problem with its attempts, and the questions that followed, as plain state.

`apply(event)` is the only way it changes, live and when the history is replayed. What happens inside one attempt is its `SolutionModel`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ardoise.core.events import EngineState, ModelName, SolveEvent, SolveStarted
from ardoise.core.plots import Plot
from ardoise.core.problem import Purpose, Turn
from ardoise.gui.solution_model import Change, SolutionModel


@dataclass
class Part:
    """A problem or a question, and the attempts at it, oldest first; never without one."""

    attempts: list[SolutionModel]

    @property
    def latest(self) -> SolutionModel:
        return self.attempts[-1]

    @property
    def purpose(self) -> Purpose:
        """Why it was asked first."""
        return self.attempts[0].purpose

    @property
    def can_be_tried_again(self) -> bool:
        """A problem or a question; what was said about a working belongs to that working as it was."""
        return self.purpose not in (Purpose.EXPLAIN, Purpose.NEXT_LINES)


@dataclass(frozen=True)
class SheetChange:
    """What an event changed: in which part, and there what. `begun` says that the part or an attempt in it is new."""

    part: int
    change: Change
    begun: bool = False


@dataclass
class SheetModel:
    """`parts` from top to bottom; `current` is what is written, or was last."""

    parts: list[Part] = field(default_factory=list)
    current: SolutionModel = field(default_factory=SolutionModel)

    def apply(self, event: SolveEvent) -> SheetChange:
        begun = isinstance(event, SolveStarted) and self._begin(event.purpose)
        change = self.current.apply(event)
        return SheetChange(len(self.parts) - 1, change, begun=begun)

    @property
    def begun(self) -> bool:
        return bool(self.parts)

    @property
    def sheet(self) -> str:
        return self.current.sheet

    @property
    def problem(self) -> str:
        """What the sheet is about."""
        return self.parts[0].latest.problem if self.parts else ""

    @property
    def plot(self) -> Plot | None:
        """The newest plot of any attempt."""
        plots = [a.plot for part in self.parts for a in part.attempts if a.plot is not None]
        return plots[-1] if plots else None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was asked and written so far, for a model that is asked further."""
        return self.turns_before(len(self.parts))

    def turns_before(self, part: int) -> tuple[Turn, ...]:
        return tuple(Turn(p.latest.problem, p.latest.text) for p in self.parts[:part] if p.latest.text.strip())

    def latex(self) -> str:
        """The whole sheet as it was written, Markdown with LaTeX."""
        return "\n\n".join(part.latest.latex() for part in self.parts)

    def _begin(self, purpose: Purpose) -> bool:
        """Make room for what begins; False where it goes on with what is there."""
        if purpose is Purpose.GO_ON and self.parts:
            return False
        self.current = SolutionModel(engine=self.current.engine, model=self.current.model)
        if purpose is Purpose.AGAIN and self.parts:
            self.parts[-1].attempts.append(self.current)
        elif purpose in (Purpose.FOLLOW_UP, Purpose.EXPLAIN, Purpose.NEXT_LINES):
            self.parts.append(Part([self.current]))
        else:
            self.parts[:] = [Part([self.current])]
        return True


def fresh(engine: EngineState | None, model: ModelName | None) -> SheetModel:
    """An empty sheet, with what is known of the engine."""
    return SheetModel(current=SolutionModel(engine=engine, model=model))
