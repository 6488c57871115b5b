"""Known slips of calculating with numbers: carries, places, signs, tables, rounding.

They compare two values, or rebuild what the written method of adding and multiplying gives when a column goes wrong. They explain almost
any near miss, so they stand last, and each asks for the kind of calculation in which it happens.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, apply, integer
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import factors, negative, product, signed, terms, total
from ardoise.verify.checks.slips_rows import Rewriting, whole

LARGEST: Final = 10**7


def _natural(expr: Expr) -> int | None:
    return expr.value.numerator if isinstance(expr, Number) and expr.value.denominator == 1 and 0 <= expr.value < LARGEST else None


def _two(expr: Expr, function: str) -> tuple[int, int] | None:
    match expr:
        case Apply(f, (a, b)) if f == function:
            first, second = _natural(a), _natural(b)
            return (first, second) if first is not None and second is not None else None
        case _:
            return None


def _difference(expr: Expr) -> tuple[int, int] | None:
    match expr:
        case Apply("add", (a, b)):
            minus, inner = signed(b)
            first, second = _natural(a), _natural(inner)
            return (first, second) if minus and first is not None and second is not None else None
        case _:
            return None


def _smaller_from_larger(expr: Expr) -> Iterator[Expr]:
    """52 - 38 = 26: in each column the smaller digit is taken from the larger one."""
    pair = _difference(expr)
    if pair is None or pair[0] < pair[1]:
        return
    a, b = (str(n).zfill(len(str(pair[0]))) for n in pair)
    yield integer(int("".join(str(abs(int(x) - int(y))) for x, y in zip(a, b, strict=True))))


def _without_carry(expr: Expr) -> Iterator[Expr]:
    """58 + 37 = 85: the carries are dropped, all or one of them."""
    pair = _two(expr, "add")
    if pair is None:
        return
    a, b = pair
    carries = [10**k for k in range(1, 7) if (a % 10**k) + (b % 10**k) >= 10**k]
    for r in range(len(carries), 0, -1):
        for dropped in itertools.combinations(carries, r):
            yield whole(a + b - sum(dropped))


def _borrow_forgotten(expr: Expr) -> Iterator[Expr]:
    """503 - 278 = 235: what was borrowed is not paid back, in one column or in all."""
    pair = _difference(expr)
    if pair is None or pair[0] < pair[1]:
        return
    a, b = pair
    borrows = [10**k for k in range(1, 7) if a % 10**k < b % 10**k]
    for r in range(len(borrows), 0, -1):
        for forgotten in itertools.combinations(borrows, r):
            yield whole(a - b + sum(forgotten))


def _carry_in_a_product(expr: Expr) -> Iterator[Expr]:
    """27 * 4 = 88: the carry of a written multiplication is dropped."""
    pair = _two(expr, "multiply")
    if pair is None or min(pair) > 9 or max(pair) < 10:
        return
    small, large = sorted(pair)
    digits = [int(d) for d in str(large)]
    yield whole(sum((small * d % 10) * 10**k for k, d in enumerate(reversed(digits))))
    for k, d in enumerate(reversed(digits)):
        carry = small * d // 10
        if carry and k + 1 < len(digits) + 1:
            yield whole(small * large - carry * 10 ** (k + 1))


def _partial_products(expr: Expr) -> Iterator[Expr]:
    """23 * 14 = 23 * 1 + 23 * 4: the second row is not moved; or 20 * 10 + 3 * 4: the mixed products are left out."""
    pair = _two(expr, "multiply")
    if pair is None or min(pair) < 10:
        return
    for a, b in (pair, pair[::-1]):
        yield whole(sum(a * int(d) for d in str(b)))
    first, second = (sorted((int(d) * 10**k for k, d in enumerate(reversed(str(n)))), reverse=True) for n in pair)
    if len(first) == len(second):
        yield whole(sum(x * y for x, y in zip(first, second, strict=True)))


def _table(expr: Expr) -> Iterator[Expr]:
    """7 * 8 = 54: the neighbour in the multiplication table."""
    pair = _two(expr, "multiply")
    if pair is None or max(pair) > 12 or min(pair) < 2:
        return
    a, b = pair
    for x, y in ((a + 1, b), (a - 1, b), (a, b + 1), (a, b - 1)):
        yield whole(x * y)
    for near in range(-2, 3):
        yield whole(a * b + near)


def _table_of_division(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("divide", (Number(a, _), Number(b, _))) if b and (a / b).denominator == 1 and a / b <= 20 and b <= 20:
            yield whole(a / b + 1)
            yield whole(a / b - 1)
        case _:
            pass


def _off_by_a_power_of_ten(expr: Expr) -> Iterator[Expr]:
    for power in (10, 100, 1000):
        yield product([whole(power), expr])
        yield apply("divide", expr, whole(power))


def _added_for_multiplied(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("multiply", arguments) if all(isinstance(a, Number | Apply) for a in arguments):
            yield total(list(arguments))
        case _:
            pass


def _multiplied_for_added(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("add", (a, b)) if not signed(b)[0]:
            yield product([a, b])
        case _:
            pass


def _added_for_subtracted(expr: Expr) -> Iterator[Expr]:
    there = terms(expr)
    for i in range(1, len(there)):
        yield total([*there[:i], negative(there[i]), *there[i + 1 :]])


def _turned_difference(expr: Expr) -> Iterator[Expr]:
    there = terms(expr)
    if any(signed(t)[0] for t in there) and len(there) > 1:
        yield total([negative(t) for t in there])


def _sign_lost(expr: Expr) -> Iterator[Expr]:
    yield negative(expr)


def _multiplied_for_divided(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("divide", (a, b)):
            yield product([a, b])
        case _:
            pass


def _divided_for_multiplied(expr: Expr) -> Iterator[Expr]:
    parts = factors(expr)
    if len(parts) == 2:
        yield apply("divide", parts[0], parts[1])
        yield apply("divide", parts[1], parts[0])


def _not_divided(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("divide", (top, Number())):
            yield top
        case _:
            pass


def _one_left_out(expr: Expr) -> Iterator[Expr]:
    for parts, join in ((terms(expr), total), (factors(expr), product)):
        if len(parts) > 2:
            for i in range(len(parts)):
                yield join([*parts[:i], *parts[i + 1 :]])


def _decimal_point_in_a_product(expr: Expr) -> Iterator[Expr]:
    """0.3 * 0.2 = 0.6: as many places as one of the factors has."""
    parts = factors(expr)
    if len(parts) == 2 and any(isinstance(p, Number) and p.decimals for p in parts):
        for power in (10, 100):
            yield product([whole(power), expr])
            yield apply("divide", expr, whole(power))


def _decimals_aligned_at_the_end(expr: Expr) -> Iterator[Expr]:
    """0.5 + 0.25 = 0.30: the last digits are put under one another instead of the points."""
    match expr:
        case Apply("add", (a, b)):
            minus, inner = signed(b)
            if isinstance(a, Number) and isinstance(inner, Number) and (a.decimals or inner.decimals):
                places = a.decimals or 0, inner.decimals or 0
                first, second = a.value * 10 ** places[0], inner.value * 10 ** places[1]
                result = first - second if minus else first + second
                for shown in sorted(set(places), reverse=True):
                    yield whole(Fraction(result) / 10**shown)
        case _:
            pass


CALCULATING: Final = (
    Rewriting(Slip("smaller_from_larger", "Smaller digit taken from the larger", "$52 - 38$: from $2$ you cannot take $8$, so borrow a "
        "ten and take $8$ from $12$."), _smaller_from_larger),
    Rewriting(Slip("carry_forgotten", "Carry forgotten", "When a column passes nine, its ten goes to the next column: $58 + 37$ has $8 + "
        "7 = 15$."), _without_carry),
    Rewriting(Slip("borrow_forgotten", "Borrowed ten not paid back", "A ten that was borrowed is missing in the next column."),
        _borrow_forgotten),
    Rewriting(Slip("carry_forgotten_in_a_product", "Carry forgotten", "What passes nine goes to the next column: $27 \\cdot 4$ has $7 "
        "\\cdot 4 = 28$, so $2$ is carried."), _carry_in_a_product),
    Rewriting(Slip("rows_not_moved", "Rows of the multiplication", "$23 \\cdot 14 = 23 \\cdot 10 + 23 \\cdot 4$: each digit counts with "
        "its place."), _partial_products),
    Rewriting(Slip("decimals_aligned", "Points not under one another", "$0.5 + 0.25 = 0.50 + 0.25$: write the points under one another."),
        _decimals_aligned_at_the_end),
    Rewriting(Slip("decimal_point_in_a_product", "Place of the decimal point",
        "The product has as many decimals as both factors together: $0.3 "
        "\\cdot 0.2 = 0.06$."), _decimal_point_in_a_product),
    Rewriting(Slip("multiplication_table", "Multiplication table", "Look at this product again in the table."), _table),
    Rewriting(Slip("division_table", "Division table", "Multiply back to test it."), _table_of_division),
    Rewriting(Slip("added_for_multiplied", "Added instead of multiplied", "Here the numbers are multiplied."), _added_for_multiplied),
    Rewriting(Slip("multiplied_for_added", "Multiplied instead of added", "Here the numbers are added."), _multiplied_for_added),
    Rewriting(Slip("not_divided", "Division forgotten", "The sum is not yet the mean: divide it too."), _not_divided),
    Rewriting(Slip("multiplied_for_divided", "Multiplied instead of divided", "Here the numbers are divided."), _multiplied_for_divided),
    Rewriting(Slip("divided_for_multiplied", "Divided instead of multiplied", "Here the numbers are multiplied."),
        _divided_for_multiplied),
    Rewriting(Slip("turned_difference", "Difference turned round", "$a - b = -(b - a)$: mind which number is taken from which."),
        _turned_difference),
    Rewriting(Slip("added_for_subtracted", "Plus and minus mixed up", "Look at the sign before this number again."),
        _added_for_subtracted),
)  # fmt: skip
"""At any place."""

AT_THE_END: Final = (
    Rewriting(Slip("one_left_out", "A part left out", "One of the parts is missing."), _one_left_out),
    Rewriting(Slip("sign_lost", "Sign lost", "Follow the minus sign from the line before."), _sign_lost),
    Rewriting(Slip("power_of_ten", "A place too many or too few", "Estimate first: the result is off by a power of ten."),
        _off_by_a_power_of_ten),
)  # fmt: skip
"""Only of the whole."""
