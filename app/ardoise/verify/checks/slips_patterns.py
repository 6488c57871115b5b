"""Patterns for slips: what a learner wrote is matched against "(a+b)^2", and the slip's outcome "a^2 + b^2" is put in its place.

A pattern is an expression of our own notation, so a slip is a row of text. Letters stand for any expression, `k` for a number, `x` for a
symbol, u and v for something with a symbol in it; sums and products match in any order, and what the pattern does not name stays beside
it. Expressions are matched in one normal form, in which a difference is a sum with a negative term. (Rejected: SymPy's pattern matching,
which rewrites what the learner wrote before it looks at it, so that (a+b)^2 - a^2 is no longer the sum that was on the paper.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.verify.checks.elementary import integer_root

Bindings = Mapping[str, Expr]
MOST_PARTS: Final = 6
"""Terms or factors of which every choice is tried."""
_CHAINS: Final = ("add", "multiply")


def normal(expr: Expr) -> Expr:
    """The same value, with sums and products flat, differences as sums and negative numbers as a minus before a positive one."""
    match expr:
        case Number(value, decimals) if value < 0:
            return apply("negate", Number(-value, decimals))
        case Apply("subtract", (a, b)):
            return total([*terms(normal(a)), apply("negate", normal(b))])
        case Apply("add" | "multiply" as function, arguments):
            parts = [p for a in arguments for p in _parts(function, normal(a))]
            return Apply(function, tuple(parts))
        case Apply(function, arguments):
            return Apply(function, tuple(normal(a) for a in arguments))
        case _:
            return expr


def _parts(function: str, expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.function == function else (expr,)


def terms(expr: Expr) -> tuple[Expr, ...]:
    """The terms of a sum in normal form; anything else is its own only term."""
    return _parts("add", expr)


def factors(expr: Expr) -> tuple[Expr, ...]:
    return _parts("multiply", expr)


def total(parts: list[Expr] | tuple[Expr, ...]) -> Expr:
    """The sum of these terms; 0 for none."""
    flat = [t for part in parts for t in terms(part)]
    return integer(0) if not flat else flat[0] if len(flat) == 1 else Apply("add", tuple(flat))


def product(parts: list[Expr] | tuple[Expr, ...]) -> Expr:
    flat = [f for part in parts for f in factors(part)]
    return integer(1) if not flat else flat[0] if len(flat) == 1 else Apply("multiply", tuple(flat))


def negative(expr: Expr) -> Expr:
    """-a, or a for -a."""
    return expr.arguments[0] if isinstance(expr, Apply) and expr.function == "negate" else apply("negate", expr)


def signed(expr: Expr) -> tuple[bool, Expr]:
    """Whether a minus stands before it, and what is behind it."""
    if isinstance(expr, Apply) and expr.function == "negate":
        return True, expr.arguments[0]
    return False, expr


def split_coefficient(term: Expr) -> tuple[Fraction, Expr]:
    """The number and the rest of a term: -3x is -3 and x, 5 is 5 and 1, x/4 is 1/4 and x."""
    match term:
        case Number(value, _):
            return value, integer(1)
        case Apply("negate", (a,)):
            inner = split_coefficient(a)
            return -inner[0], inner[1]
        case Apply("multiply", arguments):
            number, rest = Fraction(1), []
            for argument in arguments:
                value, remains = split_coefficient(argument)
                number *= value
                if remains != integer(1):
                    rest.append(remains)
            return number, product(rest)
        case Apply("divide", (a, b)):
            top, bottom = split_coefficient(a), split_coefficient(b)
            if bottom[0]:
                rest_of = top[1] if bottom[1] == integer(1) else apply("divide", top[1], bottom[1])
                return top[0] / bottom[0], rest_of
            return Fraction(1), term
        case _:
            return Fraction(1), term


def tidy(expr: Expr) -> Expr:
    """As a person writes it: a sum with a negative term as a difference."""
    match expr:
        case Apply("add", arguments):
            written = [tidy(a) for a in arguments]
            result = written[0]
            for part in written[1:]:
                minus, inner = signed(part)
                if minus:
                    result = apply("subtract", result, inner)
                else:
                    result = Apply("add", (*_parts("add", result), part))
            return result
        case Apply(function, arguments):
            return Apply(function, tuple(tidy(a) for a in arguments))
        case _:
            return expr


def places(expr: Expr) -> Iterator[tuple[Expr, Path]]:
    """Every subexpression with the way to it, outermost first."""
    queue: list[tuple[Expr, Path]] = [(expr, ())]
    while queue:
        node, path = queue.pop(0)
        yield node, path
        if isinstance(node, Apply):
            queue.extend((a, (*path, i)) for i, a in enumerate(node.arguments))


Path = tuple[int, ...]


def put(expr: Expr, path: Path, new: Expr) -> Expr:
    """The expression with another one at a place."""
    if not path or not isinstance(expr, Apply):
        return new
    arguments = list(expr.arguments)
    arguments[path[0]] = put(arguments[path[0]], path[1:], new)
    return Apply(expr.function, tuple(arguments))


def matches(pattern: Expr, expr: Expr) -> Iterator[tuple[Bindings, tuple[Expr, ...]]]:
    """The ways to see the pattern in an expression, both in normal form; terms or factors that it leaves over stand in the second part."""
    if isinstance(pattern, Apply) and isinstance(expr, Apply) and pattern.function == expr.function and pattern.function in _CHAINS:
        wanted, there = len(pattern.arguments), expr.arguments
        if wanted <= len(there) <= MOST_PARTS:
            for chosen in itertools.permutations(range(len(there)), wanted):
                rest = tuple(a for i, a in enumerate(there) if i not in chosen)
                for found in _all(pattern.arguments, tuple(there[i] for i in chosen), {}):
                    yield found, rest
        return
    for found in _match(pattern, expr, {}):
        yield found, ()


def _match(pattern: Expr, expr: Expr, known: Bindings) -> Iterator[Bindings]:
    match pattern:
        case Symbol(name):
            if name in known:
                if known[name] == expr:
                    yield known
            elif _may_stand_for(name, expr):
                yield {**known, name: expr}
        case Number(value, _):
            if isinstance(expr, Number) and expr.value == value:
                yield known
        case Apply("power", (base, Number(exponent, _))) if isinstance(expr, Number):
            root = _root_of(expr, exponent)
            if root is not None:
                yield from _match(base, root, known)
        case Apply(function, arguments):
            if not isinstance(expr, Apply) or expr.function != function:
                return
            if function in _CHAINS:
                yield from _chain(function, arguments, expr.arguments, known)
            elif len(arguments) == len(expr.arguments):
                yield from _all(arguments, expr.arguments, known)
        case _:
            if pattern == expr:
                yield known


def _may_stand_for(name: str, expr: Expr) -> bool:
    match name:
        case "k":
            return isinstance(expr, Number)
        case "x":
            return isinstance(expr, Symbol)
        case "u" | "v":
            return bool(free_symbols(expr))
        case _:
            return True


def _root_of(number: Number, n: Fraction) -> Number | None:
    """3 where 9 is written and a square is wanted."""
    if n not in (2, 3) or number.value < 2:
        return None
    top, bottom = integer_root(number.value.numerator, int(n)), integer_root(number.value.denominator, int(n))
    return Number(Fraction(top, bottom)) if top is not None and bottom is not None else None


def _all(patterns: tuple[Expr, ...], exprs: tuple[Expr, ...], known: Bindings) -> Iterator[Bindings]:
    if not patterns:
        yield known
        return
    for found in _match(patterns[0], exprs[0], known):
        yield from _all(patterns[1:], exprs[1:], found)


def _chain(function: str, patterns: tuple[Expr, ...], there: tuple[Expr, ...], known: Bindings) -> Iterator[Bindings]:
    """All of a sum or product inside a pattern; a letter may stand for several terms together."""
    if not len(patterns) <= len(there) <= MOST_PARTS:
        return
    if len(patterns) == len(there):
        for ordered in itertools.permutations(there):
            yield from _all(patterns, ordered, known)
        return
    for together, pattern in enumerate(patterns):
        if not isinstance(pattern, Symbol):
            continue
        others = (*patterns[:together], *patterns[together + 1 :])
        for chosen in itertools.permutations(range(len(there)), len(others)):
            rest = Apply(function, tuple(a for i, a in enumerate(there) if i not in chosen))
            yield from _all((*others, pattern), (*(there[i] for i in chosen), rest), known)


def instance(template: Expr, found: Bindings, function: str, rest: tuple[Expr, ...]) -> Expr:
    """The template with what was found in it, beside what was left over."""
    new = _filled(template, found)
    if not rest:
        return new
    return total([*rest, new]) if function == "add" else product([*rest, new])


def _filled(template: Expr, found: Bindings) -> Expr:
    """What was found in the place of the letters, those of integrals and derivatives among them."""
    match template:
        case Symbol(name):
            return found.get(name, template)
        case Apply(function, arguments):
            return Apply(function, tuple(_filled(a, found) for a in arguments))
        case _:
            return template
