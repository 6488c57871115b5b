"""Matrices and vectors: sums, products, powers, transposes, determinants, ranks, lengths, dot and cross products.

A letter that an earlier line gives a matrix or a list of coordinates stands for it; A and B points, the vector AB goes from A to B, and AB
without an arrow is its length. A product of two vectors is the dot or the cross product, whichever fits the other side; the sizes decide.
Entries are exact; with letters in them only what SymPy proves is verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import sympy

from ardoise.core.expression import Apply, Expr, Symbol, apply, free_symbols, integer, nodes
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Mark, Verdict, Witness
from ardoise.verify.checks import arithmetic, equality, identities, report, shape
from ardoise.verify.checks.convert import LARGEST_MATRIX, from_sympy, matrix_power, to_sympy
from ardoise.verify.checks.elementary import TooLarge, Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "matrices and vectors"
_HEADS = ("matrix", "determinant", "rank", "trace")
_ARROWS = ("vec:", "overrightarrow:")
Object = Any


@dataclass(frozen=True)
class Vector:
    """A list of coordinates, as a SymPy column."""

    column: Object


Value = Any
"""A SymPy scalar, a SymPy matrix, or a Vector."""


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation not in (Relation.EQUAL, Relation.APPROXIMATELY):
        return False
    left, right = scope.sides[0]
    if any(shape.uses(e, *shape.STATEMENTS, "sum", "integral", "limit", "derivative") or shape.called(e) for e in (left, right)):
        return False
    if any(shape.uses(e, *_HEADS) for e in (left, right)):
        return shape.lone_symbol(left) is None or bool(_parts(left, scope))
    if any(_works_with_tuples(e) for e in (left, right)):
        return True
    return bool(_named(scope)) and any(_names_in(e, scope) for e in (left, right)) and not _is_definition(claim, scope)


def _works_with_tuples(expr: Expr) -> bool:
    """Whether something is done with coordinates: a bare tuple may be a pair of solutions, and is compared elsewhere."""
    return any(
        isinstance(n, Apply)
        and n.function in ("add", "subtract", "multiply", "negate", "abs", "divide")
        and any(isinstance(a, Apply) and a.function == "tuple" for a in n.arguments)
        for n in nodes(expr)
    )


def _names_in(expr: Expr, scope: Scope) -> frozenset[str]:
    names = _named(scope)
    return frozenset(n for n in free_symbols(expr) if n in names or _parts(Symbol(n), scope))


def _is_definition(claim: Claim, scope: Scope) -> bool:
    """Whether a name gets new coordinates: A = (1, 2) after B = (3, 4)."""
    name = shape.lone_symbol(claim.left)
    return name is not None and name not in _named(scope) and not _parts(claim.left, scope) and not _names_in(claim.right, scope)


def _named(scope: Scope) -> dict[str, Expr]:
    """The matrices and coordinates that earlier lines give a name; the latest counts."""
    found: dict[str, Expr] = {}
    for claim in (*scope.everything, *scope.line):
        if claim is scope.claim:
            break
        if claim.relation is Relation.EQUAL and claim.role is not Role.DENIED and isinstance(claim.left, Symbol):
            right = scope.plain(claim.right)
            if isinstance(right, Apply) and right.function in ("matrix", "tuple") and claim.left.name not in free_symbols(right):
                found[claim.left.name] = right
    return found


def _parts(expr: Expr, scope: Scope) -> tuple[str, str] | None:
    """The two named things that a name of two letters is made of: AB, or the vector AB."""
    if not isinstance(expr, Symbol):
        return None
    name = expr.name
    for arrow in (*_ARROWS, "overline:"):
        name = name.removeprefix(arrow)
    names = _named(scope)
    if expr.name in names or len(name) != 2 or not name.isupper() or name[0] not in names or name[1] not in names:
        return None
    return name[0], name[1]


def run(claim: Claim, scope: Scope) -> Check | None:
    checks = [_compared(claim, scope, left, right) for left, right in scope.sides]
    return checks[0]


def _compared(claim: Claim, scope: Scope, left: Expr, right: Expr) -> Check | None:
    names = _named(scope)
    pairs = list(product(_values(left, names), _values(right, names)))
    fitting = [(a, b) for a, b in pairs if _size(a) == _size(b)]
    if not fitting:
        if any(_may_be_binomials(e) for e in (left, right)):
            return _as_binomials(claim, scope, left, right)
        unknown = any(_unknown_sizes(e, names) for e in (left, right))
        return report.suspect(claim, METHOD, "The two sides do not have the same size.") if pairs and not unknown else None
    for a, b in fitting:
        if _equal(a, b):
            return report.proved(claim, METHOD, evidence=Evidence.EXACT)
    a, b = fitting[0]
    if not any(_entries(v).free_symbols for v in (a, b)):
        return _different(claim, a, b)
    return _with_letters(claim, scope, a, b)


def _may_be_binomials(expr: Expr) -> bool:
    """Whether columns of two numbers stand there: they are written like binomial coefficients."""
    columns = [n for n in nodes(expr) if isinstance(n, Apply) and n.function == "matrix"]
    return bool(columns) and all(_binomial(n) is not None for n in columns)


def _binomial(column: Apply) -> Expr | None:
    match column.arguments:
        case (Apply("row", (top,)), Apply("row", (bottom,))):
            return apply("binomial", top, bottom)
        case _:
            return None


def _as_binomials(claim: Claim, scope: Scope, left: Expr, right: Expr) -> Check | None:
    """The claim with its columns read as binomial coefficients; proves only."""
    sides = _with_binomials(left), _with_binomials(right)
    if not all(shape.is_constant(side) for side in sides):
        return None
    other = replace(claim, left=sides[0], right=sides[1], alternatives=())
    check = arithmetic.run(other, replace(scope, claim=other))
    return replace(check, claim=claim) if check.verdict is Verdict.VERIFIED else None


def _with_binomials(expr: Expr) -> Expr:
    if not isinstance(expr, Apply):
        return expr
    return _binomial(expr) or shape.rewrite(expr, tuple(_with_binomials(a) for a in expr.arguments))


def _unknown_sizes(expr: Expr, names: dict[str, Expr]) -> frozenset[str]:
    """The letters outside of every matrix that no line gives a value: each may be a vector or a number."""
    if isinstance(expr, Symbol):
        return frozenset() if expr.name in names else frozenset({expr.name})
    if not isinstance(expr, Apply) or expr.function in ("matrix", "tuple"):
        return frozenset()
    return frozenset().union(*(_unknown_sizes(a, names) for a in expr.arguments))


def _different(claim: Claim, a: Value, b: Value) -> Check | None:
    difference = sympy.Matrix(_entries(a) - _entries(b))
    numbers = [complex(sympy.N(entry, 20)) for entry in difference]
    if claim.relation is Relation.APPROXIMATELY or shape.decimals_in(claim.right):
        written = [n.decimals or 0 for n in shape.decimals_in(claim.right)] or [0]
        if all(abs(n) <= 0.5000001 * 10.0 ** -max(written) for n in numbers):
            return report.proved(claim, METHOD, evidence=Evidence.NUMERIC, mark=Mark.ROUNDED, note="Right to the digits written.")
    if claim.relation is not Relation.EQUAL or all(abs(n) < 1e-12 for n in numbers):
        return None
    return report.refuted(claim, METHOD, Witness(left=_shown(a), right=_shown(b)))


def _with_letters(claim: Claim, scope: Scope, a: Value, b: Value) -> Check | None:
    """Scalars with letters are compared as any two expressions are; an equation for a letter is no identity."""
    if isinstance(a, Vector) or _size(a) != (0, 0):
        return None
    left, right = from_sympy(sympy.expand(a)), from_sympy(sympy.expand(b))
    compared = equality.compare(left, right)
    meant = free_symbols(left) == free_symbols(right) and not scope.earlier_equations
    if compared.equality is Equality.DIFFERS and meant:
        return report.refuted(claim, METHOD, identities.witness(compared), note=f"The left side is ${report.latex(left)}$.")
    return None


def _size(value: Value) -> tuple[int, int]:
    """Rows and columns; (0, 0) for a scalar, (n, -1) for coordinates, which may be written as a row or a column."""
    if isinstance(value, Vector):
        return value.column.shape[0], -1
    return getattr(value, "shape", (0, 0)) or (0, 0)


def _entries(value: Value) -> Object:
    if isinstance(value, Vector):
        return value.column
    return value if getattr(value, "is_Matrix", False) else sympy.Matrix([value])


def _equal(a: Value, b: Value) -> bool:
    return all(equality.is_zero(entry) for entry in sympy.Matrix(_entries(a) - _entries(b)))


def _shown(value: Value) -> str:
    if isinstance(value, Vector):
        return report.latex(Apply("tuple", tuple(from_sympy(e) for e in value.column)))
    if getattr(value, "is_Matrix", False):
        rows = tuple(Apply("row", tuple(from_sympy(value[i, j]) for j in range(value.shape[1]))) for i in range(value.shape[0]))
        return report.latex(Apply("matrix", rows))
    return report.latex(from_sympy(value))


def _values(expr: Expr, names: dict[str, Expr]) -> list[Value]:
    """Every plausible value: a product of two vectors has two."""
    match expr:
        case Apply("matrix", rows):
            cells = [[_scalar(c, names) for c in row.arguments] for row in rows if isinstance(row, Apply)]
            if not cells or len({len(r) for r in cells}) != 1 or max(len(cells), len(cells[0])) > LARGEST_MATRIX:
                raise TooLarge("matrix")
            return [sympy.ImmutableMatrix(cells)]
        case Apply("tuple", members):
            if len(members) > 2 * LARGEST_MATRIX:
                raise TooLarge("vector")
            return [Vector(sympy.ImmutableMatrix([_scalar(m, names) for m in members]))]
        case Symbol(name):
            return _of_name(name, names)
        case Apply("add", terms):
            return _folded(_added, [_values(t, names) for t in terms])
        case Apply("subtract", (a, b)):
            return [v for x, y in product(_values(a, names), _values(b, names)) for v in _added(x, _scaled(y, sympy.Integer(-1)))]
        case Apply("negate", (a,)):
            return [_scaled(v, sympy.Integer(-1)) for v in _values(a, names)]
        case Apply("multiply", factors) if sum(_is_point(f, names) for f in factors) < 2:
            return _folded(_multiplied, [_values(f, names) for f in factors])
        case Apply("divide", (a, b)):
            bottom = _scalar(b, names)
            if bottom == 0:
                raise Undefined("division by zero")
            return [_scaled(v, 1 / bottom) for v in _values(a, names)]
        case Apply("power", (base, exponent)):
            return [_power(v, exponent) for v in _values(base, names)]
        case Apply("abs", (a,)):
            return [_length(v) for v in _values(a, names)]
        case Apply("determinant" | "rank" | "trace" as head, (a,)):
            return [_of_matrix(head, v) for v in _values(a, names)]
        case Apply(function, arguments):
            inner = [_values(a, names) for a in arguments]
            if any(_size(v) != (0, 0) for options in inner for v in options):
                raise Unsupported(function)
            return [to_sympy(Apply(function, tuple(from_sympy(options[0]) for options in inner)))]
        case _:
            return [to_sympy(expr)]


def _is_point(expr: Expr, names: dict[str, Expr]) -> bool:
    """Whether a capital letter with coordinates stands there: two of them side by side, P A, are the ends of a segment and no product."""
    return isinstance(expr, Symbol) and expr.name.isupper() and expr.name in names and _is_tuple(names[expr.name])


def _is_tuple(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function == "tuple"


def _scalar(expr: Expr, names: dict[str, Expr]) -> Object:
    (value, *_) = _values(expr, names)
    if _size(value) != (0, 0):
        raise Unsupported("a matrix inside a matrix")
    return value


def _of_name(name: str, names: dict[str, Expr]) -> list[Value]:
    if name in names:
        return _values(names[name], names)
    bare = name
    for arrow in (*_ARROWS, "overline:"):
        bare = bare.removeprefix(arrow)
    if len(bare) == 2 and bare[0] in names and bare[1] in names:
        ends = [_values(names[c], names)[0] for c in bare]
        if all(isinstance(e, Vector) for e in ends):
            (along,) = _added(ends[1], _scaled(ends[0], sympy.Integer(-1)))
            return [along] if name.startswith(_ARROWS) else [_length(along)]
        return _multiplied(*ends) if bare == name else [to_sympy(Symbol(name))]
    return [to_sympy(Symbol(name))]


def _folded(rule: Any, options: list[list[Value]]) -> list[Value]:
    """A rule of two arguments over a row of them, with every combination of their values."""
    results = options[0]
    for following in options[1:]:
        results = [v for a, b in product(results, following) for v in rule(a, b)][:4]
    return results


def _added(a: Value, b: Value) -> list[Value]:
    if _size(a) != _size(b):
        raise Undefined("sizes that do not fit")
    return [Vector(a.column + b.column)] if isinstance(a, Vector) else [a + b]


def _scaled(value: Value, factor: Object) -> Value:
    return Vector(value.column * factor) if isinstance(value, Vector) else value * factor


def _multiplied(a: Value, b: Value) -> list[Value]:
    if _size(a) == (0, 0):
        return [_scaled(b, a)]
    if _size(b) == (0, 0):
        return [_scaled(a, b)]
    if isinstance(a, Vector) and isinstance(b, Vector):
        return list(_products(a, b))
    left = a.column if isinstance(a, Vector) else a
    right = b.column if isinstance(b, Vector) else b
    if left.shape[1] != right.shape[0]:
        raise Undefined("sizes that do not fit")
    result = left * right
    return [Vector(result)] if isinstance(b, Vector) else [result[0] if result.shape == (1, 1) else result]


def _products(a: Vector, b: Vector) -> Iterator[Value]:
    if a.column.shape != b.column.shape:
        raise Undefined("sizes that do not fit")
    yield a.column.dot(b.column)
    if a.column.shape[0] == 3:
        yield Vector(a.column.cross(b.column))


def _power(value: Value, exponent: Expr) -> Value:
    if exponent in (Symbol("T"), Symbol("t")) and getattr(value, "is_Matrix", False):
        return value.T
    if _size(value) == (0, 0):
        return to_sympy(apply("power", from_sympy(value), exponent))
    if isinstance(value, Vector):
        if exponent != integer(2):
            raise Unsupported("power of a vector")
        return value.column.dot(value.column)
    return matrix_power(value, to_sympy(exponent))


def _length(value: Value) -> Value:
    if isinstance(value, Vector):
        return sympy.sqrt(sum(entry**2 for entry in value.column))
    return value.det() if getattr(value, "is_Matrix", False) else sympy.Abs(value)


def _of_matrix(head: str, value: Value) -> Value:
    if not getattr(value, "is_Matrix", False):
        raise Unsupported(head)
    if head == "rank":
        return sympy.Integer(value.rank())
    if value.shape[0] != value.shape[1]:
        raise Undefined("a matrix that is not square")
    return value.det() if head == "determinant" else value.trace()
