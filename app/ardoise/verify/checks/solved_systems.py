"""All solutions of the polynomial equations of a problem, under its conditions, by SymPy."""

from __future__ import annotations

from typing import Final

import sympy

from ardoise.core.expression import free_symbols
from ardoise.core.solution import Claim
from ardoise.verify.checks import inequalities
from ardoise.verify.checks.convert import Object, from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.scope import Scope

MOST_UNKNOWNS: Final = 4
HIGHEST: Final = 4
"""Degree of an equation that is solved."""
Solution = dict[Object, Object]
"""Values by symbol; a value may depend on a symbol that is free."""


def solved(equations: list[Claim], conditions: list[Claim], scope: Scope) -> list[Solution]:
    """Every real solution, or every complex one where the problem is about such; raises Unsupported where they are not all known.

    The symbols are SymPy's that may be complex, so that no solution is left out before it is looked at.
    """
    sides = [(scope.plain(c.left), scope.plain(c.right)) for c in equations]
    names = sorted(frozenset[str]().union(*(free_symbols(e) for pair in sides for e in pair)))
    if not equations or len(names) > MOST_UNKNOWNS:
        raise Unsupported("many unknowns")
    unknowns = [symbol(n) for n in names]
    zeros = [sympy.together(to_sympy(left) - to_sympy(right)) for left, right in sides]
    if not all(z.is_polynomial(*unknowns) and sympy.total_degree(z, *unknowns) <= HIGHEST for z in map(sympy.expand, zeros)):
        raise Unsupported("no polynomials")
    plain = [sympy.Symbol(n) for n in names]
    swap = dict(zip(unknowns, plain, strict=True))
    found = []
    for solution in sympy.solve([z.subs(swap) for z in zeros], plain, dict=True):
        if not scope.complex_numbers and any(is_not_real(v) for v in solution.values()):
            continue
        if all(inequalities.holds(c, scope, {str(k): from_sympy(v) for k, v in solution.items()}) for c in conditions):
            found.append(solution)
    return found


def is_not_real(value: Object) -> bool:
    """Whether a solution is surely not a real number; one with letters in it may be."""
    return bool(value.is_number and abs(sympy.im(sympy.N(value))) > 1e-12)
