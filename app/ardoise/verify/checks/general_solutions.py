"""General solutions of ordinary differential equations: put back, and with as many independent constants as the order.

For a linear equation that is every solution. Others may have more beside such a family, so nothing is confirmed there.
"""

from __future__ import annotations

import re
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, nodes
from ardoise.core.verdict import Verdict
from ardoise.verify.checks import equality, shape
from ardoise.verify.checks.convert import Object, symbol, to_sympy
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.extent import is_small

_CONSTANT: Final = re.compile(r"[cCkKAB](?:_?\d)?")
_VARIABLES: Final = ("x", "t")
_HIGHEST: Final = 5
_LARGEST: Final = 300
_PLACES: Final = (sympy.Rational(7, 5), sympy.Rational(3, 7), sympy.Rational(12, 5))


def is_differential(equation: Expr) -> bool:
    """Whether it is an equation with derivatives of an unknown function."""
    return isinstance(equation, Apply) and equation.function == "equal" and bool(_unknowns(equation))


def judged(about: tuple[Expr, ...], answer: tuple[Expr, ...]) -> Verdict:
    """VERIFIED: the general solution of the one differential equation; REFUTED: no solution at all; UNDECIDED: all else."""
    equations = [e for e in about if is_differential(e)]
    if len(equations) != 1:
        return Verdict.UNDECIDED
    equation = equations[0]
    unknowns = _unknowns(equation)
    if len(unknowns) != 1 or len(answer) != 1 or not isinstance(equation, Apply):
        return Verdict.UNDECIDED
    unknown = next(iter(unknowns))
    given = answer[0]
    if isinstance(given, Apply) and given.function == "equal":
        left = given.arguments[0]
        if shape.lone_symbol(left) != unknown and shape.called(left) != {unknown}:
            return Verdict.UNDECIDED
        given = given.arguments[1]
    variable = _variable(equation, given, unknown)
    constants = sorted(n for n in free_symbols(given) - free_symbols(equation) - {variable} if _CONSTANT.fullmatch(n))
    if variable is None or free_symbols(given) - free_symbols(equation) - {variable, *constants} or unknown in free_symbols(given):
        return Verdict.UNDECIDED
    verdicts = [_of_one(equation, shape.without_bars(one), unknown, variable, constants) for one in shape.signs(given)]
    return (
        Verdict.VERIFIED if set(verdicts) == {Verdict.VERIFIED} else Verdict.REFUTED if Verdict.REFUTED in verdicts else Verdict.UNDECIDED
    )


def spanned(about: tuple[Expr, ...], answer: tuple[Expr, ...]) -> Verdict:
    """Of functions listed one by one, or as a set: whether their sums with any factors are the general solution."""
    members = [m for e in answer for m in (e.arguments if isinstance(e, Apply) and e.function in ("set", "tuple", "or") else (e,))]
    if len(members) < 2 or any(shape.uses(m, *shape.STATEMENTS) for m in members):
        return Verdict.UNDECIDED
    return judged(about, (apply("add", *(apply("multiply", Symbol(f"c_{k}"), m) for k, m in enumerate(members, 1))),))


def _unknowns(equation: Expr) -> set[str]:
    found = set()
    for node in nodes(equation):
        match node:
            case Apply("prime" | "derivative", (Symbol(name), *_)):
                found.add(name)
            case _:
                continue
    return found


def _variable(equation: Expr, given: Expr, unknown: str) -> str | None:
    """On what the function depends: what it is differentiated by, else x or t, whichever there is."""
    for node in nodes(equation):
        match node:
            case Apply("derivative", (_, Symbol(name), *_)):
                return name
            case _:
                continue
    letters = free_symbols(equation) | free_symbols(given)
    present = [v for v in _VARIABLES if v in letters and v != unknown]
    return present[0] if len(present) == 1 else None


def _of_one(equation: Apply, given: Expr, unknown: str, variable: str, constants: list[str]) -> Verdict:
    x = symbol(variable, positive=True)
    function = to_sympy(given, positive=True)
    derivatives: list[Object] = [function]
    for _ in range(_HIGHEST):
        derivatives.append(sympy.diff(derivatives[-1], x))
    order = 0
    stands: dict[str, Expr] = {unknown: Symbol(_name(0))}

    def replaced(expr: Expr) -> Expr:
        nonlocal order
        match expr:
            case Apply("prime", (Symbol(name), Number(times, _), *_)) if name == unknown:
                n = int(times)
            case Apply("derivative", (Symbol(name), _, Number(times, _))) if name == unknown:
                n = int(times)
            case Apply("call", (Symbol(name), Symbol(of))) if name == unknown and of == variable:
                n = 0
            case Symbol(name) if name == unknown:
                return stands[unknown]
            case Apply(_, arguments):
                return shape.rewrite(expr, tuple(replaced(a) for a in arguments))
            case _:
                return expr
        if n > _HIGHEST:
            raise Unsupported("order")
        order = max(order, n)
        return Symbol(_name(n))

    sides = [to_sympy(replaced(side), positive=True) for side in equation.arguments]
    swap = {symbol(_name(k), positive=True): d for k, d in enumerate(derivatives)}
    rest = (sides[0] - sides[1]).subs(swap)
    if order == 0:
        return Verdict.UNDECIDED
    if _is_nowhere_zero(rest):
        return Verdict.REFUTED
    if not (equality.is_zero(rest) or (is_small(rest, _LARGEST) and sympy.simplify(rest) == 0)):
        return Verdict.UNDECIDED
    if len(constants) != order or not _is_linear(sides[0] - sides[1], order):
        return Verdict.UNDECIDED
    letters = [symbol(c, positive=True) for c in constants]
    matrix = sympy.Matrix([[sympy.diff(d, c) for c in letters] for d in derivatives[:order]])
    value = sympy.N(matrix.det().subs(_place(matrix, 0)))
    return Verdict.VERIFIED if value.is_number and abs(value) > 1e-9 else Verdict.UNDECIDED


def _is_linear(difference: Object, order: int) -> bool:
    """In the unknown and its derivatives."""
    names = [symbol(_name(k), positive=True) for k in range(order + 1)]
    whole = sympy.expand(difference)
    return bool(whole.is_polynomial(*names) and sympy.total_degree(whole, *names) == 1)


def _name(order: int) -> str:
    return f"derivative {order} of the unknown"


def _place(value: Object, shift: int) -> dict[Object, Object]:
    letters = sorted(value.free_symbols, key=str)
    return {s: _PLACES[(i + shift) % len(_PLACES)] + sympy.Rational(i, 9) for i, s in enumerate(letters)}


def _is_nowhere_zero(rest: Object) -> bool:
    """Whether it has real values that are not zero at all of some places."""
    for shift in range(len(_PLACES)):
        value = sympy.N(rest.subs(_place(rest, shift)))
        if not value.is_number or not value.is_real or abs(value) < 1e-6:
            return False
    return True
