"""One way through a problem: its text as it arrives, its steps as they close, and their checks; it can go back to an earlier step.

What was given up is forgotten here; the events have told it already. (Rejected: to undo the reading and the checks step by step; they are
made again from the steps that stay, which takes microseconds, since their verdicts are known.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ardoise.core.events import StepChecked, StepRead
from ardoise.core.limits import Cancel
from ardoise.core.ports import Verifier
from ardoise.core.problem import Turn, WorkingKind
from ardoise.core.solution import Answer, Claim, Step
from ardoise.core.verdict import Check, Tally, Verdict
from ardoise.notation.answer import read_answer
from ardoise.notation.steps import StepSplitter
from ardoise.tutor.checking import Checking
from ardoise.tutor.reading import StepReader


class Route:
    """Invariant: `text` is what stands, `steps` are its closed steps in order, and every event carries `number`."""

    def __init__(self, number: int, problem: str, claims: tuple[Claim, ...], verifier: Verifier) -> None:
        self.number = number
        self.text = ""
        self.steps: list[Step] = []
        self.tokens = 0
        """Written for what stands and for what was given up."""
        self.cut = False
        """It ended before its end: at a limit, or because it repeated itself."""
        self._problem = problem
        self._claims = claims
        self._verifier = verifier
        self._before: list[Step] = []
        self._begin(kept=0)

    @property
    def checks(self) -> dict[int, tuple[Check, ...]]:
        return self._checking.checks

    @property
    def tally(self) -> Tally:
        return self._checking.tally

    @property
    def answer(self) -> Answer | None:
        """What it says the answer is, so far."""
        return read_answer(self.text)

    def refuted(self, first: int) -> int | None:
        """The first step, from `first` on, that has a refuted claim, of those that are checked."""
        found = (i for i, checks in sorted(self.checks.items()) if any(c.verdict is Verdict.REFUTED for c in checks))
        return next((i for i in found if i >= first), None)

    @property
    def stated(self) -> list[Claim]:
        return [claim for step in self.steps for claim in step.claims]

    def recall(self, turn: Turn) -> None:
        """What was asked and written before on the same sheet stands before it."""
        splitter, reader = StepSplitter(), StepReader(turn.problem, WorkingKind.SOLUTION)
        self.stand([reader.read(step) for step in (*splitter.feed(turn.solution), *splitter.finish())])

    def stand(self, steps: list[Step]) -> None:
        """Steps that are no part of it, and that its claims are judged against. Before anything is fed."""
        for step in steps:
            self._before.append(step)
            self._checking.stand(step)

    def feed(self, text: str) -> Iterator[StepRead]:
        """More text; the steps that it closes are sent off to be checked."""
        self.text += text
        for step in self._splitter.feed(text):
            yield self._read(step)

    def finish(self) -> Iterator[StepRead]:
        """Nothing more comes: the last steps close."""
        for step in self._splitter.finish():
            yield self._read(step)

    def arrived(self) -> Iterator[StepChecked]:
        """The steps that are now checked."""
        return (replace(event, route=self.number) for event in self._checking.arrived())

    def rest(self, cancel: Cancel) -> Iterator[StepChecked]:
        """Wait for the checks that are on their way."""
        return (replace(event, route=self.number) for event in self._checking.rest(cancel))

    def give_up(self) -> None:
        """Nothing more comes of it: nobody waits for the checks that are on their way. After its end this changes nothing."""
        self._checking.forget()

    def go_back(self, step: int) -> None:
        """Give up what stands from this step on; the checks of what stays must be there."""
        self._checking.forget()
        known = self._checking.checks
        kept = self.steps[:step]
        self.text = self.text[: self.steps[step].start] if step < len(self.steps) else self.text
        self.steps = []
        self.cut = False
        self._begin(kept=len(kept))
        for old in kept:
            read = self._reader.read(old)
            self.steps.append(read)
            self._checking.recall(read, known.get(old.index, ()))

    def _begin(self, *, kept: int) -> None:
        self._splitter = StepSplitter(index=kept, start=len(self.text))
        self._reader = StepReader(self._problem, WorkingKind.SOLUTION)
        self._checking = Checking(self._verifier, self._claims, WorkingKind.SOLUTION)
        for step in self._before:
            self._checking.stand(step)

    def _read(self, step: Step) -> StepRead:
        step = self._reader.read(step)
        self.steps.append(step)
        self._checking.submit(step)
        return StepRead(step, self.number)
