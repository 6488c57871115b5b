"""The value of an Expr where every symbol has a value: an exact rational as long as possible, else mpmath numbers of `mp.dps` digits.

Everything is guarded by size before it is calculated, so a tower of powers or a huge factorial raises TooLarge at once. No SymPy here:
most claims in school work are arithmetic and are decided in microseconds. (Rejected: SymPy's evalf, a hundred times slower; floats,
which cannot tell 0.1 + 0.2 from 0.3.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import mpmath
from mpmath import mp

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, free_symbols, nodes
from ardoise.verify.checks import elementary, named
from ardoise.verify.checks.elementary import MOST_TERMS, TooLarge, Unsupported, to_mp

DIGITS: Final = 40
mp.dps = DIGITS

Value = Any
"""int, Fraction, mpf or mpc: mpmath ships no types."""
Environment = Mapping[str, Value]


MOST_WORK: Final = 40_000
"""Of one value; about a second where the terms are no rationals."""


@dataclass(frozen=True)
class Reading:
    """How what is ambiguous is read: `log` without a base as base ten, roots of negative numbers as complex."""

    log_ten: bool = False
    complex_numbers: bool = False
    work: int = MOST_WORK
    """Nodes that a sum or product may evaluate altogether, sums inside sums included."""


PLAIN: Final = Reading()
REALS: Final = {"pi": lambda: +mp.pi, "e": lambda: +mp.e}


def evaluate(expr: Expr, env: Environment, reading: Reading = PLAIN) -> Value:
    """Value of `expr`; raises Undefined (no value there), TooLarge, or Unsupported (no rule, or a symbol without a value)."""
    match expr:
        case Number(value, _):
            return value.numerator if value.denominator == 1 else value
        case Symbol(name):
            if name in env:
                return env[name]
            raise Unsupported(f"no value for {name}")
        case Constant(name):
            if name in REALS:
                return REALS[name]()
            if name == "i":
                return mpmath.mpc(0, 1)
            raise Unsupported(name)
        case Apply(function, arguments):
            return _apply(function, arguments, env, reading)


def _apply(function: str, arguments: tuple[Expr, ...], env: Environment, reading: Reading) -> Value:
    if function in ("sum", "product"):
        return _series(function, arguments, env, reading)
    rule = _RULES.get(function)
    if rule is not None:
        return rule(*(evaluate(a, env, reading) for a in arguments))
    if function in elementary.ANGLE_IN:
        return elementary.ANGLE_IN[function](evaluate(arguments[0], env, reading))
    if function in elementary.ANGLE_OUT:
        return elementary.ANGLE_OUT[function](evaluate(arguments[0], env, reading))
    if function == "degree":
        return to_mp(evaluate(arguments[0], env, reading)) * mp.pi / 180
    if function == "log":
        base = evaluate(arguments[1], env, reading) if len(arguments) > 1 else (10 if reading.log_ten else None)
        return elementary.logarithm(evaluate(arguments[0], env, reading), base)
    if function in ("sqrt", "root", "power"):
        values = [evaluate(a, env, reading) for a in arguments]
        return elementary.ROOTS[function](*values, complex_numbers=reading.complex_numbers)
    raise Unsupported(function)


def _series(function: str, arguments: tuple[Expr, ...], env: Environment, reading: Reading) -> Value:
    if len(arguments) != 4 or not isinstance(arguments[1], Symbol):
        raise Unsupported(function)
    body, index = arguments[0], arguments[1].name
    low, high = (elementary.to_int(evaluate(a, env, reading)) for a in arguments[2:])
    count = high - low + 1
    if count > MOST_TERMS or count * sum(1 for _ in nodes(body)) > reading.work:
        raise TooLarge(function)
    reading = dataclasses.replace(reading, work=reading.work // max(count, 1))
    inner = dict(env)
    total: Value = 0 if function == "sum" else 1
    for k in range(low, high + 1):
        inner[index] = k
        term = evaluate(body, inner, reading)
        total = elementary.add(total, term) if function == "sum" else elementary.multiply(total, term)
    return total


_RULES: Final[dict[str, Callable[..., Value]]] = {
    "add": lambda *values: elementary.fold(elementary.add, values),
    "multiply": lambda *values: elementary.fold(elementary.multiply, values),
    "subtract": lambda a, b: elementary.add(a, elementary.multiply(-1, b)),
    "divide": elementary.divide,
    "negate": lambda a: -a,
    "abs": abs,
    "re": elementary.real_part,
    "im": elementary.imaginary_part,
    "conjugate": elementary.conjugate,
    "factorial": elementary.factorial,
    "binomial": elementary.binomial,
    "percent": lambda a: elementary.divide(a, 100),
    "ln": lambda a: elementary.logarithm(a, None),
    "exp": elementary.exponential,
    "floor": elementary.floor,
    "ceiling": elementary.ceiling,
    "gcd": elementary.gcd,
    "lcm": elementary.lcm,
    "min": elementary.least,
    "max": elementary.greatest,
    "modulo": elementary.modulo,
    **elementary.HYPERBOLIC,
    **named.RULES,
}


def is_exact(value: Value) -> bool:
    return isinstance(value, int | Fraction)


@dataclass(frozen=True)
class Settled:
    """A value calculated twice, at two precisions, that agree to at least 20 digits; exact values stand as they are."""

    value: Value
    exact: bool


def settled(expr: Expr, env: Environment, reading: Reading = PLAIN) -> Settled:
    """As `evaluate`, but sure of 20 digits: raises Unsupported where cancellation eats them ((10^30 + pi) - 10^30)."""
    if env and isinstance(expr, Apply) and not free_symbols(expr):
        return _constant(expr, reading)
    return _settled(expr, env, reading)


@lru_cache(maxsize=64)
def _constant(expr: Expr, reading: Reading) -> Settled:
    """A constant side is asked for its value at every point."""
    return _settled(expr, {}, reading)


def _settled(expr: Expr, env: Environment, reading: Reading) -> Settled:
    value = evaluate(expr, env, reading)
    if is_exact(value):
        return Settled(value, exact=True)
    with mp.workdps(2 * DIGITS + 20):
        again = evaluate(expr, env, reading)
        scale = abs(to_mp(again))
        if abs(to_mp(again) - to_mp(value)) > mpmath.mpf(10) ** -20 * max(1, scale):
            raise Unsupported("lost precision")
    return Settled(value, exact=False)


def same(a: Value, b: Value) -> bool:
    """Whether two values agree: exactly where both are exact, else to 20 digits."""
    if is_exact(a) and is_exact(b):
        return bool(a == b)
    x, y = to_mp(a), to_mp(b)
    return bool(abs(x - y) <= mpmath.mpf(10) ** -20 * max(1, abs(x), abs(y)))
