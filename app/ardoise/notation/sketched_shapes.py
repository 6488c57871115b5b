"""Shapes that the parts of a sketch share: what can have a value, what names a function, chains of claims, statements as one expression."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, apply, free_symbols, integer, nodes
from ardoise.core.solution import Claim, Relation, Role

Group = tuple[Claim, ...]
"""A claim with those linked to it: a chain."""
ZERO: Final = Number(Fraction(0))
TURN: Final = apply("multiply", integer(2), Constant("pi"))
DRAWN: Final = frozenset({Role.STATED, Role.GIVEN, Role.DEFINED})
ORDERS: Final = frozenset({Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL})
INTERVALS: Final = frozenset({"interval_closed", "interval_open", "interval_left_open", "interval_right_open"})
TRIGONOMETRIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_STATEMENTS: Final = frozenset({"or", "and", *(relation.value for relation in Relation)})
_NO_VALUE: Final = (
    frozenset({"call", "prime", "unit", "plus_minus", "minus_plus", "tuple", "set", "matrix", "row", "union", "intersection"})
    | _STATEMENTS
    | INTERVALS
)


def drawable(expr: Expr) -> bool:
    """Whether an expression can have a number as its value: no unknown function, no unit, no list, no statement but in a case."""
    stack: list[Expr] = [expr]
    while stack:
        node = stack.pop()
        match node:
            case Apply("piecewise", arguments):
                for i, argument in enumerate(arguments):
                    if i % 2 == 0 or not is_condition(argument):
                        stack.append(argument)
            case Apply(function, arguments):
                if function in _NO_VALUE:
                    return False
                stack.extend(arguments)
            case _:
                pass
    return True


def is_condition(expr: Expr) -> bool:
    """Whether an expression is true or false of numbers: comparisons of what is drawable, joined by and, or."""
    match expr:
        case Apply("and" | "or", arguments):
            return bool(arguments) and all(is_condition(a) for a in arguments)
        case Apply(function, (left, right)) if function in (*(o.value for o in ORDERS), "equal", "not_equal"):
            return drawable(left) and drawable(right)
        case Apply("element", (left, right)):
            return drawable(left) and is_set(right)
        case _:
            return False


def is_set(expr: Expr) -> bool:
    """Whether an expression is a set of numbers written by its ends and members."""
    match expr:
        case Apply("union" | "intersection", arguments):
            return all(is_set(a) for a in arguments)
        case Apply("set", arguments):
            return all(is_number(a) for a in arguments)
        case Apply(function, (low, high)) if function in INTERVALS:
            return is_number(low) and is_number(high)
        case _:
            return False


def is_number(expr: Expr) -> bool:
    """Whether an expression is a constant that can be drawn."""
    return not free_symbols(expr) and drawable(expr)


def only(expr: Expr) -> str:
    """The one symbol that an expression depends on, else empty."""
    names = free_symbols(expr)
    return next(iter(names)) if len(names) == 1 else ""


def function_of(expr: Expr) -> str:
    """The variable of a left side like f(x), else empty."""
    match expr:
        case Apply("call", (Symbol(), Symbol(variable))):
            return variable
        case _:
            return ""


def groups(claims: Sequence[Claim]) -> Iterator[Group]:
    """Claims with those that are linked to them: a chain is one group."""
    open_group: list[Claim] = []
    for claim in claims:
        if claim.linked and open_group:
            open_group.append(claim)
            continue
        if open_group:
            yield tuple(open_group)
        open_group = [claim]
    if open_group:
        yield tuple(open_group)


def equation(group: Sequence[Claim]) -> tuple[Expr, Expr, Expr] | None:
    """A chain of equations: its left side, the side after it, and its last side; None for anything else.

    What follows another relation in the chain is left off.
    """
    first = group[0]
    if first.relation is not Relation.EQUAL or first.role not in DRAWN or first.linked:
        return None
    last = first.right
    for claim in group[1:]:
        if claim.relation is not Relation.EQUAL:
            break
        last = claim.right
    return first.left, first.right, last


def inequality(group: Sequence[Claim]) -> Expr | None:
    """A chain of inequalities, a choice of them or a membership, as one statement; None for anything else."""
    first = group[0]
    if first.role not in DRAWN:
        return None
    if first.relation is Relation.STATES:
        left = first.left
        has_order = any(isinstance(n, Apply) and n.function in ("element", *(o.value for o in ORDERS)) for n in nodes(left))
        return left if has_order and is_condition(left) else None
    if first.relation is Relation.ELEMENT and len(group) == 1:
        statement = apply("element", first.left, first.right)
        return statement if is_condition(statement) else None
    if any(c.relation not in ORDERS or not (drawable(c.left) and drawable(c.right)) for c in group):
        return None
    return together([apply(c.relation.value, c.left, c.right) for c in group])


def together(statements: Sequence[Expr]) -> Expr:
    return statements[0] if len(statements) == 1 else apply("and", *statements)


def comparisons(statement: Expr) -> Iterator[Apply]:
    """The single comparisons and memberships of a statement, in order."""
    match statement:
        case Apply("and" | "or", arguments):
            for argument in arguments:
                yield from comparisons(argument)
        case Apply():
            yield statement
        case _:
            return


def span_of(name: str, found: Iterable[Sequence[Claim]]) -> tuple[Expr, Expr] | None:
    """The numbers between which a letter is said to lie: 0 <= t <= 2 pi, t in [0, 1]."""
    for group in found:
        match group[0]:
            case Claim(left=Symbol(symbol), relation=Relation.ELEMENT, right=Apply(function, (low, high))) if symbol == name:
                if function in INTERVALS and is_number(low) and is_number(high):
                    return low, high
        if len(group) == 2 and all(c.relation in ORDERS for c in group) and group[0].right == Symbol(name):
            ends = group[0].left, group[1].right
            if all(is_number(e) for e in ends):
                return ends if group[0].relation in (Relation.LESS, Relation.LESS_EQUAL) else (ends[1], ends[0])
    return None


def turns(exprs: Sequence[Expr], name: str) -> int | None:
    """After how many full turns sines and the like of a letter repeat together; None where it stands elsewhere too."""
    whole = 1
    for expr in exprs:
        stack: list[Expr] = [expr]
        while stack:
            node = stack.pop()
            if node == Symbol(name):
                return None
            if isinstance(node, Apply) and node.function in TRIGONOMETRIC and len(node.arguments) == 1 and name in free_symbols(node):
                factor = _factor(node.arguments[0], name)
                if factor is None or factor.denominator > 12:
                    return None
                whole = whole * factor.denominator if whole % factor.denominator else whole
            elif isinstance(node, Apply):
                stack.extend(node.arguments)
    return min(whole, 12)


def _factor(argument: Expr, name: str) -> Fraction | None:
    match argument:
        case Symbol(symbol) if symbol == name:
            return Fraction(1)
        case Apply("multiply", (Number(value), rest)) | Apply("multiply", (rest, Number(value))):
            inner = _factor(rest, name)
            return None if inner is None else inner * value
        case Apply("divide", (rest, Number(value))) if value != 0:
            inner = _factor(rest, name)
            return None if inner is None else inner / value
        case Apply("add" | "subtract", (rest, other)) if is_number(other):
            return _factor(rest, name)
        case Apply("negate", (rest,)):
            return _factor(rest, name)
        case Number() | Constant():
            return Fraction(1)
        case _:
            return None


def given_numbers(claims: Iterable[Claim]) -> dict[str, Expr]:
    """Letters that a claim gives a number: a = 2."""
    found: dict[str, Expr] = {}
    for claim in claims:
        if claim.relation is Relation.EQUAL and isinstance(claim.left, Symbol) and not claim.linked and is_number(claim.right):
            found.setdefault(claim.left.name, claim.right)
    return found


_PROSE: Final = re.compile(
    r"(?:through|cross|cut|meet|touch|tangent|normal|from|has|have|is|at|pass|intersect|when|where|reach|attain|and|with|over|on|in|between|for)"
    r"(?:es|s|ing|ed)?(?: .*)?"
)


def without_prose(claim: Claim) -> Claim:
    """The claim without words after a number that were read as its unit: "y = x^2 through the point"."""
    left, right = _without_prose(claim.left), _without_prose(claim.right)
    return claim if left == claim.left and right == claim.right else dataclasses.replace(claim, left=left, right=right)


def _without_prose(expr: Expr) -> Expr:
    match expr:
        case Apply("multiply", (*factors, Apply("unit", (Symbol(word),)))) if factors and _PROSE.fullmatch(word):
            rest = tuple(_without_prose(f) for f in factors)
            return rest[0] if len(rest) == 1 else Apply("multiply", rest)
        case Apply(function, arguments):
            return Apply(function, tuple(_without_prose(a) for a in arguments))
        case _:
            return expr
