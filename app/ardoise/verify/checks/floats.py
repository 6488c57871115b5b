"""An Expr as a function of floats, for finding points quickly; never for a verdict by itself.

`compiled` turns an expression into nested closures once, so that Newton's method can call it thousands of times: some 50 times as fast as
`evaluate`, and without its exactness. What has no real value raises ArithmeticError or ValueError. (Rejected: `lambdify`, which builds
source text
and runs it.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol
from ardoise.verify.checks.elementary import Unsupported

Point = Mapping[str, float]
Function = Callable[[Point], float]

_CONSTANTS: Final = {"pi": math.pi, "e": math.e}
LARGEST: Final = 1e100


def _power(a: float, b: float) -> float:
    if a < 0 and b != math.floor(b):
        third = b * 3
        if third == math.floor(third):
            root: float = -((-a) ** (1 / 3))
            return float(root ** int(third))
        raise ValueError("a root of a negative number")
    if abs(b) > 400 or (a != 0 and abs(b * math.log(abs(a))) > 230):
        raise OverflowError("power")
    return float(a**b)


def _root(a: float, n: float) -> float:
    if a < 0 and n % 2 == 1:
        return float(-((-a) ** (1 / n)))
    if a < 0 or n == 0:
        raise ValueError("a root of a negative number")
    return float(a ** (1 / n))


def _factorial(a: float) -> float:
    if a < 0 or a > 60:
        raise ValueError("factorial")
    return math.gamma(a + 1)


def _binomial(n: float, k: float) -> float:
    if n < 0 or n > 200 or k < 0 or k > 60 or k != math.floor(k):
        raise ValueError("binomial")
    product = 1.0
    for j in range(int(k)):
        product *= (n - j) / (j + 1)
    return product


_ONE: Final[dict[str, Callable[[float], float]]] = {
    "negate": lambda a: -a, "abs": abs, "sqrt": math.sqrt, "ln": math.log, "exp": math.exp,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "cot": lambda a: 1 / math.tan(a), "sec": lambda a: 1 / math.cos(a),
    "csc": lambda a: 1 / math.sin(a), "arcsin": math.asin, "arccos": math.acos, "arctan": math.atan, "sinh": math.sinh, "cosh": math.cosh,
    "tanh": math.tanh, "floor": lambda a: float(math.floor(a)), "ceiling": lambda a: float(math.ceil(a)), "percent": lambda a: a / 100,
    "degree": math.radians, "factorial": _factorial,
}  # fmt: skip
_TWO: Final[dict[str, Callable[[float, float], float]]] = {
    "subtract": lambda a, b: a - b, "divide": lambda a, b: a / b, "power": _power, "root": _root, "binomial": _binomial,
    "modulo": lambda a, b: a % b,
}  # fmt: skip
_MANY: Final[dict[str, Callable[..., float]]] = {"min": min, "max": max}


@lru_cache(maxsize=4_096)
def compiled(expr: Expr) -> Function:
    """The value of `expr` at a point; raises Unsupported at once where a part of it has no rule."""
    match expr:
        case Number(value, _):
            try:
                number = float(value)
            except OverflowError as e:
                raise Unsupported("a number beyond floats") from e
            return _always(number)
        case Symbol(name):
            return lambda point: point[name]
        case Constant(name) if name in _CONSTANTS:
            return _always(_CONSTANTS[name])
        case Apply(function, arguments):
            return _of(function, tuple(compiled(a) for a in arguments))
        case _:
            raise Unsupported("no real value")


def _always(value: float) -> Function:
    return lambda _point: value


def _of(function: str, parts: tuple[Function, ...]) -> Function:
    if function == "add":
        return lambda point: math.fsum(part(point) for part in parts)
    if function == "multiply":
        return lambda point: math.prod(part(point) for part in parts)
    if function in _ONE and len(parts) == 1:
        one, (only,) = _ONE[function], parts
        return lambda point: one(only(point))
    if function in _TWO and len(parts) == 2:
        two, (first, second) = _TWO[function], parts
        return lambda point: two(first(point), second(point))
    if function in _MANY:
        many = _MANY[function]
        return lambda point: many(part(point) for part in parts)
    if function == "log" and len(parts) == 2:
        value, base = parts
        return lambda point: math.log(value(point)) / math.log(base(point))
    if function == "log" and len(parts) == 1:
        (value,) = parts
        return lambda point: math.log(value(point))
    raise Unsupported(function)
