"""Two equations in two unknowns of which one is linear in one of them: what is left in the other unknown when that is put in.

x(7 - x) = 12 follows from y = 7 - x and xy = 12, though neither is an equation in x. The line's solutions are compared with those that the
elimination gives: what these do not satisfy is no consequence. (Linear equations in any number of unknowns: `systems`.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import sympy

from ardoise.core.expression import Expr, apply, free_symbols, integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import equality, equations, report, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.polynomial import degree
from ardoise.verify.checks.scope import Scope, Sides

METHOD = "elimination"
_MOST = 4
"""Earlier equations that are combined."""


def applies(claim: Claim, scope: Scope) -> bool:
    unknown = equations.unknown_of(claim, scope)
    if unknown is None or not scope.strict:
        return False
    return not any(equations.unknown_of(c, scope) == unknown for c in scope.earlier_equations)


def run(claim: Claim, scope: Scope) -> Check | None:
    unknown = equations.unknown_of(claim, scope)
    assert unknown is not None
    mine = sets.union([sets.solutions(left, right, unknown) for left, right in scope.cases(claim)])
    if mine.everything:
        return None
    for eliminated in _eliminated(scope, unknown):
        theirs = sets.solutions(eliminated, integer(0), unknown)
        if theirs.everything:
            continue
        found = sets.difference(theirs, mine)
        lost, gained = sets.count_real(found.lost), sets.count_real(found.gained)
        if not lost and not gained:
            return report.proved(claim, METHOD, note="What is left when the other unknown is put in.")
        if not lost:
            return report.proved(claim, METHOD, mark=Mark.GAINS, note="It follows, but it has more solutions: check each candidate.")
        if degree(theirs.roots) > 0 and not scope.gives_values(claim):
            shown = tuple(report.latex(e) for e in sets.shown(unknown, sets.named(found.lost)))
            note = "The equations before it have this solution:"
            return report.refuted(claim, METHOD, Witness(lost=shown), evidence=Evidence.SYMBOLIC, note=note)
    return None


def _eliminated(scope: Scope, unknown: str) -> Iterator[Expr]:
    """What each pair of the nearest equations leaves in the unknown, as an expression that is to be zero."""
    pairs = [(scope.names(c), scope.cases(c)[0]) for c in scope.earlier_equations if len(scope.cases(c)) == 1 and len(scope.names(c)) == 2]
    near = [(names, sides) for names, sides in pairs if unknown in names][:_MOST]
    for (names, first), (others, second) in itertools.permutations(near, 2):
        if names == others:
            (other,) = names - {unknown}
            value = _solved(first, other)
            if value is not None:
                yield apply("subtract", *(shape.substitute(side, {other: value}) for side in second))


def _solved(sides: Sides, name: str) -> Expr | None:
    """What a symbol is by an equation that is linear in it with a constant factor."""
    try:
        difference = sympy.expand(to_sympy(sides[0]) - to_sympy(sides[1]))
        factor = difference.coeff(symbol(name), 1)
        rest = difference - factor * symbol(name)
        if not factor.is_Rational or factor == 0 or rest.has(symbol(name)):
            return None
        value = from_sympy(sympy.expand(-rest / factor))
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return None
    return value if name not in free_symbols(value) else None
