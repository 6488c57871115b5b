"""The check of "=" between expressions that should be the same for all values: the links of a chain, a rewriting, a formula.

An identity that is proved is verified whatever was meant. One that fails is refuted only where an identity was meant: in a chain that goes
on (a = b = c), after a word like "simplify", or where the left side is what stood before; elsewhere it may be an equation.
"""

from __future__ import annotations

import re

from ardoise.core.expression import Apply, Expr, Symbol, apply, free_symbols, integer
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import domains, equality, polynomial, report, shape
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.equality import Compared, Equality
from ardoise.verify.checks.scope import Scope

METHOD = "identity"
HOLDS = (Equality.PROVED, Equality.PROVED_POSITIVE, Equality.AGREES)
REWRITES = re.compile(
    r"simplif|expand|factor|rewrit|identity|like terms|distribut|complet|common denominator|multipl(y|ied|ying) out|same as|equivalent to|"
    r"the fact that"
)
SAYS_IDENTITY = re.compile(r"\bfor (?:any|all|every) (?:\w+ ){0,3}[a-z]$|\bfactor\w* as(?: follows)?$")
EQUATES = re.compile(r"equation|condition|given|solve|such that|equate|equal|set\b|root|if\b|when|where|suppose|both sides|system")


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    return claim.relation is Relation.EQUAL and not shape.uses(left, *shape.STATEMENTS) and not shape.uses(right, *shape.STATEMENTS)


def run(claim: Claim, scope: Scope) -> Check | None:
    """None where the identity fails and an equation may be meant."""
    if all(_names_something(a, b) or _names_something(b, a) for a, b in scope.sides):
        return None
    compared = [equality.compare(a, b, complex_numbers=scope.complex_numbers) for a, b in scope.sides]
    best = min(compared, key=lambda c: list(Equality).index(c.equality))
    if best.equality is Equality.PARTLY and scope.where_positive is Mark.PROVED and _holds_for_positive(scope):
        return report.proved(claim, METHOD, note=f"Proved for positive {_letters(claim)}.")
    match best.equality:
        case Equality.PROVED:
            excluded = domains.conditions(*scope.sides[compared.index(best)])
            if excluded:
                where = ", ".join(f"${condition}$" for condition in excluded)
                return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=f"Proved for {where}, where both sides make sense.")
            total = all(domains.everywhere(e) for e in (claim.left, claim.right))
            return report.proved(claim, METHOD, note="Proved for all values." if total else "")
        case Equality.PROVED_POSITIVE:
            return report.proved(claim, METHOD, mark=scope.where_positive, note=f"Proved for positive {_letters(claim)}.")
        case Equality.AGREES:
            return report.unsure(claim, METHOD, "Agrees at every value tried; not proved.", mark=Mark.SUPPORTED)
        case Equality.DIFFERS if meant(claim, scope):
            return report.refuted(claim, METHOD, witness(compared[0]))
        case Equality.DIFFERS if scope.strict and _is_value_elsewhere(claim, scope):
            return report.suspect(claim, METHOD, f"Put into the function, it is ${report.latex(scope.sides[0][0])}$.")
        case Equality.PARTLY if scope.strict and best.witness is not None and meant(claim, scope):
            at = ", ".join(f"${name} = {value}$" for name, value in witness(best).values)
            return report.suspect(claim, METHOD, f"It does not hold for all values: not for {at}.")
        case _:
            return None


def _letters(claim: Claim) -> str:
    return ", ".join(f"${report.symbol(n)}$" for n in sorted(free_symbols(claim.left) | free_symbols(claim.right)))


def _holds_for_positive(scope: Scope) -> bool:
    return any(equality.proves_zero(a, b, positive=True) for a, b in scope.sides)


def _is_value_elsewhere(claim: Claim, scope: Scope) -> bool:
    """Whether a known function of more than its bare variable is given a formula: f(a + 1) = a^2 + 2; hardly an equation to solve."""
    match claim.left:
        case Apply("call", (Symbol(name), argument)):
            return name in scope.definitions and not isinstance(argument, Symbol) and not shape.called(claim.right)
        case _:
            return False


def _names_something(side: Expr, other: Expr) -> bool:
    """Whether one side is a letter that the other does not depend on: that never holds for all values."""
    return isinstance(side, Symbol) and side.name not in free_symbols(other)


def witness(compared: Compared) -> Witness:
    """The point that shows the difference."""
    point = compared.witness
    assert point is not None
    values = tuple((report.symbol(name), report.number(value)) for name, value in sorted(point.values.items()))
    return Witness(values=values, left=report.number(point.left), right=report.number(point.right))


def meant(claim: Claim, scope: Scope) -> bool:
    """Whether the claim can only be read as an identity, so that its failure is an error."""
    left, right = scope.sides[0]
    if shape.lone_symbol(left) or shape.lone_symbol(right) or not free_symbols(left) or not free_symbols(right):
        return False
    if free_symbols(left) != free_symbols(right) or shape.called(left) or shape.called(right):
        return False
    if any(shape.inverts_a_function(e) for e in (claim.left, claim.right)):
        return False
    if SAYS_IDENTITY.search(claim.cue):
        return True
    rewriting = bool(REWRITES.search(claim.cue)) and not EQUATES.search(claim.cue)
    conditional = [c for c in scope.earlier_equations if _is_conditional(c, free_symbols(left), scope)]
    if conditional:
        if any(_is_other_form_of_zero(left, right, c, scope) for c in conditional):
            return True
        return rewriting and not scope.strict and any(_rewrites_a_side(left, right, c, scope) for c in conditional)
    restated = _already_stated(left, scope) and not EQUATES.search(claim.cue)
    return claim.linked or rewriting or restated or _never_equal(left, right)


def _is_other_form_of_zero(left: Expr, right: Expr, earlier: Claim, scope: Scope) -> bool:
    """Whether the left side is all of an equation "... = 0" and the right side another expression: it is factored, or written otherwise."""
    first, second = scope.cases(earlier)[0]
    return left == first and shape.size(left) > 5 and second == integer(0) and not shape.is_constant(right) and not scope.strict


def _rewrites_a_side(left: Expr, right: Expr, earlier: Claim, scope: Scope) -> bool:
    """Whether the left side is a side of an earlier equation and the right side is not the other one, in whatever form.

    Every earlier equation with that side counts, since any of them may be the one that is rewritten.
    """
    if left not in scope.cases(earlier)[0]:
        return False
    others = [b if left == a else a for c in scope.earlier_equations for a, b in scope.cases(c)[:1] if left in (a, b)]
    return all(equality.compare(other, right, complex_numbers=scope.complex_numbers).equality is Equality.DIFFERS for other in others)


def _never_equal(left: Expr, right: Expr) -> bool:
    """Whether the sides differ by a constant, under the same root: then no value makes them equal, so no equation can be meant."""
    if isinstance(left, Apply) and isinstance(right, Apply) and left.function == right.function == "sqrt":
        return _never_equal(left.arguments[0], right.arguments[0])
    names = free_symbols(left) | free_symbols(right)
    if len(names) != 1 or min(shape.size(left), shape.size(right)) < 4:
        return False
    try:
        difference = polynomial.quotient(apply("subtract", left, right), next(iter(names)))
    except Unsupported:
        return False
    return len(difference.top) == 1 and len(difference.bottom) == 1


def _is_conditional(earlier: Claim, names: frozenset[str], scope: Scope) -> bool:
    """Whether an earlier equation restricts these symbols: it neither holds for all values nor only names something."""
    if not scope.names(earlier) >= names or _defines(earlier, scope):
        return False
    cases = scope.cases(earlier)
    return len(cases) > 1 or equality.compare(*cases[0], complex_numbers=scope.complex_numbers).equality not in HOLDS


def _already_stated(left: Expr, scope: Scope) -> bool:
    """Whether the left side is the bare expression that the problem or the line before put forward."""
    return any(c.relation is Relation.STATES and scope.plain(c.left) == left for c in scope.everything[-20:])


def _defines(claim: Claim, scope: Scope) -> bool:
    """Whether an earlier equation only names something, or belongs to the chain that this claim goes on from."""
    name = shape.lone_symbol(claim.left)
    return (
        claim in scope.chain
        or (name is not None and name not in free_symbols(claim.right))
        or (bool(shape.called(claim.left)) and not free_symbols(claim.left))
    )
