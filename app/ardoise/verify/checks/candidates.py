"""The real solutions of an equation that is no quotient of polynomials, where it can be led back to one.

Absolute values are taken apart by cases, roots are eliminated, sums of logarithms become a product, powers of one base become a new
unknown. Each of these steps may gain solutions and loses none, so the candidates are put back (`transcendental`): what satisfies the
equation exactly is a solution, what fails or has no value is none, and the list is complete.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from typing import Final

import mpmath
import sympy

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols, integer, nodes
from ardoise.verify.checks import polynomial, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.convert import symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate

MOST_SPLIT: Final = 4
MOST_ROOTS: Final = 3
_LARGEST_DEGREE: Final = 12
_NEW: Final = "new unknown"


def candidates(left: Expr, right: Expr, unknown: str) -> list[Expr]:
    """Among which every real solution is; raises Unsupported where that is not known, or every value may be one."""
    try:
        found = sets.solutions(left, right, unknown)
    except Unsupported:
        pass
    else:
        if found.everything:
            raise Unsupported("every value")
        return sets.named(found.roots)
    for way in (_by_cases, _of_logarithms, _of_powers, _of_roots):
        result = way(left, right, unknown)
        if result is not None:
            return result
    raise Unsupported("no way to solve it")


def _contains(expr: Expr, unknown: str, *functions: str) -> list[Apply]:
    return [n for n in nodes(expr) if isinstance(n, Apply) and n.function in functions and unknown in free_symbols(n)]


def _by_cases(left: Expr, right: Expr, unknown: str) -> list[Expr] | None:
    sizes = [n for e in (left, right) for n in _contains(e, unknown, "abs")]
    if not sizes:
        return None
    if len(set(sizes)) > MOST_SPLIT:
        raise Unsupported("many absolute values")
    inner = next(n for n in sizes if not shape.uses(n.arguments[0], "abs"))
    found: list[Expr] = []
    for signed in (inner.arguments[0], apply("negate", inner.arguments[0])):
        found += candidates(shape.replaced(left, inner, signed), shape.replaced(right, inner, signed), unknown)
    return found


# --- logarithms -------------------------------------------------------------------------------------------------------------------------


def _of_logarithms(left: Expr, right: Expr, unknown: str) -> list[Expr] | None:
    """A sum of logarithms to one base, with rational factors, and a rational number."""
    logs = [n for e in (left, right) for n in _contains(e, unknown, "ln", "log")]
    if not logs:
        return None
    bases = {_base(n) for n in logs}
    if len(bases) > 1:
        raise Unsupported("several bases")
    (base,) = bases
    terms, constant = _sum_of_logarithms(apply("subtract", left, right), unknown, base)
    bottom = reduce(math.lcm, (f.denominator for _, f in terms), 1)
    powers = [(inside, int(f * bottom)) for inside, f in terms if f]
    top = _product([apply("power", inside, integer(n)) for inside, n in powers if n > 0])
    under = _product([apply("power", inside, integer(-n)) for inside, n in powers if n < 0])
    factor = apply("power", base, Number(-constant * bottom)) if constant else integer(1)
    return candidates(top, apply("multiply", factor, under), unknown)


def _base(log: Apply) -> Expr:
    return Constant("e") if log.function == "ln" or len(log.arguments) < 2 else log.arguments[1]


def _product(factors: list[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else apply("multiply", *factors) if factors else integer(1)


def _sum_of_logarithms(expr: Expr, unknown: str, base: Expr) -> tuple[list[tuple[Expr, Fraction]], Fraction]:
    """Arguments with their factors, and the constant."""
    match expr:
        case Apply("ln" | "log", (inside, *_)):
            if _base(expr) != base:
                raise Unsupported("several bases")
            return [(inside, Fraction(1))], Fraction(0)
        case Apply("add" | "subtract", (first, *others)):
            terms, constant = _sum_of_logarithms(first, unknown, base)
            sign = 1 if expr.function == "add" else -1
            for other in others:
                more, number = _sum_of_logarithms(other, unknown, base)
                terms = [*terms, *((inside, sign * f) for inside, f in more)]
                constant += sign * number
            return terms, constant
        case Apply("negate", (inner,)):
            return _scaled(*_sum_of_logarithms(inner, unknown, base), Fraction(-1))
        case Apply("multiply", factors):
            with_log = [f for f in factors if shape.uses(f, "ln", "log")]
            if len(with_log) > 1:
                raise Unsupported("a product of logarithms")
            if with_log:
                number = math.prod((_rational(f) for f in factors if f is not with_log[0]), start=Fraction(1))
                return _scaled(*_sum_of_logarithms(with_log[0], unknown, base), number)
            return [], _rational(expr)
        case Apply("divide", (above, below)) if shape.uses(above, "ln", "log"):
            return _scaled(*_sum_of_logarithms(above, unknown, base), 1 / _rational(below))
        case _:
            return [], _rational(expr)


def _scaled(terms: list[tuple[Expr, Fraction]], constant: Fraction, factor: Fraction) -> tuple[list[tuple[Expr, Fraction]], Fraction]:
    return [(inside, f * factor) for inside, f in terms], constant * factor


def _rational(expr: Expr) -> Fraction:
    value = evaluate(expr, {})
    if not exact(value):
        raise Unsupported("not rational")
    return Fraction(value)


# --- powers of one base -----------------------------------------------------------------------------------------------------------------


def _of_powers(left: Expr, right: Expr, unknown: str) -> list[Expr] | None:
    """An equation in b^x, whatever roots and powers of b are the bases: 4^x - 3 * 2^x + 2 = 0."""
    powers = [n for e in (left, right) for n in (*_contains(e, unknown, "exp"), *_exponentials(e, unknown))]
    if not powers:
        return None
    base = _common_base([_base_of(n) for n in powers])
    slopes = [_slope(n, unknown) * _exponent_of(_base_of(n), base) for n in powers]
    bottom = reduce(math.lcm, (s.denominator for s in slopes), 1)
    step = Fraction(reduce(math.gcd, (int(s * bottom) for s in slopes)), bottom)
    sides = []
    for side in (left, right):
        for power, slope in zip(powers, slopes, strict=True):
            at_zero = shape.substitute(power, {unknown: integer(0)})
            side = shape.replaced(side, power, apply("multiply", at_zero, apply("power", Symbol(_NEW), integer(int(slope / step)))))
        sides.append(side)
    if any(unknown in free_symbols(s) for s in sides):
        raise Unsupported("the unknown stands outside the exponents, too")
    return [_logarithm(root, base, step) for root in candidates(sides[0], sides[1], _NEW) if _is_positive(root)]


def _exponentials(expr: Expr, unknown: str) -> list[Apply]:
    return [n for n in _contains(expr, unknown, "power") if unknown in free_symbols(n.arguments[1])]


def _base_of(power: Apply) -> Expr:
    base = Constant("e") if power.function == "exp" else power.arguments[0]
    if not shape.is_constant(base):
        raise Unsupported("base")
    return base


def _slope(power: Apply, unknown: str) -> Fraction:
    """The factor of the unknown in an exponent that is linear in it."""
    q = polynomial.quotient(power.arguments[-1], unknown)
    if q.bottom != polynomial.ONE or polynomial.degree(q.top) != 1:
        raise Unsupported("exponent")
    return q.top[1]


def _common_base(bases: list[Expr]) -> Expr:
    """e, or the least whole number of which all the bases are powers."""
    if all(b == Constant("e") for b in bases):
        return bases[0]
    numbers = [_rational(b) for b in bases]
    if any(n <= 0 or n == 1 for n in numbers):
        raise Unsupported("base")
    whole = [int(n if n > 1 else 1 / n) for n in numbers if (n if n > 1 else 1 / n).denominator == 1]
    if len(whole) != len(numbers):
        if len(set(numbers)) > 1:
            raise Unsupported("several bases")
        return bases[0]
    factors = sympy.factorint(min(whole))
    root = sympy.integer_nthroot(min(whole), math.gcd(*(int(v) for v in factors.values())))[0]
    return integer(int(root))


def _exponent_of(base: Expr, common: Expr) -> Fraction:
    if base == common:
        return Fraction(1)
    number, of = _rational(base), _rational(common)
    exponent = round(math.log(number) / math.log(of))
    if of**exponent != number:
        raise Unsupported("several bases")
    return Fraction(exponent)


def _is_positive(root: Expr) -> bool:
    value = evaluate(root, {})
    return not isinstance(value, mpmath.mpc) and bool(value > 0)


def _logarithm(value: Expr, base: Expr, step: Fraction) -> Expr:
    """x with base^(step x) = value: rational where it can be."""
    number = evaluate(value, {})
    if exact(number) and base != Constant("e"):
        nearest = round(math.log(Fraction(number)) / math.log(_rational(base)))
        if _rational(base) ** nearest == number:
            return Number(nearest / step)
    if number == 1:
        return integer(0)
    log = apply("ln", value) if base == Constant("e") else apply("divide", apply("ln", value), apply("ln", base))
    return log if step == 1 else apply("divide", log, Number(step))


# --- roots ------------------------------------------------------------------------------------------------------------------------------


def _of_roots(left: Expr, right: Expr, unknown: str) -> list[Expr] | None:
    """Every root becomes a new unknown whose power is known, and is eliminated by a resultant."""
    roots = [n for e in (left, right) for n in (*_contains(e, unknown, "sqrt", "root"), *_fractional(e, unknown))]
    roots = list(dict.fromkeys(roots))
    if not roots:
        return None
    if len(roots) > MOST_ROOTS:
        raise Unsupported("many roots")
    roots.sort(key=shape.size, reverse=True)
    letters = [Symbol(f"{_NEW} {k}") for k in range(len(roots))]
    difference: Expr = apply("subtract", left, right)
    for root, letter in zip(roots, letters, strict=True):
        difference = shape.replaced(difference, root, letter)
    top = sympy.fraction(sympy.together(to_sympy(difference)))[0]
    for k, (root, letter) in enumerate(zip(roots, letters, strict=True)):
        inside, degree, power = _as_root(root)
        for other, name in zip(roots[k + 1 :], letters[k + 1 :], strict=True):
            inside = shape.replaced(inside, other, name)
        s = symbol(letter.name)
        relation = sympy.fraction(sympy.together(s**degree - to_sympy(inside) ** power))[0]
        top = sympy.resultant(sympy.expand(top), sympy.expand(relation), s)
    poly = sympy.Poly(top, symbol(unknown))
    if poly.is_zero or poly.degree() > _LARGEST_DEGREE or not all(c.is_Rational for c in poly.all_coeffs()):
        raise Unsupported("roots")
    coefficients = [Fraction(int(c.p), int(c.q)) for c in reversed(poly.all_coeffs())]
    return sets.named(polynomial.squarefree(polynomial.trimmed(coefficients)))


def _fractional(expr: Expr, unknown: str) -> list[Apply]:
    found = []
    for n in _contains(expr, unknown, "power"):
        if shape.is_constant(n.arguments[1]) and unknown in free_symbols(n.arguments[0]):
            exponent = evaluate(n.arguments[1], {})
            if exact(exponent) and Fraction(exponent).denominator > 1:
                found.append(n)
    return found


def _as_root(root: Apply) -> tuple[Expr, int, int]:
    """What stands under a root, its degree, and the power to which it is raised besides."""
    inside = root.arguments[0]
    if root.function == "sqrt":
        return inside, 2, 1
    value = _rational(root.arguments[1])
    if root.function == "root":
        value = 1 / value
    if value.denominator > 6 or abs(value.numerator) > 6 or value < 0:
        raise Unsupported("root")
    return inside, value.denominator, value.numerator


# --- putting back -----------------------------------------------------------------------------------------------------------------------


def fails(left: Expr, right: Expr, unknown: str, value: Expr) -> bool:
    """Whether a side has no value there."""
    try:
        for side in (left, right):
            evaluate(shape.substitute(side, {unknown: value}), {})
    except Undefined:
        return True
    except Unsupported:
        return False
    return False
