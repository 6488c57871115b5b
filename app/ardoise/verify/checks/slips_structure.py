"""Known slips of algebra that a pattern cannot say, since they are about any one of several terms or factors: a small function each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import factors, negative, product, signed, split_coefficient, terms, total
from ardoise.verify.checks.slips_rows import Rewriting, whole

MOST_TERMS: Final = 5


def _sum_in(expr: Expr) -> Iterator[tuple[list[Expr], tuple[Expr, ...]]]:
    """Each bracket that is multiplied: the other factors, and its terms."""
    minus, inner = signed(expr)
    parts = list(factors(inner))
    for i, part in enumerate(parts):
        there = terms(part)
        if 1 < len(there) <= MOST_TERMS:
            others = parts[:i] + parts[i + 1 :]
            if minus:
                others = [negative(product(others))]
            if others:
                yield others, there


def _minus_first_only(expr: Expr) -> Iterator[Expr]:
    """-(a + b) as -a + b; -2(a - b) as -2a - 2b: some of the later terms keep the sign they had."""
    for others, there in _sum_in(expr):
        factor = product(others)
        number, _ = split_coefficient(factor)
        if number >= 0:
            continue
        for kept in _subsets(range(len(there))):
            yield total([product([factor, t]) if i not in kept else product([negative(factor), t]) for i, t in enumerate(there)])


def _some_terms_multiplied(expr: Expr) -> Iterator[Expr]:
    """a(b + c) as ab + c: the factor reaches some of the terms only."""
    for others, there in _sum_in(expr):
        factor = product(others)
        if split_coefficient(factor) in ((Fraction(1), integer(1)), (Fraction(-1), integer(1))):
            continue
        for left in _subsets(range(len(there))):
            yield total([t if i in left else product([factor, t]) for i, t in enumerate(there)])
            minus, positive = signed(factor)
            if minus:
                yield total([negative(t) if i in left else product([negative(positive), t]) for i, t in enumerate(there)])


def _subsets(places: range) -> Iterator[tuple[int, ...]]:
    """Proper, not empty, the last places first: it is mostly the first term that is done right."""
    ordered = sorted(
        (s for r in range(1, len(places)) for s in itertools.combinations(places, r)), key=lambda s: (0 in s, len(s), [-p for p in s])
    )
    return iter(ordered)


def _products_missing(expr: Expr) -> Iterator[Expr]:
    """(a + b)(c + d) with one of the products, or all of the mixed ones, left out."""
    for others, there in _sum_in(expr):
        if len(others) != 1 or not 1 < len(terms(others[0])) <= MOST_TERMS:
            continue
        products = [[product([s, t]) for t in there] for s in terms(others[0])]
        flat = [p for row in products for p in row]
        for left_out in range(len(flat)):
            yield total(flat[:left_out] + flat[left_out + 1 :])


def _product_sign(expr: Expr) -> Iterator[Expr]:
    """(a + b)(c - d) with the sign of one or two products turned."""
    for others, there in _sum_in(expr):
        if len(others) != 1 or not 1 < len(terms(others[0])) <= 3 or len(there) > 3:
            continue
        flat = [product([s, t]) for s in terms(others[0]) for t in there]
        for turned in itertools.chain(itertools.combinations(range(len(flat)), 1), itertools.combinations(range(len(flat)), 2)):
            yield total([negative(p) if i in turned else p for i, p in enumerate(flat)])


def _square_not_completed(expr: Expr) -> Iterator[Expr]:
    """x^2 + bx as (x + b/2)^2, as (x + b/2)^2 + (b/2)^2, or as (x + b)^2 - b^2."""
    there = terms(expr)
    for square, linear in itertools.permutations(there, 2):
        number, rest = split_coefficient(linear)
        match square:
            case Apply("power", (base, Number(n, _))) if n == 2 and base == rest:
                others = [t for t in there if t not in (square, linear)]
                half = whole(number / 2)
                squared = apply("power", total([base, half]), integer(2))
                yield total([squared, *others])
                yield total([squared, whole(number**2 / 4), *others])
                yield total([apply("power", total([base, whole(number)]), integer(2)), whole(-(number**2)), *others])
                yield total([squared, whole(-(number**2)), *others])
                yield total([squared, whole(-abs(number) / 2), *others])
            case _:
                pass


def _percent_as_number(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("percent", (a,)):
            yield a
        case _:
            pass


def _percent_misplaced(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("percent", (a,)):
            yield apply("divide", a, integer(10))
            yield apply("divide", a, integer(1000))
        case _:
            pass


def _percent_of_nothing(expr: Expr) -> Iterator[Expr]:
    """80 - 20% as 80 - 20: what the percentage is of was left out."""
    there = terms(expr)
    for i, term in enumerate(there):
        minus, inner = signed(term)
        match inner:
            case Apply("percent", (a,)) if len(there) > 1:
                yield total([*there[:i], negative(a) if minus else a, *there[i + 1 :]])
            case _:
                pass


def _degrees_as_radians(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("sin" | "cos" | "tan" as function, (angle,)):
            match angle:
                case Apply("degree", (a,)):
                    yield Apply(function, (a,))
                case _ if not free_symbols(angle):
                    yield Apply(function, (apply("degree", angle),))
                case _:
                    pass
        case _:
            pass


_MINUS: Final = Slip(
    "minus_not_distributed", "Minus not distributed", "$-(a - b) = -a + b$: the minus before a bracket turns every sign in it."
)
_FACTOR: Final = Slip(
    "factor_not_distributed", "Only one term multiplied", "$a (b + c) = a b + a c$: the factor multiplies every term in the bracket."
)

FIRST: Final = (
    Rewriting(_MINUS, _minus_first_only, frozenset({"negate", "multiply"})),
    Rewriting(_FACTOR, _some_terms_multiplied, frozenset({"negate", "multiply"})),
    Rewriting(Slip("square_not_completed", "Square not completed", "$x^2 + b x = (x + \\frac{b}{2})^2 - (\\frac{b}{2})^2$: what was "
        "added must be taken off again."), _square_not_completed, frozenset({"add"})),
)  # fmt: skip
"""Those to look at before the patterns."""

LAST: Final = (
    Rewriting(Slip("product_missing", "A product left out", "$(a + b)(c + d) = a c + a d + b c + b d$: each term of the first bracket "
        "meets each of the second."), _products_missing, frozenset({"multiply"})),
    Rewriting(Slip("product_sign", "Sign when multiplying brackets", "In $(a + b)(c - d)$ each product takes the sign of its two terms: "
        "equal signs give plus, different ones minus."), _product_sign, frozenset({"multiply"})),
    Rewriting(Slip("percent_of_nothing", "Percent of nothing", "A percentage is always of something: $20 \\%$ off $80$ is $80 - 20 \\% "
        "\\cdot 80$."), _percent_of_nothing, frozenset({"add"})),
    Rewriting(Slip("percent_as_number", "Percent not divided by 100", "$20 \\%$ is $\\frac{20}{100} = 0.2$."), _percent_as_number,
        frozenset({"percent"})),
    Rewriting(Slip("percent_misplaced", "Percent by the wrong power of ten", "$5 \\%$ is $\\frac{5}{100} = 0.05$: the point moves two "
        "places."), _percent_misplaced, frozenset({"percent"})),
    Rewriting(Slip("degrees_as_radians", "Degrees and radians mixed up", "$180^\\circ$ is $\\pi$: look which of the two the calculator "
        "is set to."), _degrees_as_radians, frozenset({"sin", "cos", "tan"})),
)  # fmt: skip
"""Those to look at after the patterns."""


def turned_factors(expr: Expr) -> Iterator[Expr]:
    """A product of brackets with the sign inside one of them, or all of them, turned: (x + 2)(x + 3) for (x - 2)(x - 3)."""
    parts: list[Expr] = []
    for factor in factors(expr):
        match factor:
            case Apply("power", (base, Number(n, _))) if n in (2, 3):
                parts += [base] * int(n)
            case _:
                parts.append(factor)
    brackets = [i for i, p in enumerate(parts) if len(terms(p)) == 2 and free_symbols(p)]
    if not 1 <= len(brackets) <= 4 or len(parts) < 2:
        return
    for chosen in (tuple(brackets), *itertools.combinations(brackets, 1), *itertools.combinations(brackets, 2)):
        yield product([_turned(p) if i in chosen else p for i, p in enumerate(parts)])


def _turned(bracket: Expr) -> Expr:
    first, second = terms(bracket)
    return (
        total([first, negative(second)])
        if not isinstance(second, Symbol) or isinstance(first, Symbol)
        else total([negative(first), second])
    )


FACTORING: Final = (
    Rewriting(Slip("factors_with_wrong_signs", "Signs of the factors", "$(x - a)(x - b) = x^2 - (a + b) x + a b$: multiply out to test "
        "the signs."), turned_factors, frozenset({"multiply", "power"})),
)  # fmt: skip
"""Applied to the new line, to give the old one."""
