"""Known slips in a step from one equation to the next that undoes a power, a root, a logarithm or a fraction."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, apply, free_symbols, integer
from ardoise.core.verdict import Slip
from ardoise.verify.checks.elementary import integer_root
from ardoise.verify.checks.slips_patterns import factors, negative, product, signed, terms, total
from ardoise.verify.checks.slips_probe import Statement
from ardoise.verify.checks.slips_rows import Step, whole
from ardoise.verify.checks.slips_sides import both_ways, stated


def _squared(term: Expr) -> Expr:
    match term:
        case Apply("sqrt", (a,)):
            return a
        case _:
            return apply("power", term, integer(2))


def _squared_term_by_term(old: Statement) -> Iterator[Statement]:
    """sqrt(x) + 2 = x to x + 4 = x^2; sqrt(x + 1) = 3 to x + 1 = 3 is another slip."""
    if max(len(terms(old.left)), len(terms(old.right))) < 2 or not any(_has_root(t) for t in (*terms(old.left), *terms(old.right))):
        return
    for keep_signs in (False, True):
        sides = []
        for side in (old.left, old.right):
            squared = []
            for term in terms(side):
                minus, inner = signed(term)
                square = product([_squared(p) for p in factors(inner)])
                squared.append(negative(square) if minus and keep_signs else square)
            sides.append(total(squared))
        yield Statement(sides[0], sides[1], old.relation)


def _has_root(term: Expr) -> bool:
    return any(isinstance(f, Apply) and f.function == "sqrt" for f in factors(signed(term)[1]))


def _root_undone_on_one_side(old: Statement) -> Iterator[Statement]:
    """sqrt(x + 1) = 4 to x + 1 = 4, to x + 1 = 8 or to x + 1 = 2."""
    for this, other, left in both_ways(old):
        match this:
            case Apply("sqrt", (a,)):
                yield stated(a, other, left, old)
                yield stated(a, product([integer(2), other]), left, old)
                yield stated(a, apply("sqrt", other), left, old)
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
    for this, other, left in both_ways(old):
        match this:
            case Apply("power", (base, Number(n, _))) if n > 1 and free_symbols(base):
                yield stated(base, apply("divide", other, Number(n)), left, old)
                yield stated(base, other, left, old)
            case _:
                pass


def _exponent_by_division(old: Statement) -> Iterator[Statement]:
    """2^x = 8 to x = 4."""
    for this, other, left in both_ways(old):
        match this:
            case Apply("power", (base, exponent)) if free_symbols(exponent) and not free_symbols(base):
                yield stated(exponent, apply("divide", other, base), left, old)
                yield stated(exponent, total([other, negative(base)]), left, old)
                yield stated(exponent, apply("root", other, base), left, old)
            case _:
                pass


def _logarithm_term_by_term(old: Statement) -> Iterator[Statement]:
    """2^x + 1 = 9 to x + 1 = log_2(9): the logarithm is taken of single terms."""
    for this, other, left in both_ways(old):
        for term in terms(this) if len(terms(this)) + len(terms(other)) > 2 else ():
            match term:
                case Apply("power", (base, exponent)) if free_symbols(exponent) and not free_symbols(base):
                    here = [exponent if t == term else t for t in terms(this)]
                    yield stated(total(here), apply("log", other, base), left, old)
                    logs = total([apply("log", t, base) for t in terms(other)])
                    yield stated(total(here), logs, left, old)
                    yield stated(total([e if e == exponent else apply("log", e, base) for e in here]), logs, left, old)
                case _:
                    pass


def _logarithm_undone_wrongly(old: Statement) -> Iterator[Statement]:
    """log_2(x) = 5 to x = 10, to x = 25 or to x = 5."""
    for this, other, left in both_ways(old):
        match this:
            case Apply("log", (inner, base)):
                yield stated(inner, product([base, other]), left, old)
                yield stated(inner, apply("power", other, base), left, old)
                yield stated(inner, other, left, old)
            case Apply("ln", (inner,)):
                yield stated(inner, other, left, old)
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


UNDOING: Final = (
    Step(Slip("root_undone_on_one_side", "Only one side squared", "Square both sides: from $\\sqrt{x} = a$ follows $x = a^2$."),
        _root_undone_on_one_side),
    Step(Slip("squared_term_by_term", "Squared term by term", "A whole side is squared: $(\\sqrt{x} + a)^2 = x + 2 a \\sqrt{x} + a^2$."),
        _squared_term_by_term),
    Step(Slip("rooted_term_by_term", "Root taken term by term", "Take the root of a whole side: $\\sqrt{x^2 + 9}$ is not $x + 3$."),
        _rooted_term_by_term),
    Step(Slip("power_undone_wrongly", "Power undone wrongly", "A square is undone by a root: from $x^2 = 16$ follows $x = 4$ or $x = "
        "-4$."), _power_undone_wrongly),
    Step(Slip("exponent_by_division", "Exponent found by dividing", "An exponent is found with a logarithm, or by trying: $2^x = 8$ asks "
        "how often $2$ is multiplied."), _exponent_by_division),
    Step(Slip("logarithm_undone_wrongly", "Logarithm undone wrongly", "$\\log_2 x = 5$ means $x = 2^5$."), _logarithm_undone_wrongly),
    Step(Slip("logarithm_term_by_term", "Logarithm taken term by term", "The logarithm is taken of a whole side, so first leave the power "
        "alone: from $2^x + 1 = 9$ follows $2^x = 8$."), _logarithm_term_by_term),
    Step(Slip("logarithms_dropped", "Logarithms dropped term by term", "First make one logarithm of each side: $\\log a + \\log b = "
        "\\log(a b)$."), _logarithms_dropped),
    Step(Slip("multiplied_across", "Fractions multiplied across", "From $\\frac{a}{b} = \\frac{c}{d}$ follows $a d = b c$: each top goes "
        "to the other bottom."), _multiplied_across),
    Step(Slip("turned_term_by_term", "Turned upside down term by term", "Add the fractions first, then turn a whole side upside down."),
        _turned_term_by_term),
)  # fmt: skip
