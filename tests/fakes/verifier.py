"""A Verifier without children and without SymPy: verdicts are looked up by the text of the claim."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence

from ardoise.core import ports
from ardoise.core.expression import Expr, integer
from ardoise.core.limits import Limit
from ardoise.core.ports import Context
from ardoise.core.problem import Task
from ardoise.core.solution import Answer, Claim, Role
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness, undecided


def proved(claim: Claim) -> Check:
    return Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT, method="fake", read_as=claim.text)


def refuted(claim: Claim) -> Check:
    return Check(claim, Verdict.REFUTED, Mark.REFUTED, witness=Witness(left="1", right="2"), method="fake", read_as=claim.text)


class FakeVerifier(ports.Verifier):
    """Proves every stated claim but those whose text stands in `verdicts`; confirms every answer with `trust` and `note`.

    `slow` gives out at most one check a `collect`, and none at the first. Keeps what it was asked in `asked` and `confirmed`.
    """

    def __init__(self, verdicts: Mapping[str, Verdict | Reason] | None = None, *, answer: Answer | None = None, slow: bool = False) -> None:
        self.verdicts = dict(verdicts or {})
        self.answer = answer
        self.asked: list[tuple[Claim, Context]] = []
        self.confirmed: list[tuple[tuple[Claim, ...], Answer]] = []
        self.closed = 0
        self.dropped: set[int] = set()
        self._slow = slow
        self._tickets = 0
        self._waiting: list[tuple[int, Check]] = []
        self._collected = 0

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        ticket = self._tickets
        self._tickets += 1
        self._waiting.append((ticket, self.check(claim, context, limit)))
        return ticket

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        self._collected += 1
        if self._slow and self._collected == 1:
            return []
        mine = [one for one in self._waiting if of is None or one[0] in of]
        ready = mine[:1] if self._slow else mine
        self._waiting = [one for one in self._waiting if one not in ready]
        return ready

    def drop(self, tickets: Collection[int]) -> None:
        self.dropped.update(tickets)
        self._waiting = [one for one in self._waiting if one[0] not in tickets]

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        self.asked.append((claim, context))
        if self.closed:
            return undecided(claim, Reason.CANCELLED, read_as=claim.text)
        if claim.role is not Role.STATED:
            return undecided(claim, Reason.NO_CLAIM, read_as=claim.text)
        match self.verdicts.get(claim.text, Verdict.VERIFIED):
            case Reason() as reason:
                return undecided(claim, reason, read_as=claim.text)
            case Verdict.REFUTED:
                return refuted(claim)
            case Verdict.UNDECIDED:
                return undecided(claim, Reason.NOT_PROVED, read_as=claim.text)
            case Verdict.VERIFIED:
                return proved(claim)

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        self.confirmed.append((tuple(problem), answer))
        if self.answer is None:
            return answer
        return dataclasses.replace(answer, trust=self.answer.trust, confirmed_by=self.answer.confirmed_by, note=self.answer.note)

    def work_out(self, program: str, limit: Limit) -> tuple[Expr, ...]:
        """`print(12)` gives 12, anything else nothing."""
        found = re.search(r"print\((\d+)\)", program)
        return (integer(int(found.group(1))),) if found else ()

    def agree(self, one: Answer, other: Answer, limit: Limit) -> Verdict:
        return Verdict.VERIFIED if one.text == other.text else Verdict.REFUTED

    def close(self) -> None:
        self.closed += 1
