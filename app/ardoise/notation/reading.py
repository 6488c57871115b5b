"""The checkable claims in a step: prose with formulas in it.

Units and money stay in the expressions as factors `unit("cm")`, `unit("dollar")`; the words before a calculation ("total cost = 5 * 3") are
a symbol of that name; remarks in brackets are left out. Only what looks like mathematics, because a relation stands in it, can be
unreadable; other prose claims nothing.
"""

from __future__ import annotations

from dataclasses import replace

from ardoise.core.expression import Apply, Expr
from ardoise.core.solution import Claim, Relation, Unreadable
from ardoise.notation import trimming
from ardoise.notation.clauses import Clause, clauses, relations
from ardoise.notation.decimals import with_decimal_points
from ardoise.notation.lists import Item, merge
from ardoise.notation.roles import cue_before, role_of, words_after
from ardoise.notation.rules import Options
from ardoise.notation.segments import tokens_of
from ardoise.notation.spoken import in_words, without
from ardoise.notation.statements import before, chain, claims_of
from ardoise.notation.symbols import Kind

Reading = tuple[tuple[Claim, ...], tuple[Unreadable, ...]]


def read(text: str, options: Options, *, bare: bool, after: Expr | None = None) -> Reading:
    """The claims of a text; with `bare`, also expressions without a relation (STATES).

    A first clause that begins with its relation goes on from `after`, the last side of what stands before the text.
    """
    items: list[Item] = []
    unreadable: list[Unreadable] = []
    last = before(after)
    previous_end = 0
    item_before = False
    tokens = tokens_of(with_decimal_points(text, everywhere=options.decimal_commas))
    spoken = in_words(text, tokens, options)
    said_of = {s.subject_end: s.end for s in spoken if s.subject_end >= 0}
    found_clauses = clauses(without(tokens, spoken))
    for k, clause in enumerate(found_clauses):
        stated = bool(relations(clause.tokens))
        follows_item, item_before = item_before, False
        begins_chain = k + 1 < len(found_clauses) and found_clauses[k + 1].goes_on and not clause.prose
        if not stated and bare and clause.prose:
            clause = Clause(trimming.expression_in(clause.tokens), clause.joiner)
        if not clause.tokens or not (stated or (bare and _is_formula(clause)) or (_may_be_value(clause) and follows_item) or begins_chain):
            last = None
            continue
        found = chain(clause, options)
        goes_on = last if clause.goes_on and last is not None else None
        stated_claims, wrong = claims_of(found, text, options, goes_on=goes_on)
        if stated and _looks_like_mathematics(clause):
            unreadable += wrong
        last = found.sides[-1]
        cue = cue_before(text, found.start, previous_end)
        if clause.joiner in ("implies", "equivalent"):
            cue = (cue + " " + clause.joiner).strip()
        role = role_of(cue, words_after(text, said_of.get(found.end, found.end)))
        items.append(Item(tuple(replace(c, role=role, cue=cue) for c in stated_claims), clause.joiner, _may_be_value(clause)))
        previous_end = max(previous_end, found.end)
        item_before = True
    claims = [c for c in merge(items, text) if _says_something(c, bare)] + [c for s in spoken for c in s.claims]
    return tuple(sorted(claims, key=lambda c: c.span.start) if spoken else claims), tuple(unreadable)


def _says_something(claim: Claim, bare: bool) -> bool:
    """A relation or a choice of relations; with `bare` also an expression that is more than one name or number."""
    if claim.relation is not Relation.STATES:
        return True
    return isinstance(claim.left, Apply) and (bare or claim.left.function in ("or", "and"))


def _may_be_value(clause: Clause) -> bool:
    """Whether a clause without a relation can be one more value of the list before it: "x = 2 or 3"."""
    return clause.joiner in ("or", "and", ",") and not any(t.kind in (Kind.WORD, Kind.JUNK) for t in clause.tokens)


def _is_formula(clause: Clause) -> bool:
    return any(t.kind is not Kind.WORD for t in clause.tokens)


def _looks_like_mathematics(clause: Clause) -> bool:
    """A formula between delimiters, or plain typing with a number, a letter or a command on some side."""
    return not clause.prose or any(t.kind in (Kind.NUMBER, Kind.LETTER, Kind.COMMAND, Kind.FUNCTION) for t in clause.tokens)
