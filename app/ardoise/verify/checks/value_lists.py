"""Lists of values that belong to something: the modes of a list, the eigenvalues of a matrix. All of them must be there, and no other."""

from __future__ import annotations

from collections import Counter

import sympy

from ardoise.core.expression import Apply, Expr
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import report
from ardoise.verify.checks.convert import from_sympy, to_sympy
from ardoise.verify.checks.elementary import Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

MODE = "mode"
EIGENVALUES = "eigenvalues"
_LARGEST_MATRIX = 3


def applies(claim: Claim, scope: Scope) -> bool:
    left = scope.sides[0][0]
    return claim.relation is Relation.EQUAL and isinstance(left, Apply) and left.function in ("mode", "eigenvalues")


def run(claim: Claim, scope: Scope) -> Check:
    left, right = scope.sides[0]
    assert isinstance(left, Apply)
    written = right.arguments if isinstance(right, Apply) and right.function == "set" else (right,)
    return _modes(claim, left.arguments, written) if left.function == "mode" else _eigenvalues(claim, left.arguments[0], written)


def _modes(claim: Claim, members: tuple[Expr, ...], written: tuple[Expr, ...]) -> Check:
    counts = Counter(evaluate(m, {}) for m in members)
    if not all(exact(v) for v in counts):
        raise Unsupported("inexact members")
    most = max(counts.values())
    modes = {v for v, count in counts.items() if count == most}
    if {evaluate(w, {}) for w in written} == modes:
        return report.proved(claim, MODE, evidence=Evidence.EXACT)
    found = ", ".join(report.number(v) for v in sorted(modes))
    times = f"The most frequent {'value is' if len(modes) == 1 else 'values are'} ${found}$."
    right = ", ".join(report.latex(w) for w in written)
    return report.refuted(claim, MODE, Witness(left=found, right=right), note=times)


def _eigenvalues(claim: Claim, matrix: Expr, written: tuple[Expr, ...]) -> Check:
    object_ = to_sympy(matrix)
    if getattr(object_, "shape", (0, 1))[0] != object_.shape[1] or object_.shape[0] > _LARGEST_MATRIX:
        raise Unsupported("eigenvalues")
    found = object_.eigenvals()
    said = [to_sympy(w) for w in written]
    same = all(any(sympy.simplify(s - v) == 0 for v in found) for s in said) and all(
        any(sympy.simplify(s - v) == 0 for s in said) for v in found
    )
    if same:
        return report.proved(claim, EIGENVALUES)
    values = ", ".join(report.latex(from_sympy(v)) for v in found)
    witness = Witness(left=values, right=", ".join(report.latex(w) for w in written))
    return report.refuted(claim, EIGENVALUES, witness, note="These are its eigenvalues: " + f"${values}$.")
