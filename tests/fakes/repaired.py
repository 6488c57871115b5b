"""A solution that was repaired, with two other ways, as its stream of events; for the window and for the terminal."""

from __future__ import annotations

import dataclasses

from ardoise.core.budget import Mode
from ardoise.core.events import (
    AnswerFound,
    Outcome,
    Repair,
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
from ardoise.core.expression import Span, integer
from ardoise.core.solution import Answer, Claim, Relation, Step, Trust
from ardoise.core.verdict import Check, Evidence, Mark, Verdict, Witness

FIRST, WRONG, RIGHT = "Three boxes of four.", "So 3 * 4 = 13 pens.", "So 3 * 4 = 12 pens."
TWELVE = Answer("12", "12", (integer(12),))
THIRTEEN = Answer("13", "13", (integer(13),))


def told(index: int, text: str, start: int, *, wrong: bool = False, route: int = 0) -> list[SolveEvent]:
    claim = Claim(integer(12), Relation.EQUAL, integer(13 if wrong else 12), text, Span(0, len(text)))
    step = Step(index, text, start, start + len(text), (claim,))
    check = Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT)
    if wrong:
        check = Check(claim, Verdict.REFUTED, Mark.REFUTED, witness=Witness(left="12", right="13"))
    return [TextArrived(text + "\n\n", 5, 20.0, route), StepRead(step, route), StepChecked(index, (check,), route)]


SECOND = len(FIRST) + 2
STORY: list[SolveEvent] = [
    SolveStarted("How many pens?", "s"),
    *told(0, FIRST, 0),
    *told(1, WRONG, SECOND, wrong=True),
    TextArrived("And so", 2),
    WentBack(1, SECOND, Repair.CORRECTED, "The left side is $12$."),
    *told(1, RIGHT, SECOND),
    AnswerFound(TWELVE),
    RouteStarted(1, RouteKind.CALCULATION),
    TextArrived("print(3 * 4)\n```", 6, 20.0, 1),
    RouteEnded(1, TWELVE, Verdict.VERIFIED, 6),
    RouteStarted(2, RouteKind.ANOTHER),
    *told(0, "Another: 13 pens.", 0, wrong=True, route=2),
    RouteEnded(2, THIRTEEN, Verdict.REFUTED, 5),
]
END = SolveFinished(Outcome.FINISHED, dataclasses.replace(TWELVE, trust=Trust.CHECKED), 2, mode=Mode.CAREFUL, repairs=1, routes=3)
