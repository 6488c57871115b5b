"""The functions, constants and methods that a program of `programs.py` may use, by table: Python's own, those of `math`, and SymPy's."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import sympy

from ardoise.verify.checks import elementary
from ardoise.verify.checks.convert import power
from ardoise.verify.checks.elementary import TooLarge, Unsupported
from ardoise.verify.checks.program_values import (
    LONGEST,
    OPERATORS,
    Value,
    elements,
    equal,
    lowest,
    number,
    obj,
    plus,
    raised,
    remainder,
    simple,
    times,
    truth,
    whole,
)


def _of_objects(function: Callable[..., Any], most: int = 3) -> Callable[..., Value]:
    """A function of SymPy for mathematical values alone."""

    def call(*arguments: Value) -> Value:
        if not 1 <= len(arguments) <= most:
            raise Unsupported("arguments")
        return simple(function(*(obj(a) for a in arguments)))

    return call


def _exact(function: Callable[..., int], symbolic: Callable[..., Any]) -> Callable[..., Value]:
    """A function of whole numbers, and what it is for others."""

    def call(*arguments: Value) -> Value:
        numbers = [number(a) for a in arguments]
        if all(isinstance(n, int) for n in numbers):
            return function(*numbers)
        return simple(symbolic(*(obj(a) for a in arguments)))

    return call


def _factorial(value: Value) -> int:
    n = whole(value)
    if not 0 <= n <= elementary.LARGEST_ARGUMENT:
        raise TooLarge("factorial")
    return math.factorial(n)


def _choose(n: Value, k: Value) -> int:
    if whole(n) > elementary.LARGEST_ARGUMENT or min(whole(n), whole(k)) < 0:
        raise TooLarge("binomial")
    return math.comb(whole(n), whole(k))


def _arranged(n: Value, k: Value | None = None) -> int:
    if whole(n) > elementary.LARGEST_ARGUMENT:
        raise TooLarge("permutations")
    return math.perm(whole(n), whole(n) if k is None else whole(k))


def _range(*ends: Value) -> list[int]:
    found = range(*(whole(e) for e in ends))
    if len(found) > LONGEST:
        raise TooLarge("a list")
    return list(found)


def _total(values: Value, start: Value = 0) -> Value:
    found = start
    for value in elements(values):
        found = plus(found, value)
    return found


def _extreme(pick: Callable[[Sequence[Any]], Any], symbolic: Callable[..., Any]) -> Callable[..., Value]:
    def call(*arguments: Value) -> Value:
        values = elements(arguments[0]) if len(arguments) == 1 else list(arguments)
        numbers = [number(v) for v in values]
        if not values:
            raise Unsupported("of nothing")
        return pick([n for n in numbers if n is not None]) if None not in numbers else simple(symbolic(*map(obj, values)))

    return call


def _in_order(values: Value, *, reverse: Value = False) -> list[Value]:
    listed = elements(values)
    return sorted(listed, key=lambda v: n if (n := number(v)) is not None else Fraction(float(obj(v))), reverse=truth(reverse))


def _rounded(value: Value, digits: Value = 0) -> Value:
    found = number(value)
    if found is None:
        found = Fraction(str(sympy.N(obj(value), 30)))
    n = whole(digits)
    return lowest(Fraction(round(Fraction(found), n))) if n else round(Fraction(found))


def _int(value: Value = 0) -> int:
    if isinstance(value, str):
        if not value.strip().lstrip("+-").isdecimal() or len(value) > 4_000:
            raise Unsupported("no number")
        return int(value)
    found = number(value)
    return int(found) if found is not None else int(obj(value))


def _float(value: Value) -> Value:
    return Fraction(value) if isinstance(value, str) else value


def _symbols(names: Value, **assumed: Value) -> Value:
    if not isinstance(names, str) or len(names) > 100:
        raise Unsupported("names")
    known = {k: bool(v) for k, v in assumed.items() if k in ("real", "positive", "integer", "nonnegative", "nonzero")}
    found = tuple(sympy.Symbol(n, **known) for n in names.replace(",", " ").split() if n.replace("_", "").isalnum())
    if not found:
        raise Unsupported("names")
    return found[0] if len(found) == 1 else found


def _equation(left: Value, right: Value = 0) -> Value:
    return sympy.Eq(obj(left), obj(right))


def _solve(equations: Value, *unknowns: Value, **options: Value) -> Value:
    listed = [obj(e) for e in (elements(equations) if isinstance(equations, list | tuple) else [equations])]
    wanted = [obj(u) for unknown in unknowns for u in (elements(unknown) if isinstance(unknown, list | tuple) else [unknown])]
    found = sympy.solve(listed if len(listed) > 1 else listed[0], *wanted, dict=truth(options.get("dict", False)))
    return _plain(found)


def _plain(found: Value) -> Value:
    match found:
        case list():
            return [_plain(v) for v in found]
        case tuple():
            return tuple(_plain(v) for v in found)
        case dict():
            return {k: _plain(v) for k, v in found.items()}
        case _:
            return simple(found)


def _with_variable(function: Callable[..., Any]) -> Callable[..., Value]:
    """diff, integrate, limit, summation: what comes after the first argument may be a tuple of a symbol and its ends."""

    def call(*arguments: Value) -> Value:
        first, *rest = arguments
        return simple(function(obj(first), *(tuple(obj(p) for p in r) if isinstance(r, tuple) else obj(r) for r in rest)))

    return call


def _matrix(rows: Value) -> Value:
    listed = [[obj(c) for c in elements(r)] if isinstance(r, list | tuple) else [obj(r)] for r in elements(rows)]
    if not listed or max(len(listed), len(listed[0])) > 8:
        raise TooLarge("matrix")
    return sympy.Matrix(listed)


def _digits(value: Value, *rest: Value) -> Value:
    """N(x), x.evalf(): the value stays exact, since digits would only take from it."""
    del rest
    return value


def _chosen(make: Callable[..., Iterable[Any]]) -> Callable[..., list[Value]]:
    """combinations, permutations, product: as lists, no longer than a list may be."""

    def call(*arguments: Value, repeat: Value = 1) -> list[Value]:
        parts: list[Any] = [elements(a) if isinstance(a, list | tuple | set | str | dict) else whole(a) for a in arguments]
        made = make(*parts, repeat=whole(repeat)) if make is itertools.product else make(*parts)
        found = list(itertools.islice(made, LONGEST + 1))
        if len(found) > LONGEST:
            raise TooLarge("a list")
        return found

    return call


def _text(value: Value = "") -> str:
    found = str(value)
    if len(found) > LONGEST:
        raise TooLarge("text")
    return found


def _factors(value: Value) -> dict[int, int]:
    n = whole(value)
    if n.bit_length() > 200:
        raise TooLarge("number")
    return {int(p): int(k) for p, k in sympy.factorint(n).items()}


def _divisors(value: Value) -> list[int]:
    n = whole(value)
    if n.bit_length() > 100:
        raise TooLarge("number")
    return [int(d) for d in sympy.divisors(n)]


def _degrees(value: Value) -> Value:
    return simple(obj(value) * 180 / sympy.pi)


def _radians(value: Value) -> Value:
    return simple(obj(value) * sympy.pi / 180)


FUNCTIONS: Final[dict[str, Value]] = {
    # Python's own
    "abs": _exact(abs, sympy.Abs), "sum": _total, "range": _range, "len": lambda v: len(elements(v)), "round": _rounded, "int": _int,
    "float": _float, "str": _text, "list": lambda v=(): elements(v), "tuple": lambda v=(): tuple(elements(v)), "sorted": _in_order,
    "set": lambda v=(): set(elements(v)), "dict": dict, "min": _extreme(min, sympy.Min), "max": _extreme(max, sympy.Max),
    "pow": lambda a, b, m=None: raised(a, b) if m is None else pow(whole(a), whole(b), whole(m)), "bool": truth,
    "any": lambda v: any(truth(x) for x in elements(v)), "all": lambda v: all(truth(x) for x in elements(v)),
    "enumerate": lambda v, start=0: [(i, x) for i, x in enumerate(elements(v), whole(start))],
    "zip": lambda *v: [tuple(x) for x in zip(*map(elements, v), strict=False)], "reversed": lambda v: elements(v)[::-1],
    "divmod": lambda a, b: (whole(a) // whole(b), whole(a) % whole(b)),
    # of numbers
    "gcd": _exact(math.gcd, lambda *a: sympy.gcd_list(list(a))), "lcm": _exact(math.lcm, lambda *a: sympy.lcm_list(list(a))),
    "factorial": _factorial, "comb": _choose, "binomial": _choose, "perm": _arranged, "isprime": lambda n: bool(sympy.isprime(whole(n))),
    "divisors": _divisors, "factorint": _factors, "primefactors": lambda n: sorted(_factors(n)), "totient": _of_objects(sympy.totient, 1),
    "floor": _of_objects(sympy.floor, 1), "ceil": _of_objects(sympy.ceiling, 1), "ceiling": _of_objects(sympy.ceiling, 1),
    "trunc": _int, "isqrt": lambda n: math.isqrt(whole(n)), "prod": lambda v: _all_of(elements(v)),
    "Fraction": lambda a, b=1: OPERATORS["Div"](_float(a), b), "Rational": lambda a, b=1: OPERATORS["Div"](_float(a), b),
    "Integer": _int, "Float": _float, "Decimal": _float, "S": _of_objects(lambda v: v, 1), "nsimplify": _digits, "N": _digits,
    "combinations": _chosen(itertools.combinations), "permutations": _chosen(itertools.permutations),
    "product": _chosen(itertools.product), "combinations_with_replacement": _chosen(itertools.combinations_with_replacement),
    # of SymPy
    "sqrt": lambda v: simple(sympy.sqrt(obj(v))), "cbrt": lambda v: simple(sympy.cbrt(obj(v))), "root": _of_objects(sympy.root, 2),
    "sin": _of_objects(sympy.sin, 1), "cos": _of_objects(sympy.cos, 1), "tan": _of_objects(sympy.tan, 1),
    "asin": _of_objects(sympy.asin, 1),
    "acos": _of_objects(sympy.acos, 1), "atan": _of_objects(sympy.atan, 1), "atan2": _of_objects(sympy.atan2, 2),
    "log": _of_objects(sympy.log, 2), "ln": _of_objects(sympy.log, 1), "log10": lambda v: simple(sympy.log(obj(v), 10)),
    "log2": lambda v: simple(sympy.log(obj(v), 2)), "exp": lambda v: simple(power(sympy.E, obj(v))), "Abs": _of_objects(sympy.Abs, 1),
    "Min": _extreme(min, sympy.Min), "Max": _extreme(max, sympy.Max), "Mod": remainder, "Pow": raised,
    "degrees": _degrees, "deg": _degrees, "radians": _radians, "rad": _radians,
    "symbols": _symbols, "Symbol": _symbols, "Eq": _equation, "solve": _solve,
    "simplify": _of_objects(sympy.simplify, 1), "expand": _of_objects(sympy.expand, 1), "factor": _of_objects(sympy.factor, 1),
    "together": _of_objects(sympy.together, 1), "apart": _of_objects(sympy.apart, 2), "cancel": _of_objects(sympy.cancel, 1),
    "radsimp": _of_objects(sympy.radsimp, 1), "diff": _with_variable(sympy.diff), "integrate": _with_variable(sympy.integrate),
    "limit": _with_variable(sympy.limit), "summation": _with_variable(sympy.summation), "Sum": _with_variable(sympy.summation),
    "Matrix": _matrix, "array": _matrix, "re": _of_objects(sympy.re, 1), "im": _of_objects(sympy.im, 1),
    "quo": _of_objects(sympy.quo), "rem": _of_objects(sympy.rem), "conjugate": _of_objects(sympy.conjugate, 1),
}  # fmt: skip

CONSTANTS: Final[dict[str, Value]] = {"pi": sympy.pi, "e": sympy.E, "E": sympy.E, "I": sympy.I, "oo": sympy.oo, "inf": sympy.oo}


def _all_of(values: Iterable[Value]) -> Value:
    found: Value = 1
    for value in values:
        found = times(found, value)
    return found


def method(value: Value, name: str) -> Callable[..., Value]:
    """What a program may call on a value; raises Unsupported for anything else."""
    if isinstance(value, list):
        found = _of_lists(value, name)
    elif isinstance(value, dict):
        found = {"items": lambda: list(value.items()), "keys": lambda: list(value), "values": lambda: list(value.values())}.get(name)
        found = (lambda key, default=None: value.get(key, default)) if name == "get" else found
    elif isinstance(value, set):
        found = value.add if name == "add" else None
    elif isinstance(value, str):
        found = None
    else:
        found = _of_expressions(value, name)
    if found is None:
        raise Unsupported(name)
    return found


def _of_lists(value: list[Value], name: str) -> Callable[..., Value] | None:
    match name:
        case "append" if len(value) < LONGEST:
            return value.append
        case "count":
            return lambda v: sum(equal(v, x) for x in value)
        case "index":
            return lambda v: next(i for i, x in enumerate(value) if equal(v, x))
        case "pop":
            return lambda i=-1: value.pop(whole(i))
        case "sort":
            return lambda: value.__setitem__(slice(None), _in_order(value))
        case _:
            return None


MATRIX_METHODS: Final[dict[str, Callable[..., Value]]] = {
    "det": lambda m: m.det(),
    "inv": lambda m: m.inv(),
    "transpose": lambda m: m.T,
    "trace": lambda m: m.trace(),
    "norm": lambda m: m.norm(),
    "dot": lambda m, other: m.dot(other),
    "cross": lambda m, other: m.cross(other),
}


def _of_expressions(value: Value, name: str) -> Callable[..., Value] | None:
    match name:
        case "subs":
            return lambda *pairs: _substituted(value, pairs)
        case "evalf" | "n":
            return lambda *_: value
        case "simplify" | "expand" | "factor" | "diff" | "integrate" | "limit":
            return lambda *a: FUNCTIONS[name](value, *a)
        case _ if name in MATRIX_METHODS and isinstance(value, sympy.MatrixBase):
            called = MATRIX_METHODS[name]
            return lambda *a: simple(called(value, *(obj(x) for x in a)))
        case _:
            return None


def _substituted(value: Value, pairs: tuple[Value, ...]) -> Value:
    match pairs:
        case (dict() as known,):
            listed = list(known.items())
        case (list() as known,):
            listed = [tuple(p) for p in known]
        case (old, new):
            listed = [(old, new)]
        case _:
            raise Unsupported("subs")
    return simple(obj(value).subs([(obj(a), obj(b)) for a, b in listed]))
