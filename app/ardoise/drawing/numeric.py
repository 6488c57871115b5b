"""Expressions evaluated on whole arrays of floating-point numbers, by a table: no SymPy, no eval.

What is not real, overflows or is not defined comes out as nan, so that a curve simply has a gap there. Infinite values become nan as well.
Only what has one real value for each point can be drawn; anything else is `Undrawable`. (Rejected: lambdify, which needs SymPy and eval.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, free_symbols, nodes
from ardoise.drawing.factorials import factorial

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_NODES: Final = 600
"""Nodes in an expression beyond which it is not drawn."""
MOST_TERMS: Final = 400
"""Terms of a sum or product that are added up for each point."""


class Undrawable(ValueError):
    """The expression has no real value at a point, whatever the point: it has other variables, or means something else than a number."""


TRIGONOMETRIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


def drawable(expr: Expr, *variables: str) -> bool:
    """Whether the expression can be evaluated where only these variables have values."""
    try:
        check(expr, *variables)
    except Undrawable:
        return False
    return True


def check(expr: Expr, *variables: str) -> None:
    """Raise Undrawable unless the expression can be evaluated with these variables."""
    if not free_symbols(expr) <= set(variables):
        raise Undrawable("other variables")
    if sum(1 for _ in nodes(expr)) > MOST_NODES:
        raise Undrawable("too long")
    evaluate(expr, {name: np.array([0.5, 2.0]) for name in variables})


def evaluate(expr: Expr, values: Mapping[str, Array]) -> Array:
    """The expression where the variables have these values (arrays of one shape, or of shapes that broadcast); nan where it has none.

    Raises Undrawable.
    """
    try:
        with np.errstate(all="ignore"):
            result = _value(expr, values)
    except RecursionError as e:
        raise Undrawable("nested too deeply") from e
    shape = np.broadcast_shapes(*(v.shape for v in values.values())) if values else np.shape(result)
    full = np.array(np.broadcast_to(np.asarray(result, dtype=np.float64), shape))
    full[~np.isfinite(full)] = np.nan
    return full


def _value(expr: Expr, values: Mapping[str, Array]) -> Array:
    match expr:
        case Number(value):
            try:
                return np.array(float(value))
            except OverflowError:
                return np.array(np.nan)
        case Constant("pi"):
            return np.array(np.pi)
        case Constant("e"):
            return np.array(np.e)
        case Constant(name):
            raise Undrawable(name)
        case Symbol(name):
            if name not in values:
                raise Undrawable(name)
            return values[name]
        case Apply("sum" | "product", (body, Symbol(index), low, high)):
            return _repeated(expr.function, body, index, low, high, values)
        case Apply("piecewise", arguments):
            return _in_cases(arguments, values)
        case Apply("derivative", (body, Symbol(name), Number(order))) if name in values and order in (1, 2):
            return _slope(body, name, int(order), values)
        case Apply(function, arguments):
            rule = _ONE.get(function) if len(arguments) == 1 else _TWO.get(function) if len(arguments) == 2 else None
            if rule is not None:
                return rule(*(_value(a, values) for a in arguments))
            many = _MANY.get(function)
            if many is None or not arguments:
                raise Undrawable(function)
            result = _value(arguments[0], values)
            for argument in arguments[1:]:
                result = many(result, _value(argument, values))
            return result


def _repeated(function: str, body: Expr, index: str, low: Expr, high: Expr, values: Mapping[str, Array]) -> Array:
    bounds = [_value(low, {}), _value(high, {})]
    first, last = (float(b) for b in bounds)
    if not (first.is_integer() and last.is_integer() and last - first < MOST_TERMS):
        raise Undrawable("bounds")
    result = np.array(0.0 if function == "sum" else 1.0)
    for k in range(int(first), int(last) + 1):
        term = _value(body, {**values, index: np.array(float(k))})
        result = result + term if function == "sum" else result * term
    return result


def truth(statement: Expr, values: Mapping[str, Array], *, near: float = 0.0) -> Flags:
    """Where a statement is true; false where one of its sides has no value. Raises Undrawable.

    Sides that differ by less than `near`, beside their size or one, count as equal: places at which they are were computed.
    """
    with np.errstate(all="ignore"):
        return _truth(statement, values, near)


def _truth(statement: Expr, values: Mapping[str, Array], near: float = 0.0) -> Flags:
    match statement:
        case Apply("and" | "or", (first, *others)):
            result = _truth(first, values, near)
            for other in others:
                more = _truth(other, values, near)
                result = result & more if statement.function == "and" else result | more
            return result
        case Apply("element", (left, right)):
            return _within(_value(left, values), right)
        case Apply(function, (left, right)) if function in _ORDER:
            a, b = np.broadcast_arrays(_value(left, values), _value(right, values))
            if near:
                b = np.where(np.abs(a - b) <= near * np.maximum(1.0, np.abs(a)), a, b)
            return np.asarray(_ORDER[function](a, b) & np.isfinite(a) & np.isfinite(b))
        case _:
            raise Undrawable("a statement")


def _within(a: Array, members: Expr) -> Flags:
    match members:
        case Apply("union" | "intersection", (first, *others)):
            result = _within(a, first)
            for other in others:
                result = result | _within(a, other) if members.function == "union" else result & _within(a, other)
            return result
        case Apply("set", arguments):
            return np.asarray(np.any([np.isclose(a, _value(m, {}), rtol=1e-12, atol=0.0) for m in arguments] or [a != a], axis=0))
        case Apply(function, (low, high)) if function.startswith("interval_"):
            ends = _end(low), _end(high)
            above = a >= ends[0] if function in ("interval_closed", "interval_right_open") else a > ends[0]
            below = a <= ends[1] if function in ("interval_closed", "interval_left_open") else a < ends[1]
            return np.asarray(above & below)
        case _:
            raise Undrawable("a set")


def _end(expr: Expr) -> float:
    """An end of an interval, which may be infinite."""
    match expr:
        case Constant("infinity"):
            return np.inf
        case Apply("negate", (Constant("infinity"),)):
            return -np.inf
        case _:
            return float(_value(expr, {}))


def _in_cases(arguments: Sequence[Expr], values: Mapping[str, Array]) -> Array:
    """The value of the first case that holds."""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
    result = _value(arguments[-1], values) if len(arguments) % 2 else np.array(np.nan)
    for value, condition in reversed(pairs):
        result = np.where(_truth(condition, values), _value(value, values), result)
    return result


def _slope(body: Expr, name: str, order: int, values: Mapping[str, Array]) -> Array:
    """The first or second derivative, by central differences."""
    x = values[name]
    h = (1e-4 if order == 1 else 1e-3) * np.maximum(1.0, np.abs(x))
    near, far = (_value(body, {**values, name: x + s * h}) for s in (1.0, -1.0))
    return np.asarray((near - far) / (2 * h) if order == 1 else (near - 2 * _value(body, values) + far) / h**2)


def _root(a: Array, n: Array) -> Array:
    """The real n-th root; of a negative number where n is odd."""
    odd = (n == np.round(n)) & (np.abs(np.mod(n, 2.0)) == 1.0)
    size = np.power(np.abs(a), 1.0 / n)
    return np.where(a >= 0, size, np.where(odd, -size, np.nan))


def _log(a: Array, base: Array) -> Array:
    return _ln(a) / _ln(base)


def _ln(a: Array) -> Array:
    return np.where(a > 0, np.log(np.where(a > 0, a, 1.0)), np.nan)


def _tan(a: Array) -> Array:
    return np.divide(np.sin(a), np.cos(a))


_ORDER: Final[dict[str, Callable[[Array, Array], Flags]]] = {
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
}
_ONE: Final[dict[str, Callable[..., Array]]] = {
    "negate": np.negative,
    "sqrt": lambda a: np.sqrt(a),
    "abs": np.abs,
    "percent": lambda a: a / 100.0,
    "degree": lambda a: a * (np.pi / 180.0),
    "sin": np.sin,
    "cos": np.cos,
    "tan": _tan,
    "cot": lambda a: np.cos(a) / np.sin(a),
    "sec": lambda a: 1.0 / np.cos(a),
    "csc": lambda a: 1.0 / np.sin(a),
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "arctan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "ln": _ln,
    "exp": np.exp,
    "factorial": factorial,
    "floor": np.floor,
    "ceiling": np.ceil,
}
_TWO: Final[dict[str, Callable[..., Array]]] = {
    "subtract": np.subtract,
    "divide": np.divide,
    "power": np.power,
    "root": _root,
    "log": _log,
    "modulo": np.mod,
    "binomial": lambda n, k: factorial(n) / (factorial(k) * factorial(n - k)),
}
_MANY: Final[dict[str, Callable[..., Array]]] = {"add": np.add, "multiply": np.multiply, "min": np.minimum, "max": np.maximum}
