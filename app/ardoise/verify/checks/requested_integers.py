"""Requests about the whole numbers that satisfy inequalities, and about coefficients in a form that is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, apply, free_symbols, integer
from ardoise.verify.checks import shape
from ardoise.verify.checks.convert import Object, from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Unsupported

Values = tuple[Expr, ...]
_RELATIONS: Final[dict[str, Callable[[Object, Object], Object]]] = {
    "less": sympy.Lt,
    "less_equal": sympy.Le,
    "greater": sympy.Gt,
    "greater_equal": sympy.Ge,
}
_FARTHEST: Final = 2_000


def _integers(about: Values) -> list[int]:
    """All whole numbers that satisfy every inequality of the question; raises Unsupported where they are not finitely many."""
    statements = [e for e in about if not shape.lone_symbol(e)]
    names = frozenset[str]().union(*(free_symbols(s) for s in statements))
    if len(names) != 1 or not {shape.lone_symbol(e) for e in about if e not in statements} <= names:
        raise Unsupported("several letters")
    x = symbol(next(iter(names)))
    region: Object = sympy.S.Reals
    for s in statements:
        if not isinstance(s, Apply) or s.function not in _RELATIONS or len(s.arguments) != 2:
            raise Unsupported("no inequality")
        left, right = (to_sympy(a) for a in s.arguments)
        relation = _RELATIONS[s.function](left, right)
        region = region.intersect(sympy.solve_univariate_inequality(relation, x, relational=False))
    if region == sympy.S.EmptySet:
        return []
    low, high = region.inf, region.sup
    if not (low.is_finite and high.is_finite) or max(abs(low), abs(high)) > _FARTHEST:
        raise Unsupported("endless")
    inside = {n: region.contains(n) for n in range(int(sympy.floor(low)), int(sympy.ceiling(high)) + 1)}
    if any(answer not in (sympy.true, sympy.false) for answer in inside.values()):
        raise Unsupported("membership")
    return [n for n, answer in inside.items() if answer == sympy.true]


def how_many(about: Values) -> list[Values]:
    return [(integer(len(_integers(about))),)]


def their_sum(about: Values) -> list[Values]:
    return [(integer(sum(found)),)] if (found := _integers(about)) else []


def the_largest(about: Values) -> list[Values]:
    return [(integer(max(found)),)] if (found := _integers(about)) else []


def the_smallest(about: Values) -> list[Values]:
    return [(integer(min(found)),)] if (found := _integers(about)) else []


def the_only_one(about: Values) -> list[Values]:
    return [(integer(found[0]),)] if len(found := _integers(about)) == 1 else []


def of_form(about: Values) -> list[Values]:
    """An expression, the form it is to be written in, and what is asked of the letters of that form."""
    if len(about) < 3:
        return []
    expression, form, wanted = _right(about[0]), about[1], about[-1]
    variables = free_symbols(expression)
    letters = sorted(free_symbols(form) - variables)
    named = {n for e in about[2:-1] if (n := shape.lone_symbol(e))}
    if len(variables) != 1 or not letters or not free_symbols(wanted) <= set(letters) or not named <= set(letters):
        return []
    if shape.uses(form, *shape.STATEMENTS) or shape.uses(wanted, *shape.STATEMENTS):
        return []
    x = symbol(next(iter(variables)))
    difference = sympy.expand(to_sympy(apply("subtract", expression, form)))
    if not difference.is_polynomial(x):
        return []
    unknowns = [sympy.Symbol(n) for n in letters]
    swap = {symbol(n): u for n, u in zip(letters, unknowns, strict=True)}
    equations = [c.subs(swap) for c in sympy.Poly(difference, x).all_coeffs()]
    if not all(e.is_polynomial(*unknowns) for e in equations):
        return []
    solutions = sympy.solve(equations, unknowns, dict=True)
    values = {sympy.simplify(to_sympy(wanted).subs(swap).subs(s)) for s in solutions}
    return [(from_sympy(v),) for v in values] if len(values) == 1 and not any(v.free_symbols for v in values) else []


def _right(expr: Expr) -> Expr:
    return expr.arguments[1] if isinstance(expr, Apply) and expr.function == "equal" else expr
