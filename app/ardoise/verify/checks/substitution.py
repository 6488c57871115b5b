"""What holds once the names that earlier lines give are written out: "r = 3", "h = 2r", so "V = pi r^2 h = 54 pi".

Proves only, and only from names with one meaning: a symbol, or the value of an unknown function, that every earlier line sets equal to the
same number, or to one expression. What fails proves nothing, since a letter may have been used anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols, nodes
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Verdict
from ardoise.verify.checks import arithmetic, identities, report, shape
from ardoise.verify.checks.scope import FAR_BACK, Scope

METHOD: Final = "substitution"
ROUNDS: Final = 4
"""Names within names that are written out."""
LARGEST: Final = 200
"""Nodes of a side that is written out."""
MOST_NAMED: Final = 4
"""Names that the note tells."""


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.relation in arithmetic.RELATIONS and claim.modulus is None and not scope.complex_numbers


def run(claim: Claim, scope: Scope) -> Check | None:
    meanings = _meanings(scope)
    used: dict[Expr, Expr] = {}
    left, right = (_written_out(side, meanings, used) for side in scope.sides[0])
    if not used or shape.size(left) + shape.size(right) > LARGEST:
        return None
    written = dataclasses.replace(claim, left=left, right=right, alternatives=())
    inner = dataclasses.replace(scope, claim=written)
    check: Check | None = None
    if arithmetic.applies(written, inner):
        check = arithmetic.run(written, inner)
    elif identities.applies(written, inner):
        check = identities.run(written, inner)
    if check is None or check.verdict is not Verdict.VERIFIED:
        return None
    return dataclasses.replace(check, claim=claim, method=METHOD, note=_note(used))


def _note(used: Mapping[Expr, Expr]) -> str:
    shown = [f"${report.latex(name)} = {report.latex(meaning)}$" for name, meaning in used.items()]
    return f"With {', '.join(shown[:MOST_NAMED])} from before." if len(shown) <= MOST_NAMED else "With what stands before."


def _meanings(scope: Scope) -> dict[Expr, Expr]:
    """What each name stands for: the nearest line counts; nothing where two lines give two numbers or where several are possible."""
    found: dict[Expr, Expr] = {}
    several: set[Expr] = set()
    for earlier in reversed(scope.everything[-FAR_BACK:]):
        if earlier.relation is not Relation.EQUAL or earlier.modulus is not None or earlier.role in (Role.SUPPOSED, Role.DENIED):
            continue
        left, right = scope.plain(earlier.left), scope.plain(earlier.right)
        for name, meaning in ((left, right), (right, left)):
            if not _is_name(name) or _mentions(meaning, name) or earlier == scope.claim:
                continue
            known = found.setdefault(name, meaning)
            if shape.uses(meaning, *shape.STATEMENTS, "plus_minus", "minus_plus") or _are_two_numbers(known, meaning, scope):
                several.add(name)
    return {name: meaning for name, meaning in found.items() if name not in several}


def _are_two_numbers(a: Expr, b: Expr, scope: Scope) -> bool:
    if a == b or not (shape.is_constant(a) and shape.is_constant(b)):
        return False
    claim = dataclasses.replace(scope.claim, left=a, relation=Relation.EQUAL, right=b, alternatives=())
    return arithmetic.run(claim, dataclasses.replace(scope, claim=claim)).verdict is not Verdict.VERIFIED


def _is_name(expr: Expr) -> bool:
    match expr:
        case Symbol():
            return True
        case Apply("call", (Symbol(), *arguments)):
            return all(shape.is_constant(a) for a in arguments)
        case _:
            return False


def _mentions(expr: Expr, name: Expr) -> bool:
    return name in nodes(expr) or (isinstance(name, Symbol) and name.name in free_symbols(expr))


def _written_out(expr: Expr, meanings: Mapping[Expr, Expr], used: dict[Expr, Expr]) -> Expr:
    """The expression with names replaced by what they mean, names within those, too; `used` gets what was needed."""
    for _ in range(ROUNDS):
        names = {s: meanings[Symbol(s)] for s in free_symbols(expr) if Symbol(s) in meanings}
        used.update({Symbol(s): meaning for s, meaning in names.items()})
        written = _calls(shape.substitute(expr, names), meanings, used)
        if written == expr or shape.size(written) > LARGEST:
            return expr
        expr = written
    return expr


def _calls(expr: Expr, meanings: Mapping[Expr, Expr], used: dict[Expr, Expr]) -> Expr:
    if not isinstance(expr, Apply):
        return expr
    if expr in meanings:
        used[expr] = meanings[expr]
        return meanings[expr]
    return shape.rewrite(expr, tuple(_calls(a, meanings, used) for a in expr.arguments))
