"""Expr as Python for SymPy, to be pasted into a session of one's own: Eq(x**2 - 5*x + 6, 0).

Written for people; nothing of it is ever run here. Names of several letters and Greek ones keep their names, so `symbols("x alpha")` first.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from fractions import Fraction
from typing import Final, assert_never

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation

_ADD, _MULTIPLY, _NEGATE, _POWER, _ATOM = 1, 2, 3, 4, 5
_CONSTANTS: Final = {"pi": "pi", "e": "E", "i": "I", "infinity": "oo"}
_NAMES: Final = {
    "abs": "Abs", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "ln": "log", "gcd": "gcd", "lcm": "lcm", "min": "Min", "max": "Max",
    "modulo": "Mod", "tuple": "Tuple", "set": "FiniteSet", "union": "Union", "intersection": "Intersection",
    "sum": "Sum", "product": "Product", "and": "And", "or": "Or", "determinant": "det", "root": "real_root",
}  # fmt: skip
_ORDERS: Final = {
    "equal": "Eq", "not_equal": "Ne", "less": "Lt", "less_equal": "Le", "greater": "Gt", "greater_equal": "Ge", "element": "Contains",
}  # fmt: skip
_INTERVALS: Final = {
    "interval_closed": "", "interval_open": ", True, True", "interval_left_open": ", True", "interval_right_open": ", False, True",
}  # fmt: skip


def python_text(expr: Expr) -> str:
    """The expression as Python."""
    return _write(expr)[0]


def claim_text(claim: Claim) -> str:
    """What a claim says as Python."""
    if claim.relation is Relation.STATES:
        return python_text(claim.left)
    relation = claim.relation.value if claim.relation.value in _ORDERS else "equal"
    return python_text(Apply(relation, (claim.left, claim.right)))


def session_text(claims: Iterable[Claim]) -> str:
    """Several claims, a line each, after the symbols that they need."""
    kept = list(claims)
    names = sorted({_name(n) for c in kept for e in (c.left, c.right) for n in free_symbols(e)})
    lines = ["from sympy import *"]
    if names:
        lines.append(f'{", ".join(names)} = symbols("{" ".join(names)}")')
    return "\n".join([*lines, *map(claim_text, kept)])


def _name(name: str) -> str:
    """A name as Python allows it."""
    plain = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
    plain = plain if plain and not plain[0].isdigit() else f"_{plain}"
    return plain + "_" if keyword.iskeyword(plain) else plain


def _number(value: Fraction) -> tuple[str, int]:
    if value.denominator == 1:
        return str(value.numerator), _ATOM if value >= 0 else _NEGATE
    return f"Rational({value.numerator}, {value.denominator})", _ATOM


def _write(expr: Expr) -> tuple[str, int]:
    """The text and how strongly it holds together."""
    match expr:
        case Number(value, _):
            return _number(value)
        case Constant(name):
            return _CONSTANTS.get(name, _name(name)), _ATOM
        case Symbol(name):
            return _name(name), _ATOM
        case Apply(function, arguments):
            return _apply(function, arguments)
        case _:
            assert_never(expr)


def _held(expr: Expr, least: int) -> str:
    text, strength = _write(expr)
    return text if strength >= least else f"({text})"


def _call(name: str, arguments: Iterable[Expr]) -> tuple[str, int]:
    return f"{name}({', '.join(map(python_text, arguments))})", _ATOM


def _apply(function: str, arguments: tuple[Expr, ...]) -> tuple[str, int]:
    match function, arguments:
        case "add", _:
            return " + ".join(_held(a, _ADD) for a in arguments), _ADD
        case "subtract", (a, b):
            return f"{_held(a, _ADD)} - {_held(b, _MULTIPLY)}", _ADD
        case "multiply", _:
            return "*".join(_held(a, _MULTIPLY) for a in arguments), _MULTIPLY
        case "divide", (Number(a, _), Number(b, _)) if a.denominator == b.denominator == 1 and b:
            return f"Rational({a}, {b})", _ATOM
        case "divide", (a, b):
            return f"{_held(a, _MULTIPLY)}/{_held(b, _POWER)}", _MULTIPLY
        case "negate", (a,):
            return f"-{_held(a, _MULTIPLY)}", _NEGATE
        case "power", (a, b):
            return f"{_held(a, _ATOM)}**{_held(b, _ATOM)}", _POWER
        case "percent", (a,):
            return f"{_held(a, _MULTIPLY)}/100", _MULTIPLY
        case "degree", (a,):
            return f"{_held(a, _MULTIPLY)}*pi/180", _MULTIPLY
        case "log", (a,):
            return f"log({python_text(a)}, 10)", _ATOM
        case "derivative", (body, variable, *order):
            return _call("diff", (body, variable, *order))
        case "integral", (body, variable):
            return _call("integrate", (body, variable))
        case "integral", (body, variable, low, high):
            return f"integrate({python_text(body)}, ({', '.join(map(python_text, (variable, low, high)))}))", _ATOM
        case "sum" | "product", (body, index, low, high):
            return f"{_NAMES[function]}({python_text(body)}, ({', '.join(map(python_text, (index, low, high)))}))", _ATOM
        case "limit", (body, variable, target, *side):
            told = (", '+'" if side[0] == Number(Fraction(1)) else ", '-'") if side else ""
            return f"limit({', '.join(map(python_text, (body, variable, target)))}{told})", _ATOM
        case "call", (Symbol(name), *rest):
            return f"Function('{_name(name)}')({', '.join(map(python_text, rest))})", _ATOM
        case "matrix", rows:
            inner = ("[" + ", ".join(map(python_text, r.arguments if isinstance(r, Apply) else (r,))) + "]" for r in rows)
            return f"Matrix([{', '.join(inner)}])", _ATOM
        case "interval_closed" | "interval_open" | "interval_left_open" | "interval_right_open", (low, high):
            return f"Interval({python_text(low)}, {python_text(high)}{_INTERVALS[function]})", _ATOM
        case "unit", (Symbol(name),):
            return _name(name), _ATOM
        case "equal", (Symbol() as left, Apply("or", values)):
            return _call("Or", [Apply("equal", (left, v)) for v in values])
        case _ if function in _ORDERS:
            return _call(_ORDERS[function], arguments)
        case _:
            return _call(_NAMES.get(function, _name(function)), arguments)
