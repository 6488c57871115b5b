"""The other ways through a problem, as a terminal shows them: kept while they are written, told in a line each, printed if one is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from ardoise.core.events import Repair, RouteEnded, RouteKind, StepChecked, StepRead, TextArrived, WentBack
from ardoise.core.solution import Step
from ardoise.core.verdict import Check, Verdict
from ardoise.notation.plain_text import plain_formula, plain_text

BEGINS = {
    RouteKind.FIRST: "Solution",
    RouteKind.ANOTHER: "Another way",
    RouteKind.BRIEF: "Short solution",
    RouteKind.CALCULATION: "Calculation alone",
}
_HOW = {
    Repair.CORRECTED: "It goes on with the value that was worked out.",
    Repair.RESAMPLED: "It is written again.",
    Repair.TOLD: "It is written again; the model was told what was found.",
}


@dataclass
class OtherWay:
    """A way that is not the one shown."""

    kind: RouteKind
    text: str = ""
    steps: list[Step] = field(default_factory=list)
    checks: dict[int, tuple[Check, ...]] = field(default_factory=dict)

    def take(self, event: TextArrived | StepRead | StepChecked) -> None:
        """Keep what belongs to it."""
        match event:
            case TextArrived(text):
                self.text += text
            case StepRead(step):
                self.steps.append(step)
            case StepChecked(index, checks):
                self.checks[index] = checks


def went_back(event: WentBack) -> str:
    """What is said where a solution goes back."""
    return f"Step {event.step + 1} was given up. {_HOW[event.repair]}"


def ended(event: RouteEnded, way: OtherWay) -> str:
    """One line about a way that has ended."""
    name = BEGINS[way.kind]
    if event.answer is None:
        return f"{name}: no answer"
    answer = plain_formula(event.answer.latex) if event.answer.latex else plain_text(event.answer.text)
    match event.agrees:
        case Verdict.VERIFIED:
            return f"{name}: {answer}, agrees with the first solution"
        case Verdict.REFUTED:
            return f"{name}: {answer}, differs from the first solution"
        case Verdict.UNDECIDED:
            return f"{name}: {answer}"
