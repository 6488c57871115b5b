"""How far an answer can be trusted, by itself and beside its solution."""

from __future__ import annotations

import dataclasses

from ardoise.core.limits import Limit
from ardoise.core.ports import Verifier
from ardoise.core.solution import Answer, Claim, Trust
from ardoise.core.verdict import Verdict
from ardoise.notation.task import task_of
from ardoise.tutor.resting import rests_on
from ardoise.tutor.route import Route

CONFIRM_LIMIT = Limit(seconds=5.0)
COMPARE_LIMIT = Limit(seconds=2.0)
ALL_PROVED = "Every claim of the solution was proved, but nothing shows that they are about what the problem asks."
"""No level of trust by itself: of such answers to problems in words two in three were right (decision 17)."""


class Confirming:
    """The confirmations of one problem's answers; each is asked for once."""

    def __init__(self, verifier: Verifier, claims: tuple[Claim, ...], problem: str) -> None:
        self._verifier = verifier
        self._claims = claims
        self._task = task_of(problem)
        self._known: dict[str, Answer] = {}

    def alone(self, answer: Answer) -> Answer:
        """The answer against the problem itself."""
        if answer.latex not in self._known:
            self._known[answer.latex] = self._verifier.confirm(self._claims, answer, CONFIRM_LIMIT, task=self._task)
        return self._known[answer.latex]

    def first(self, answer: Answer, route: Route) -> Answer:
        """The answer against the problem and, where that decides nothing, against the solution that gives it."""
        confirmed = self.alone(answer)
        tally = route.tally
        if confirmed.trust is not Trust.UNCONFIRMED or confirmed.doubt or not tally.claims or tally.proved != tally.claims:
            return confirmed
        if rests_on(confirmed, (check for checks in route.checks.values() for check in checks)):
            return dataclasses.replace(confirmed, note=ALL_PROVED)
        return dataclasses.replace(confirmed, note="What was proved in the solution does not end in this answer.")

    def same(self, one: Answer, other: Answer) -> Verdict:
        """Whether two answers are the same."""
        if one.latex == other.latex or (one.exprs and one.exprs == other.exprs):
            return Verdict.VERIFIED
        return self._verifier.agree(one, other, COMPARE_LIMIT)
