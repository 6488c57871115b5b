"""A realistic sheet as a list of events: headings, display and aligned formulas, an error with a witness, an unread claim, an answer."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from ardoise.core.events import (
    AnswerFound,
    EngineChanged,
    EngineState,
    ModelName,
    Noticed,
    Outcome,
    SolveEvent,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.expression import Number, Span
from ardoise.core.models import ModelFile
from ardoise.core.solution import Answer, Claim, Confirmation, Relation, Step, Trust, Unreadable
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Tally, Verdict, Witness, undecided

PROBLEM = "Solve x^2 - 5x + 6 = 0"
MODEL = ModelName("Tiny-Stand-In", stand_in=True)


def claim(text: str) -> Claim:
    return Claim(Number(Fraction(1)), Relation.EQUAL, Number(Fraction(1)), text, Span(0, len(text)))


def proved(tex: str, note: str = "") -> Check:
    return Check(claim(tex), Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.SYMBOLIC, read_as=tex, note=note, method="identity")


WRONG = Check(
    claim("x - 2 = 4"),
    Verdict.REFUTED,
    Mark.REFUTED,
    evidence=Evidence.EXACT,
    witness=Witness((("x", "6"),), "4", "12"),
    read_as="x - 2 = 4",
    method="equation step",
)

STEPS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    (
        "### Step 1: Standard form\n\nThe equation \\(x^2 - 5x + 6 = 0\\) has $a = 1$, $b = -5$ and $c = 6$.",
        (undecided(claim("x^2 - 5x + 6 = 0"), Reason.NO_CLAIM),),
    ),
    ("The discriminant is\n\n\\[\nb^2 - 4ac = 25 - 24 = 1.\n\\]", (proved("25 - 24 = 1"), proved("b^2 - 4ac = 1"))),
    ("Dividing by $x - 2$ gives $$x - 2 = 4.$$", (WRONG,)),
    (
        "The companion system is unusual.",
        (undecided(Unreadable("companion system", Span(4, 20), 4, "no sign stands here"), Reason.UNREADABLE),),
    ),
    ("Therefore \\(\\boxed{x = 2 \\text{ or } x = 3}\\).", (proved("x \\in \\{2, 3\\}"),)),
)
ANSWER = Answer(
    "x = 2 or x = 3",
    "x = 2 \\text{ or } x = 3",
    (),
    (Confirmation.SUBSTITUTED,),
    Trust.CONFIRMED,
    "Both values were put back into $x^2 - 5x + 6 = 0$.",
)
FINISHED = SolveFinished(Outcome.FINISHED, ANSWER, len(STEPS), Tally(5, 3, 1, 1), 120, 9.5, MODEL)


def story(*, piece: int = 5) -> list[SolveEvent]:
    """The events between the first and the last, the text in pieces of so many characters."""
    events: list[SolveEvent] = [
        EngineChanged(EngineState.LOADING, 0.5, MODEL),
        EngineChanged(EngineState.BUSY, 0.2),
        EngineChanged(EngineState.BUSY, 1.0),
    ]
    at = 0
    for index, (text, checks) in enumerate(STEPS):
        whole = text + "\n\n"
        events += [TextArrived(whole[i : i + piece], 1, 12.5) for i in range(0, len(whole), piece)]
        events.append(StepRead(Step(index, text, at, at + len(whole))))
        events.append(StepChecked(index, checks))
        at += len(whole)
    return [*events, Noticed("The engine was restarted."), AnswerFound(ANSWER)]


def whole_story() -> list[SolveEvent]:
    return [SolveStarted(PROBLEM, "sheet-1"), *story(), FINISHED]


def a_model_file() -> ModelFile:
    return ModelFile(Path("/models/tiny.gguf"), MODEL.name, stand_in=MODEL.stand_in)
