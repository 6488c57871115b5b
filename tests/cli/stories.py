"""Events of a short solution and of a short working, as a tutor would tell them."""

from __future__ import annotations

from fractions import Fraction

from ardoise.core.events import (
    AnswerFound,
    CheckEvent,
    CheckFinished,
    EngineChanged,
    EngineState,
    ModelName,
    Noticed,
    Outcome,
    PlotReady,
    SolveEvent,
    SolveFinished,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.expression import Expr, Number, Span, Symbol
from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, View
from ardoise.core.problem import Working
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Step, Trust
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Tally, Verdict, Witness, undecided

X = Symbol("x")
MODEL = ModelName("Qwen2-Math-1.5B-Instruct", stand_in=True)
PLOT = Plot((Curve(CurveKind.EXPLICIT, X, "x", "y = x"),), (PlotPoint(0.0, 0.0, PointKind.ROOT, "0"),), View(-1.0, 1.0, -1.0, 1.0))


def number(value: int) -> Number:
    return Number(Fraction(value))


def claim(text: str, left: Expr = X, right: Expr = X) -> Claim:
    return Claim(left, Relation.EQUAL, right, text, Span(0, len(text)))


def proved(text: str) -> Check:
    return Check(claim(text), Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT, method="arithmetic", read_as=text)


def wrong(text: str) -> Check:
    witness = Witness((("x", "5"),), "10", "8")
    return Check(
        claim(text), Verdict.REFUTED, Mark.REFUTED, evidence=Evidence.EXACT, witness=witness, method="equation step", read_as="x = 5"
    )


def not_proved(text: str) -> Check:
    return undecided(claim(text), Reason.NOT_PROVED)


def step(index: int, text: str) -> StepRead:
    return StepRead(Step(index, text, 0, len(text)))


SOLVED = SolveFinished(
    Outcome.FINISHED,
    answer=Answer("x = 3", "x = 3", (number(3),), (Confirmation.SUBSTITUTED,), Trust.CONFIRMED, "$x = 3$ satisfies the equation."),
    steps=2,
    checked=Tally(2, 1, 0, 1),
    tokens=40,
    seconds=1.25,
    model=MODEL,
)
SOLVING: tuple[SolveEvent, ...] = (
    EngineChanged(EngineState.LOADING, 0.5, MODEL),
    EngineChanged(EngineState.BUSY, 0.25, MODEL),
    TextArrived("First, $\\frac{1}{2} + \\frac{1}{2} = 1$.\n\n", 12, 20.0),
    step(0, "First, $\\frac{1}{2} + \\frac{1}{2} = 1$."),
    PlotReady(PLOT),
    TextArrived("## So\n**then** \\[x = 3\\]", 8, 21.0),
    StepChecked(0, (proved("1/2 + 1/2 = 1"),)),
    step(1, "## So\n**then** \\[x = 3\\]"),
    Noticed("The engine was restarted."),
    StepChecked(1, (not_proved("x = 3"),)),
    AnswerFound(Answer("x = 3", "x = 3")),
)


def checking(working: Working) -> tuple[CheckEvent, ...]:
    """Every line that is not empty is proved, but one with "x = 5" is wrong and one of prose claims nothing."""
    events: list[CheckEvent] = []
    for index, text in enumerate(t for t in working.lines if t.strip()):
        checks = (wrong(text),) if "x = 5" in text else () if "prose" in text else (proved(text),)
        events += [step(index, text), StepChecked(index, checks)]
    return tuple(events)


def checked(first_error: int | None, steps: int) -> CheckFinished:
    wrong_ones = int(first_error is not None)
    tally = Tally(steps, steps - wrong_ones, wrong_ones, 0)
    return CheckFinished(Outcome.FINISHED, first_error, first_error, steps, tally, 0.012)
