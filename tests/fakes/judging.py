"""A Verifier that judges in the test's own process: the real checks without children, deadlines or a queue."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from ardoise.core.limits import Limit
from ardoise.core.ports import Context
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check
from ardoise.notation.places import places
from ardoise.verify.checks import where
from ardoise.verify.checks.judge import judge
from tests.fakes.actors import IdleVerifier


class JudgingVerifier(IdleVerifier):
    """Every claim is judged when it is submitted, and collected with the next call."""

    def __init__(self) -> None:
        self._tickets = 0
        self._done: list[tuple[int, Check]] = []

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        self._tickets += 1
        self._done.append((self._tickets, self.check(claim, context, limit)))
        return self._tickets

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        done, self._done = self._done, []
        return done

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        check = judge(claim, context)
        return dataclasses.replace(check, where=places(claim, where.wrong_parts(check, claim, context)))
