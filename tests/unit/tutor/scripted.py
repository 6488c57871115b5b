"""A tutor with a scripted engine and checks that refute what they are told to; and what its stream of events tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from ardoise.core.budget import Mode
from ardoise.core.events import (
    Repair,
    SolveEvent,
    SolveFinished,
    TextArrived,
    WentBack,
)
from ardoise.core.generation import StopReason
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import ModelFile
from ardoise.core.ports import Context, SolveOptions
from ardoise.core.problem import Problem, Task
from ardoise.core.solution import Answer, Claim, Role, Trust
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness, undecided
from ardoise.tutor.tutor import StoryTutor
from tests.fakes.actors import FakeShelf
from tests.fakes.engine import FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.verifier import FakeVerifier

MODEL = ModelFile(Path("/models/m.gguf"), "m", stand_in=True)
CALCULATION = ("print(12)\n",)


class Marker(FakeVerifier):
    """Refutes each stated claim that is in `wrong`, with a witness on its left that may be the right value; proves all else."""

    def __init__(self, wrong: dict[str, str] | None = None, *, confirms: str = "", slow: bool = False) -> None:
        super().__init__(slow=slow)
        self.wrong = wrong or {}
        self.confirms = confirms

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        if claim.role is not Role.STATED:
            return undecided(claim, Reason.NO_CLAIM)
        if claim.text in self.wrong:
            value = self.wrong[claim.text]
            witness = Witness(left=value, right="0") if value else Witness(values=(("x", "2"),), left="1", right="2")
            return Check(claim, Verdict.REFUTED, Mark.REFUTED, evidence=Evidence.EXACT, witness=witness)
        return Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT)

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        return dataclasses.replace(answer, trust=Trust.CONFIRMED) if answer.text == self.confirms else answer


def solve(
    *scripts: Sequence[str], verifier: FakeVerifier | None = None, mode: Mode = Mode.CAREFUL, ends: StopReason = StopReason.END
) -> tuple[list[SolveEvent], FakeEngine]:
    engine = FakeEngine(*scripts, ends=ends)
    tutor = StoryTutor(engine=engine, verifier=verifier or Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    problem = Problem.of("How many pens are in three boxes of four?")
    return list(tutor.solve(problem, cancel=Cancel(), options=SolveOptions(mode=mode))), engine


def end(events: Sequence[SolveEvent]) -> SolveFinished:
    last = events[-1]
    assert isinstance(last, SolveFinished)
    return last


def standing(events: Sequence[SolveEvent]) -> str:
    """The text of the first way that stands at the end."""
    text = ""
    for event in events:
        match event:
            case TextArrived(more, route=0):
                text += more
            case WentBack(kept=kept):
                text = text[:kept]
            case _:
                pass
    return text


def went_back(events: Sequence[SolveEvent]) -> list[tuple[int, Repair]]:
    return [(e.step, e.repair) for e in events if isinstance(e, WentBack)]


FIRST = "There are three boxes.\n\n"
WRONG = "Together $3 \\cdot 4 = 13$ pens.\n\n"
RIGHT = "Together $3 \\cdot 4 = 12$ pens.\n\n"
ANSWER = "So $\\boxed{12}$ pens."
