"""Inverse functions: after f(x) = 2x + 3, f^(-1)(x) = (x - 3)/2 is right if f takes the claimed value back to x."""

from __future__ import annotations

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark
from ardoise.notation.names import INVERSE
from ardoise.verify.checks import equality, identities, report, shape
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "inverse function"


def applies(claim: Claim, scope: Scope) -> bool:
    return _back(claim, scope) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    sides = _back(claim, scope)
    assert sides is not None
    compared = equality.compare(*sides)
    back = f"${report.latex(sides[1])}$"
    match compared.equality:
        case Equality.PROVED if _is_everywhere(claim, scope):
            return report.proved(claim, METHOD, note=f"Put into the function, it gives {back} back.")
        case Equality.PROVED | Equality.PROVED_POSITIVE:
            note = "Put into the function, it gives the argument back; mind where the function takes each value once only."
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=note)
        case Equality.DIFFERS if compared.witness is not None:
            return report.refuted(claim, METHOD, identities.witness(compared), note=f"Put into the function, it should give {back}:")
        case _:
            return report.unsure(claim, METHOD)


def _is_everywhere(claim: Claim, scope: Scope) -> bool:
    """Whether the claimed inverse also takes every value of the function back to where it came from."""
    match claim.left:
        case Apply("call", (Symbol(name), Symbol(argument))):
            variable, body = scope.definitions[name.removesuffix(INVERSE)]
            returned = shape.substitute(scope.plain(claim.right), {argument: body})
            return equality.compare(returned, Symbol(variable)).equality is Equality.PROVED
        case _:
            return True


def _back(claim: Claim, scope: Scope) -> tuple[Expr, Expr] | None:
    """The function of the claimed value, and the argument that this should be."""
    match claim.left:
        case Apply("call", (Symbol(name), argument)) if claim.relation is Relation.EQUAL and name.endswith(INVERSE):
            function = scope.definitions.get(name.removesuffix(INVERSE))
            if function is not None and not shape.called(claim.right):
                variable, body = function
                return shape.substitute(body, {variable: scope.plain(claim.right)}), scope.plain(argument)
    return None
