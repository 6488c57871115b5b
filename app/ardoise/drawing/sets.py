"""Where on the number line a statement is true, as stretches with their ends.

Its truth can only change where a side of a comparison equals the other, breaks off, or where an interval ends. All such places are found
first; between two of them one look is enough. (Rejected: looking at many samples, which misses x = 5 and every end's being open or closed.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ardoise.core.expression import Apply, Constant, Expr, nodes
from ardoise.core.plots import NumberSet, Stretch, Thing
from ardoise.drawing import features
from ardoise.drawing.nice import Nice, recognise
from ardoise.drawing.numeric import TRIGONOMETRIC, Array, Undrawable, evaluate, truth
from ardoise.drawing.written import nice

REACHES: Final = (12.0, 120.0, 1_200.0)
TURNS: Final = 4 * np.pi
"""How far a statement about sines is looked at: it goes on in the same way."""
MOST_PLACES: Final = 60
NEAR: Final = 1e-7
"""Sides of a comparison that differ by less at a place that was found are equal there."""


def solved(thing: NumberSet) -> NumberSet:
    """The set with its stretches. Raises Undrawable."""
    turning = has_angles((thing,))
    places = _places(thing, (TURNS,) if turning else REACHES, with_pi=turning)
    places = sorted(places, key=lambda p: abs(p.value))[:MOST_PLACES]
    places.sort(key=lambda p: p.value)
    values = [p.value for p in places]
    edge = TURNS if turning else max([REACHES[-1], *(2 * abs(v) for v in values)])
    between = [(a + b) / 2 for a, b in zip([-edge, *values], [*values, edge], strict=True)]
    open_parts, at = _holds(thing, between), _holds(thing, values, near=NEAR)
    return dataclasses.replace(thing, stretches=tuple(_stretches(places, open_parts, at)))


def has_angles(things: Sequence[Thing]) -> bool:
    """Whether these are sets of numbers that sines and the like decide on."""
    found = (n for t in things if isinstance(t, NumberSet) for n in nodes(t.statement))
    return any(isinstance(n, Apply) and n.function in TRIGONOMETRIC for n in found)


def _holds(thing: NumberSet, values: list[float], *, near: float = 0.0) -> list[bool]:
    if not values:
        return []
    found = truth(thing.statement, {thing.variable: np.array(values)}, near=near)
    return [bool(v) for v in np.broadcast_to(found, (len(values),))]


def _stretches(places: list[Nice], parts: list[bool], at: list[bool]) -> Iterator[Stretch]:
    """Runs of what holds, over the parts and places by turns: part, place, part, ..., part."""
    low: Nice | None = None
    low_closed, inside = False, parts[0]
    for i, place in enumerate(places):
        before, here, after = parts[i], at[i], parts[i + 1]
        if before and not (here and after):
            yield _stretch(low, place, low_closed, here)
            inside = False
        if after and not (here and before):
            low, low_closed, inside = place, here, True
        elif here and not before and not after:
            yield _stretch(place, place, True, True)
    if inside:
        yield _stretch(low, None, low_closed, False)


def _stretch(low: Nice | None, high: Nice | None, low_closed: bool, high_closed: bool) -> Stretch:
    return Stretch(
        None if low is None else low.value, None if high is None else high.value, low_closed, high_closed, _text(low), _text(high)
    )


def _text(end: Nice | None) -> str:
    return "" if end is None else end.text if end.exact else f"≈ {end.text}"


def _places(thing: NumberSet, reaches: tuple[float, ...], *, with_pi: bool) -> list[Nice]:
    found: list[Nice] = []
    for side in _sides(thing.statement):
        for reach in reaches:
            for x in _critical(side, thing.variable, reach):
                _keep(found, _nice(side, thing.variable, x, with_pi))
    for end in _ends(thing.statement):
        value = float(evaluate(end, {}))
        _keep(found, nice(value, within=1e-12, with_pi=True))
    return found


def _keep(found: list[Nice], place: Nice) -> None:
    for i, other in enumerate(found):
        if abs(place.value - other.value) <= 1e-6 * max(1.0, abs(place.value)):
            if place.exact and not other.exact:
                found[i] = place
            return
    found.append(place)


def _critical(difference: Expr, variable: str, reach: float) -> list[float]:
    def f(x: Array) -> Array:
        return evaluate(difference, {variable: x})

    return [*features.roots(f, -reach, reach).tolist(), *features.breaks(f, -reach, reach).tolist()]


def _nice(difference: Expr, variable: str, x: float, with_pi: bool) -> Nice:
    """The simple number there, if the difference is zero or breaks at it."""
    beside = 1e-4 * max(1.0, abs(x))
    around = evaluate(difference, {variable: np.array([x - beside, x + beside])})
    size = float(np.nanmax(np.abs(around), initial=0.0))

    def is_right(c: float) -> bool:
        value = float(evaluate(difference, {variable: np.array([c])})[0])
        if np.isfinite(value) and abs(value) <= 1e-9 * size:
            return True
        near = evaluate(difference, {variable: np.array([c - 1e-9, c, c + 1e-9])})
        return bool(not np.isfinite(near).all() or abs(near[2] - near[0]) > 0.1 * size) and abs(c - x) < 1e-7

    return recognise(x, is_right, with_pi=with_pi)


def _sides(statement: Expr) -> Iterator[Expr]:
    """left - right of every comparison of functions, the conditions of cases included."""
    for node in nodes(statement):
        match node:
            case Apply("less" | "less_equal" | "greater" | "greater_equal" | "equal" | "not_equal", (left, right)):
                yield Apply("subtract", (left, right))
            case _:
                pass


def _ends(statement: Expr) -> Iterator[Expr]:
    """The finite ends and members of the sets that a statement names."""
    for node in nodes(statement):
        match node:
            case Apply("set", arguments):
                yield from arguments
            case Apply(function, arguments) if function.startswith("interval_"):
                yield from (a for a in arguments if not _infinite(a))
            case Apply("element", (Apply(), _)):
                raise Undrawable("a set of values")
            case _:
                pass


def _infinite(expr: Expr) -> bool:
    return any(isinstance(n, Constant) and n.name == "infinity" for n in nodes(expr))
