"""A line that is a bare expression where the problem asks for a derivative or an antiderivative ("Differentiate x^2 sin x").

It should be what is asked for, or the expression of the line before in another form. What is neither may be a part that is needed on the
way, so it is looked at and never refuted.
"""

from __future__ import annotations

import re

from ardoise.core.expression import Expr, Symbol, apply, integer
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check
from ardoise.verify.checks import calculus, equality, report, shape
from ardoise.verify.checks.convert import from_sympy, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

_DERIVATIVE = re.compile(r"deriv|different")
_INTEGRAL = re.compile(r"integra|antideriv|primitive")


def applies(claim: Claim, scope: Scope) -> bool:
    bare = claim.relation is Relation.STATES and scope.strict and scope.context.new_step and not shape.uses(claim.left, *shape.STATEMENTS)
    return bare and _method(scope) is not None


def _method(scope: Scope) -> str | None:
    """Which of the two the problem asks for, if it asks for nothing else."""
    words = " ".join(c.cue for c in scope.context.problem)
    heads = {getattr(c.left, "function", "") for c in scope.context.problem}
    if _INTEGRAL.search(words) or "integral" in heads:
        return calculus.INTEGRAL
    return calculus.DERIVATIVE if _DERIVATIVE.search(words) or "derivative" in heads else None


def run(claim: Claim, scope: Scope) -> Check | None:
    asked, method = calculus.asked(claim, scope), _method(scope)
    if asked is None or method is None:
        return None
    before = scope.context.earlier[-1] if scope.context.earlier else None
    if before is not None and before.relation is Relation.STATES and _same(scope.plain(before.left), asked.written):
        return report.proved(claim, "rewriting", note=f"Compared with ${report.latex(before.left)}$.")
    if _same(asked.body, asked.written):
        return report.proved(claim, "rewriting", note=f"Compared with ${report.latex(asked.body)}$.")
    try:
        derivative = _derivative(asked.body if method == calculus.DERIVATIVE else asked.written, asked.variable)
    except (Unsupported, Undefined):
        return None
    expected, found = (derivative, asked.written) if method == calculus.DERIVATIVE else (asked.body, derivative)
    compared = equality.compare(expected, found)
    of = f"${report.latex(asked.body)}$"
    if compared.equality in (Equality.PROVED, Equality.PROVED_POSITIVE):
        name = "the derivative" if method == calculus.DERIVATIVE else "an antiderivative"
        return report.proved(claim, method, note=f"It is {name} of {of}.")
    if not compared.refutes:
        return None
    if method == calculus.DERIVATIVE:
        return report.suspect(claim, method, f"The derivative of {of} is ${report.latex(derivative)}$.")
    return report.suspect(claim, method, f"Its derivative is ${report.latex(derivative)}$, not {of}.")


def _same(a: Expr, b: Expr) -> bool:
    return equality.compare(a, b).equality in (Equality.PROVED, Equality.PROVED_POSITIVE)


def _derivative(body: Expr, variable: str) -> Expr:
    return from_sympy(to_sympy(apply("derivative", body, Symbol(variable), integer(1))))
