"""Expr to English words, for screen readers and for reading aloud: "x squared minus 5 x plus 6 equals 0".

Brackets are spoken only where leaving them out would change the meaning; a fraction of more than single letters or numbers is spoken
with its ends ("the fraction x plus 1 over 2, end of fraction").
"""

from __future__ import annotations

import itertools
import re
from typing import Final, assert_never

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, integer
from ardoise.notation.functions import ANY, HEADS, RELATIONS
from ardoise.notation.symbols import OPERATIONS
from ardoise.notation.written import write_number

_ORDINALS: Final = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}
_SPOKEN_CONSTANTS: Final = {"pi": "pi", "e": "e", "i": "i", "infinity": "infinity"}
_SUMS: Final = frozenset({"add", "subtract", "plus_minus", "minus_plus", "modulo", "union", "intersection"})


def speak(expr: Expr) -> str:
    """The expression in words, without punctuation at the end."""
    return _speak(expr).rstrip(",")


def _speak(expr: Expr) -> str:
    match expr:
        case Number():
            return write_number(expr, False).text.replace("-", "minus ").replace("/", " over ")
        case Constant(name):
            return _SPOKEN_CONSTANTS.get(name, name)
        case Symbol(name):
            return _name(name)
        case Apply(function, arguments):
            return _apply(function, arguments)
        case _:
            assert_never(expr)


def _name(name: str) -> str:
    figure, colon, points = name.partition(":")
    if colon and figure in ("angle", "triangle"):
        return f"{figure} " + " ".join(re.sub(r"_([0-9a-z]+)", r" sub \1 ", points).replace("'", " prime ").split())
    name = name.replace("^-1", " inverse").replace("^", " ")
    base, _, index = name.partition("_")
    base = base.replace(":", " ")
    base = f"capital {base}" if len(base) == 1 and base.isupper() and base.isascii() else base
    return f"{base} sub {index}" if index else base


def _apply(function: str, arguments: tuple[Expr, ...]) -> str:
    head = HEADS.get(function)
    if head is not None and not head.least <= len(arguments) <= head.most:
        return f"{function} of {_list(arguments)}"
    match function, arguments:
        case (("add" | "subtract" | "plus_minus" | "minus_plus" | "modulo" | "union" | "intersection"), (_, _, *_)):
            return f" {HEADS[function].spoken} ".join(_term(a, function, k) for k, a in enumerate(arguments))
        case (("plus_minus" | "minus_plus"), (a,)):
            return f"{HEADS[function].spoken} {_grouped(a)}"
        case "negate", (a,):
            return f"minus {_grouped(a)}"
        case "multiply", _:
            return _product(arguments)
        case "divide", (a, b):
            return _fraction(a, b)
        case "power", (a, b):
            return _power(a, b)
        case "derivative", (body, x, n):
            return f"{_times_derived(n)}derivative of {_grouped(body)} with respect to {_speak(x)}"
        case "integral", (body, x, low, high):
            return f"integral from {_speak(low)} to {_speak(high)} of {_grouped(body)} with respect to {_speak(x)}"
        case "call", (Symbol(name=sign), a, b) if sign in OPERATIONS:
            return f"{_grouped(a)} {OPERATIONS[sign]} {_grouped(b)}"
        case "call", (f, *rest):
            return f"{_speak(f)} of {_list(tuple(rest))}"
        case "prime", (f, n, *rest):
            primes = " ".join(["prime"] * int(n.value)) if isinstance(n, Number) and 0 < n.value <= 3 else f"derivative {_speak(n)}"
            return f"{_speak(f)} {primes}" + (f" of {_list(tuple(rest))}" if rest else "")
        case "limit", (body, x, target, side):
            return f"limit of {_grouped(body)} as {_speak(x)} goes to {_grouped(target)} from {'above' if side == integer(1) else 'below'}"
        case "piecewise", _:
            words = [f"{_speak(v)} if {_speak(c)}" for v, c in zip(arguments[::2], arguments[1::2], strict=False)]
            return "; ".join([*words, f"{_speak(arguments[-1])} otherwise"] if len(arguments) % 2 else words)
        case "given", (event, *conditions):
            return f"{_speak(event)} given {_list(tuple(conditions))}"
        case (("or" | "and"), _):
            return f" {function} ".join(_speak(a) for a in arguments)
        case "set", ():
            return "the empty set"
        case (("dotted_sum" | "dotted_product" | "endless_sum"), _):
            words = [_grouped(a) for a in arguments]
            words.insert(len(words) if function == "endless_sum" else len(words) - 1, "and so on")
            return f" {HEADS[function].spoken} ".join(words)
        case _ if head is not None and head.worded and head.most == ANY:
            return head.spoken.format(_list(arguments))
        case (("tuple" | "set" | "gcd" | "lcm" | "min" | "max" | "row"), _):
            return HEADS[function].spoken.format(_list(arguments))
        case "matrix", _:
            return HEADS[function].spoken.format("; ".join(_speak(a) for a in arguments))
        case _ if function in RELATIONS and len(arguments) >= 2:
            modulus = f" modulo {_speak(arguments[2])}" if len(arguments) == 3 else ""
            return f"{_speak(arguments[0])} {RELATIONS[function].spoken} {_speak(arguments[1])}{modulus}"
        case _ if head is not None and head.spoken:
            return head.spoken.format(*(_grouped(a) for a in arguments))
        case _:
            return f"{function} of {_list(arguments)}"


def _list(arguments: tuple[Expr, ...]) -> str:
    words = [_speak(a) for a in arguments]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}" if words else "nothing"


def _is_sum(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function in _SUMS and len(expr.arguments) > 1


def _grouped(expr: Expr) -> str:
    return f"open bracket {_speak(expr)} close bracket" if _is_sum(expr) else _speak(expr)


def _term(expr: Expr, function: str, place: int) -> str:
    """A term of a sum: a sum in first place needs brackets only if it is of the same kind, later always."""
    first_is_plain = place == 0 and isinstance(expr, Apply) and (expr.function != function or function == "subtract")
    return _speak(expr) if first_is_plain else _grouped(expr)


def _product(factors: tuple[Expr, ...]) -> str:
    words = _grouped(factors[0])
    for before, factor in itertools.pairwise(factors):
        silent = isinstance(factor, Symbol | Constant) or (isinstance(factor, Apply) and factor.function in ("power", "unit", "sqrt"))
        silent = silent and not isinstance(getattr(factor, "arguments", (None,))[0], Number)
        words += (" " if silent and not _is_sum(before) else " times ") + _grouped(factor)
    return words


def _fraction(top: Expr, bottom: Expr) -> str:
    if isinstance(top, Number) and isinstance(bottom, Number) and top.value.denominator == bottom.value.denominator == 1:
        ordinal = _ORDINALS.get(int(bottom.value)) if 0 < bottom.value <= 10 and bottom.decimals is None else None
        if ordinal and 0 < top.value < 100:
            if top.value == 1:
                return f"one {ordinal}"
            return f"{_speak(top)} {'halves' if ordinal == 'half' else ordinal + 's'}"
    if all(isinstance(a, Number | Symbol | Constant) for a in (top, bottom)):
        return f"{_speak(top)} over {_speak(bottom)}"
    return f"the fraction {_speak(top)} over {_speak(bottom)}, end of fraction,"


def _power(base: Expr, exponent: Expr) -> str:
    simple = isinstance(base, Number | Symbol | Constant)
    words = _speak(base) if simple else f"open bracket {_speak(base)} close bracket" if isinstance(base, Apply) else _speak(base)
    if exponent == integer(2):
        return f"{words} squared"
    if exponent == integer(3):
        return f"{words} cubed"
    if isinstance(exponent, Number | Symbol | Constant):
        return f"{words} to the power {_speak(exponent)}"
    return f"{words} to the power {_grouped(exponent)}, end of power,"


def _times_derived(order: Expr) -> str:
    if order == integer(1):
        return ""
    return {2: "second ", 3: "third "}.get(int(order.value), f"{order.value}th ") if isinstance(order, Number) else f"{_speak(order)}th "
