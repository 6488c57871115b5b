"""What can be drawn of some claims: the curves of their functions and equations.

Pure, by the shape of the claims alone; whether a curve can be sampled at all is for the Plotter to find out. Rules, in this order:

- `y = f(x)` and `f(x) = ...` name a function: its curve. `x = f(y)` is drawn with x to the right all the same.
- An equation in two unknowns: its curve in the plane; several equations of a system stand together.
- An equation in one unknown: `f(x) = 0` gives y = f(x); `f(x) = g(x)` gives both sides, to meet at the solutions. Only the first such
  equation counts, since those after it are its consequences with the same roots.
- A bare expression in one unknown, if nothing else was found.

No curve: arithmetic, a solution value (`x = 3`), what stands inside a chain (the same function written another way), cases and denials,
more than two unknowns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, nodes
from ardoise.core.plots import Curve, CurveKind
from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.latex import latex

MOST_CURVES = 4
_DRAWN = frozenset({Role.STATED, Role.GIVEN, Role.DEFINED})
_NO_VALUE = frozenset(
    {
        "call",
        "prime",
        "unit",
        "plus_minus",
        "minus_plus",
        "tuple",
        "set",
        "matrix",
        "row",
        "or",
        "and",
        *(relation.value for relation in Relation),
    }
) | {"interval_closed", "interval_open", "interval_left_open", "interval_right_open"}
_ZERO = Number(Fraction(0))


def sketch(claims: Sequence[Claim], *, lines: bool = False) -> tuple[Curve, ...]:
    """At most four different curves, in the order of the claims; empty where there is nothing to draw.

    `lines` is for a person who asks for exactly these: each of them is drawn, also y = 3, x = 2 and a bare x, while in a solution y = 3
    is a value that was found and the second bare expression the first one written another way.
    """
    equations = list(_equations(claims))
    if lines:
        return tuple(dict.fromkeys(_asked_for(claims, equations)))[:MOST_CURVES]
    found: list[Curve] = []
    for left, right, _ in equations:
        found += [c for c in _in_the_plane(left, right) if c not in found]
    if not found:
        found = next((curves for left, _, last in equations if (curves := list(_of_both_sides(left, last)))), [])
    if not found:
        bare = (c.left for c in claims if c.relation is Relation.STATES and c.role in _DRAWN)
        found = next(([_explicit(e, name)] for e in bare if not isinstance(e, Symbol) and _drawable(e) and (name := _only(e))), [])
    return tuple(found[:MOST_CURVES])


def _asked_for(claims: Sequence[Claim], equations: Sequence[tuple[Expr, Expr, Expr]]) -> Iterator[Curve]:
    """The curves of every equation by itself, then of every bare expression."""
    for left, right, last in equations:
        yield from [*_in_the_plane(left, right), *_line(left, right)] or _of_both_sides(left, last)
    for claim in claims:
        expr = claim.left
        if claim.relation is Relation.STATES and claim.role in _DRAWN and _drawable(expr) and len(free_symbols(expr)) == 1:
            yield _explicit(expr, _only(expr))


def _equations(claims: Sequence[Claim]) -> Iterator[tuple[Expr, Expr, Expr]]:
    """Each chain of equations: its left side, the side after it, and its last side."""
    open_chain: tuple[Expr, Expr, Expr] | None = None
    for claim in claims:
        if claim.linked and open_chain is not None and claim.relation is Relation.EQUAL:
            open_chain = (open_chain[0], open_chain[1], claim.right)
            continue
        if open_chain is not None:
            yield open_chain
        fits = claim.relation is Relation.EQUAL and claim.role in _DRAWN and not claim.linked
        open_chain = (claim.left, claim.right, claim.right) if fits else None
    if open_chain is not None:
        yield open_chain


def _in_the_plane(left: Expr, right: Expr) -> Iterator[Curve]:
    """The curve of a named function or of an equation in exactly two unknowns."""
    of = _function_of(left)
    if of:
        if free_symbols(right) <= {of} and _drawable(right):
            yield _explicit(right, of, name=latex(left))
        return
    if not (_drawable(left) and _drawable(right)):
        return
    for name, body in ((left, right), (right, left)):
        if isinstance(name, Symbol) and (of := _only(body)) and of != name.name and (name.name, of) != ("x", "y"):
            yield _explicit(body, of, name=latex(name))
            return
    unknowns = free_symbols(left) | free_symbols(right)
    if len(unknowns) == 2:
        across, up = sorted(unknowns, key=lambda n: (n != "x", n == "y", n))
        difference = left if right == _ZERO else apply("subtract", left, right)
        yield Curve(CurveKind.IMPLICIT, difference, across, f"{latex(left)} = {latex(right)}", up)


def _line(left: Expr, right: Expr) -> Iterator[Curve]:
    """y = 3 as a level line, x = 2 (or any other name) as an upright one."""
    if isinstance(left, Symbol) and not free_symbols(right) and _drawable(right):
        if left.name == "y":
            yield _explicit(right, "x", name="y")
        else:
            yield Curve(CurveKind.IMPLICIT, apply("subtract", left, right), left.name, f"{latex(left)} = {latex(right)}")


def _of_both_sides(left: Expr, right: Expr) -> Iterator[Curve]:
    """The curves of an equation in one unknown, which meet at its solutions; none for a solution value."""
    unknowns = free_symbols(left) | free_symbols(right)
    if len(unknowns) != 1 or left == right or not (_drawable(left) and _drawable(right)):
        return
    if any(isinstance(side, Symbol) and not free_symbols(other) for side, other in ((left, right), (right, left))):
        return
    (unknown,) = unknowns
    for side in (s for s, other in ((left, right), (right, left)) if other == _ZERO):
        yield _explicit(side, unknown)
        return
    yield _explicit(left, unknown)
    yield _explicit(right, unknown)


def _explicit(body: Expr, variable: str, *, name: str = "") -> Curve:
    name = name or ("y" if variable != "y" else "")
    return Curve(CurveKind.EXPLICIT, body, variable, f"{name} = {latex(body)}" if name else latex(body))


def _only(expr: Expr) -> str:
    """The one symbol that an expression depends on, else empty."""
    names = free_symbols(expr)
    return next(iter(names)) if len(names) == 1 else ""


def _function_of(expr: Expr) -> str:
    """The variable of a left side like f(x), else empty."""
    match expr:
        case Apply("call", (Symbol(), Symbol(variable))):
            return variable
        case _:
            return ""


def _drawable(expr: Expr) -> bool:
    """Whether an expression can have a number as its value: no unknown function, no unit, no list, no statement inside."""
    return not any(isinstance(node, Apply) and node.function in _NO_VALUE for node in nodes(expr))
