"""A line that is a bare expression: in a working it should equal the expression before it ("Expand (x+1)^2", "x^2 + 2x + 1").

Judged only where the problem asks for a rewriting, or the line before is such an expression, and never where a derivative or an integral is
asked for, whose lines differ on purpose.
"""

from __future__ import annotations

import re

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Mark
from ardoise.verify.checks import equality, identities, report, shape
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "rewriting"
_SAME = re.compile(r"simplif|expand|factor|rewrit|evaluat|calculat|work out|comput|multiply out|common denominator|combine|collect")
_CHANGED = re.compile(r"deriv|different|integra|solv|root|zero|invers|limit|maxim|minim")


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.relation is Relation.STATES and scope.strict and scope.context.new_step and not shape.uses(claim.left, *shape.STATEMENTS)


def run(claim: Claim, scope: Scope) -> Check | None:
    before = target(scope)
    if before is None:
        return None
    old, new = scope.plain(before), scope.plain(claim.left)
    if free_symbols(new) - free_symbols(old):
        return None
    compared = equality.compare(old, new, complex_numbers=scope.complex_numbers)
    note = f"Compared with ${report.latex(before)}$."
    match compared.equality:
        case Equality.PROVED:
            return report.proved(claim, METHOD, note=note)
        case Equality.PROVED_POSITIVE:
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note="Equal to the expression before for positive values.")
        case Equality.AGREES:
            return report.unsure(claim, METHOD, note, mark=Mark.SUPPORTED)
        case Equality.DIFFERS | Equality.PARTLY if compared.refutes or compared.equality is Equality.DIFFERS:
            sides = f"With ${report.latex(before)}$ on the left and this line on the right:"
            return report.refuted(claim, METHOD, identities.witness(compared), note=sides)
        case _:
            return report.unsure(claim, METHOD, note)


def target(scope: Scope) -> Expr | None:
    """The expression that this line should equal: the one before it in a task that keeps the value."""
    stated = [c for c in scope.context.problem if c.relation is Relation.STATES and c.role is not Role.SUPPOSED]
    if any(_CHANGED.search(c.cue) for c in scope.context.problem):
        return None
    lines = scope.groups[1:] if scope.context.problem else scope.groups
    if lines:
        last = lines[-1][-1]
        return last.left if last.relation is Relation.STATES else last.right if last.relation is Relation.EQUAL and last.linked else None
    return stated[-1].left if len(stated) == 1 and _SAME.search(stated[0].cue) else None
