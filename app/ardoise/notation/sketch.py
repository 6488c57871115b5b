"""What can be drawn of some claims: the curves of their functions and equations.

Pure, by the shape of the claims alone; whether a curve can be sampled at all is for the Plotter to find out. Rules, in this order:

- `y = f(x)` and `f(x) = ...` name a function: its curve. `x = f(y)` is drawn with x to the right all the same.
- An equation in two unknowns: its curve in the plane; several equations of a system stand together.
- An equation in one unknown: `f(x) = 0` gives y = f(x); `f(x) = g(x)` gives both sides, to meet at the solutions. Only the first such
  equation counts, since those after it are its consequences with the same roots.
- A bare expression in one unknown, if nothing else was found.

No curve: arithmetic, a solution value (`x = 3`), the rest of a chain (the same function written another way), cases and denials, more
than two unknowns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ardoise.core.events import Curve, CurveKind
from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.latex import latex

MOST_CURVES = 4
_DRAWN = frozenset({Role.STATED, Role.GIVEN, Role.DEFINED})
_ZERO = Number(Fraction(0))


def sketch(claims: Sequence[Claim]) -> tuple[Curve, ...]:
    """At most four different curves, in the order of the claims; empty where there is nothing to draw."""
    equations = [c for c in claims if c.relation is Relation.EQUAL and c.role in _DRAWN and not c.linked]
    found: list[Curve] = []
    for claim in equations:
        found += [c for c in _in_the_plane(claim) if c not in found]
    if not found:
        found = next((curves for c in equations if (curves := list(_of_both_sides(c)))), [])
    if not found:
        bare = (c.left for c in claims if c.relation is Relation.STATES and c.role in _DRAWN)
        found = next(([_explicit(e, name)] for e in bare if not isinstance(e, Symbol) and (name := _only(e))), [])
    return tuple(found[:MOST_CURVES])


def _in_the_plane(claim: Claim) -> Iterator[Curve]:
    """The curve of a named function or of an equation in exactly two unknowns."""
    left, right = claim.left, claim.right
    for name, body in ((left, right), (right, left)):
        of = _function_of(name)
        if of and free_symbols(body) <= {of} and name is left:
            yield _explicit(body, of, name=latex(name))
            return
        if isinstance(name, Symbol) and (of := _only(body)) and of != name.name and (name.name, of) != ("x", "y"):
            yield _explicit(body, of, name=latex(name))
            return
    unknowns = free_symbols(left) | free_symbols(right)
    if len(unknowns) == 2 and not _function_of(left):
        across, up = sorted(unknowns, key=lambda n: (n != "x", n == "y", n))
        difference = left if right == _ZERO else apply("subtract", left, right)
        yield Curve(CurveKind.IMPLICIT, difference, across, f"{latex(left)} = {latex(right)}", up)


def _of_both_sides(claim: Claim) -> Iterator[Curve]:
    """The curves of an equation in one unknown, which meet at its solutions; none for a solution value."""
    left, right = claim.left, claim.right
    unknowns = free_symbols(left) | free_symbols(right)
    if len(unknowns) != 1 or left == right:
        return
    (unknown,) = unknowns
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Symbol) and not free_symbols(other):
            return
    for side, other in ((left, right), (right, left)):
        if other == _ZERO:
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
