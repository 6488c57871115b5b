"""Inequalities, intervals and sets in one unknown: the truth of a line and of the line before is compared wherever either may change.

Between the roots and poles of both, truth is constant, so one test value for each such interval, and the places themselves, decide. Where
those places cannot be found, a value at which the two lines differ still refutes, and nothing is proved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import mpmath

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import assumed, conditions, report, shape
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import settled
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.turning_points import places, turning_points

METHOD = "inequality step"
_MOST_CLAIMS: Final = 6
_TRIED: Final = tuple(Fraction(n, 2) for n in (0, 2, -2, 4, -4, 6, -6, 1, -1, 8, -8, 10, -10, 20, -20, 40, -40))
"""Values that are tried where the turning points are not known."""
_DERIVES: Final = re.compile(r"\b(?:implies|equivalent|so|thus|hence|therefore|then|gives?|means|get|becomes|which is|because)\b")
_SAYS_THE_SAME: Final = re.compile(
    r"\b(?:implies|equivalent|gives?|becomes|simplif\w+|factor\w*|rewrit\w+|expand\w*|common denominator|both sides|rearrang\w+|"
    r"cross-?multipl\w+)\b"
)
_SAYS_MORE: Final = re.compile(
    r"\b(?:cases?|second|third|similarly|consider\w*|combin\w+|inequalit\w+|for|other|another|also|intersection|if|when|and|or)\b"
)
"""Words after which an inequality of a solution in prose is another condition, and no other form of the one before."""
_NAMES_OF_THE_SET: Final = frozenset({"L", "S", "𝕃", "M"})
"""Letters that the set of solutions goes by."""


@dataclass(frozen=True)
class Line:
    """Claims that are said together, and what they say as one statement about the unknown."""

    claims: tuple[Claim, ...]
    statement: Expr


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation in (*ORDERS, Relation.ELEMENT):
        return True
    if claim.relation is Relation.STATES:
        return conditions.is_set(claim.left) or (_is_interval(claim.left) and scope.strict) or _is_no_equation(claim.left)
    return claim.relation in (Relation.EQUAL, Relation.NOT_EQUAL) and (_names_the_set(claim) or _may_say_the_same(claim, scope))


def _may_say_the_same(claim: Claim, scope: Scope) -> bool:
    """Whether x = 0 or x != 0 stands behind an inequality, which may say no more than that."""
    return scope.strict and isinstance(claim.left, Symbol) and any(c.relation in ORDERS for c in scope.everything)


def _is_no_equation(expr: Expr) -> bool:
    return conditions.is_statement(expr) and shape.uses(expr, "element", "not_equal", *(r.value for r in ORDERS))


def _is_interval(expr: Expr) -> bool:
    """(2, 5) alone on a line, which is read as a point."""
    return isinstance(expr, Apply) and expr.function == "tuple" and len(expr.arguments) == 2


def _names_the_set(claim: Claim) -> bool:
    return isinstance(claim.left, Symbol) and claim.left.name in _NAMES_OF_THE_SET and conditions.is_set(claim.right)


def run(claim: Claim, scope: Scope) -> Check | None:
    mine = _run_of(claim, scope)
    earlier = _earlier(mine, scope)
    unknown = _unknown(mine, earlier, scope)
    if unknown is None or len(mine) > _MOST_CLAIMS or shape.has_imaginary_unit(claim.right):
        return None
    new = _line(mine, scope, unknown)
    confined = _confined(scope, unknown)
    first: Check | None = None
    for group in earlier:
        if len(group) > _MOST_CLAIMS:
            continue
        old = _line(group, scope, unknown)
        if new is None or old is None:
            continue
        check = _compare(claim, scope, unknown, new, old, confined)
        if check is not None and check.mark is Mark.PROVED:
            return check
        first = first or check
    is_remark = claim.relation in (Relation.EQUAL, Relation.NOT_EQUAL) and not _names_the_set(claim)
    return None if is_remark else first


def _run_of(claim: Claim, scope: Scope) -> tuple[Claim, ...]:
    """The claims of the line that are said together with this one: those between two words that derive something."""
    run: list[Claim] = []
    found = False
    for other in scope.line:
        if run and not other.linked and _DERIVES.search(other.cue):
            if found:
                break
            run = []
        run.append(other)
        found = found or other == claim
    return tuple(run) if found else (claim,)


def _earlier(mine: tuple[Claim, ...], scope: Scope) -> list[tuple[Claim, ...]]:
    """What stands before: the other claims of the line, then the lines before it, nearest first."""
    start = scope.line.index(mine[0]) if mine[0] in scope.line else 0
    here = tuple(scope.line[:start])
    lines = [*scope.groups, *([_run_of(here[-1], scope)] if here else [])]
    stated = [tuple(c for c in g if c.role not in (Role.SUPPOSED, Role.DENIED)) for g in reversed(lines)]
    return [_last_run(g) for g in stated if g]


def _last_run(group: tuple[Claim, ...]) -> tuple[Claim, ...]:
    for k in range(len(group) - 1, 0, -1):
        if not group[k].linked and _DERIVES.search(group[k].cue):
            return group[k:]
    return group


def _unknown(mine: Sequence[Claim], earlier: Sequence[Sequence[Claim]], scope: Scope) -> str | None:
    """The symbol of the line; of a set or an interval alone, that of the line before it."""
    for group in (mine, *earlier):
        stated = [s for c in group if (s := conditions.statement(c, scope)) is not None and not _names_the_set(c)]
        if stated:
            return conditions.unknown_of(stated)
    return None


def _line(claims: Sequence[Claim], scope: Scope, unknown: str) -> Line | None:
    """What the claims say together: alternatives where "or" stands between them. None where one of them says something else."""
    either: list[list[Expr]] = [[]]
    for claim in claims:
        said = _said(claim, scope, unknown)
        if said is None:
            if claim.relation is Relation.STATES or claim.role in (Role.GIVEN, Role.DEFINED):
                continue
            return None
        if either[-1] and not claim.linked and "or" in claim.cue.split():
            either.append([])
        either[-1].append(said)
    parts = [p[0] if len(p) == 1 else Apply("and", tuple(p)) for p in either if p]
    if not parts:
        return None
    return Line(tuple(claims), parts[0] if len(parts) == 1 else Apply("or", tuple(parts)))


def _said(claim: Claim, scope: Scope, unknown: str) -> Expr | None:
    if claim.relation is Relation.STATES and _is_interval(claim.left):
        return Apply("element", (Symbol(unknown), Apply("interval_open", claim.left.arguments))) if isinstance(claim.left, Apply) else None
    if claim.relation is Relation.STATES and conditions.is_set(claim.left):
        return Apply("element", (Symbol(unknown), claim.left))
    if _names_the_set(claim):
        return Apply("element", (Symbol(unknown), claim.right))
    said = conditions.statement(claim, scope)
    return said if said is not None and conditions.unknown_of([said]) == unknown else None


def _confined(scope: Scope, unknown: str) -> Expr | None:
    """The case that was opened last ("case 2: x < 0"), to which the lines after it are confined."""
    for group in reversed(scope.groups[1:] if scope.context.problem else scope.groups):
        said = [s for c in group if c.role is Role.SUPPOSED and (s := _said(c, scope, unknown)) is not None]
        if said:
            return said[0] if len(said) == 1 else Apply("and", tuple(said))
    return assumed.taken_for_granted(scope, unknown)


def _compare(claim: Claim, scope: Scope, unknown: str, new: Line, old: Line, confined: Expr | None) -> Check | None:
    statements = [new.statement, old.statement, *([confined] if confined is not None else [])]
    complete = True
    try:
        critical = [p for s in statements for pair in conditions.atoms(s) for p in turning_points(*pair, unknown)]
        tried: Sequence[Any] = places(critical)
    except (Unsupported, Undefined):
        complete, tried = False, _TRIED
    lost: Any = None
    gained: Any = None
    for place in tried:
        env = {unknown: place}
        if confined is not None and not conditions.holds(confined, env):
            continue
        now, then = conditions.holds(new.statement, env), conditions.holds(old.statement, env)
        lost = place if then and not now and lost is None else lost
        gained = place if now and not then and gained is None else gained
    before = {(c.left, c.relation, c.right) for c in (*old.claims, *scope.everything[-1:])}
    alone = len(new.claims) == len(before) == 1 and confined is None and len(shape.signs(claim.right)) == 1
    return _told(claim, scope, unknown, lost, gained, complete=complete, alone=alone)


def _told(claim: Claim, scope: Scope, unknown: str, lost: Any, gained: Any, *, complete: bool, alone: bool) -> Check | None:
    shown = [report.latex(apply("equal", Symbol(unknown), _expr(p))) if p is not None else "" for p in (lost, gained)]
    if lost is None and not complete:
        return None
    if lost is None and gained is None:
        return report.proved(claim, METHOD, note="Same solutions as the line before.")
    if lost is None:
        note = f"It follows, but is weaker: ${shown[1]}$ satisfies it and not the line before."
        return report.proved(claim, METHOD, mark=Mark.GAINS if scope.strict else Mark.WEAKER, note=note)
    if not scope.strict:
        if alone and gained is not None and _SAYS_THE_SAME.search(claim.cue) and not _SAYS_MORE.search(claim.cue):
            note = f"${shown[0]}$ satisfies the inequality before and not this one; with ${shown[1]}$ it is the other way round."
            return report.suspect(claim, METHOD, note)
        return report.unsure(claim, METHOD)
    witness = Witness(lost=(shown[0],), gained=(shown[1],) if gained is not None else ())
    return report.refuted(claim, METHOD, witness, mark=Mark.REFUTED if gained is not None else Mark.LOSES)


def _expr(place: Any) -> Expr:
    return Number(Fraction(place)) if isinstance(place, int | Fraction) else Number(Fraction(mpmath.nstr(place, 8)), 6)


def holds(claim: Claim, scope: Scope, point: Mapping[str, Expr]) -> bool:
    """Whether an order holds at this point; false also where a symbol has no value there or a side is no real number."""
    try:
        a, b = (settled(shape.substitute(scope.plain(e), point), {}).value for e in (claim.left, claim.right))
    except (Undefined, Unsupported):
        return False
    return conditions.compared(claim.relation, a, b)
