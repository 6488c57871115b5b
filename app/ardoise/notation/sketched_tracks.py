"""Tracks to draw: x = cos t with y = sin t, pairs in one letter, polar curves.

Each function takes the chains that are left and gives what it drew with those it did not use, so that x = cos t, y = sin t is one track and
not two curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Symbol, apply, free_symbols, integer
from ardoise.core.plots import Parametric, Polar
from ardoise.core.solution import Relation
from ardoise.notation.latex import latex
from ardoise.notation.sketched_curves import PARAMETERS
from ardoise.notation.sketched_shapes import DRAWN, TURN, Group, drawable, equation, function_of, is_number, span_of, turns

ANGLES: Final = frozenset({"theta", "phi", "varphi", "vartheta"})


def parametric(found: Sequence[Group]) -> tuple[list[Parametric], list[Group]]:
    """x = f(t) with y = g(t), (x, y) = (f(t), g(t)), or a bare pair in one letter."""
    drawn: list[Parametric] = []
    used: set[int] = set()
    halves: dict[str, tuple[int, Expr, str]] = {}
    for i, group in enumerate(found):
        pair = _pair(group)
        if pair is not None:
            drawn.append(_track(*pair, found))
            used.add(i)
            continue
        sides = equation(group)
        if sides is None:
            continue
        left, body = sides[0], sides[1]
        name, of = _coordinate(left, body)
        if name:
            halves[name] = (i, body, of)
        if len(halves) == 2 and {h[2] for h in halves.values()} - {""} and len({h[2] for h in halves.values()} - {""}) == 1:
            drawn.append(_track(halves["x"][1], halves["y"][1], next(h[2] for h in halves.values() if h[2]), found))
            used |= {h[0] for h in halves.values()}
            halves = {}
    if drawn:
        letters = {d.parameter for d in drawn}
        used |= {i for i, g in enumerate(found) if i not in used and any(span_of(t, [g]) for t in letters)}
    return drawn, [g for i, g in enumerate(found) if i not in used]


def _coordinate(left: Expr, body: Expr) -> tuple[str, str]:
    """("x", "t") for x = f(t) or x(t) = f(t); the letter is empty for a constant x(t)."""
    if not drawable(body):
        return "", ""
    match left:
        case Symbol("x" | "y" as name):
            of = _letter(free_symbols(body))
            return (name, of) if of else ("", "")
        case Apply("call", (Symbol("x" | "y" as name), Symbol(of))) if free_symbols(body) - {of} <= PARAMETERS:
            return name, of
        case _:
            return "", ""


def _pair(group: Group) -> tuple[Expr, Expr, str] | None:
    sides = equation(group)
    stated = group[0].left if group[0].relation is Relation.STATES and group[0].role in DRAWN else None
    match sides[1] if sides else stated:
        case Apply("tuple", (x, y)):
            letters = free_symbols(x) | free_symbols(y)
            letter = _letter(letters)
            if letter and drawable(x) and drawable(y):
                return x, y, letter
        case _:
            pass
    return None


def _letter(letters: frozenset[str]) -> str:
    """The parameter of a track among these letters: the only one, or t or an angle beside letters without a value; else empty."""
    if letters & {"x", "y"}:
        return ""
    if len(letters) == 1:
        return next(iter(letters))
    for usual in ("t", "theta", "phi"):
        if usual in letters and letters - {usual} <= PARAMETERS:
            return usual
    return ""


def _track(x: Expr, y: Expr, letter: str, found: Sequence[Group]) -> Parametric:
    low, high = span_of(letter, found) or _usual_span((x, y), letter)
    return Parametric(x, y, letter, low, high, rf"x = {latex(x)},\; y = {latex(y)}")


def _usual_span(exprs: Sequence[Expr], letter: str) -> tuple[Expr, Expr]:
    whole = turns(exprs, letter)
    if whole is not None:
        return integer(0), TURN if whole == 1 else apply("multiply", integer(2 * whole), Constant("pi"))
    if any(isinstance(e, Apply) and _has_trigonometric(e) for e in exprs):
        return integer(0), apply("multiply", integer(4), Constant("pi"))
    return apply("negate", integer(5)), integer(5)


def _has_trigonometric(expr: Expr) -> bool:
    return "sin" in latex(expr) or "cos" in latex(expr)


def polar(found: Sequence[Group], *, asked: bool) -> tuple[list[Polar], list[Group]]:
    """r = f(theta); where the text says that it is polar (`asked`), also r = 2."""
    drawn: list[Polar] = []
    rest: list[Group] = []
    for group in found:
        sides = equation(group)
        curve = _polar(sides[0], sides[1], found, asked) if sides else None
        if curve is None:
            rest.append(group)
        else:
            drawn.append(curve)
    if drawn:
        rest = [g for g in rest if not any(span_of(d.angle, [g]) for d in drawn)]
    return drawn, rest


def _polar(left: Expr, body: Expr, found: Sequence[Group], asked: bool) -> Polar | None:
    of = function_of(left) or next((n for n in sorted(free_symbols(body)) if n in ANGLES), "")
    match left:
        case Symbol("r") | Apply("call", (Symbol("r"), Symbol())):
            level = asked and is_number(body)
            if not drawable(body) or not (level or (of in ANGLES and of in free_symbols(body) and free_symbols(body) - {of} <= PARAMETERS)):
                return None
        case _:
            return None
    angle = "theta" if level else of
    whole = turns([body], angle)
    most = apply("multiply", integer(2 * whole if whole is not None else 6), Constant("pi"))
    low, high = span_of(angle, found) or (integer(0), most)
    return Polar(body, angle, low, high, f"r = {latex(body)}")
