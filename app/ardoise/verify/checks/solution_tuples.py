"""Solutions in several unknowns named at once, "(x, y) = (2, 3)": each is put into every equation in these unknowns.

In a solution in prose only the problem's own equations count, and a pair that fails is refuted only where the words call it a solution,
since (h, k) = (3, 1) may as well be the centre of something. That no solution is missing is not said.
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import report, shape
from ardoise.verify.checks.evaluate import same, settled
from ardoise.verify.checks.scope import Scope

METHOD = "solution put back"
_CALLED_SOLUTIONS: Final = re.compile(r"\b(?:solutions?|satisf\w+|pairs?|triples?|triplets?|quadruples?|tuples?)\b")
_ONLY_POSSIBLE: Final = re.compile(r"\b(?:possible|candidates?|potential|consider|check\w*|factor|other|need|must)\b")
_MOST: Final = 40
"""Tuples that are put back."""


def applies(claim: Claim, _: Scope) -> bool:
    return claim.relation is Relation.EQUAL and bool(_letters(claim.left)) and bool(_values(claim))


def run(claim: Claim, scope: Scope) -> Check | None:
    """None where there is no equation to put them into."""
    letters = _letters(claim.left)
    equations = [c for c in (scope.everything if scope.strict else scope.context.problem) if _is_equation(c, scope, frozenset(letters))]
    for equation in equations:
        left, right = scope.plain(equation.left), scope.plain(equation.right)
        for values in _values(claim)[:_MOST]:
            point = dict(zip(letters, values, strict=True))
            a, b = (settled(shape.substitute(side, point), {}).value for side in (left, right))
            if not same(a, b):
                return _fails(claim, scope, equation, Witness(_shown(point), report.number(a), report.number(b)))
    if not equations:
        return None
    note = "Put into each equation, it holds." if len(_values(claim)) == 1 else "Put into each equation, all of them hold."
    return report.proved(claim, METHOD, evidence=Evidence.EXACT, note=note)


def _fails(claim: Claim, scope: Scope, equation: Claim, witness: Witness) -> Check | None:
    named = _CALLED_SOLUTIONS.search(claim.cue) and not _ONLY_POSSIBLE.search(claim.cue)
    if not (scope.strict or named):
        return report.unsure(claim, METHOD, f"It does not satisfy ${report.statement(equation)}$; perhaps it is not meant to.")
    return report.refuted(claim, METHOD, witness, note=f"Put into ${report.statement(equation)}$:")


def _letters(expr: Expr) -> tuple[str, ...]:
    """The names in "(x, y)"; empty for anything else."""
    if not (isinstance(expr, Apply) and expr.function == "tuple"):
        return ()
    names = tuple(a.name for a in expr.arguments if isinstance(a, Symbol))
    return names if len(names) == len(expr.arguments) == len(set(names)) > 1 else ()


def _values(claim: Claim) -> tuple[tuple[Expr, ...], ...]:
    """The tuples that are given, all of them of numbers; empty for anything else."""
    right = claim.right
    given = right.arguments if isinstance(right, Apply) and right.function in ("or", "and", "set") else (right,)
    count = len(_letters(claim.left))
    found = tuple(g.arguments for g in given if isinstance(g, Apply) and g.function == "tuple" and len(g.arguments) == count)
    return found if len(found) == len(given) and all(shape.is_constant(v) for values in found for v in values) else ()


def _is_equation(claim: Claim, scope: Scope, letters: frozenset[str]) -> bool:
    if claim.relation is not Relation.EQUAL or claim.role in (Role.SUPPOSED, Role.DENIED) or claim.modulus is not None:
        return False
    sides = (scope.plain(claim.left), scope.plain(claim.right))
    names = free_symbols(sides[0]) | free_symbols(sides[1])
    return bool(names) and names <= letters and not any(shape.called(s) or shape.uses(s, "tuple", "or", "and") for s in sides)


def _shown(point: dict[str, Expr]) -> tuple[tuple[str, str], ...]:
    return tuple((report.symbol(name), report.latex(value)) for name, value in point.items())
