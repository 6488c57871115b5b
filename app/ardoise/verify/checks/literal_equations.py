"""Equations in several symbols ("A = pi r^2", so "r = sqrt(A / pi)"): a multiple of an earlier equation, or one solved for a symbol."""

from __future__ import annotations

import sympy

from ardoise.core.expression import Expr, free_symbols, integer
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import equality, identities, report, shape, transcendental
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "rearranged equation"
MOST_COMPARED = 6


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    return (
        claim.relation is Relation.EQUAL
        and len(free_symbols(left) | free_symbols(right)) > 1
        and not (shape.called(left) or shape.called(right))
    )


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    names = free_symbols(left) | free_symbols(right)
    compared = 0
    apart = False
    failed: Check | None = None
    for earlier in scope.earlier_equations:
        old_left, old_right = scope.plain(earlier.left), scope.plain(earlier.right)
        if free_symbols(old_left) | free_symbols(old_right) != names or earlier in scope.chain:
            continue
        compared += 1
        if compared > MOST_COMPARED:
            break
        if transcendental.proportional(left, right, old_left, old_right):
            return report.proved(claim, METHOD, note="Same equation as before, rearranged.")
        solved = _solved(claim, left, right, old_left, old_right, strict=scope.strict)
        if solved is not None and solved.mark is not Mark.REFUTED:
            return solved
        by_a_factor = _by_a_factor(claim, scope, left, right, old_left, old_right) if scope.strict else None
        if by_a_factor is not None:
            return by_a_factor
        if not scope.strict or earlier not in scope.line:  # two equations on a learner's line are a system
            apart = True
            failed = failed or solved
    if failed is not None and scope.strict:
        return failed
    return report.unsure(claim, METHOD) if apart else None


def _by_a_factor(claim: Claim, scope: Scope, left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> Check | None:
    """The earlier equation times a factor with a symbol in it, or divided by one: wrong where another says that this factor is zero."""
    if sum(shape.size(e) for e in (left, right, old_left, old_right)) > 2 * transcendental.LARGEST_SOLVED:
        return None
    try:
        new, old = to_sympy(left) - to_sympy(right), to_sympy(old_left) - to_sympy(old_right)
        if old == 0 or not (new.is_rational_function() and old.is_rational_function()):
            return None
        ratio = sympy.cancel(new / old)
        if ratio == 0 or not ratio.free_symbols:
            return None
        if ratio.is_polynomial():
            return report.proved(claim, METHOD, mark=Mark.WEAKER, note=f"The equation before, times ${report.latex(from_sympy(ratio))}$.")
        if not (1 / ratio).is_polynomial():
            return None
        gone = from_sympy(1 / ratio)
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return None
    for earlier in scope.earlier_equations:
        if transcendental.proportional(gone, integer(0), scope.plain(earlier.left), scope.plain(earlier.right)):
            note = f"This divides by ${report.latex(gone)}$, but ${report.statement(earlier)}$, so"
            return report.refuted(claim, METHOD, Witness(fact=f"{report.latex(gone)} = 0"), evidence=Evidence.SYMBOLIC, note=note)
    note = f"The equation before, divided by ${report.latex(gone)}$: right where that is not zero."
    return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=note)


def _is_linear(left: Expr, right: Expr, name: str) -> bool:
    """Whether an equation has one solution for this symbol at most (but where its factor vanishes): linear, over whatever denominator."""
    try:
        top = sympy.together(to_sympy(left) - to_sympy(right)).as_numer_denom()[0]
        return bool(sympy.Poly(sympy.expand(top), symbol(name)).degree() == 1)
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return False


def _only_positive(left: Expr, right: Expr, name: str) -> bool:
    """Whether SymPy finds exactly one positive solution for this symbol where all the others are positive."""
    if shape.size(left) + shape.size(right) > transcendental.LARGEST_SOLVED:
        return False
    try:
        difference = to_sympy(left, positive=True) - to_sympy(right, positive=True)
        return len(sympy.solve(difference, symbol(name, positive=True))) == 1
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return False


def _solved(claim: Claim, left: Expr, right: Expr, old_left: Expr, old_right: Expr, *, strict: bool) -> Check | None:
    """One side is a symbol alone: put the other side for it into the earlier equation. `strict`: no other value may satisfy that."""
    name = shape.lone_symbol(left)
    if name is None or name in free_symbols(right):
        return None
    a, b = (shape.substitute(e, {name: right}) for e in (old_left, old_right))
    compared = equality.compare(a, b)
    match compared.equality:
        case Equality.PROVED | Equality.PROVED_POSITIVE if strict and not _is_linear(old_left, old_right, name):
            if _only_positive(old_left, old_right, name):
                note = "Put back, it satisfies the equation before, and no other positive value does where all symbols are positive."
                return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=note)
            return report.unsure(claim, METHOD, "Put back, it satisfies the equation before; another value may too.", mark=Mark.SUPPORTED)
        case Equality.PROVED:
            return report.proved(claim, METHOD, note="Put back, it satisfies the equation before.")
        case Equality.PROVED_POSITIVE:
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note="Put back, it satisfies the equation before for positive values.")
        case Equality.DIFFERS:
            return report.refuted(claim, METHOD, identities.witness(compared), note="Put into the equation before:")
        case _:
            return None
