"""What a program of `programs.py` calculates with: exact numbers, SymPy's expressions, lists; its operators and its functions, by table.

Numbers are `int` and `Fraction`, so that 1/3 is a third and 0.1 a tenth; what has no exact value becomes an object of SymPy. No text is
ever handed to SymPy, whose readers run `eval`; sizes are guarded before anything is built.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import sympy

from ardoise.core.expression import Apply, Expr
from ardoise.verify.checks import elementary
from ardoise.verify.checks.convert import from_sympy, power
from ardoise.verify.checks.elementary import TooLarge, Unsupported

Value = Any
"""int, Fraction, bool, str, None, list, tuple, set, dict, a SymPy object, or a function."""
LONGEST: Final = 200_000
"""Of a list."""


def number(value: Value) -> int | Fraction | None:
    """An exact rational value; None for any other."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Fraction):
        return value
    if isinstance(value, sympy.Rational):
        return lowest(Fraction(int(value.p), int(value.q)))
    return None


def obj(value: Value) -> Value:
    """As an object of SymPy; raises Unsupported for text, functions and lists."""
    if isinstance(value, bool | int):
        return sympy.Integer(int(value))
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    if isinstance(value, sympy.Basic | sympy.MatrixBase):
        return value
    raise Unsupported("no mathematical value")


def simple(value: Value) -> Value:
    """A rational object as a plain number again."""
    found = number(value) if isinstance(value, sympy.Rational) else None
    return value if found is None else found


def whole(value: Value) -> int:
    found = number(value)
    if found is None or found != int(found):
        raise Unsupported("no whole number")
    return int(found)


def elements(value: Value) -> list[Value]:
    """What a loop goes through."""
    if isinstance(value, dict | list | tuple | set | range | str):
        if len(value) > LONGEST:
            raise TooLarge("a list")
        return list(value)
    if isinstance(value, sympy.FiniteSet | sympy.Tuple | sympy.MatrixBase):
        return [simple(v) for v in value]
    raise Unsupported("cannot be gone through")


def exprs_of(value: Value) -> tuple[Expr, ...]:
    """A result as expressions: each member of a list or set; raises Unsupported where it is none."""
    match value:
        case bool() | None | str():
            raise Unsupported("no value")
        case dict():
            return tuple(e for v in value.values() for e in exprs_of(v))
        case list() | set() | sympy.FiniteSet():
            return tuple(dict.fromkeys(e for v in value for e in exprs_of(v)))
        case tuple() if len(value) > 1:
            parts = [exprs_of(v) for v in value]
            if any(len(p) != 1 for p in parts):
                raise Unsupported("a tuple of several values")
            return (Apply("tuple", tuple(p[0] for p in parts)),)
        case tuple():
            return tuple(e for v in value for e in exprs_of(v))
        case _:
            return (from_sympy(obj(value)),)


# --- operators ------------------------------------------------------------------------------------------------------------------------


def lowest(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _arithmetic(exact: Callable[[Any, Any], Any], symbolic: Callable[[Any, Any], Any]) -> Callable[[Value, Value], Value]:
    def calculate(a: Value, b: Value) -> Value:
        x, y = number(a), number(b)
        if x is not None and y is not None:
            found = exact(x, y)
            return lowest(found) if isinstance(found, Fraction) else found
        return simple(symbolic(obj(a), obj(b)))

    return calculate


def times(a: Value, b: Value) -> Value:
    for sequence, count in ((a, b), (b, a)):
        if isinstance(sequence, list | tuple | str):
            times = whole(count)
            if times * len(sequence) > LONGEST:
                raise TooLarge("a list")
            return sequence * times
    return _product(a, b)


def _exact_product(a: int | Fraction, b: int | Fraction) -> int | Fraction:
    if elementary.bits(Fraction(a)) + elementary.bits(Fraction(b)) > elementary.MOST_BITS:
        raise TooLarge("product")
    return a * b


_product = _arithmetic(_exact_product, operator.mul)
_sum = _arithmetic(operator.add, operator.add)


def plus(a: Value, b: Value) -> Value:
    if isinstance(a, list | tuple | str) and type(a) is type(b):
        if len(a) + len(b) > LONGEST:
            raise TooLarge("a list")
        joined: Any = operator.add(a, b)
        return joined
    return _sum(a, b)


def raised(a: Value, b: Value) -> Value:
    x, y = number(a), number(b)
    if x is not None and isinstance(y, int):
        if abs(y) * elementary.bits(Fraction(x)) > elementary.MOST_BITS:
            raise TooLarge("power")
        return lowest(Fraction(x) ** y)
    return simple(power(obj(a), obj(b)))


def remainder(a: Value, b: Value) -> Value:
    if isinstance(a, str):
        raise Unsupported("text with places")
    return _modulo(a, b)


_modulo = _arithmetic(operator.mod, sympy.Mod)


def _minus(a: Value, b: Value) -> Value:
    return a - b if isinstance(a, set) and isinstance(b, set) else _difference(a, b)


_difference = _arithmetic(operator.sub, operator.sub)

OPERATORS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "Add": plus,
    "Sub": _minus,
    "Mult": times,
    "Div": _arithmetic(lambda a, b: Fraction(a) / Fraction(b), operator.truediv),
    "FloorDiv": _arithmetic(operator.floordiv, lambda a, b: sympy.floor(a / b)),
    "Mod": remainder,
    "Pow": raised,
}


def compared(name: str, a: Value, b: Value) -> bool:
    """Whether a comparison holds; raises Unsupported where that cannot be told."""
    match name:
        case "In":
            return any(equal(a, v) for v in elements(b)) if not isinstance(b, str) else str(a) in b
        case "NotIn":
            return not compared("In", a, b)
        case "Eq" | "Is":
            return equal(a, b)
        case "NotEq" | "IsNot":
            return not equal(a, b)
        case _:
            return _in_this_order(name, a, b)


def _in_this_order(name: str, a: Value, b: Value) -> bool:
    x, y = number(a), number(b)
    if x is not None and y is not None:
        return bool(_ORDERS[name](x, y))
    found = _ORDERS[name](obj(a), obj(b))
    if found in (sympy.true, sympy.false):
        return bool(found)
    raise Unsupported("an order that is not known")


_ORDERS: Final[dict[str, Callable[[Any, Any], Any]]] = {"Lt": operator.lt, "LtE": operator.le, "Gt": operator.gt, "GtE": operator.ge}


def equal(a: Value, b: Value) -> bool:
    x, y = number(a), number(b)
    return x == y if x is not None and y is not None else bool(a == b)


def truth(value: Value) -> bool:
    if isinstance(value, sympy.Basic) and value not in (sympy.true, sympy.false) and not value.is_number:
        raise Unsupported("neither true nor false")
    return bool(value)
