"""Neighbouring statements that belong together: lists of values and alternatives become one claim.

    x = 2 or x = 3,  x = 2 or 3,  x = 2, 3,  x = 2, x = 3   ->  x EQUAL or(2, 3)
    x = 2 and x = 3,  x = 2 and 3                           ->  x EQUAL and(2, 3)
    x - 2 = 0 or x - 3 = 0,  x > 3 or x < 1                 ->  or(...) STATES or(...)

"x = 2, y = 3" and "x = 2 and y = 3" stay two claims, and so do "x = 2. However, x = 2" and two lines that both begin with "x =": nothing
but the joining words and marks stands within a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ardoise.core.expression import Apply, Expr, Span, Symbol, free_symbols, nodes
from ardoise.core.solution import Claim, Relation
from ardoise.notation.functions import ANY

_NO_LIST: Final = re.compile(r"[.!?:]\s|(?<![\\A-Za-z])(?!(?:or|and|also|either|both|else|otherwise)\b)[A-Za-z]{2,}", re.IGNORECASE)
"""What ends a list: the end of a sentence, or a word that is none of those that join."""
_NEW_LINE: Final = re.compile(r"\n|\\[\[\]]|\$\$|\\\\")


@dataclass(frozen=True)
class Item:
    """The claims of one clause, what joined it to the one before, and whether it may be a value of the list before it."""

    claims: tuple[Claim, ...]
    joiner: str
    bare_value: bool


def merge(items: Sequence[Item], text: str) -> list[Claim]:
    """The claims of all items in order, lists joined."""
    items = _with_moduli(items)
    claims: list[Claim] = []
    names_listed = False  # whether the last claim goes on a list of values of several names: x = 3, y = 4 or x = 4, y = 3
    open_list = False  # whether the last claim may take further values
    for item in items:
        single = item.claims[0] if len(item.claims) == 1 else None
        joined = None
        if open_list and single is not None and item.joiner in ("or", "and", ",") and not (item.joiner == "or" and names_listed):
            joined = _join(claims[-1], single, item, text)
        if joined is not None:
            claims[-1] = joined
            continue
        names_listed = single is not None and bool(claims) and item.joiner in (",", "and") and _gives_another_name(claims[-1], single)
        claims.extend(item.claims)
        last = item.claims[-1] if item.claims else None
        open_list = last is not None and last.relation is not Relation.STATES
    return claims


def _with_moduli(items: Sequence[Item]) -> list[Item]:
    """A modulus behind the last value of a list belongs to all of them: n^2 ≡ 0, 1 or 4 (mod 8)."""
    result = list(items)
    for k in range(len(result) - 1, 0, -1):
        after, before = result[k], result[k - 1]
        if after.joiner not in ("or", "and", ",") or len(after.claims) != 1 or len(before.claims) != 1:
            continue
        value, first = after.claims[0], before.claims[0]
        if value.relation is Relation.STATES and value.modulus is not None and first.modulus is None:
            result[k - 1] = replace(before, claims=(replace(first, modulus=value.modulus),))
    return result


def _join(before: Claim, after: Claim, item: Item, text: str) -> Claim | None:
    between = text[before.span.end : after.span.start]
    if _NO_LIST.search(between) or (item.joiner == "," and _NEW_LINE.search(between)):
        return None
    span = Span(before.span.start, after.span.end)
    whole = text[span.start : span.end]
    head = "and" if item.joiner == "and" else "or"
    if after.relation is Relation.STATES:
        residues = after.modulus is not None and before.modulus == after.modulus
        relation = before.relation is Relation.EQUAL or (residues and before.relation is Relation.CONGRUENT)
        chosen = before.linked and any(isinstance(n, Apply) and n.function == "plus_minus" for n in nodes(before.left))
        values = item.bare_value and relation and (residues or chosen or (_is_name(before.left) and not before.linked))
        letters_listed = free_symbols(after.left) and item.joiner == "," and not _ends_in_dots(before.right)
        if not values or letters_listed or not _same_kind(before.right, head):
            return None
        modulus = after.modulus or before.modulus
        return replace(before, right=_listed(head, before.right, after.left), span=span, text=whole, alternatives=(), modulus=modulus)
    if before.relation is Relation.EQUAL and after.relation is Relation.EQUAL and before.left == after.left and _is_name(before.left):
        if before.modulus is None and _same_kind(before.right, head):
            return replace(before, right=_listed(head, before.right, after.right), span=span, text=whole, alternatives=())
        return None
    if item.joiner != "or" or before.linked:
        return None
    either = _listed("or", _statement(before), _statement(after))
    return Claim(either, Relation.STATES, either, whole, span, role=before.role, cue=before.cue)


def _gives_another_name(before: Claim, after: Claim) -> bool:
    both = (before, after)
    return all(c.relation is Relation.EQUAL and isinstance(c.left, Symbol) for c in both) and before.left != after.left


def _statement(claim: Claim) -> Expr:
    """A claim as an expression: the relation applied to its sides."""
    if claim.relation is Relation.STATES:
        return claim.left
    extra = () if claim.modulus is None else (claim.modulus,)
    return Apply(claim.relation.value, (claim.left, claim.right, *extra), claim.span)


def as_expr(claims: Sequence[Claim]) -> Expr:
    """One claim or more as one expression: relations, under `and` where there are several."""
    statements = tuple(_statement(c) for c in claims)
    return statements[0] if len(statements) == 1 else Apply("and", statements)


def _listed(head: str, first: Expr, second: Expr) -> Apply:
    if isinstance(first, Apply) and first.function == head:
        return Apply(head, (*first.arguments, second))
    return Apply(head, (first, second))


def _same_kind(right: Expr, head: str) -> bool:
    """Whether one more value may join what stands on the right."""
    if isinstance(right, Apply) and len(right.arguments) >= ANY:
        return False
    return not (isinstance(right, Apply) and right.function in ("or", "and") and right.function != head)


def _ends_in_dots(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function in ("or", "and") and expr.arguments[-1] == Apply("ellipsis", ())


def _is_name(expr: Expr) -> bool:
    if isinstance(expr, Apply) and expr.function == "tuple":
        return all(isinstance(a, Symbol) for a in expr.arguments)
    return isinstance(expr, Symbol) or (isinstance(expr, Apply) and expr.function in ("call", "prime"))
