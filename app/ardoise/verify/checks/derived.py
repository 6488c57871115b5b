"""Equations that a solution in prose derives from those before: do they hold where those do?

The equations in scope are taken together (`manifold`). A claim that fails at every point where they hold, though the words say that it is
only a rewriting ("expanding gives", "subtracting 3 from both sides"), is an error: refuted, with a point that satisfies the line before and
not this one, where those two are in the same symbols. A claim that cannot hold together with them at all is amber, since one of them may
belong to another case. What holds at every point is left to the checks that prove. (Rejected: refuting whatever is independent of the
equations before, since most of such claims bring in a new fact from the words.)
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Witness
from ardoise.verify.checks import manifold, report, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.floats import compiled
from ardoise.verify.checks.manifold import Sides
from ardoise.verify.checks.scope import FAR_BACK, Scope

METHOD = "consequence"
ENOUGH: Final = 5
"""Points at which a claim must fail."""
NEAREST: Final = 12
"""Earlier equations that are looked at."""
LARGEST: Final = 120
"""Nodes of an equation that is looked at."""
REWRITES = re.compile(
    r"simplif|expand|rearrang|combin|distribut|both sides|cross.?multipl|isolat|dividing|divide\b|subtracting|subtract\b|clear|"
    r"factor(?!\w* pair)|rewrit|squaring|like terms|equivalent|reduces|collect|transpos|cancel"
)
_DERIVES = re.compile(
    r"\b(?:gives?|giving|get|so|thus|therefore|hence|implies|impl\w+|becomes?|yields?|obtain\w*|lead\w*|means|substitut\w+|solv\w+|add\w*|"
    r"multipl\w+)\b"
)
_ELSEWHERE = re.compile(r"\b(?:cases?|pairs?|second|third|fourth|another|other|similarly|if|suppose|assume|consider|try|trying|either)\b")
"""Words that open something else than the line before."""
_FRESH = re.compile(
    r"\b(?:case|cases|pair|if|suppose|assume|consider|try|trying|plug\w*|test\w*|first|second|third|fourth|other|another|either|or|for|when|"
    r"let|similarly|formula|theorem|fact|law|rule|by|using|since|because|identity|definition|given|condition|sum|product|area|volume|"
    r"perimeter|ratio|probability)\b"
)


def applies(claim: Claim, scope: Scope) -> bool:
    if scope.strict or claim.relation is not Relation.EQUAL or claim.modulus is not None or claim.linked or scope.gives_values(claim):
        return False
    return is_derived(claim)


def is_derived(claim: Claim) -> bool:
    """Whether the words say that the claim comes from the lines before it, and open nothing new."""
    if _ELSEWHERE.search(claim.cue):
        return False
    return bool(REWRITES.search(claim.cue) or (_DERIVES.search(claim.cue) and not _FRESH.search(claim.cue)))


def run(claim: Claim, scope: Scope) -> Check | None:
    """Refutes or asks to look; None otherwise."""
    mine = sides_of(claim, scope)
    if mine is None or not symbols(mine):
        return None
    around = context(scope)
    near = manifold.related([sides for _, sides in around], symbols(mine))
    if not near or not symbols(mine) <= all_symbols(near) or not fails(mine, near):
        return None
    before, previous = around[0]
    if any(_is_long(side) and side in sides and any(shape.is_constant(s) for s in sides) for side in mine for _, sides in around):
        return None  # the side of an equation "... = 0" is written in another form: an identity, which is judged elsewhere
    same = symbols(previous) == symbols(mine)
    if same and REWRITES.search(claim.cue) and fails(mine, [previous]):
        witness = witness_between(mine, previous)
        if witness is not None:
            return report.refuted(claim, METHOD, witness, note=f"${report.statement(before)}$ holds there, and this does not:")
    if not scope.supposing and _possible([mine]) and not _possible([*near, mine]):
        return report.suspect(claim, METHOD, f"It cannot hold together with ${report.statement(before)}$ and the equations before it.")
    return None


def _is_long(side: Expr) -> bool:
    return shape.size(side) > 3 and bool(free_symbols(side))


def sides_of(claim: Claim, scope: Scope) -> Sides | None:
    cases = scope.cases(claim)
    if len(cases) != 1:
        return None
    left, right = opaque(cases[0][0]), opaque(cases[0][1])
    if any(shape.uses(side, "modulo", "floor", "ceiling") for side in (left, right)):
        return None
    return None if left == right or shape.size(left) + shape.size(right) > LARGEST else (left, right)


def opaque(expr: Expr) -> Expr:
    """The expression with the values of unknown functions, f(3), as symbols."""
    if not isinstance(expr, Apply):
        return expr
    if expr.function in ("call", "prime"):
        return Symbol(report.latex(expr))
    return shape.rewrite(expr, tuple(opaque(a) for a in expr.arguments))


def symbols(sides: Sides) -> frozenset[str]:
    return free_symbols(sides[0]) | free_symbols(sides[1])


def all_symbols(equations: list[Sides]) -> frozenset[str]:
    return frozenset().union(*(symbols(sides) for sides in equations))


def context(scope: Scope) -> list[tuple[Claim, Sides]]:
    """Earlier equations that are said to hold, nearest first; what is supposed counts in its own line only."""
    found: list[tuple[Claim, Sides]] = []
    for earlier in reversed(scope.everything[-FAR_BACK:]):
        if earlier.relation is not Relation.EQUAL or earlier.role is Role.DENIED or earlier.modulus is not None:
            continue
        if earlier.role is Role.SUPPOSED and earlier not in scope.line:
            continue
        sides = sides_of(earlier, scope)
        if sides is not None and symbols(sides):
            found.append((earlier, sides))
        if len(found) == NEAREST:
            break
    return found


def _possible(equations: list[Sides]) -> bool:
    return next(manifold.points(equations, sorted(all_symbols(equations))), None) is not None


def fails(mine: Sides, equations: list[Sides]) -> bool:
    """Whether the claim fails clearly at every one of at least ENOUGH points where the equations hold."""
    names = sorted(symbols(mine) | all_symbols(equations))
    if len(names) > manifold.MOST_UNKNOWNS:
        return False
    left, right = compiled(mine[0]), compiled(mine[1])
    failing = 0
    for point in manifold.points(equations, names):
        try:
            a, b = left(point), right(point)
        except manifold.FAULTS:
            continue
        if abs(a - b) <= 1e-4 * max(1.0, abs(a), abs(b)):
            return False
        failing += 1
    return failing >= ENOUGH or (failing > 0 and len(names) == len(equations))


_TRIED: Final = (1, 2, 3, 5, 4, 7, -1, -2, 6)


def witness_between(mine: Sides, previous: Sides) -> Witness | None:
    """A point with small whole numbers at which the equation before holds and this one does not; one symbol is solved for."""
    names = sorted(symbols(previous))
    for solved in names:
        others = [name for name in names if name != solved]
        for shift in range(len(_TRIED)):
            point: dict[str, Any] = {name: _TRIED[(shift + 2 * k) % len(_TRIED)] for k, name in enumerate(others)}
            try:
                value = _solve_linear(previous, solved, point)
                if value is None:
                    break
                point[solved] = value
                a, b = evaluate(mine[0], point), evaluate(mine[1], point)
            except (Undefined, Unsupported):
                continue
            if a != b:
                shown = tuple((name if "(" in name else report.symbol(name), report.number(point[name])) for name in names)
                return Witness(values=shown, left=report.number(a), right=report.number(b))
    return None


def _solve_linear(sides: Sides, name: str, point: dict[str, Any]) -> Fraction | None:
    """The value of a symbol in which the equation is linear at this point; None where it is not."""

    def gap(value: Any) -> Any:
        at = {**point, name: value}
        return evaluate(sides[0], at) - evaluate(sides[1], at)

    at_zero, at_one = gap(1), gap(2)
    if not isinstance(at_zero, int | Fraction) or not isinstance(at_one, int | Fraction) or at_zero == at_one:
        return None
    value = 1 - Fraction(at_zero) / (Fraction(at_one) - at_zero)
    return value if gap(value) == 0 else None
