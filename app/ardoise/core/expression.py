"""Expr: the only form in which mathematics crosses a boundary between rooms or processes.

Four kinds of node. `Apply` carries the name of its function as data; which names exist, how they are written and how they become SymPy
objects stands in tables (`ardoise.notation.functions`, `ardoise.verify.checks.convert`), so a new function is a row and not a class.
(Rejected: one class a function, which needs forty classes and a visitor in every room; SymPy objects, which would load SymPy in the window
and cannot cross a pipe without pickle.)

Names of functions and the meaning of their arguments, in order:

    add a b ...        multiply a b ...     subtract a b       divide a b        power a b          negate a
    sqrt a             root a n             abs a              factorial n       binomial n k       percent a      degree a
    sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh a                ln a               log a base     exp a
    re a               im a               conjugate a
    floor a            ceiling a            gcd a b ...        lcm a b ...       min a ...          max a ...      modulo a m
    sum body k low high                     product body k low high             limit body x target  (and 1 from above, -1 from below)
    derivative body x n                     integral body x [low high]          call f a ...       prime f n a ...  (f'(a): n = 1)
    piecewise v c w d ... [z]               (values and conditions by turns; z otherwise)
    given a b ...      (an event under conditions, the argument of a call: P(A | B))
    plus_minus a b     minus_plus a b       (one argument: the sign alone)
    tuple a ...        set a ...            matrix row ...     row a ...         determinant m      rank m  trace m  eigenvalues m
    dotted_sum a b ... z (a + b + ... + z)  dotted_product a b ... z            endless_sum a b ... (a + b + ...)
    mean a ...         median a ...         mode a ...         range a ...       variance a ...     sample_variance a ...
    deviation a ...    sample_deviation a ...                  permutations n k  with_remainder q r (of a division)
    divisor_count n    divisor_sum n        digit_sum n        prime_factorization n                divisible_by n (a property)
    root_of e (a property)
    next_prime n       previous_prime n   largest_odd_factor n                     largest_prime_factor n           smallest_prime_factor n
    rounded a unit     significant a n                         in_base n base    (a whole number, written in that base)
    interval_closed a b   interval_open a b   interval_left_open a b   interval_right_open a b
    union a b ...      intersection a b ...
    or a ...           and a ...            equal a b  (and the other names of Relation: statements inside an expression;
                                            congruent a b m has its modulus; x equal (or 2 3) is a choice of values)
    ellipsis           (dots among the terms, factors or members that they stand for: add 1 2 ellipsis n)
    unit u             (a unit word: "cm", "dollar"; multiplied with its number)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

DEEPEST: Final = 200
"""Levels of nesting beyond which an expression is refused."""
MOST_NODES: Final = 20_000
LONGEST_NUMBER: Final = 4_000
"""Digits in a number literal beyond which it is refused."""


@dataclass(frozen=True)
class Span:
    """Half-open range of characters [start, end) in the text that was read."""

    start: int
    end: int


@dataclass(frozen=True)
class Number:
    """An exact rational; `decimals` is how many digits stood after the point where it was written as a decimal."""

    value: Fraction
    decimals: int | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Constant:
    """pi, e, i or infinity."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


CONSTANTS: Final = frozenset({"pi", "e", "i", "infinity"})


@dataclass(frozen=True)
class Symbol:
    """A variable; Greek letters by name, subscripts after an underscore: "x", "alpha", "x_1", "v_max"."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Apply:
    """A function of the table above applied to its arguments."""

    function: str
    arguments: tuple[Expr, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


Expr = Number | Constant | Symbol | Apply


def integer(value: int) -> Number:
    return Number(Fraction(value))


def apply(function: str, *arguments: Expr) -> Apply:
    return Apply(function, arguments)


def nodes(expr: Expr) -> Iterator[Expr]:
    """Every node, parents before children; safe on any depth."""
    stack: list[Expr] = [expr]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Apply):
            stack.extend(reversed(node.arguments))


BINDERS: Final = {"sum": 1, "product": 1, "limit": 1, "derivative": 1, "integral": 1}
"""Functions that bind the symbol standing at this argument position."""


def free_symbols(expr: Expr) -> frozenset[str]:
    """Names of the symbols an expression depends on (a derivative keeps its variable, a bound index does not count)."""
    found: set[str] = set()
    stack: list[tuple[Expr, frozenset[str]]] = [(expr, frozenset())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, Symbol):
            if node.name not in bound:
                found.add(node.name)
        elif isinstance(node, Apply):
            args = node.arguments
            if node.function in ("call", "prime"):
                args = args[1:]
            elif (node.function in ("sum", "product", "limit") and len(args) > 1) or (node.function == "integral" and len(args) == 4):
                index = args[1]
                inner = bound | ({index.name} if isinstance(index, Symbol) else set())
                stack.append((args[0], inner))
                args = args[2:]
            elif node.function == "unit":
                continue
            stack.extend((a, bound) for a in args)
    return frozenset(found)


def to_json(expr: Expr) -> object:
    """JSON value of an expression; spans are dropped, since they belong to the text that was read."""
    match expr:
        case Number(value, decimals):
            text = str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
            return {"n": text} if decimals is None else {"n": text, "d": decimals}
        case Constant(name):
            return {"c": name}
        case Symbol(name):
            return {"s": name}
        case Apply(function, arguments):
            return [function, *(to_json(a) for a in arguments)]


def from_json(data: object) -> Expr:
    """Inverse of `to_json`; raises ValueError on anything else, on more than MOST_NODES nodes and below DEEPEST levels."""
    budget = [MOST_NODES]
    return _from_json(data, 0, budget)


def _from_json(data: object, depth: int, budget: list[int]) -> Expr:
    budget[0] -= 1
    if depth > DEEPEST or budget[0] < 0:
        raise ValueError("expression too large")
    if isinstance(data, list) and data and isinstance(data[0], str):
        return Apply(data[0], tuple(_from_json(a, depth + 1, budget) for a in data[1:]))
    if isinstance(data, dict):
        match data:
            case {"n": str(text), **rest} if len(text) <= 2 * LONGEST_NUMBER:
                decimals = rest.get("d")
                if set(rest) - {"d"} or not (decimals is None or (type(decimals) is int and decimals >= 0)):
                    raise ValueError("not a number")
                top, _, bottom = text.partition("/")
                try:
                    return Number(Fraction(int(top), int(bottom or "1")), decimals)
                except ZeroDivisionError as e:
                    raise ValueError("denominator zero") from e
            case {"c": str(name)} if name in CONSTANTS and len(data) == 1:
                return Constant(name)
            case {"s": str(name)} if len(data) == 1:
                return Symbol(name)
    raise ValueError("not an expression")
