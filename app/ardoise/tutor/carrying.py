"""Which lines of a working carry a slip on: right after the lines before them as they are written, and wrong without the one in error.

A claim that is proved below an error is judged once more, without the lines in error and those that carry them on; where it then does not
stand, it rested on them. A calculation stands by itself: it carries a slip on where it goes on with a result that only such a line has.
(Rejected: that each check names the lines it used, since many compare with several and a proof by any one of them would do.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ardoise.core.expression import Expr, Number, free_symbols, integer, nodes
from ardoise.core.ports import Context
from ardoise.core.solution import Claim, Role
from ardoise.core.verdict import Check, Reason, Verdict, is_error

EVERYWHERE: Final = (integer(0), integer(1))
"""Numbers that stand in a calculation by chance too often to say where they come from."""


class Slipped:
    """The claims of the lines that are in error or carry an error on, as far as the working has been judged."""

    def __init__(self) -> None:
        self._claims: set[int] = set()
        self._results: list[Expr] = []

    def add(self, checks: Iterable[Check]) -> None:
        """The checks of a whole line, in order; what was right before the error in it stays right."""
        checks = tuple(checks)
        first = next((i for i, check in enumerate(checks) if is_error((check,)) or check.carries_slip), len(checks))
        for check in checks[first:]:
            if isinstance(check.claim, Claim):
                self._claims.add(id(check.claim))
                result = _plain(check.claim.right)
                if not free_symbols(result) and result not in EVERYWHERE:
                    self._results.append(result)

    def stands_in(self, context: Context) -> bool:
        return any(id(c) in self._claims for c in context.earlier)

    def taken_out_of(self, context: Context) -> Context:
        return context.only(lambda claim: id(claim) not in self._claims)

    def goes_on_with(self, claim: Claim, context: Context) -> bool:
        """Whether a calculation uses a wrong result, which stands nowhere else before it."""
        if free_symbols(claim.left) or free_symbols(claim.right):
            return False
        sound = self.taken_out_of(context)
        given = (c for c in sound.amounts if c.role is Role.GIVEN)
        known = {_plain(n) for c in (*sound.problem, *sound.earlier, *given) for e in (c.left, c.right) for n in nodes(e)}
        used = {_plain(n) for n in nodes(claim.left)}
        return any(result in used - known for result in self._results)


def _plain(expr: Expr) -> Expr:
    """A number whatever the digits it was written with."""
    return Number(expr.value) if isinstance(expr, Number) else expr


def still_stands(check: Check) -> bool:
    """Whether a claim that was judged again without the slip is proved, or could not be judged in time."""
    return check.verdict is Verdict.VERIFIED or check.reason in (
        Reason.TIMED_OUT,
        Reason.OUT_OF_MEMORY,
        Reason.WORKER_DIED,
        Reason.CANCELLED,
    )
