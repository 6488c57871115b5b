"""The zeros of an equation in which the unknown stands in angles only, within one turn of all of them.

Every sine, cosine and tangent of a multiple of the unknown is a quotient of Laurent polynomials in z = exp(i g x), with g the greatest
common frequency, so the zeros are the roots z of a polynomial that lie on the unit circle: as many as there can be, none overlooked.
Each is made precise by Newton's method and kept only where it satisfies the equation to twenty digits. (Rejected: SymPy's solver, which
is slow and gives sets that are hard to compare; looking for changes of sign, which overlooks what only touches.)
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

import mpmath
import numpy as np

from ardoise.core.expression import Apply, Expr, Number, Symbol, free_symbols, nodes
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import Unsupported, to_mp
from ardoise.verify.checks.evaluate import evaluate

HIGHEST: Final = 24
"""Degree of the polynomial."""
_ON_CIRCLE: Final = 1e-4
_SAME: Final = mpmath.mpf(10) ** -12
_SMALL: Final = mpmath.mpf(10) ** -20
_STEPS: Final = 120
Laurent = dict[int, Any]


@dataclass(frozen=True)
class Zeros:
    """Angles in [0, `turn`), in order; `turn` is a common period of everything in the equation."""

    angles: tuple[Any, ...]
    turn: Fraction
    """In units of pi."""

    def repeated(self, turn: Fraction) -> Zeros:
        """The same zeros within a multiple of the turn."""
        times = int(turn / self.turn)
        step = to_mp(self.turn) * mpmath.pi
        return Zeros(tuple(a + k * step for k in range(times) for a in self.angles), turn)


def is_of_angles(left: Expr, right: Expr, unknown: str) -> bool:
    """Whether the unknown stands in angles of sine, cosine, tangent and the like, and there only."""
    return any(_turning(e, unknown) for e in (left, right)) and not any(_outside(e, unknown) for e in (left, right))


def _turning(expr: Expr, unknown: str) -> bool:
    return any(isinstance(n, Apply) and n.function in shape.ANGLES[:6] and unknown in free_symbols(n) for n in nodes(expr))


def _outside(expr: Expr, unknown: str) -> bool:
    if isinstance(expr, Symbol):
        return expr.name == unknown
    return isinstance(expr, Apply) and expr.function not in shape.ANGLES[:6] and any(_outside(a, unknown) for a in expr.arguments)


def zeros(left: Expr, right: Expr, unknown: str) -> Zeros:
    """Of left = right; raises Unsupported where an angle is no rational multiple of the unknown, or a zero cannot be made precise."""
    lines = [multiple(n.arguments[0], unknown) for e in (left, right) for n in nodes(e) if _is_angle(n, unknown) and isinstance(n, Apply)]
    frequencies = [abs(c) for c, _ in lines if c]
    if not frequencies:
        raise Unsupported("no angle")
    bottom = lcm(*(f.denominator for f in frequencies))
    unit = Fraction(gcd(*(int(f * bottom) for f in frequencies)), bottom)
    top, under = _difference(_quotient(left, unknown, unit), _quotient(right, unknown, unit))
    low, high = min(top, default=0), max(top, default=0)
    if not top or high - low > HIGHEST:
        raise Unsupported("degree")
    found: list[Any] = []
    coefficients = [complex(top.get(k, 0)) for k in range(high, low - 1, -1)]
    for root in np.roots(coefficients):
        if abs(abs(root) - 1) > _ON_CIRCLE:
            continue
        angle = _precise(top, mpmath.arg(mpmath.mpc(root)))
        if abs(_value(under, angle)) > _SAME and not any(_close(angle, a) for a in found):
            found.append(angle)
    turn = 2 / unit
    return Zeros(tuple(sorted(a / to_mp(unit) % (to_mp(turn) * mpmath.pi) for a in found)), turn)


def _is_angle(node: Expr, unknown: str) -> bool:
    return isinstance(node, Apply) and node.function in shape.ANGLES[:6] and unknown in free_symbols(node)


def multiple(expr: Expr, unknown: str) -> tuple[Fraction, Any]:
    """The rational c and the constant d of an angle c x + d."""
    at = [evaluate(expr, {unknown: k}) for k in (0, 1, 2)]
    steps = [to_mp(b) - to_mp(a) for a, b in itertools.pairwise(at)]
    c = Fraction(float(steps[0])).limit_denominator(60)
    if abs(steps[0] - steps[1]) > _SMALL or abs(steps[0] - to_mp(c)) > _SMALL:
        raise Unsupported("no rational multiple")
    return c, to_mp(at[0])


def _quotient(expr: Expr, unknown: str, unit: Fraction) -> tuple[Laurent, Laurent]:
    one: Laurent = {0: mpmath.mpf(1)}
    if unknown not in free_symbols(expr):
        return {0: to_mp(evaluate(expr, {}))}, one
    match expr:
        case Apply("add", parts):
            total: tuple[Laurent, Laurent] = ({}, one)
            for part in parts:
                total = _sum(total, _quotient(part, unknown, unit))
            return total
        case Apply("subtract", (a, b)):
            return _difference(_quotient(a, unknown, unit), _quotient(b, unknown, unit))
        case Apply("negate", (a,)):
            top, under = _quotient(a, unknown, unit)
            return _scaled(top, -1), under
        case Apply("multiply", parts):
            top, under = one, one
            for part in parts:
                over, below = _quotient(part, unknown, unit)
                top, under = _times(top, over), _times(under, below)
            return top, under
        case Apply("divide", (a, b)):
            (top, under), (other, below) = _quotient(a, unknown, unit), _quotient(b, unknown, unit)
            return _times(top, below), _times(under, other)
        case Apply("power", (base, Number(exponent, _))) if exponent.denominator == 1 and 0 < exponent <= HIGHEST:
            top, under = _quotient(base, unknown, unit)
            result: tuple[Laurent, Laurent] = (one, one)
            for _ in range(int(exponent)):
                result = _times(result[0], top), _times(result[1], under)
            return result
        case Apply(function, (angle,)) if function in shape.ANGLES[:6]:
            return _of_angle(function, *multiple(angle, unknown), unit)
        case _:
            raise Unsupported("not of angles")


def _of_angle(function: str, c: Fraction, d: Any, unit: Fraction) -> tuple[Laurent, Laurent]:
    k = int(c / unit)
    forward, back = mpmath.expj(d), mpmath.expj(-d)
    sine: Laurent = _added({k: forward / 2j}, {-k: -back / 2j})
    cosine: Laurent = _added({k: forward / 2}, {-k: back / 2})
    one: Laurent = {0: mpmath.mpf(1)}
    pairs = {
        "sin": (sine, one),
        "cos": (cosine, one),
        "tan": (sine, cosine),
        "cot": (cosine, sine),
        "sec": (one, cosine),
        "csc": (one, sine),
    }
    return pairs[function]


def _added(p: Laurent, q: Laurent) -> Laurent:
    total = {k: p.get(k, 0) + q.get(k, 0) for k in p.keys() | q.keys()}
    return {k: v for k, v in total.items() if abs(v) > _SMALL}


def _scaled(p: Laurent, factor: Any) -> Laurent:
    return {k: v * factor for k, v in p.items()}


def _times(p: Laurent, q: Laurent) -> Laurent:
    total: Laurent = {}
    for i, a in p.items():
        for j, b in q.items():
            total[i + j] = total.get(i + j, 0) + a * b
    if total and max(total) - min(total) > 2 * HIGHEST:
        raise Unsupported("degree")
    return {k: v for k, v in total.items() if abs(v) > _SMALL}


def _sum(p: tuple[Laurent, Laurent], q: tuple[Laurent, Laurent]) -> tuple[Laurent, Laurent]:
    if p[1] == q[1]:
        return _added(p[0], q[0]), p[1]
    return _added(_times(p[0], q[1]), _times(q[0], p[1])), _times(p[1], q[1])


def _difference(p: tuple[Laurent, Laurent], q: tuple[Laurent, Laurent]) -> tuple[Laurent, Laurent]:
    return _sum(p, (_scaled(q[0], -1), q[1]))


def _value(p: Laurent, angle: Any) -> Any:
    return sum((v * mpmath.expj(k * angle) for k, v in p.items()), mpmath.mpf(0))


def _precise(p: Laurent, angle: Any) -> Any:
    """The zero near an angle, by Newton's method; a zero that is no simple one is neared more slowly, and reached all the same."""
    for _ in range(_STEPS):
        value = _value(p, angle)
        if abs(value) < _SMALL**2:
            break
        slope = sum((1j * k * v * mpmath.expj(k * angle) for k, v in p.items()), mpmath.mpf(0))
        if slope == 0:
            break
        angle = angle - mpmath.re(value / slope)
    if abs(_value(p, angle)) > _SMALL:
        raise Unsupported("a zero that cannot be made precise")
    return angle


def _close(a: Any, b: Any) -> bool:
    apart = (a - b) % (2 * mpmath.pi)
    return bool(min(apart, 2 * mpmath.pi - apart) < mpmath.mpf(10) ** -8)


def same_angle(a: Any, b: Any, turn: Fraction) -> bool:
    """Whether two angles are one within a turn."""
    whole = to_mp(turn) * mpmath.pi
    apart = (a - b) % whole
    return bool(min(apart, whole - apart) < mpmath.mpf(10) ** -8)
