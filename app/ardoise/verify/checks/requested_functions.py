"""Requests about a function or a curve: its inverse, derivatives at a place, tangents, slopes, where it has values."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import sympy
from sympy.calculus.util import continuous_domain

from ardoise.core.expression import Apply, Constant, Expr, Symbol, apply, free_symbols, integer, nodes
from ardoise.core.verdict import Verdict
from ardoise.verify.checks import equality, shape
from ardoise.verify.checks.convert import Object, from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.requested_solutions import real_solutions

Values = tuple[Expr, ...]


def function_of(expr: Expr) -> tuple[tuple[str, ...], Expr]:
    """Letters and formula of "f(x, y) = ...", "y = ..." or a bare formula; raises Unsupported for anything else."""
    match expr:
        case Apply("equal", (Apply("call", (Symbol(), *letters)), body)) if letters and all(isinstance(a, Symbol) for a in letters):
            names = tuple(a.name for a in letters if isinstance(a, Symbol))
            if not free_symbols(body) <= set(names):
                raise Unsupported("other letters")
            return names, body
        case Apply("equal", (Symbol(name), body)) if name not in free_symbols(body):
            return tuple(sorted(free_symbols(body))), body
        case Apply(function, _) if function in shape.STATEMENTS:
            raise Unsupported("no function")
        case _:
            return tuple(sorted(free_symbols(expr))), expr


def _of_one(expr: Expr) -> tuple[str, Expr]:
    names, body = function_of(expr)
    if len(names) != 1 or shape.called(body):
        raise Unsupported("several letters")
    if names == ("y",) and isinstance(expr, Apply) and expr.function == "equal" and not shape.called(expr.arguments[0]):
        raise Unsupported("a curve that lies on its side")
    return names[0], body


def is_inverse(about: Values, answer: Values) -> Verdict:
    """Both put into each other give back the letter; on a part of the numbers alone, the function of the answer need not."""
    if len(about) != 1 or len(answer) != 1:
        return Verdict.UNDECIDED
    name, body = _of_one(about[0])
    letter, given = _of_one(answer[0])
    x = Symbol(name)
    given = shape.substitute(given, {letter: x})
    one = equality.compare(shape.substitute(body, {name: given}), x).equality
    other = equality.compare(shape.substitute(given, {name: body}), x).equality
    if one is Equality.DIFFERS:
        return Verdict.REFUTED
    proved = one is Equality.PROVED and (other is Equality.PROVED or (other is not Equality.PARTLY and _is_one_to_one(body, name)))
    return Verdict.VERIFIED if proved else Verdict.UNDECIDED


def _is_one_to_one(body: Expr, name: str) -> bool:
    """Whether it is a polynomial that takes every value once: of odd degree, with a derivative that never changes its sign."""
    value = sympy.expand(to_sympy(body))
    if not value.is_polynomial(symbol(name)):
        return False
    p = sympy.Poly(value, symbol(name))
    return bool(p.degree() % 2 == 1 and all(n % 2 == 0 for n in sympy.roots(p.diff(), filter="R").values()) and p.diff().degree() <= 4)


def gradient(about: Values) -> list[Values]:
    names, body = function_of(about[-1])
    value = to_sympy(body)
    parts = tuple(from_sympy(sympy.diff(value, symbol(n))) for n in names)
    return [(apply("tuple", *parts),)] if len(parts) > 1 else []


def laplacian(about: Values) -> list[Values]:
    names, body = function_of(about[-1])
    value = to_sympy(body)
    return [(from_sympy(sympy.expand(sum(sympy.diff(value, symbol(n), 2) for n in names))),)] if len(names) > 1 else []


def _place(about: Values) -> tuple[str, Object, Object]:
    """The letter of a function, its formula, and the place that stands behind it; the point of a curve must lie on it."""
    if len(about) != 2:
        raise Unsupported("no place")
    name, body = _of_one(about[0])
    value = to_sympy(body)
    match about[1]:
        case Apply("equal", (Symbol(letter), at)) if letter == name and shape.is_constant(at):
            return name, value, to_sympy(at)
        case Apply("tuple" | "interval_open", (at, height)) if shape.is_constant(at) and shape.is_constant(height):
            if not equality.proves_zero(shape.substitute(body, {name: at}), height):
                raise Unsupported("no point of the curve")
            return name, value, to_sympy(at)
        case at if shape.is_constant(at) and isinstance(at, Expr):
            return name, value, to_sympy(at)
        case _:
            raise Unsupported("place")


def derivative_at(about: Values) -> list[Values]:
    name, value, at = _place(about)
    return [(from_sympy(sympy.simplify(sympy.diff(value, symbol(name)).subs(symbol(name), at))),)]


def tangent(about: Values) -> list[Values]:
    name, value, at = _place(about)
    x = symbol(name)
    line = sympy.expand(value.subs(x, at) + sympy.simplify(sympy.diff(value, x).subs(x, at)) * (x - at))
    return [(apply("equal", Symbol("y"), from_sympy(line)),), (from_sympy(line),)]


def slope(about: Values) -> list[Values]:
    match about:
        case (Apply("equal", (left, right)),) if free_symbols(left) | free_symbols(right) <= {"x", "y"}:
            p = sympy.Poly(sympy.expand(to_sympy(left) - to_sympy(right)), symbol("x"), symbol("y"))
            down = p.coeff_monomial(symbol("y"))
            return [(from_sympy(-p.coeff_monomial(symbol("x")) / down),)] if p.total_degree() == 1 and down != 0 else []
        case _:
            return []


def vertex(about: Values) -> list[Values]:
    name, body = _of_one(about[-1])
    p = sympy.Poly(sympy.expand(to_sympy(body)), symbol(name))
    if p.degree() != 2 or len(about) != 1:
        return []
    a, b, _ = p.all_coeffs()
    at = -b / (2 * a)
    return [(apply("tuple", from_sympy(at), from_sympy(sympy.expand(p.as_expr().subs(symbol(name), at)))),)]


def domain(about: Values) -> list[Values]:
    if len(about) != 1:
        return []
    name, body = _of_one(about[0])
    if shape.uses(body, "root", *shape.ANGLES):  # where SymPy takes odd roots of negative numbers for complex ones, or finds families
        return []
    found = continuous_domain(to_sympy(body), symbol(name), sympy.S.Reals)
    return [(_set(found),)] if _fits(found, body, name) else []


def _fits(found: Object, body: Expr, name: str) -> bool:
    """Whether the function has real values at just those of many places that lie in the set: SymPy reduces x/x before it looks."""
    bottoms = [n.arguments[1] for n in nodes(body) if isinstance(n, Apply) and n.function == "divide" and free_symbols(n.arguments[1])]
    for place in (*(Fraction(k, 4) for k in range(-80, 81)), *(Fraction(k, 7) for k in range(-70, 71))):
        try:
            has_value = not isinstance(evaluate(body, {name: place}), mpmath.mpc)
        except Undefined:
            has_value = False
        if bool(found.contains(sympy.Rational(place.numerator, place.denominator))) is not has_value:
            return False
    return all(not found.contains(to_sympy(v)) for b in bottoms for v in real_solutions(b, integer(0), name))


def _set(value: Object) -> Expr:
    """Of intervals, as an Expr."""
    if isinstance(value, sympy.Union):
        return apply("union", *(_set(a) for a in sorted(value.args, key=lambda s: s.inf)))
    if value == sympy.S.Reals:
        return apply("interval_open", apply("negate", Constant("infinity")), Constant("infinity"))
    if not isinstance(value, sympy.Interval):
        raise Unsupported("set")
    kind = {(False, False): "closed", (True, True): "open", (True, False): "left_open", (False, True): "right_open"}
    return apply("interval_" + kind[bool(value.left_open), bool(value.right_open)], _end(value.start), _end(value.end))


def _end(value: Object) -> Expr:
    return apply("negate", Constant("infinity")) if value == -sympy.oo else from_sympy(value)
