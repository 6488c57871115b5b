"""Checks in flight: the claims of each step go to the Verifier as the step closes, and come back while the next one is being written.

Nothing here waits unless it is asked to: the solve thread calls `arrived()` between two pieces of text. (Rejected: a thread of its own for
checking, since the Verifier's children already work beside us and one thread keeps the order of events plain.)
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from ardoise.core.events import StepChecked
from ardoise.core.limits import Cancel, Limit
from ardoise.core.ports import Context, Verifier
from ardoise.core.problem import USUAL, Assumptions, WorkingKind
from ardoise.core.solution import Claim, Relation, Role, Step, Unreadable
from ardoise.core.verdict import Check, Reason, Tally, Verdict, undecided
from ardoise.tutor.assuming import Assumed
from ardoise.tutor.carrying import Slipped, still_stands

CLAIM_LIMIT = Limit(seconds=3.0)
MOST_CONTEXT = 60
"""Earlier claims that a claim is judged against; the nearest ones matter."""


@dataclass
class _Open:
    """A step whose checks are not all there yet: one slot a claim or unreadable piece, in reading order."""

    index: int
    slots: list[Check | Claim]
    contexts: dict[int, Context] = field(default_factory=dict)
    """Slot to what its claim is judged against."""
    waiting: dict[int, int] = field(default_factory=dict)
    """Ticket to slot."""
    asked_again: bool = False
    """Whether its claims were judged without the slips above, or need not be."""


class Checking:
    """The checks of one solution or working. Invariant: `StepChecked` is given once for each step, in the order of the steps."""

    def __init__(self, verifier: Verifier, problem: tuple[Claim, ...], kind: WorkingKind, assumptions: Assumptions = USUAL) -> None:
        self._verifier = verifier
        self._assumed = Assumed(assumptions)
        self._problem = problem
        self._amounts: list[Claim] = []
        self._kind = kind
        self._earlier: list[Claim] = []
        self._starts: list[int] = []
        self._open: list[_Open] = []
        self._slipped = Slipped()
        self.checks: dict[int, tuple[Check, ...]] = {}

    @property
    def tally(self) -> Tally:
        return Tally.of(check for checks in self.checks.values() for check in checks)

    def submit(self, step: Step) -> None:
        """Send a step's claims off, each with everything that stands before it."""
        amounts = tuple(c for c in step.amounts if c.role is not Role.GIVEN)
        self._amounts.extend(c for c in step.amounts if c.role is Role.GIVEN)
        pieces: list[Claim | Unreadable] = sorted((*step.claims, *step.unreadable, *amounts, *step.remarks), key=lambda p: p.span.start)
        opened = _Open(step.index, [])
        first = True
        for piece in pieces:
            match piece:
                case Unreadable():
                    opened.slots.append(undecided(piece, Reason.UNREADABLE, note=piece.why))
                case Claim(relation=Relation.AMOUNTS):
                    context = Context(kind=self._kind, line=amounts, amounts=tuple(self._amounts))
                    opened.waiting[self._verifier.submit(piece, context, CLAIM_LIMIT)] = len(opened.slots)
                    opened.slots.append(piece)
                case Claim(relation=Relation.REMARKS):
                    opened.waiting[self._verifier.submit(piece, Context(kind=self._kind), CLAIM_LIMIT)] = len(opened.slots)
                    opened.slots.append(piece)
                case Claim():
                    context = opened.contexts[len(opened.slots)] = self._context(step, first=first)
                    opened.waiting[self._verifier.submit(piece, context, CLAIM_LIMIT)] = len(opened.slots)
                    opened.slots.append(piece)
                    self._earlier.append(piece)
                    first = False
        self._amounts.extend(amounts)
        self._open.append(opened)

    def _context(self, step: Step, *, first: bool) -> Context:
        """The window of earlier claims with the places where its lines begin, and the line in progress."""
        if first:
            self._starts.append(len(self._earlier))
        left_out = max(0, len(self._earlier) - MOST_CONTEXT)
        begun = self._starts[:-1] if first else self._starts
        starts = tuple(sorted({max(0, start - left_out) for start in begun})) if begun else ()
        return Context(
            self._problem,
            tuple(self._earlier[left_out:]),
            self._kind,
            new_step=first,
            line=step.claims,
            starts=starts,
            amounts=tuple(self._amounts),
            assumed=self._assumed.of((*self._problem, *self._earlier[left_out:], *step.claims)),
        )

    def recall(self, step: Step, checks: tuple[Check, ...]) -> None:
        """Take in a step whose checks are known already; it is judged no more, and only stands before what follows."""
        self._amounts.extend(step.amounts)
        self.stand(step)
        self.checks[step.index] = checks
        if self._kind is WorkingKind.WORKING:
            self._slipped.add(checks)

    def stand(self, step: Step) -> None:
        """What stood there before all steps: it is no step of this, and only what others are judged against."""
        if step.claims:
            self._starts.append(len(self._earlier))
            self._earlier.extend(sorted(step.claims, key=lambda c: c.span.start))

    def arrived(self, *, wait: float = 0.0) -> Iterator[StepChecked]:
        """The steps that are now checked; waits up to `wait` seconds for the next check."""
        if mine := {ticket for step in self._open for ticket in step.waiting}:
            for ticket, check in self._verifier.collect(wait=wait, of=mine):
                for step in self._open:
                    slot = step.waiting.pop(ticket, None)
                    if slot is not None:
                        match step.slots[slot]:
                            case Check() as before:
                                step.slots[slot] = dataclasses.replace(before, carries_slip=not still_stands(check))
                            case Claim():
                                step.slots[slot] = check
        yield from self._closed()

    def rest(self, cancel: Cancel, *, most_seconds: float = 60.0) -> Iterator[StepChecked]:
        """Wait for all that is in flight; what is not there after a cancel or `most_seconds` stays unchecked, and says so."""
        until = time.monotonic() + most_seconds
        while self._open and not cancel.requested and time.monotonic() < until:
            yield from self.arrived(wait=0.05)
        self._verifier.drop([ticket for step in self._open for ticket in step.waiting])
        reason = Reason.CANCELLED if cancel.requested else Reason.TIMED_OUT
        for step in self._open:
            step.waiting.clear()
            step.asked_again = True
            step.slots = [undecided(slot, reason) if isinstance(slot, Claim) else slot for slot in step.slots]
        yield from self._closed()

    def forget(self) -> None:
        """Nobody waits any more for what is in flight; what is checked stays known."""
        self._verifier.drop([ticket for step in self._open for ticket in step.waiting])
        self._open.clear()

    def _closed(self) -> Iterator[StepChecked]:
        while self._open and not self._open[0].waiting:
            step = self._open[0]
            if not step.asked_again:
                self._ask_again(step)
                continue
            self._open.pop(0)
            checks = tuple(slot for slot in step.slots if isinstance(slot, Check) and not _says_nothing(slot))
            self.checks[step.index] = checks
            if self._kind is WorkingKind.WORKING:
                self._slipped.add(checks)
            yield StepChecked(step.index, checks)

    def _ask_again(self, step: _Open) -> None:
        """Of what is proved: does it carry a slip above on? A solution's steps may start afresh, so there this is not told."""
        step.asked_again = True
        for slot, context in step.contexts.items():
            check = step.slots[slot]
            if not isinstance(check, Check) or not isinstance(check.claim, Claim) or check.verdict is not Verdict.VERIFIED:
                continue
            if self._slipped.goes_on_with(check.claim, context):
                step.slots[slot] = dataclasses.replace(check, carries_slip=True)
            elif self._slipped.stands_in(context):
                step.waiting[self._verifier.submit(check.claim, self._slipped.taken_out_of(context), CLAIM_LIMIT)] = slot


def _says_nothing(check: Check) -> bool:
    """Amounts in words that nothing is to be said about are no part of what was checked."""
    return isinstance(check.claim, Claim) and check.claim.relation is Relation.AMOUNTS and not check.look
