"""The checkable claims in a step: prose with formulas in it.

Units and money stay in the expressions as factors `unit("cm")`, `unit("dollar")`; the words before a calculation ("total cost = 5 * 3") are
a symbol of that name; remarks in brackets are left out. Only what looks like mathematics, because a relation stands in it, can be
unreadable; other prose claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ardoise.core.expression import Apply, Expr
from ardoise.core.solution import Claim, Relation, Role, Unreadable
from ardoise.notation import continuing, operations, trimming
from ardoise.notation.clauses import Clause, clauses, relations
from ardoise.notation.conclusions import conclusions
from ardoise.notation.decimals import with_decimal_points
from ardoise.notation.lists import Item, merge
from ardoise.notation.remainders import with_remainder
from ardoise.notation.roles import (
    cue_before,
    goes_on_listing,
    is_amount,
    is_calculation,
    is_introduced,
    role_of,
    role_of_calculation,
    words_after,
)
from ardoise.notation.rules import Options
from ardoise.notation.segments import tokens_of
from ardoise.notation.spoken import in_words, without
from ardoise.notation.statements import before, chain, claims_of
from ardoise.notation.symbols import Kind

Reading = tuple[tuple[Claim, ...], tuple[Unreadable, ...]]


def read(text: str, options: Options, *, bare: bool, after: Expr | None = None, concludes: bool = False) -> Reading:
    """The claims of a text; with `bare`, also expressions without a relation (STATES); with `concludes`, also "no solution".

    A first clause that begins with its relation goes on from `after`, the last side of what stands before the text.
    """
    found: list[_Found] = []
    unreadable: list[Unreadable] = []
    last = before(after)
    previous_end = 0
    item_before = False
    tokens = operations.with_defined(tokens_of(with_decimal_points(text, everywhere=options.decimal_commas)), text, options.functions)
    spoken = in_words(text, tokens, options)
    if concludes:
        spoken = sorted((*spoken, *conclusions(text)), key=lambda s: s.start)
    said_of = {s.subject_end: s.end for s in spoken if s.subject_end >= 0}
    found_clauses = clauses(without(tokens, spoken))
    for k, clause in enumerate(found_clauses):
        stated = bool(relations(clause.tokens))
        follows_item, item_before = item_before, False
        begins_chain = not clause.prose and continuing.goes_on_after(found_clauses, k)
        if not stated and bare and clause.prose:
            clause = Clause(trimming.expression_in(clause.tokens), clause.joiner)
        if not clause.tokens or not (stated or (bare and _is_formula(clause)) or (_may_be_value(clause) and follows_item) or begins_chain):
            words = text[previous_end : clause.end] if clause.tokens else ""
            last = continuing.through_words(last, words) if continuing.only_works(clause) else None
            continue
        links = chain(clause, options)
        goes_on = last if clause.goes_on and last is not None else None
        claims, wrong = claims_of(links, text, options, goes_on=goes_on)
        claims = with_remainder(claims, text)
        if stated and _looks_like_mathematics(clause) and not continuing.is_asked(text, links.end):
            unreadable += wrong
        last = links.sides[-1]
        cue = cue_before(text, links.start, previous_end)
        introduced = is_introduced(text, links.start)
        if claims and clause.prose and not claims[0].linked and _is_cut_off(claims[0], cue, text[previous_end : links.start]):
            claims = claims[1:]
        if clause.joiner in ("implies", "equivalent"):
            cue = (cue + " " + clause.joiner).strip()
        words = words_after(text, said_of.get(links.end, links.end))
        listed = goes_on is None and bool(found) and goes_on_listing(text[previous_end : links.start])
        role = role_of(cue, words, introduced=introduced)
        found.append(_Found(tuple(claims), clause.joiner, _may_be_value(clause), role, cue, words, listed))
        previous_end = max(previous_end, links.end)
        item_before = True
    items = [_item(f) for f in _with_shared_roles(found)]
    everything = [c for c in merge(items, text) if _says_something(c, bare)] + [c for s in spoken for c in s.claims]
    return tuple(sorted(everything, key=lambda c: c.span.start) if spoken else everything), tuple(unreadable)


@dataclass(frozen=True)
class _Found:
    """The claims of a clause with what stands around them; `listed` says that they go on a list that the clause before belongs to."""

    claims: tuple[Claim, ...]
    joiner: str
    bare_value: bool
    role: Role
    cue: str
    after: str
    listed: bool


_LEADING_ON: Final = re.compile(
    r"\b(?:from|by|to|than|into|at|with|between|over|choose|times|plus|minus|until|after|before|for every|for each)$"
)
_BECOMING: Final = re.compile(
    r"\b(?:simplif|reduc|lead|com|equival|equat|amount|transform|chang|turn|rewrit|boil|back|evaluat)\w*(?: \w+)? (?:to|into)$"
)


def _is_cut_off(claim: Claim, cue: str, before_it: str) -> bool:
    """Whether the number on the left is the end of a calculation in words ("the numbers from 1 to 10 = 55"), so that no fact is meant."""
    if not is_amount(claim.left) or _BECOMING.search(cue) or before_it.rstrip().endswith(":"):
        return False
    return bool(_LEADING_ON.search(cue)) or (cue.endswith(" of") and is_amount(claim.right))


_SHARED: Final = frozenset({Role.SUPPOSED, Role.DEFINED, Role.GIVEN})


def _with_shared_roles(found: Sequence[_Found]) -> list[_Found]:
    """ "Let a = 1, b = 2", "if x = 1 and y = 2": what is said of the first in a list is said of all.

    After a comma it is only where the list ends in "and", since "if x = 2, y = 4" concludes; what is let be may stand with commas alone.
    What is denied of the last of two is denied of both ("x = 1 and y = 2 is no solution").
    """
    found = list(found)
    for k in range(len(found) - 1, 0, -1):
        if found[k].role is Role.DENIED and found[k].listed and found[k].joiner == "and" and found[k - 1].role is Role.STATED:
            found[k - 1] = replace(found[k - 1], role=Role.DENIED)
    ends_in_and = [False] * (len(found) + 1)
    for k in range(len(found) - 1, -1, -1):
        item = found[k]
        ends_in_and[k] = ends_in_and[k + 1] if item.listed and item.joiner == "," else item.listed and item.joiner == "and"
    result: list[_Found] = []
    for k, item in enumerate(found):
        before_it = result[-1].role if result else Role.STATED
        shared = item.listed and item.role is Role.STATED and before_it in _SHARED
        if shared and (item.joiner in ("and", "or") or (item.joiner == "," and (before_it is Role.DEFINED or ends_in_and[k]))):
            item = replace(item, role=before_it)
        result.append(item)
    return result


def _item(found: _Found) -> Item:
    roles = [role_of_calculation(found.role, found.cue, found.after) if is_calculation(c) else found.role for c in found.claims]
    claims = tuple(replace(c, role=role, cue=found.cue) for c, role in zip(found.claims, roles, strict=True))
    return Item(claims, found.joiner, found.bare_value)


def _says_something(claim: Claim, bare: bool) -> bool:
    """A relation or a choice of relations; with `bare` also an expression that is more than one name or number."""
    if claim.relation is not Relation.STATES:
        return True
    return isinstance(claim.left, Apply) and claim.left.function != "ellipsis" and (bare or claim.left.function in ("or", "and"))


def _may_be_value(clause: Clause) -> bool:
    """Whether a clause without a relation can be one more value of the list before it: "x = 2 or 3"."""
    return clause.joiner in ("or", "and", ",") and not any(t.kind in (Kind.WORD, Kind.JUNK) for t in clause.tokens)


def _is_formula(clause: Clause) -> bool:
    return any(t.kind is not Kind.WORD for t in clause.tokens)


def _looks_like_mathematics(clause: Clause) -> bool:
    """A formula between delimiters, or plain typing with a number, a letter or a command on some side."""
    return not clause.prose or any(t.kind in (Kind.NUMBER, Kind.LETTER, Kind.COMMAND, Kind.FUNCTION) for t in clause.tokens)
