"""Sums of monomials in several symbols, with exact coefficients: what two expressions differ by, term by term. No SymPy, bounded in size.

What is no polynomial (a root, a sine, a quotient by a sum) is an atom of its own, equal only to what is written alike. So a difference
without such atoms is the true difference, and one with them says nothing (`sin^2 x + cos^2 x` against 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, free_symbols
from ardoise.notation.places import Path
from ardoise.verify.checks.elementary import Undefined, Unsupported, bits, exact
from ardoise.verify.checks.evaluate import evaluate

Monomial = frozenset[tuple[Expr, int]]
"""Atoms with their exponents; empty for a constant."""
Terms = dict[Monomial, Fraction]
MOST_TERMS: Final = 200
HIGHEST: Final = 12
"""The highest power that is multiplied out."""
_ONE: Final[Monomial] = frozenset()


def expanded(expr: Expr) -> Terms:
    """The expression multiplied out, without zero coefficients; raises Unsupported where that is too much."""
    match expr:
        case Number(value):
            return {_ONE: value} if value else {}
        case Apply("add" | "subtract" | "negate", _):
            total: Terms = {}
            for _, sign, term in summands(expr):
                total = plus(total, expanded(term), sign)
            return total
        case Apply("multiply", arguments):
            product: Terms = {_ONE: Fraction(1)}
            for factor in arguments:
                product = times(product, expanded(factor))
            return product
        case Apply("divide", (a, b)):
            below = expanded(b)
            if len(below) == 1:
                ((monomial, coefficient),) = below.items()
                return times(expanded(a), {frozenset((atom, -n) for atom, n in monomial): 1 / coefficient})
            return times(expanded(a), {frozenset({(b, -1)}): Fraction(1)}) if below else _atom(expr)
        case Apply("power", (base, Number(value))) if value.denominator == 1 and 0 <= value <= HIGHEST:
            product = {_ONE: Fraction(1)}
            inside = expanded(base)
            for _ in range(int(value)):
                product = times(product, inside)
            return product
        case Apply("percent", (a,)):
            return times(expanded(a), {_ONE: Fraction(1, 100)})
        case _:
            return _atom(expr)


def _atom(expr: Expr) -> Terms:
    if not free_symbols(expr) and not isinstance(expr, Constant):
        try:
            value = evaluate(expr, {})
        except (Undefined, Unsupported):
            value = None
        if value is not None and exact(value):
            if bits(value) > 4_000:
                raise Unsupported("large number")
            return {_ONE: Fraction(value)} if value else {}
    return {frozenset({(expr, 1)}): Fraction(1)}


def plus(a: Terms, b: Terms, factor: int = 1) -> Terms:
    """a + factor * b."""
    total = dict(a)
    for monomial, coefficient in b.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * coefficient
    return _bounded({m: c for m, c in total.items() if c})


def times(a: Terms, b: Terms) -> Terms:
    product: Terms = {}
    if len(a) * len(b) > MOST_TERMS * 10:
        raise Unsupported("many terms")
    for m, c in a.items():
        for n, d in b.items():
            powers = dict(m)
            for atom, k in n:
                powers[atom] = powers.get(atom, 0) + k
            monomial = frozenset((atom, k) for atom, k in powers.items() if k)
            product[monomial] = product.get(monomial, Fraction(0)) + c * d
    return _bounded({m: c for m, c in product.items() if c})


def derivative(terms: Terms, name: str) -> Terms:
    """By the rule for powers; raises Unsupported where the symbol stands in anything but a power."""
    total: Terms = {}
    for monomial, coefficient in terms.items():
        powers = dict(monomial)
        if any(name in free_symbols(atom) for atom in powers if atom != Symbol(name)):
            raise Unsupported("no power")
        if exponent := powers.pop(Symbol(name), 0):
            lower = powers | ({Symbol(name): exponent - 1} if exponent != 1 else {})
            total = plus(total, {frozenset(lower.items()): coefficient * exponent})
    return total


def _bounded(terms: Terms) -> Terms:
    if len(terms) > MOST_TERMS:
        raise Unsupported("many terms")
    return terms


def is_plain(terms: Terms) -> bool:
    """Whether only symbols, pi and e stand in it, so that no hidden relation between its atoms can make it zero."""
    return all(isinstance(a, Symbol) or (isinstance(a, Constant) and a.name in ("pi", "e")) for m in terms for a, _ in m)


Summand = tuple[Path, int, Expr]
"""A term of a sum: the path to it, its sign, the term."""


def summands(expr: Expr, path: Path = (), sign: int = 1) -> Iterator[Summand]:
    """The terms that a sum is written with, also those in brackets."""
    for inner, turned, term in own_summands(expr, path, sign):
        if inner != path and isinstance(term, Apply) and term.function in ("add", "subtract", "negate"):
            yield from summands(term, inner, turned)
        else:
            yield inner, turned, term


def own_summands(expr: Expr, path: Path = (), sign: int = 1) -> Iterator[Summand]:
    """The terms that a sum is written with; a sum in brackets is one."""
    match expr:
        case Apply("add", arguments):
            for k, argument in enumerate(arguments):
                inside = own_summands(argument, (*path, k), sign) if k == 0 else iter([((*path, k), sign, argument)])
                yield from inside
        case Apply("subtract", (a, b)):
            yield from own_summands(a, (*path, 0), sign)
            yield (*path, 1), -sign, b
        case Apply("negate", (a,)):
            yield (*path, 0), -sign, a
        case _:
            yield path, sign, expr


def factors(expr: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """The factors that a product is written with."""
    if isinstance(expr, Apply) and expr.function == "multiply":
        for k, argument in enumerate(expr.arguments):
            yield from factors(argument, (*path, k))
    else:
        yield path, expr
