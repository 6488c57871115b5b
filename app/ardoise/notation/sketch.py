"""What can be drawn of some claims and the words around them: curves, tracks, regions, sets, points, and the marks that they ask for.

Pure, by shape alone; whether a thing can be sampled at all is for the Plotter to find out. In this order, each taking what the ones before
it left: tracks (x = cos t, y = sin t), polar curves, sequences, regions of the plane, named functions and equations in two unknowns, the
first equation or inequality in one unknown (those after it are its consequences, with the same roots), a definite integral, a limit, a bare
expression, points named by their coordinates. Their rules stand in the `sketched_` modules.

Nothing is drawn of arithmetic, of a solution value (`x = 3`), of what stands inside a chain (the same function written another way), of
cases and denials, of more unknowns than can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from ardoise.core.expression import Expr, Symbol, free_symbols
from ardoise.core.plots import (
    Curve,
    CurveKind,
    Data,
    Dots,
    NumberSet,
    Outline,
    Parametric,
    Polar,
    Region,
    Sketch,
    Thing,
    Wish,
    WishKind,
    joined,
)
from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation import sketched_curves as curves_of
from ardoise.notation.sketched_curves import PARAMETERS, explicit, in_the_plane, integral_in, limit_in, line, of_both_sides
from ardoise.notation.sketched_points import named_by_points
from ardoise.notation.sketched_sequences import sequences
from ardoise.notation.sketched_sets import is_trivial, number_sets, sides_of
from ardoise.notation.sketched_sets import regions as regions_of
from ardoise.notation.sketched_shapes import DRAWN, drawable, equation, given_numbers, groups, inequality, without_prose
from ardoise.notation.sketched_tracks import parametric, polar
from ardoise.notation.sketched_wishes import wishes
from ardoise.notation.symbols import GREEK

MOST_CURVES = 4
MOST_THINGS = 6
_POLAR = ("polar",)
_ABOUT_SETS = re.compile(
    r"(?i)solve|inequalit|number line|interval|graph|represent|sketch|draw|plot|solution set|\A(?![\s\S]*(?<!\\)[a-z]{4})"
)
"""Of a text for which x > 3 is the matter itself and no condition beside it; one without words is."""


def sketch(claims: Sequence[Claim], *, text: str = "", lines: bool = False) -> Sketch:
    """What to draw, in the order of the claims; empty where there is nothing. `text` is the problem's, whose words ask for marks.

    `lines` is for a person who asks for exactly these: each of them is drawn, also y = 3, x = 2 and a bare x, while in a solution y = 3
    is a value that was found and the second bare expression the first one written another way.
    """
    return sketch_pieces([claims], text=text, lines=lines)


def sketch_pieces(pieces: Sequence[Sequence[Claim]], *, text: str = "", lines: bool = False) -> Sketch:
    """As `sketch`, of several pieces that a person wrote beside each other: their sets of numbers are drawn apart."""
    pieces = [[without_prose(c) for c in piece] for piece in pieces]
    claims = [c for piece in pieces for c in piece]
    chains = [g for piece in pieces for g in groups(piece)]
    asked = wishes(text)
    things: list[Thing] = []
    tracks, chains = parametric(chains)
    polars, chains = polar(chains, asked=any(w in text.lower() for w in _POLAR))
    dots, chains = sequences(chains)
    regions, chains = regions_of(chains, system=lines)
    things += [*tracks, *polars, *dots, *regions]
    curves = list(_asked_for(chains, asked) if lines else _curves(chains, found_already=bool(things)))
    extra: list[Wish] = []
    sets: list[NumberSet] = []
    if not regions and (lines or not curves or _given(chains)):
        rest = set(chains)
        sets = number_sets([[g for g in groups(p) if g in rest] for p in pieces], joined=lines or _given(chains))
        telling = sets if lines else [n for n in sets[:1] if not is_trivial(n.statement)]
        if not curves:
            curves += dict.fromkeys(c for n in telling for left, right in sides_of(n.statement) for c in of_both_sides(left, right))
        things += telling
    if not curves and not things:
        curves, extra = _in_calculus(claims)
    if not curves and not things:
        curves = list(_bare(claims))[:1]
    if text:
        named = named_by_points(text, alone=not curves and not tracks and not polars)
        things += [t for t in named.things if not (isinstance(t, Outline) and curves)]
        curves += [c for c in named.curves if c not in curves]
        extra += named.wishes
    if not curves and not things and not extra and _ABOUT_SETS.search(text):
        things += sets[:1]
    curves = [c for c in dict.fromkeys(curves) if not _is_value(c, curves)][:MOST_CURVES]
    made = Sketch(tuple(curves), tuple(dict.fromkeys(things))[:MOST_THINGS])
    if not made:
        return Sketch(wishes=()) if not extra else _points_alone(extra)
    marks = tuple(dict.fromkeys((*asked, *extra)))
    return joined(made, Sketch((), (), marks, curves_of.sliders(_expressions(made), given_numbers(claims))))


def _is_value(curve: Curve, curves: Sequence[Curve]) -> bool:
    """Whether it is the line k = 3 beside a curve that has k in it: a value of the slider."""
    of = curve.variable
    names = [c for c in curves if c != curve and of in free_symbols(c.expr) and of not in (c.variable, c.other)]
    return curve.kind is CurveKind.IMPLICIT and free_symbols(curve.expr) == {of} and bool(names)


def _given(chains: Sequence[tuple[Claim, ...]]) -> bool:
    """Whether these are a problem's own claims, which hold together, and not the lines of a solution, each following from the last."""
    return any(c.role is Role.GIVEN for g in chains for c in g)


def _curves(chains: Sequence[tuple[Claim, ...]], *, found_already: bool) -> Iterator[Curve]:
    equations = [e for g in chains if (e := equation(g))]
    found = list(dict.fromkeys(c for left, right, _ in equations for c in in_the_plane(left, right)))
    if found or found_already:
        yield from found
        return
    yield from next((curves for left, _, last in equations if (curves := list(of_both_sides(left, last)))), [])


def _asked_for(chains: Sequence[tuple[Claim, ...]], asked: Sequence[Wish]) -> Iterator[Curve]:
    """The curves of every equation by itself, then of every bare expression. A place named by words (tangent at x = 1) is no line."""
    places = {w.at[0] for w in asked if w.at} | {w.at[-1] for w in asked if w.kind is WishKind.AREA and w.at}
    for group in chains:
        sides = equation(group)
        if sides is None:
            continue
        left, right, last = sides
        if isinstance(left, Symbol) and right in places:
            continue
        yield from [*in_the_plane(left, right, usual=("x", "t")), *line(left, right)] or of_both_sides(left, last)
    for group in chains:
        yield from _bare(group, lines=True)


def _bare(claims: Sequence[Claim], *, lines: bool = False) -> Iterator[Curve]:
    for claim in claims:
        expr = claim.left
        if claim.relation is not Relation.STATES or claim.role not in DRAWN or not drawable(expr) or inequality((claim,)):
            continue
        name = curves_of.variable_of(expr, usual=("x", "t") if lines else ("x",))
        if (
            name
            and _is_letter(name)
            and (lines or not isinstance(expr, Symbol))
            and (lines or name not in PARAMETERS or len(free_symbols(expr)) == 1)
        ):
            yield explicit(expr, name)


def _is_letter(name: str) -> bool:
    """Whether a name is a letter, also a Greek one or one with an index, and not a word."""
    base = name.partition("_")[0]
    return len(base) == 1 or base in GREEK


def _in_calculus(claims: Sequence[Claim]) -> tuple[list[Curve], list[Wish]]:
    """The curve of a definite integral with its area, or of a limit with its place."""
    sides: list[Expr] = [s for c in claims if c.role in DRAWN for s in (c.left, c.right)]
    integral = integral_in(sides)
    if integral is not None:
        return [integral[0]], [Wish(WishKind.INTEGRAL, integral[1:])]
    limit = limit_in(sides)
    return ([limit[0]], [Wish(WishKind.LIMIT, (limit[1],))]) if limit is not None else ([], [])


def _points_alone(marks: Sequence[Wish]) -> Sketch:
    points = [w for w in marks if w.kind is WishKind.POINT]
    pairs = [(curves_of.number(w.at[0]), curves_of.number(w.at[1])) for w in points]
    known = tuple((x, y) for x, y in pairs if x is not None and y is not None)
    return Sketch((), (Data(known, ""),), tuple(points)) if known else Sketch()


def _expressions(made: Sketch) -> Iterator[tuple[Expr, frozenset[str]]]:
    """Every expression of a sketch with the variables that it has a value for."""
    for curve in made.curves:
        yield curve.expr, frozenset({curve.variable} if curve.kind is CurveKind.EXPLICIT else {curve.variable, curve.other})
    for thing in made.things:
        match thing:
            case Parametric():
                yield from ((e, frozenset({thing.parameter})) for e in (thing.x, thing.y))
            case Polar():
                yield thing.radius, frozenset({thing.angle})
            case Dots():
                yield thing.expr, frozenset({thing.index, thing.previous})
            case Region():
                yield from ((c.expr, frozenset({thing.variable, thing.other})) for c in thing.conditions)
            case NumberSet() | Data() | Outline():
                pass
            case _:
                assert_never(thing)
