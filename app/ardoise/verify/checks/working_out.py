"""Equations worked out without a model: values that follow one from the other, line by line, then what is left as a system for SymPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols
from ardoise.notation.answer import ANSWER
from ardoise.verify.checks import shape
from ardoise.verify.checks.convert import calculated, from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS
from ardoise.verify.checks.evaluate import settled

MOST_UNKNOWNS: Final = 8


def work_out(equations: Sequence[tuple[Expr, Expr]]) -> tuple[Expr, ...]:
    """The values of the symbol "answer", each once; empty where it cannot be worked out, or is not determined.

    A name may be given another value later on, as in a program: "pens = pens - 5".
    """
    if any(not shape.is_well_formed(e) for sides in equations for e in sides):
        return ()
    try:
        return _work_out(equations)
    except (Undefined, Unsupported, *SYMPY_FAULTS):
        return ()


def _work_out(equations: Sequence[tuple[Expr, Expr]]) -> tuple[Expr, ...]:
    known: dict[str, Expr] = {}
    left_over: list[tuple[Expr, Expr]] = []
    for left, right in equations:
        value = shape.substitute(_plain(right), known)
        if isinstance(left, Symbol) and not free_symbols(value) and not shape.uses(value, *shape.STATEMENTS):
            known[left.name] = _simple(value)
        else:
            left_over.append((_plain(left), _plain(right)))
    if ANSWER in known:
        return (known[ANSWER],)
    return _solved([(shape.substitute(a, known), shape.substitute(b, known)) for a, b in left_over])


def _plain(expr: Expr) -> Expr:
    return shape.without_units(expr)[0]


def _simple(value: Expr) -> Expr:
    """A constant as one number where it is rational."""
    found = settled(value, {})
    if not found.exact:
        return value
    return from_sympy(to_sympy(value))


def _solved(equations: list[tuple[Expr, Expr]]) -> tuple[Expr, ...]:
    names = sorted(frozenset().union(*(free_symbols(e) for sides in equations for e in sides)))
    if ANSWER not in names or len(names) > MOST_UNKNOWNS:
        return ()
    *others, (wanted, asked) = equations
    if wanted != Symbol(ANSWER):
        return ()
    if not others:
        return (asked,) if not free_symbols(asked) & {ANSWER} else ()
    zeros = [to_sympy(apply("subtract", a, b)) for a, b in others]
    unknowns = [symbol(n) for n in names if n != ANSWER]
    found: list[Expr] = []
    for solution in sympy.solve(zeros, unknowns, dict=True):
        value = from_sympy(sympy.simplify(calculated(to_sympy(asked)).subs(solution)))
        if free_symbols(value):
            return ()
        if value not in found and not shape.has_imaginary_unit(value):
            found.append(value)
    positive = [v for v in found if _is_positive(v)]
    return tuple(positive if len(positive) == 1 else found)


def _is_positive(value: Expr) -> bool:
    match value:
        case Number(number):
            return number > 0
        case Apply("negate", _):
            return False
        case _:
            return float(settled(value, {}).value) > 0
