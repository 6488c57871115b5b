"""Known slips in a step from one equation to the next that moves a term or a factor: done to one side only, to some terms only, or with
a wrong sign.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, apply, free_symbols, integer
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import factors, negative, product, signed, split_coefficient, terms, total
from ardoise.verify.checks.slips_probe import Statement
from ardoise.verify.checks.slips_rows import Pairing, Step, whole
from ardoise.verify.checks.slips_sides import MOST_TERMS, both_ways, stated, without


def _divided_by_the_unknown(old: Statement) -> Iterator[Statement]:
    """x^2 = 3x to x = 3, 2b = b to 2 = 1: a factor with a symbol in it is divided away on both sides."""
    here, there = terms(old.left), terms(old.right)
    for factor in factors(split_coefficient(here[0])[1]):
        base = factor.arguments[0] if isinstance(factor, Apply) and factor.function == "power" else factor
        reduced = [_divided(t, base) for t in (*here, *there)] if free_symbols(base) else [None]
        if all(r is not None for r in reduced):
            sides = [r for r in reduced if r is not None]
            yield Statement(total(sides[: len(here)]), total(sides[len(here) :]), old.relation)


def _divided(a: Expr, b: Expr) -> Expr | None:
    """`a` divided by `b` where that goes without a fraction."""
    top, bottom = split_coefficient(a), split_coefficient(b)
    if not bottom[0]:
        return None
    above, below = list(factors(top[1])), list(factors(bottom[1]))
    for factor in below:
        if factor == integer(1):
            continue
        lowered = _lowered(above, factor)
        if lowered is None:
            return None
        above = lowered
    ratio = top[0] / bottom[0]
    if ratio.denominator != 1:
        return None
    rest = [f for f in above if f != integer(1)]
    return product([whole(ratio), *rest]) if ratio != 1 or not rest else product(rest)


def _lowered(above: list[Expr], factor: Expr) -> list[Expr] | None:
    """These factors with one `factor` taken away, out of a power if need be."""
    if factor in above:
        left = list(above)
        left.remove(factor)
        return left
    for i, part in enumerate(above):
        match part:
            case Apply("power", (base, Number(n, _))) if base == factor and n > 1:
                return [*above[:i], apply("power", base, Number(n - 1)), *above[i + 1 :]]
            case _:
                pass
    return None


def _moved_without_sign(old: Statement) -> Iterator[Statement]:
    """2x + 3 = 11 to 2x = 11 + 3."""
    for this, other, left in both_ways(old):
        parts = terms(this)
        for i, term in enumerate(parts):
            if len(parts) > 1 or free_symbols(other):
                yield stated(without(parts, i), total([other, term]), left, old)


def _two_moved_without_sign(old: Statement) -> Iterator[Statement]:
    """5x + 3 = 2x + 9 to 5x + 2x = 9 + 3."""
    here, there = terms(old.left), terms(old.right)
    for i, j in itertools.product(range(len(here)), range(len(there))):
        if len(here) > 1 and len(there) > 1:
            yield Statement(total([without(here, i), there[j]]), total([without(there, j), here[i]]), old.relation)


def _term_on_one_side_only(old: Statement) -> Iterator[Statement]:
    """x + 3 = 11 to x = 11: the term is gone on one side and not taken from the other."""
    for this, other, left in both_ways(old):
        parts = terms(this)
        for i in range(len(parts)):
            if len(parts) > 1:
                yield stated(without(parts, i), other, left, old)


def _factor_on_one_side_only(old: Statement) -> Iterator[Statement]:
    """2x = 8 to x = 8, x/3 = 4 to x = 4."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if number not in (0, 1) and free_symbols(this):
            yield stated(rest, other, left, old)
        for factor in _scales(old):
            yield stated(total([product([factor, t]) for t in terms(this)]), other, left, old)


def _scales(old: Statement) -> list[Expr]:
    """What the sides may be multiplied by: the denominators that stand there, and one over the coefficients."""
    found: list[Expr] = []
    for side in (old.left, old.right):
        for term in terms(side):
            _, inner = signed(term)
            match inner:
                case Apply("divide", (_, bottom)):
                    found.append(bottom)
                case Apply("multiply", arguments):
                    found += [a.arguments[1] for a in arguments if isinstance(a, Apply) and a.function == "divide"]
                case _:
                    pass
            number, rest = split_coefficient(term)
            if abs(number) not in (0, 1) and rest != integer(1):
                found.append(whole(1 / number))
                if number.denominator != 1:
                    found.append(whole(number.denominator))
    return list(dict.fromkeys(found))[:5]


def _some_terms_scaled(old: Statement) -> Iterator[Statement]:
    """x/3 + 1 = 5 to x + 1 = 15; 2x + 6 = 10 to x + 6 = 5: some terms are multiplied or divided, and some are not."""
    here, there = terms(old.left), terms(old.right)
    every = (*here, *there)
    if len(every) > MOST_TERMS or len(every) < 3:
        return
    for factor in _scales(old):
        scaled = [product([factor, t]) for t in every]
        for r in range(1, len(every) - 1):
            for missed in itertools.combinations(range(len(every)), r):
                new = [t if i in missed else s for i, (t, s) in enumerate(zip(every, scaled, strict=True))]
                yield Statement(total(new[: len(here)]), total(new[len(here) :]), old.relation)


def _coefficient_subtracted(old: Statement) -> Iterator[Statement]:
    """2x = 8 to x = 6."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if abs(number) not in (0, 1) and rest != integer(1):
            yield stated(rest, total([other, whole(-number)]), left, old)
            yield stated(rest, total([other, whole(number)]), left, old)


def _coefficient_multiplied(old: Statement) -> Iterator[Statement]:
    """3x = 12 to x = 36, x/3 = 6 to x = 2."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if abs(number) not in (0, 1) and rest != integer(1):
            yield stated(rest, product([whole(number), other]), left, old)


def _quotient_turned(old: Statement) -> Iterator[Statement]:
    """3x = 2 to x = 3/2."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if number != 0 and rest != integer(1):
            yield stated(rest, apply("divide", whole(number), other), left, old)


def _sign_of_coefficient_lost(old: Statement) -> Iterator[Statement]:
    """-2x = 6 to x = 3, -x = 5 to x = 5."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if number < 0 and rest != integer(1):
            yield stated(product([whole(-number), rest]), other, left, old)


def _sign_of_result(old: Statement) -> Iterator[Statement]:
    """2x = -6 to x = 3: a minus on the other side is dropped."""
    for this, other, left in both_ways(old):
        number, rest = split_coefficient(this)
        if number and rest != integer(1) and not free_symbols(other):
            yield stated(this, negative(other), left, old)


def _term_divided_away(old: Statement) -> Iterator[Statement]:
    """x + 3 = 12 to x = 4: divided by what is added."""
    for this, other, left in both_ways(old):
        parts = terms(this)
        for i, term in enumerate(parts):
            if len(parts) > 1 and isinstance(signed(term)[1], Number):
                yield stated(without(parts, i), apply("divide", other, signed(term)[1]), left, old)


def _constant_side_kept(old: Statement) -> Iterator[Statement]:
    """Differentiated, multiplied out or collected on one side, while the other lost its sign: (l, -r)."""
    if old.right != integer(0):
        yield Statement(old.left, negative(old.right), old.relation)


MOVES: Final = (
    Step(Slip("divided_by_zero", "Divided by what may be zero",
        "Dividing by $b$ is only allowed where $b \\ne 0$: from $a b = c b$ follows $a = c$ or $b = 0$."), _divided_by_the_unknown),
    Step(Slip("sign_of_coefficient_lost", "Sign of the coefficient", "Divide by the coefficient with its sign: from $-2 x = 6$ follows "
        "$x = -3$."), _sign_of_coefficient_lost),
    Step(Slip("sign_of_result", "Sign lost", "Plus divided by minus, or minus by plus, is minus."), _sign_of_result),
    Step(Slip("moved_without_sign", "Sign of a moved term", "A term that goes to the other side changes its sign: from $x + a = b$ "
        "follows $x = b - a$."), _moved_without_sign),
    Step(Slip("factor_on_one_side_only", "Done on one side only", "What is done to one side is done to the other too: from $2 x = 8$ "
        "follows $x = \\frac{8}{2}$."), _factor_on_one_side_only),
    Step(Slip("term_on_one_side_only", "Done on one side only", "What is taken from one side is taken from the other too: from $x + a = "
        "b$ follows $x = b - a$."), _term_on_one_side_only),
    Step(Slip("some_terms_scaled", "Not every term multiplied", "When both sides are multiplied or divided, every term is: from "
        "$\\frac{x}{3} + a = b$ follows $x + 3 a = 3 b$."), _some_terms_scaled),
    Step(Slip("coefficient_subtracted", "Coefficient subtracted", "$2 x$ means $2$ times $x$, so divide by $2$."),
        _coefficient_subtracted),
    Step(Slip("quotient_turned", "Division turned round", "From $a x = b$ follows $x = \\frac{b}{a}$: divide by the coefficient."),
        _quotient_turned),
    Step(Slip("coefficient_multiplied", "Wrong inverse operation", "A multiplication is undone by a division, a division by a "
        "multiplication."), _coefficient_multiplied),
    Step(Slip("term_divided_away", "Wrong inverse operation", "What is added is undone by subtracting: from $x + 3 = 12$ follows $x = 12 "
        "- 3$."), _term_divided_away),
)  # fmt: skip

LEAST_PARTICULAR: Final = (
    Step(Slip("two_moved_without_sign", "Signs of moved terms", "Each term that goes to the other side changes its sign."),
        _two_moved_without_sign),
    Step(Slip("side_lost_its_sign", "Sign lost", "Follow the minus sign of this side from the line before."), _constant_side_kept),
)  # fmt: skip
"""Those to look at after all others."""


def _added_on_one_side(first: Statement, second: Statement) -> Iterator[Statement]:
    """x + y = 5 and x - y = 1 to 2x = 4: the left sides are added, the right ones subtracted, or the other way round."""
    left, right = negative(second.left), negative(second.right)
    yield Statement(total([first.left, second.left]), total([first.right, right]), first.relation)
    yield Statement(total([first.left, left]), total([first.right, second.right]), first.relation)


PAIRINGS: Final = (
    Pairing(Slip("system_one_side", "Equations added on one side only", "Both sides are added, or both subtracted: from $a = b$ and $c = "
        "d$ follows $a + c = b + d$."), _added_on_one_side),
)  # fmt: skip
