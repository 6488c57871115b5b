"""What dots stand for: 1 + 2 + ... + n is the sum of k for k from 1 to n.

The rule of the terms is found from the terms themselves and must fit every one that is written. Either the last term, with its letter
replaced by a counter, gives the first terms for successive counters (2n - 1 gives 1, 3, 5); or the terms are numbers that grow by the same
amount or factor, are successive squares, or differ in places that count (1*2, 2*3, ..., 9*10). Where no rule fits, nothing is read into the
dots. An endless sum is read only where three terms or more make it geometric with a ratio below 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, integer
from ardoise.verify.checks import equality, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact, integer_root
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.evaluate import Value, evaluate

_FIRST: Final = (1, 0, 2, -1, 3, 4, 5)
"""Values of the counter with which the first term may begin."""
_COUNTERS: Final = ("k", "j", "i", "m", "r")
Rule = tuple[Expr, str, Expr, Expr]
"""Body, counter, and the counter's first and last value."""


@lru_cache(maxsize=512)
def spelled_out(expr: Expr) -> Expr:
    """The expression with every row of dots in it as a sum or product; raises Unsupported where no rule is seen."""
    match expr:
        case Apply("dotted_sum" | "dotted_product" as head, (*written, last)):
            return _series("sum" if head == "dotted_sum" else "product", tuple(spelled_out(t) for t in written), spelled_out(last))
        case Apply("endless_sum", written):
            return _endless(tuple(spelled_out(t) for t in written))
        case Apply("add" | "multiply" as head, arguments) if Apply("ellipsis", ()) in arguments:
            place = arguments.index(Apply("ellipsis", ()))
            before, after = tuple(spelled_out(t) for t in arguments[:place]), tuple(spelled_out(t) for t in arguments[place + 1 :])
            if not after and head == "add":
                return _endless(before)
            if not after or len(before) < 2:
                raise Unsupported("dots")
            found = _series("sum" if head == "add" else "product", before, after[0])
            return Apply(head, (found, *after[1:])) if len(after) > 1 else found
        case Apply("ellipsis"):
            raise Unsupported("dots")
        case Apply(_, arguments):
            return shape.rewrite(expr, tuple(spelled_out(a) for a in arguments))
        case _:
            return expr


def has_dots(expr: Expr) -> bool:
    return shape.uses(expr, "dotted_sum", "dotted_product", "endless_sum", "ellipsis")


def _series(head: str, written: tuple[Expr, ...], last: Expr) -> Expr:
    for body, counter, low, high in (*_by_last_term(written, last), *_by_numbers(written, last)):
        return apply(head, body, Symbol(counter), low, high)
    raise Unsupported("no rule fits the terms")


def _by_last_term(written: tuple[Expr, ...], last: Expr) -> Iterator[Rule]:
    """The last term as the rule: with its letter counting up from some first value it gives every term written."""
    taken = frozenset(n for e in (*written, last) for n in free_symbols(e))
    counter = next((c for c in _COUNTERS if c not in taken), None)
    if counter is None:
        return
    for name in sorted(free_symbols(last) - free_symbols(written[0])):
        body = shape.substitute(last, {name: Symbol(counter)})
        for first in _FIRST:
            if all(_equal(shape.substitute(last, {name: integer(first + k)}), term) for k, term in enumerate(written)):
                yield body, counter, integer(first), Symbol(name)
                return


def _equal(a: Expr, b: Expr) -> bool:
    if not free_symbols(a) and not free_symbols(b):
        try:
            return bool(evaluate(a, {}) == evaluate(b, {}))
        except (Unsupported, Undefined):
            return False
    return free_symbols(a) >= free_symbols(b) and equality.compare(a, b).equality is Equality.PROVED


def _by_numbers(written: tuple[Expr, ...], last: Expr) -> Iterator[Rule]:
    """Rules for terms that are numbers, the last one too."""
    if any(free_symbols(e) for e in (*written, last)) or len(written) < 2:
        return
    try:
        values = [evaluate(e, {}) for e in written]
        end = evaluate(last, {})
    except (Unsupported, Undefined):
        return
    if not all(exact(v) for v in (*values, end)):
        return
    for rule in (_arithmetic(values, end), _counting(written, last), _geometric(values, end), _squares(values, end)):
        if rule is not None:
            yield rule


def _number(value: Value) -> Expr:
    return Number(Fraction(value))


def _arithmetic(values: list[Value], end: Value) -> Rule | None:
    step = values[1] - values[0]
    if step == 0 or any(b - a != step for a, b in itertools.pairwise(values)):
        return None
    count = Fraction(end - values[0]) / step
    if count.denominator != 1 or count < len(values):
        return None
    return apply("add", _number(values[0]), apply("multiply", _number(step), Symbol("k"))), "k", integer(0), integer(int(count))


def _geometric(values: list[Value], end: Value) -> Rule | None:
    ratio = _ratio(values)
    if ratio is None:
        return None
    value, count = Fraction(values[-1]), len(values) - 1
    while value != end and count < 2_000 and (abs(value) < abs(end)) == (abs(ratio) > 1):
        value, count = value * ratio, count + 1
    if value != end or count < len(values):
        return None
    return apply("multiply", _number(values[0]), apply("power", _number(ratio), Symbol("k"))), "k", integer(0), integer(count)


def _ratio(values: list[Value]) -> Fraction | None:
    """The common ratio of three values or more."""
    if len(values) < 3 or 0 in values:
        return None
    ratio = Fraction(values[1]) / values[0]
    fits = all(b == a * ratio for a, b in itertools.pairwise(values))
    return ratio if fits and ratio not in (0, 1) else None


def _squares(values: list[Value], end: Value) -> Rule | None:
    """1 + 4 + 9 + ... + 100, and cubes."""
    for degree in (2, 3):
        roots = [integer_root(v, degree) if isinstance(v, int) and v >= 0 else None for v in (*values, end)]
        whole = [r for r in roots if r is not None]
        if len(whole) == len(roots) and all(b == a + 1 for a, b in itertools.pairwise(whole)) and whole[-1] > whole[-2]:
            return apply("power", Symbol("k"), integer(degree)), "k", integer(whole[0]), integer(whole[-1])
    return None


def _counting(written: tuple[Expr, ...], last: Expr) -> Rule | None:
    """Terms of one shape, whose numbers count up by steps of their own; the last term says how far."""
    counts: set[int] = set()
    body = _common(written, last, counts)
    if body is None or len(counts) != 1 or (count := counts.pop()) < len(written):
        return None
    return body, "k", integer(0), integer(count)


def _common(written: tuple[Expr, ...], last: Expr, counts: set[int]) -> Expr | None:
    first = written[0]
    if all(t == first for t in (*written[1:], last)):
        return first
    if all(isinstance(t, Number) for t in (*written, last)):
        values = [t.value for t in (*written, last) if isinstance(t, Number)]
        step = values[1] - values[0]
        if step == 0 or any(b - a != step for a, b in itertools.pairwise(values)):
            return None
        count = (values[-1] - values[0]) / step
        if count.denominator != 1:
            return None
        counts.add(int(count))
        return apply("add", _number(values[0]), apply("multiply", _number(step), Symbol("k")))
    terms = [t for t in (*written, last) if isinstance(t, Apply)]
    if len(terms) != len(written) + 1 or len({(t.function, len(t.arguments)) for t in terms}) != 1:
        return None
    parts = []
    for place in range(len(terms[0].arguments)):
        column = tuple(t.arguments[place] for t in terms)
        part = _common(column[:-1], column[-1], counts)
        if part is None:
            return None
        parts.append(part)
    return Apply(terms[0].function, tuple(parts))


def _endless(written: tuple[Expr, ...]) -> Expr:
    """The sum of an endless geometric series: its first term over one less the ratio."""
    try:
        values = [evaluate(e, {}) for e in written]
    except Undefined as e:
        raise Unsupported("dots") from e
    ratio = _ratio(values) if all(exact(v) for v in values) else None
    if ratio is None or abs(ratio) >= 1:
        raise Unsupported("dots")
    return apply("divide", _number(values[0]), apply("subtract", integer(1), _number(ratio)))
