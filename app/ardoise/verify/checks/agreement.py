"""Whether two final answers are the same: as values, as sets of values, as equations or sets of numbers, else as words.

Written differently is still the same: 1/2 and 0.5, 18 and 18 dollars, "x > 3" and "(3, ∞)", 2x + 3 and "y = 2x + 3". A rounded value is not
the exact one, an interval is not a point, and two numbers are not one. What cannot be compared is UNDECIDED.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

import mpmath

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols
from ardoise.core.solution import Answer, Unreadable
from ardoise.core.verdict import Verdict
from ardoise.notation.parser import parse
from ardoise.verify.checks import conditions, equality, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import SYMPY_FAULTS, Equality
from ardoise.verify.checks.evaluate import Value, same, settled

_WRAPPED: Final = re.compile(r"\\(?:text|mathrm|mathbf|textbf|operatorname|mbox)\s*\{([^{}]*)\}")
_SETTING: Final = re.compile(r"\\[,;:! ]|[$\\{}()\s.*~]")
_BARE: Final = frozenset({"percent", "degree"})
_INTERVALS: Final = frozenset({"interval_open", "interval_closed", "interval_left_open", "interval_right_open", "union", "intersection"})
_SEQUENCES: Final = frozenset({"tuple", "matrix", "row", "set", *_INTERVALS})
_BOUNDS: Final = frozenset({"less", "less_equal", "greater", "greater_equal"})
MOST_VALUES: Final = 40
MOST_MULTIPLE: Final = 60
"""Denominator of a number that an equation was multiplied by."""


def agree(one: Answer, other: Answer) -> Verdict:
    """VERIFIED: the same answer; REFUTED: another one; UNDECIDED: it cannot be told."""
    if one.latex.strip() and one.latex.strip() == other.latex.strip():
        return Verdict.VERIFIED
    if not (one.exprs and other.exprs) or all(isinstance(e, Symbol) for e in (*one.exprs, *other.exprs)):
        words, others = _words(one), _words(other)
        return Verdict.VERIFIED if words and words == others else Verdict.REFUTED if words and others else Verdict.UNDECIDED
    try:
        return _same_values(_values(one), _values(other))
    except (Undefined, Unsupported, *SYMPY_FAULTS):
        return Verdict.UNDECIDED


def _words(answer: Answer) -> str:
    """An answer in words, without what only sets it."""
    return _SETTING.sub("", _WRAPPED.sub(r"\1", answer.latex or answer.text)).casefold()


def _values(answer: Answer) -> list[Expr]:
    """What the answer names; bounds stay together, since "and" is not "or" there."""
    if len(answer.exprs) > 1 and any(isinstance(e, Apply) and e.function in _BOUNDS for e in answer.exprs):
        whole = parse(answer.latex or answer.text)
        if not isinstance(whole, Unreadable) and conditions.is_statement(whole):
            return [whole]
    found = _spread(answer.exprs)
    if len(found) > 1 and all(isinstance(e, Apply) and e.function == "not_equal" for e in found):  # each of them is left out
        return [Apply("and", tuple(found))]
    return found


def _spread(exprs: Sequence[Expr]) -> list[Expr]:
    """Each value by itself: both signs of a plus-minus, each of a choice, each member of a set."""
    found: list[Expr] = []
    for expr in exprs:
        match expr:
            case Apply("set" | "or", parts) if parts:
                found += _spread(parts)
            case Apply("equal", (Symbol() as name, Apply("set" | "or", parts))) if parts:
                found += _spread([Apply("equal", (name, p)) for p in parts])
            case _:
                found += shape.signs(expr)
    if len(found) > MOST_VALUES:
        raise Unsupported("too many values")
    return list(dict.fromkeys(found))


def _same_values(ones: list[Expr], others: list[Expr]) -> Verdict:
    """Each of one side is found on the other, in whatever order; names that only one side gives are left out."""
    if len(ones) != len(others):
        return _joined(ones, others)
    left = list(others)
    unsure = False
    for one in ones:
        verdicts = [_same(one, other) for other in left]
        if Verdict.VERIFIED in verdicts:
            left.pop(verdicts.index(Verdict.VERIFIED))
        elif Verdict.UNDECIDED in verdicts:
            unsure = True
        else:
            return _joined(ones, others)
    return Verdict.UNDECIDED if unsure else Verdict.VERIFIED


def _joined(ones: list[Expr], others: list[Expr]) -> Verdict:
    """Other ways to say several values at once: "x = 1, y = 2" is the point (1, 2)."""
    points = [_point(side) for side in (ones, others)]
    if len(ones) != len(others) and all(p is not None for p in points):
        return _each(*(p or () for p in points))
    return Verdict.REFUTED


def _point(side: list[Expr]) -> tuple[Expr, ...] | None:
    """The coordinates of a tuple, or of values named one by one in the order of their names."""
    match side:
        case [Apply("tuple", parts)]:
            return parts
        case [Apply("equal", (Apply("tuple", _), Apply("tuple", parts)))]:
            return parts
        case _ if len(side) > 1 and all(
            isinstance(e, Apply) and e.function == "equal" and isinstance(e.arguments[0], Symbol) for e in side
        ):
            return tuple(e.arguments[1] for e in sorted(side, key=str) if isinstance(e, Apply))
        case _:
            return None


def _same(one: Expr, other: Expr) -> Verdict:
    a, b = _plain(one), _plain(other)
    if a == b:
        return Verdict.VERIFIED
    if _describes(a) or _describes(b):
        return _same_sets(a, b)
    match a, b:
        case (Apply("equal", (left, right)), Apply("equal", (other_left, other_right))):
            return _same_equations((left, right), (other_left, other_right))
        case (Apply("equal", (_, right)), _):
            return _same(right, b)
        case (_, Apply("equal", (_, right))):
            return _same(a, right)
        case (Apply(f, parts), Apply(g, others)) if f in _SEQUENCES and g in _SEQUENCES:
            return _each(parts, others) if f == g else Verdict.REFUTED if len(parts) != len(others) else Verdict.UNDECIDED
        case _ if any(isinstance(e, Apply) and e.function in _SEQUENCES for e in (a, b)):
            one_number = any(shape.is_constant(e) and not (isinstance(e, Apply) and e.function in _SEQUENCES) for e in (a, b))
            return Verdict.REFUTED if one_number else Verdict.UNDECIDED  # with letters it may be a vector: 2i + 3j
        case _:
            return _same_value(a, b)


def _plain(expr: Expr) -> Expr:
    """Without units, signs of percent and of degrees: an answer is often written without what the question has said."""
    plain = shape.without_units(expr)[0]
    while isinstance(plain, Apply) and plain.function in _BARE:
        plain = plain.arguments[0]
    return plain


def _each(ones: Sequence[Expr], others: Sequence[Expr]) -> Verdict:
    """Part by part, in order."""
    if len(ones) != len(others):
        return Verdict.REFUTED
    verdicts = [_same(a, b) for a, b in zip(ones, others, strict=True)]
    if Verdict.REFUTED in verdicts:
        return Verdict.REFUTED
    return Verdict.UNDECIDED if Verdict.UNDECIDED in verdicts else Verdict.VERIFIED


def _same_value(a: Expr, b: Expr) -> Verdict:
    if _is_infinite(a) or _is_infinite(b):
        return Verdict.REFUTED if shape.is_constant(a) and shape.is_constant(b) else Verdict.UNDECIDED
    if shape.is_constant(a) and shape.is_constant(b):
        x, y = settled(a, {}), settled(b, {})
        if not same(x.value, y.value):
            return Verdict.REFUTED
        return Verdict.VERIFIED if (x.exact and y.exact) or equality.proves_zero(a, b) else Verdict.UNDECIDED
    match equality.compare(a, b).equality:
        case Equality.PROVED | Equality.PROVED_POSITIVE:
            return Verdict.VERIFIED
        case Equality.DIFFERS | Equality.PARTLY:
            return Verdict.REFUTED
        case _:
            return Verdict.UNDECIDED


def _same_equations(one: tuple[Expr, Expr], other: tuple[Expr, Expr]) -> Verdict:
    """Two equations of the same curve, or two values of which one is named otherwise (f(x) = 2x, y = 2x)."""
    if shape.is_constant(one[1]) and shape.is_constant(other[1]) and isinstance(one[0], Symbol) and isinstance(other[0], Symbol):
        return _same_value(one[1], other[1]) if one[0] == other[0] else Verdict.REFUTED
    differences = [apply("subtract", *sides) for sides in (one, other)]
    names = sorted(frozenset().union(*(free_symbols(d) for d in differences)))
    ratios = _ratios(differences[0], differences[1], names)
    for factor in ratios:
        if _same_value(differences[0], apply("multiply", Number(factor), differences[1])) is Verdict.VERIFIED:
            return Verdict.VERIFIED
    named = all(isinstance(left, Symbol) or shape.called(left) for left, _ in (one, other))
    return _same_value(one[1], other[1]) if named else Verdict.REFUTED if ratios else Verdict.UNDECIDED


def _ratios(a: Expr, b: Expr, names: list[str]) -> list[Fraction]:
    """By what one equation may have been multiplied: its ratio to the other at a point, which with roots in it can only be guessed."""
    point = {name: Fraction(3 * i + 2, 7) for i, name in enumerate(names)}
    try:
        x, y = settled(a, point).value, settled(b, point).value
    except (Undefined, Unsupported):
        return []
    if isinstance(x, int | Fraction) and isinstance(y, int | Fraction):
        return [Fraction(x) / Fraction(y)] if y else []
    if isinstance(x, mpmath.mpc) or isinstance(y, mpmath.mpc) or not y:
        return []
    ratio = float(x) / float(y)
    near = Fraction(ratio).limit_denominator(MOST_MULTIPLE)
    return [near] if abs(ratio - near) < 1e-9 else []


# --- sets of numbers ------------------------------------------------------------------------------------------------------------------


def _describes(expr: Expr) -> bool:
    """Whether it says where a number lies: an inequality, an interval of infinite ends, a union."""
    match expr:
        case Apply("not_equal" | "and" | "or" | "union" | "intersection", _):
            return True
        case Apply("element", (_, right)):
            return conditions.is_set(right)
        case Apply(function, _) if function in _BOUNDS:
            return True
        case Apply(function, (low, high)) if function in _INTERVALS:
            return function != "interval_open" or any(_is_infinite(e) for e in (low, high))
        case _:
            return False


def _is_infinite(expr: Expr) -> bool:
    return expr == Constant("infinity") or expr == apply("negate", Constant("infinity"))


def _same_sets(a: Expr, b: Expr) -> Verdict:
    """Both hold at the same places: at every end, between them, and beyond them; exact, since nothing changes elsewhere."""
    name = next(iter(sorted(free_symbols(a) | free_symbols(b))), "x")
    one, other = (_statement(e, name) for e in (a, b))
    if one is None or other is None or len(free_symbols(one) | free_symbols(other)) != 1:
        return Verdict.UNDECIDED
    ends: list[Value] = []
    for end in sorted((end for e in (one, other) for end in _ends(e, name)), key=float):
        if not ends or not same(end, ends[-1]):
            ends.append(end)
    between = [(Fraction(float(x)) + Fraction(float(y))) / 2 for x, y in pairwise(ends)]
    beyond = [Fraction(float(ends[0])) - 1, Fraction(float(ends[-1])) + 1] if ends else [Fraction(0)]
    if any(conditions.holds(one, {name: x}) != conditions.holds(other, {name: x}) for x in (*ends, *between, *beyond)):
        return Verdict.REFUTED
    return Verdict.VERIFIED


def _statement(expr: Expr, name: str) -> Expr | None:
    """As a statement about one symbol: (3, ∞) says that it lies there."""
    expr = _intervals(expr)
    if conditions.is_set(expr):
        return Apply("element", (Symbol(name), expr))
    return expr if conditions.is_statement(expr) else None


def _intervals(expr: Expr) -> Expr:
    """Where a set is meant, (a, b) is an interval."""
    match expr:
        case Apply("tuple", (_, _) as ends):
            return Apply("interval_open", ends)
        case Apply("union" | "intersection" as joined, parts):
            return Apply(joined, tuple(_intervals(p) for p in parts))
        case Apply("element", (name, of)):
            return Apply("element", (name, _intervals(of)))
        case _:
            return expr


def _ends(expr: Expr, name: str) -> list[Value]:
    """The numbers at which a statement of plain bounds may change; raises Unsupported for any other."""
    match expr:
        case Apply("and" | "or" | "union" | "intersection" | "set", parts):
            return [end for p in parts for end in _ends(p, name)]
        case Apply("element", (Symbol(), of)):
            return _ends(of, name)
        case Apply(function, (low, high)) if function in _INTERVALS:
            return [_real(e) for e in (low, high) if not _is_infinite(e)]
        case Apply(_, (Symbol(), end)) | Apply(_, (end, Symbol())) if conditions.is_statement(expr):
            return [_real(end)]
        case _ if shape.is_constant(expr):
            return [_real(expr)]
        case _:
            raise Unsupported("not plain bounds")


def _real(end: Expr) -> Value:
    value = settled(end, {}).value
    if isinstance(value, mpmath.mpc):
        raise Unsupported("no real number")
    return value
