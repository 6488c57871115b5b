"""What a person takes for granted of the letters of a working, as claims beside which every line is judged."""

from __future__ import annotations

from collections.abc import Iterable

from ardoise.core.expression import Expr, Span, Symbol, free_symbols, integer
from ardoise.core.problem import Assumptions, Numbers
from ardoise.core.solution import Claim, Relation, Role


class Assumed:
    """The claims for each letter; the same letter always has the very same claims, so that they cross to the checker once."""

    def __init__(self, assumptions: Assumptions) -> None:
        self._assumptions = assumptions
        self._of: dict[str, tuple[Claim, ...]] = {}

    def of(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """What is assumed of every letter of these; names of several letters and functions are no letters."""
        if not self._assumptions.positive and self._assumptions.numbers is Numbers.REAL:
            return ()
        names = sorted({n for c in claims for e in (c.left, c.right) for n in free_symbols(e) if _is_letter(n)})
        return tuple(claim for name in names for claim in self._of.setdefault(name, tuple(self._claims(Symbol(name)))))

    def _claims(self, letter: Symbol) -> Iterable[Claim]:
        match self._assumptions.numbers:
            case Numbers.COMPLEX:
                yield _given(letter, Relation.ELEMENT, Symbol("ℂ"))
            case Numbers.WHOLE:
                yield _given(letter, Relation.ELEMENT, Symbol("ℤ"))
            case Numbers.REAL:
                pass
        if self._assumptions.positive and self._assumptions.numbers is not Numbers.COMPLEX:
            yield _given(letter, Relation.GREATER, integer(0))


def _is_letter(name: str) -> bool:
    return len(name.partition("_")[0]) == 1 and name.isascii()


def _given(left: Expr, relation: Relation, right: Expr) -> Claim:
    return Claim(left, relation, right, "", Span(0, 0), role=Role.GIVEN)
