"""Requests about all the solutions of an equation: their sum, their number, the largest; and an equation that has given ones.

Only where it does not matter how the words are meant: a sum of roots is worked out where all of them are real and none is double.
"""

from __future__ import annotations

import mpmath
import sympy

from ardoise.core.expression import Apply, Constant, Expr, apply, free_symbols, integer, nodes
from ardoise.core.verdict import Verdict
from ardoise.verify.checks import candidates, equality, polynomial, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import evaluate, same, settled

Values = tuple[Expr, ...]


def real_solutions(left: Expr, right: Expr, unknown: str) -> list[Expr]:
    """Every real solution, each once, smallest first; raises Unsupported where they are not known to be all."""
    found: list[Expr] = []
    for value in candidates.candidates(left, right, unknown):
        sides = [shape.substitute(side, {unknown: value}) for side in (left, right)]
        try:
            a, b = (settled(side, {}) for side in sides)
        except Undefined:
            continue
        if not same(a.value, b.value) or isinstance(a.value, mpmath.mpc):
            continue
        if not (a.exact and b.exact) and not equality.proves_zero(*sides):
            raise Unsupported("not proved")
        found.append(value)
    kept: list[Expr] = []
    for value in sorted(found, key=lambda v: float(to_mp(evaluate(v, {})))):
        if not kept or not same(evaluate(kept[-1], {}), evaluate(value, {})):
            kept.append(value)
    return kept


def _sides(about: Values) -> tuple[Expr, Expr, str]:
    equations = [e for e in about if isinstance(e, Apply) and e.function == "equal"]
    if len(equations) != 1 or any(e not in equations and not shape.lone_symbol(e) for e in about):
        raise Unsupported("no single equation")
    left, right = equations[0].arguments
    names = free_symbols(left) | free_symbols(right)
    named = {n for e in about if (n := shape.lone_symbol(e))}
    if len(names) != 1 or not named <= names or shape.called(left) or shape.called(right):
        raise Unsupported("several letters")
    return left, right, next(iter(names))


def _real(about: Values) -> list[Expr]:
    return real_solutions(*_sides(about))


def _all_alike(about: Values) -> list[Expr]:
    """All solutions, where each is real and stands once; none otherwise."""
    left, right, unknown = _sides(about)
    try:
        rational = sets.solutions(left, right, unknown)
    except Unsupported:
        return real_solutions(left, right, unknown)
    n = polynomial.degree(rational.whole)
    if rational.everything or sets.count_real(rational.roots) != n:
        return []
    return sets.named(rational.roots)


def total(about: Values) -> list[Values]:
    return [(_calculated(apply("add", *found)),)] if len(found := _all_alike(about)) > 1 else []


def product(about: Values) -> list[Values]:
    return [(_calculated(apply("multiply", *found)),)] if len(found := _all_alike(about)) > 1 else []


def _calculated(expr: Expr) -> Expr:
    return from_sympy(sympy.nsimplify(sympy.simplify(to_sympy(expr))))


def number(about: Values) -> list[Values]:
    left, right, unknown = _sides(about)
    try:
        rational = sets.solutions(left, right, unknown)
    except Unsupported:
        return [(integer(len(real_solutions(left, right, unknown))),)]
    return [] if rational.everything else [(integer(sets.count_real(rational.roots)),)]


def largest(about: Values) -> list[Values]:
    return [(found[-1],)] if (found := _real(about)) else []


def smallest(about: Values) -> list[Values]:
    return [(found[0],)] if (found := _real(about)) else []


def positive(about: Values) -> list[Values]:
    found = [v for v in _real(about) if to_mp(evaluate(v, {})) > 0]
    return [tuple(found)] if len(found) == 1 else []


def negative(about: Values) -> list[Values]:
    found = [v for v in _real(about) if to_mp(evaluate(v, {})) < 0]
    return [tuple(found)] if len(found) == 1 else []


def excluded(about: Values) -> list[Values]:
    """The real zeros of every denominator of one expression."""
    names = sorted(free_symbols(about[0]))
    if len(about) != 1 or len(names) != 1 or shape.uses(about[0], *shape.STATEMENTS):
        return []
    bottoms = [n.arguments[1] for n in nodes(about[0]) if isinstance(n, Apply) and n.function == "divide" and free_symbols(n.arguments[1])]
    found = [v for bottom in bottoms for v in real_solutions(bottom, integer(0), names[0])]
    return [tuple(dict.fromkeys(found))] if found else []


def intercepts(about: Values) -> list[Values]:
    """Where a curve meets the axis that is named first: as numbers, and as points."""
    if len(about) != 2 or shape.lone_symbol(about[0]) not in ("x", "y"):
        return []
    axis = shape.lone_symbol(about[0]) or ""
    curve = about[1]
    match curve:
        case Apply("equal", (left, right)) if shape.called(left):
            sides: tuple[Expr, Expr] = (right, integer(0)) if axis == "x" else (about[0], shape.substitute(right, {"x": integer(0)}))
        case Apply("equal", (left, right)):
            other = {"y" if axis == "x" else "x": integer(0)}
            sides = (shape.substitute(left, other), shape.substitute(right, other))
        case _:
            return []
    if free_symbols(sides[0]) | free_symbols(sides[1]) != {axis}:
        return []
    found = real_solutions(*sides, axis)
    points = tuple(apply("tuple", *((v, integer(0)) if axis == "x" else (integer(0), v))) for v in found)
    return [tuple(found), points] if found else []


def has_the_roots(about: Values, answer: Values) -> Verdict:
    """Whether the answer is a quadratic equation with these two solutions and no others."""
    unit = {"i": Constant("i")}
    roots = [r for e in about for r in shape.signs(shape.substitute(e, unit))]
    if not all(shape.is_constant(r) for r in roots) or len(answer) != 1 or not 1 <= len(roots) <= 2:
        return Verdict.UNDECIDED
    match answer[0]:
        case Apply("equal", (left, right)) if len(names := free_symbols(left) | free_symbols(right)) == 1:
            x = symbol(next(iter(names)))
        case _:
            return Verdict.UNDECIDED
    p = sympy.Poly(sympy.expand(to_sympy(left) - to_sympy(right)), x)
    a, b = to_sympy(roots[0]), to_sympy(roots[-1])
    if p.degree() != 2 or not all(c.is_Rational for c in p.all_coeffs()):
        return Verdict.UNDECIDED
    first, second, third = p.all_coeffs()
    right_sum, right_product = sympy.expand(a + b) == -second / first, sympy.expand(a * b) == third / first
    return Verdict.VERIFIED if right_sum and right_product else Verdict.REFUTED
