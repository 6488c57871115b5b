"""Labelled solutions and judgements of them, made by hand; and actors whose verifier is a fake."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from ardoise.core.expression import Span, Symbol
from ardoise.core.ports import Actors
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness, undecided
from ardoise.evaluation.figures import Judged, JudgedStep
from ardoise.evaluation.labelled import Labelled
from ardoise.tutor.tutor import StoryTutor
from tests.fakes.actors import fake_actors
from tests.fakes.verifier import FakeVerifier

CLAIM = Claim(Symbol("x"), Relation.EQUAL, Symbol("y"), "x = y", Span(0, 5))
PROVED = Check(CLAIM, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT)
RED = Check(CLAIM, Verdict.REFUTED, Mark.REFUTED, witness=Witness(left="1", right="2"), read_as="x = y")
AMBER = Check(
    CLAIM, Verdict.UNDECIDED, Mark.UNDECIDED, reason=Reason.NOT_PROVED, note="The result before was 3.", read_as="x = y", look=True
)
OPEN = undecided(CLAIM, Reason.NOT_PROVED)
LATE = undecided(CLAIM, Reason.TIMED_OUT, seconds=3.0)
WORDS = undecided(CLAIM, Reason.NO_CLAIM)
MARKS: Mapping[str, tuple[Check, ...]] = {
    "p": (PROVED,), "r": (RED, PROVED), "a": (AMBER,), "o": (OPEN,), "t": (LATE,), "w": (WORDS,), "-": (),
}  # fmt: skip


def judged(marks: str, label: int, *, name: str = "row", seconds: float = 0.001) -> Judged:
    """A solution with a step for each letter: Proved, Red, Amber, Open, Timed out, Words, and - for nothing at all."""
    solution = Labelled(name, "What is x?", tuple(f"step {m}" for m in marks), label)
    return Judged(solution, tuple(JudgedStep(MARKS[m], seconds) for m in marks))


def row(name: str, *steps: str, label: int = -1) -> dict[str, object]:
    return {"id": name, "generator": "by hand", "problem": "What is x?", "steps": list(steps), "label": label}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def building(verifier: FakeVerifier) -> Callable[[], Actors]:
    """Makes the real tutor over a fake verifier."""

    def build() -> Actors:
        actors = fake_actors()
        tutor = StoryTutor(engine=actors.engine, verifier=verifier, history=actors.history, plotter=actors.plotter, shelf=actors.shelf)
        return dataclasses.replace(actors, tutor=tutor, verifier=verifier)

    return build
