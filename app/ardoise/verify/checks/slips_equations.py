"""Known slips in a step from one equation or inequality to the next: what is done to one side only, to some terms only, or with a wrong
sign.

A step's rule gives the equation that the slip leads to. Where only the values of an unknown are written, the answers' rules look at them:
what they would have to be for the line before, and which slip makes them so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, apply, free_symbols, integer
from ardoise.core.solution import Relation
from ardoise.core.verdict import Slip
from ardoise.verify.checks.elementary import integer_root
from ardoise.verify.checks.slips_patterns import negative, product, signed, split_coefficient, terms, total
from ardoise.verify.checks.slips_probe import Statement
from ardoise.verify.checks.slips_rows import Step, whole

MOST_TERMS: Final = 6
TURNED: Final = {
    Relation.LESS: Relation.GREATER,
    Relation.GREATER: Relation.LESS,
    Relation.LESS_EQUAL: Relation.GREATER_EQUAL,
    Relation.GREATER_EQUAL: Relation.LESS_EQUAL,
}
LOOSENED: Final = {
    Relation.LESS: Relation.LESS_EQUAL,
    Relation.LESS_EQUAL: Relation.LESS,
    Relation.GREATER: Relation.GREATER_EQUAL,
    Relation.GREATER_EQUAL: Relation.GREATER,
}


def _both_ways(old: Statement) -> Iterator[tuple[Expr, Expr, bool]]:
    """The sides as (this, other, whether this is the left one)."""
    yield old.left, old.right, True
    yield old.right, old.left, False


def _stated(this: Expr, other: Expr, left: bool, old: Statement, relation: Relation | None = None) -> Statement:
    return Statement(this if left else other, other if left else this, relation or old.relation)


def _without(parts: tuple[Expr, ...], i: int) -> Expr:
    return total([*parts[:i], *parts[i + 1 :]])


def _moved_without_sign(old: Statement) -> Iterator[Statement]:
    """2x + 3 = 11 to 2x = 11 + 3."""
    for this, other, left in _both_ways(old):
        parts = terms(this)
        for i, term in enumerate(parts):
            if len(parts) > 1 or free_symbols(other):
                yield _stated(_without(parts, i), total([other, term]), left, old)


def _two_moved_without_sign(old: Statement) -> Iterator[Statement]:
    """5x + 3 = 2x + 9 to 5x + 2x = 9 + 3."""
    here, there = terms(old.left), terms(old.right)
    for i, j in itertools.product(range(len(here)), range(len(there))):
        if len(here) > 1 and len(there) > 1:
            yield Statement(total([_without(here, i), there[j]]), total([_without(there, j), here[i]]), old.relation)


def _term_on_one_side_only(old: Statement) -> Iterator[Statement]:
    """x + 3 = 11 to x = 11: the term is gone on one side and not taken from the other."""
    for this, other, left in _both_ways(old):
        parts = terms(this)
        for i in range(len(parts)):
            if len(parts) > 1:
                yield _stated(_without(parts, i), other, left, old)


def _factor_on_one_side_only(old: Statement) -> Iterator[Statement]:
    """2x = 8 to x = 8, x/3 = 4 to x = 4."""
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if number not in (0, 1) and free_symbols(this):
            yield _stated(rest, other, left, old)
        for factor in _scales(old):
            yield _stated(total([product([factor, t]) for t in terms(this)]), other, left, old)


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
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if abs(number) not in (0, 1) and rest != integer(1):
            yield _stated(rest, total([other, whole(-number)]), left, old)
            yield _stated(rest, total([other, whole(number)]), left, old)


def _coefficient_multiplied(old: Statement) -> Iterator[Statement]:
    """3x = 12 to x = 36, x/3 = 6 to x = 2."""
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if abs(number) not in (0, 1) and rest != integer(1):
            yield _stated(rest, product([whole(number), other]), left, old)


def _quotient_turned(old: Statement) -> Iterator[Statement]:
    """3x = 2 to x = 3/2."""
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if number != 0 and rest != integer(1):
            yield _stated(rest, apply("divide", whole(number), other), left, old)


def _sign_of_coefficient_lost(old: Statement) -> Iterator[Statement]:
    """-2x = 6 to x = 3, -x = 5 to x = 5."""
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if number < 0 and rest != integer(1):
            yield _stated(product([whole(-number), rest]), other, left, old)


def _sign_of_result(old: Statement) -> Iterator[Statement]:
    """2x = -6 to x = 3: a minus on the other side is dropped."""
    for this, other, left in _both_ways(old):
        number, rest = split_coefficient(this)
        if number and rest != integer(1) and not free_symbols(other):
            yield _stated(this, negative(other), left, old)


def _term_divided_away(old: Statement) -> Iterator[Statement]:
    """x + 3 = 12 to x = 4: divided by what is added."""
    for this, other, left in _both_ways(old):
        parts = terms(this)
        for i, term in enumerate(parts):
            if len(parts) > 1 and isinstance(signed(term)[1], Number):
                yield _stated(_without(parts, i), apply("divide", other, signed(term)[1]), left, old)


def _not_turned(old: Statement) -> Iterator[Statement]:
    """-2x < 6 to x < -3."""
    if old.relation in TURNED:
        yield Statement(negative(old.left), negative(old.right), old.relation)


def _turned_without_need(old: Statement) -> Iterator[Statement]:
    if old.relation in TURNED:
        yield Statement(old.left, old.right, TURNED[old.relation])


def _boundary(old: Statement) -> Iterator[Statement]:
    if old.relation in LOOSENED:
        yield Statement(old.left, old.right, LOOSENED[old.relation])


def _squared(term: Expr) -> Expr:
    match term:
        case Apply("sqrt", (a,)):
            return a
        case _:
            return apply("power", term, integer(2))


def _squared_term_by_term(old: Statement) -> Iterator[Statement]:
    """sqrt(x) + 2 = x to x + 4 = x^2; sqrt(x + 1) = 3 to x + 1 = 3 is another slip."""
    if not any(_has_root(t) for t in (*terms(old.left), *terms(old.right))):
        return
    for keep_signs in (False, True):
        sides = []
        for side in (old.left, old.right):
            squared = []
            for term in terms(side):
                minus, inner = signed(term)
                square = product([_squared(p) for p in _factors_of(inner)])
                squared.append(negative(square) if minus and keep_signs else square)
            sides.append(total(squared))
        yield Statement(sides[0], sides[1], old.relation)


def _factors_of(expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.function == "multiply" else (expr,)


def _has_root(term: Expr) -> bool:
    return any(isinstance(f, Apply) and f.function == "sqrt" for f in _factors_of(signed(term)[1]))


def _root_undone_on_one_side(old: Statement) -> Iterator[Statement]:
    """sqrt(x + 1) = 3 to x + 1 = 3, or to x + 1 = 6."""
    for this, other, left in _both_ways(old):
        match this:
            case Apply("sqrt", (a,)):
                yield _stated(a, other, left, old)
                yield _stated(a, product([integer(2), other]), left, old)
            case _:
                pass


def _rooted(term: Expr) -> Expr | None:
    minus, inner = signed(term)
    match inner:
        case Number(value, _):
            top, bottom = integer_root(value.numerator, 2), integer_root(value.denominator, 2)
            found: Expr | None = whole(Fraction(top, bottom)) if top is not None and bottom is not None else None
        case Apply("power", (base, Number(n, _))) if n % 2 == 0:
            found = base if n == 2 else apply("power", base, Number(n / 2))
        case Apply("multiply", arguments):
            parts = [_rooted(a) for a in arguments]
            found = product([p for p in parts if p is not None]) if all(p is not None for p in parts) else None
        case _:
            found = None
    return negative(found) if minus and found is not None else found


def _rooted_term_by_term(old: Statement) -> Iterator[Statement]:
    """x^2 + 9 = 25 to x + 3 = 5."""
    if max(len(terms(old.left)), len(terms(old.right))) < 2:
        return
    sides = [[_rooted(t) for t in terms(side)] for side in (old.left, old.right)]
    if all(t is not None for side in sides for t in side):
        left, right = ([t for t in side if t is not None] for side in sides)
        yield Statement(total(left), total(right), old.relation)


def _power_undone_wrongly(old: Statement) -> Iterator[Statement]:
    """x^2 = 16 to x = 8, or to x = 16; x^3 = 27 to x = 9."""
    for this, other, left in _both_ways(old):
        match this:
            case Apply("power", (base, Number(n, _))) if n > 1 and free_symbols(base):
                yield _stated(base, apply("divide", other, Number(n)), left, old)
                yield _stated(base, other, left, old)
            case _:
                pass


def _exponent_by_division(old: Statement) -> Iterator[Statement]:
    """2^x = 8 to x = 4."""
    for this, other, left in _both_ways(old):
        match this:
            case Apply("power", (base, exponent)) if free_symbols(exponent) and not free_symbols(base):
                yield _stated(exponent, apply("divide", other, base), left, old)
                yield _stated(exponent, total([other, negative(base)]), left, old)
                yield _stated(exponent, apply("root", other, base), left, old)
            case _:
                pass


def _logarithm_undone_wrongly(old: Statement) -> Iterator[Statement]:
    """log_2(x) = 5 to x = 10, to x = 25 or to x = 5."""
    for this, other, left in _both_ways(old):
        match this:
            case Apply("log", (inner, base)):
                yield _stated(inner, product([base, other]), left, old)
                yield _stated(inner, apply("power", other, base), left, old)
                yield _stated(inner, other, left, old)
            case Apply("ln", (inner,)):
                yield _stated(inner, other, left, old)
            case _:
                pass


def _inside(term: Expr) -> Expr | None:
    minus, inner = signed(term)
    match inner:
        case Apply("log" | "ln", (a, *_)):
            return negative(a) if minus else a
        case _:
            return None


def _logarithms_dropped(old: Statement) -> Iterator[Statement]:
    """log x + log 3 = log 12 to x + 3 = 12."""
    sides = [[_inside(t) for t in terms(side)] for side in (old.left, old.right)]
    if all(t is not None for side in sides for t in side) and max(map(len, sides)) > 1:
        left, right = ([t for t in side if t is not None] for side in sides)
        yield Statement(total(left), total(right), old.relation)


def _over(term: Expr) -> tuple[Expr, Expr]:
    match term:
        case Apply("divide", (a, b)):
            return a, b
        case _:
            return term, integer(1)


def _multiplied_across(old: Statement) -> Iterator[Statement]:
    """a/b = c/d to ac = bd, instead of ad = bc."""
    (a, b), (c, d) = _over(old.left), _over(old.right)
    if b != integer(1) or d != integer(1):
        yield Statement(product([a, c]), product([b, d]), old.relation)
        yield Statement(product([a, b]), product([c, d]), old.relation)


def _turned_term_by_term(old: Statement) -> Iterator[Statement]:
    """1/x = 1/a + 1/b to x = a + b."""
    if max(len(terms(old.left)), len(terms(old.right))) < 2:
        return
    sides = []
    for side in (old.left, old.right):
        turned = []
        for term in terms(side):
            minus, inner = signed(term)
            top, bottom = _over(inner)
            turned.append(negative(apply("divide", bottom, top)) if minus else apply("divide", bottom, top))
        sides.append(turned)
    yield Statement(total(sides[0]), total(sides[1]), old.relation)


def _constant_side_kept(old: Statement) -> Iterator[Statement]:
    """Differentiated, multiplied out or collected on one side, while the other lost its sign: (l, -r)."""
    if old.right != integer(0):
        yield Statement(old.left, negative(old.right), old.relation)


STEPS: Final = (
    Step(Slip("not_turned", "Inequality sign not turned", "Multiplying or dividing by a negative number turns the sign: from $-2 x < 6$ "
        "follows $x > -3$."), _not_turned),
    Step(Slip("sign_of_coefficient_lost", "Sign of the coefficient", "Divide by the coefficient with its sign: from $-2 x = 6$ follows "
        "$x = -3$."), _sign_of_coefficient_lost),
    Step(Slip("moved_without_sign", "Sign of a moved term", "A term that goes to the other side changes its sign: from $x + a = b$ "
        "follows $x = b - a$."), _moved_without_sign),
    Step(Slip("factor_on_one_side_only", "Done on one side only", "What is done to one side is done to the other too: from $2 x = 8$ "
        "follows $x = \\frac{8}{2}$."), _factor_on_one_side_only),
    Step(Slip("root_undone_on_one_side", "Only one side squared", "Square both sides: from $\\sqrt{x} = a$ follows $x = a^2$."),
        _root_undone_on_one_side),
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
    Step(Slip("squared_term_by_term", "Squared term by term", "A whole side is squared: $(\\sqrt{x} + a)^2 = x + 2 a \\sqrt{x} + a^2$."),
        _squared_term_by_term),
    Step(Slip("rooted_term_by_term", "Root taken term by term", "Take the root of a whole side: $\\sqrt{x^2 + 9}$ is not $x + 3$."),
        _rooted_term_by_term),
    Step(Slip("power_undone_wrongly", "Power undone wrongly", "A square is undone by a root: from $x^2 = 16$ follows $x = 4$ or $x = "
        "-4$."), _power_undone_wrongly),
    Step(Slip("exponent_by_division", "Exponent found by dividing", "An exponent is found with a logarithm, or by trying: $2^x = 8$ asks "
        "how often $2$ is multiplied."), _exponent_by_division),
    Step(Slip("logarithm_undone_wrongly", "Logarithm undone wrongly", "$\\log_2 x = 5$ means $x = 2^5$."), _logarithm_undone_wrongly),
    Step(Slip("logarithms_dropped", "Logarithms dropped term by term", "First make one logarithm of each side: $\\log a + \\log b = "
        "\\log(a b)$."), _logarithms_dropped),
    Step(Slip("multiplied_across", "Fractions multiplied across", "From $\\frac{a}{b} = \\frac{c}{d}$ follows $a d = b c$: each top goes "
        "to the other bottom."), _multiplied_across),
    Step(Slip("turned_term_by_term", "Turned upside down term by term", "Add the fractions first, then turn a whole side upside down."),
        _turned_term_by_term),
    Step(Slip("two_moved_without_sign", "Signs of moved terms", "Each term that goes to the other side changes its sign."),
        _two_moved_without_sign),
    Step(Slip("sign_of_result", "Sign lost", "Plus divided by minus, or minus by plus, is minus."), _sign_of_result),
    Step(Slip("boundary", "Boundary", "$\\le$ includes the boundary, $<$ does not: keep the sign as it was."), _boundary),
    Step(Slip("turned_without_need", "Inequality sign turned", "The sign turns only when both sides are multiplied or divided by a "
        "negative number."), _turned_without_need),
    Step(Slip("side_lost_its_sign", "Sign lost", "Follow the minus sign of this side from the line before."), _constant_side_kept),
)  # fmt: skip
