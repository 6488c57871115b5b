"""Solutions of several equations: (x, y) = (5, 2), "x = 3, y = 4 or x = 4, y = 3", or the bare pair (5, 2). Each point is put back.

A point that fails in one of the nearest equations is refuted; points that satisfy all of them are proved where no other solution is left,
which elimination shows for linear equations and SymPy for polynomials.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import equality, report, sampling, shape
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import same, settled
from ardoise.verify.checks.scope import Scope, Sides

METHOD: Final = "points put back"
Point = Mapping[str, Expr]
_MOST_UNKNOWNS: Final = 4
_LARGEST: Final = 60
"""Nodes of a system that SymPy is asked to solve."""


def applies(claim: Claim, scope: Scope) -> bool:
    return scope.strict and bool(_points(claim, scope))


def run(claim: Claim, scope: Scope) -> Check | None:
    points = _points(claim, scope)
    names = sorted(points[0])
    equations = _equations(scope, claim, frozenset(names))
    if len(equations) < 2:
        return None
    for point in points:
        for place, (earlier, sides) in enumerate(equations):
            witness = _fails(sides, point)
            if witness is not None:
                name = shape.lone_symbol(claim.left)
                if place >= len(names) or _is_repeated(point, scope):  # a slip was made further up
                    return None
                if name is not None and name not in scope.names(earlier):  # another value of the line is the wrong one
                    return None
                return report.refuted(claim, METHOD, witness, note=f"Put into ${report.statement(earlier)}$:")
    if not all(_satisfies(sides, point) for point in points for _, sides in equations):
        return None
    all_points = _all_solutions([sides for _, sides in equations], names)
    if all_points is None:
        return report.unsure(
            claim, METHOD, "It satisfies the equations before; whether others do too was not decided.", mark=Mark.SUPPORTED
        )
    others = [p for p in all_points if not any(_same_point(p, q) for q in points)]
    if others:
        note = f"It satisfies the equations before, but so does ${_shown(others[0])}$."
        return report.suspect(claim, METHOD, note, mark=Mark.SUPPORTED)
    return report.proved(claim, METHOD, note="Put back, and there is no other solution.")


def _is_repeated(point: Point, scope: Scope) -> bool:
    """Whether earlier lines gave every one of these values, so that the point answers for those lines."""
    given = [(shape.lone_symbol(c.left), scope.plain(c.right)) for group in scope.groups for c in group]
    return all((name, value) in given for name, value in point.items())


# --- what the line says -----------------------------------------------------------------------------------------------------------------


def _points(claim: Claim, scope: Scope) -> list[Point]:
    """The points of the line that the claim stands in; empty where it gives none, or only one value of each unknown at a time."""
    if claim.relation is Relation.EQUAL and _is_tuple(claim.left) and isinstance(claim.left, Apply):
        names = [n.name for n in claim.left.arguments if isinstance(n, Symbol)]
        return _named(names, claim.right) if len(names) == len(claim.left.arguments) else []
    if claim.relation is Relation.STATES:
        names = _all_names(scope)
        listed = [c.left for c in scope.line if c.relation is Relation.STATES]
        return _named(names, listed[0] if len(listed) == 1 else Apply("or", tuple(listed))) if listed else []
    if (
        claim.relation is Relation.EQUAL
        and isinstance(claim.left, Symbol)
        and isinstance(claim.right, Apply)
        and claim.right.function == "set"
    ):
        return _named(_all_names(scope), claim.right) if claim.left.name not in _all_names(scope) else []
    if not scope.gives_values(claim):
        return []
    return _of_line(scope)


def _all_names(scope: Scope) -> list[str]:
    """The unknowns of the equations before the line."""
    found = [scope.names(c) for c in scope.earlier_equations if c not in scope.line]
    return sorted(frozenset().union(*found))


def _named(names: Sequence[str], values: Expr) -> list[Point]:
    listed = values.arguments if isinstance(values, Apply) and values.function in ("or", "and", "set") else (values,)
    tuples = [v.arguments for v in listed if _is_tuple(v) and isinstance(v, Apply)]
    fits = len(tuples) == len(listed) and 1 < len(names) <= _MOST_UNKNOWNS and all(len(t) == len(names) for t in tuples)
    if not fits or not all(shape.is_constant(v) for t in tuples for v in t):
        return []
    return [dict(zip(names, t, strict=True)) for t in tuples]


def _is_tuple(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function == "tuple"


def _of_line(scope: Scope) -> list[Point]:
    """x = 3, y = 4 or x = 4, y = 3: every alternative gives each unknown one value."""
    points: list[dict[str, Expr]] = [{}]
    for claim in scope.line:
        name = shape.lone_symbol(claim.left)
        if claim.relation is not Relation.EQUAL or name is None or claim.linked or not scope.gives_values(claim):
            return []
        if points[-1] and "or" in claim.cue.split():
            points.append({})
        if name in points[-1]:
            return []
        points[-1][name] = scope.plain(claim.right)
    names = set(points[0])
    complete = len(names) > 1 and all(set(p) == names for p in points)
    simple = all(not isinstance(v, Apply) or v.function not in ("or", "and", "set") for p in points for v in p.values())
    return [dict(p) for p in points] if complete and simple else []


# --- the equations before ---------------------------------------------------------------------------------------------------------------


def _equations(scope: Scope, claim: Claim, names: frozenset[str]) -> list[tuple[Claim, Sides]]:
    """Earlier equations in these unknowns, nearest first; not those of the line itself, nor values of one case."""
    found = []
    for earlier in scope.earlier_equations:
        cases = scope.cases(earlier)
        if earlier in scope.line or earlier == claim or len(cases) != 1 or earlier.role in (Role.SUPPOSED, Role.DENIED):
            continue
        if scope.names(earlier) <= names and not (scope.gives_values(earlier) and earlier not in scope.context.problem):
            found.append((earlier, cases[0]))
    return found


def _put(sides: Sides, point: Point) -> Sides:
    return shape.substitute(sides[0], point), shape.substitute(sides[1], point)


def _fails(sides: Sides, point: Point) -> Witness | None:
    left, right = _put(sides, point)
    try:
        a, b = settled(left, {}).value, settled(right, {}).value
    except (Undefined, Unsupported):
        return None
    if same(a, b):
        return None
    mine = [n for n in sorted(point) if n in free_symbols(sides[0]) | free_symbols(sides[1])]
    values = tuple((report.symbol(n), report.latex(point[n])) for n in mine)
    return Witness(values=values, left=report.number(a), right=report.number(b))


def _satisfies(sides: Sides, point: Point) -> bool:
    left, right = _put(sides, point)
    return equality.proves_zero(left, right)


def _same_point(a: Point, b: Point) -> bool:
    return all(a[n] == b[n] or (not sampling.surely_differ(a[n], b[n]) and equality.proves_zero(a[n], b[n])) for n in a)


def _shown(point: Point) -> str:
    return ", ".join(report.equation(n, v) for n, v in sorted(point.items()))


def _all_solutions(equations: Sequence[Sides], names: Sequence[str]) -> list[Point] | None:
    """Every real solution, where the equations are polynomials with finitely many."""
    if sum(shape.size(e) for sides in equations for e in sides) > _LARGEST:
        equations = equations[-len(names) :]
    if sum(shape.size(e) for sides in equations for e in sides) > _LARGEST:
        return None
    try:
        letters = [symbol(n) for n in names]
        differences = [sympy.together(to_sympy(a) - to_sympy(b)) for a, b in equations]
        if not all(d.is_polynomial(*letters) for d in differences):
            return None
        found = sympy.solve(differences, letters, dict=True)
        if any(set(s) != set(letters) or any(v.free_symbols for v in s.values()) for s in found):
            return None
        real = [s for s in found if all(v.is_real for v in s.values())]
        return [{n: from_sympy(s[x]) for n, x in zip(names, letters, strict=True)} for s in real]
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return None
