"""Points that satisfy several equations at once, found by Newton's method from many starts.

With fewer equations than unknowns each start leads to the nearest point of a curve or surface (the step is the shortest one, by least
squares); with as many or more, to an isolated solution where there is one. Points are floats and show only what may be: a claim that fails
at all of them does not follow from the equations; one that holds at all of them is likely to. Proofs and witnesses are made elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ardoise.core.expression import Expr, free_symbols
from ardoise.verify.checks.floats import Function, compiled

MOST_UNKNOWNS: Final = 9
MOST_EQUATIONS: Final = 9
STARTS: Final = 26
WANTED: Final = 9
_ITERATIONS: Final = 20
_SMALL: Final = 1e-11
_MOST_CALLS: Final = 20_000
"""Sides calculated in one search; some 30 ms."""
FAULTS: Final = (ArithmeticError, ValueError, TypeError)
"""What a function of floats raises where it has no real value."""

Sides = tuple[Expr, Expr]


class _System:
    """Residuals of equations as functions of a vector; each is scaled by the size of its sides."""

    def __init__(self, equations: Sequence[Sides], names: Sequence[str]) -> None:
        self.names = list(names)
        self.sides: list[tuple[Function, Function]] = [(compiled(left), compiled(right)) for left, right in equations]
        self.calls = 0

    def point(self, x: np.ndarray) -> dict[str, float]:
        return {name: float(value) for name, value in zip(self.names, x, strict=True)}

    def residuals(self, x: np.ndarray) -> np.ndarray:
        self.calls += 2 * len(self.sides)
        at = self.point(x)
        return np.array([left(at) - right(at) for left, right in self.sides])

    def scale(self, x: np.ndarray) -> np.ndarray:
        at = self.point(x)
        return np.array([1.0 + abs(left(at)) + abs(right(at)) for left, right in self.sides])

    def slopes(self, x: np.ndarray) -> np.ndarray:
        columns = []
        for k in range(len(x)):
            step = 1e-6 * (1.0 + abs(x[k]))
            ahead, back = x.copy(), x.copy()
            ahead[k] += step
            back[k] -= step
            columns.append((self.residuals(ahead) - self.residuals(back)) / (2 * step))
        return np.array(columns).T


def _starts(count: int, unknowns: int) -> Iterator[np.ndarray]:
    """Beginnings of the search, positive ones first; the same ones every time."""
    chance = random.Random(11)
    spans = ((0.3, 3.0), (1.0, 9.0), (-3.0, 3.0), (0.05, 0.95), (2.0, 30.0), (-9.0, 1.0))
    for k in range(count):
        low, high = spans[k % len(spans)]
        yield np.array([chance.uniform(low, high) for _ in range(unknowns)])


def points(equations: Sequence[Sides], names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Up to WANTED different points where all equations hold, as they are found.

    Raises Unsupported where one cannot be calculated in floats.
    """
    system = _System(equations, names)
    found: list[np.ndarray] = []
    for made, start in enumerate(_starts(STARTS, len(names))):
        if (made >= STARTS // 2 and not found) or system.calls > _MOST_CALLS:
            return
        try:
            x = _descend(system, start)
        except (*FAULTS, np.linalg.LinAlgError):
            continue
        if x is not None and not any(np.allclose(x, other, rtol=1e-6, atol=1e-9) for other in found):
            found.append(x)
            yield system.point(x)
            if len(found) == WANTED:
                return


def _descend(system: _System, x: np.ndarray) -> np.ndarray | None:
    """Newton's method from x, with halved steps where a full one leaves the domain; None where it does not arrive."""
    if not system.sides:
        return x
    gap = system.residuals(x)
    for _ in range(_ITERATIONS):
        if np.all(np.abs(gap) <= _SMALL * system.scale(x)):
            return x
        step = np.linalg.lstsq(system.slopes(x), -gap, rcond=None)[0]
        longest = float(np.max(np.abs(step)))
        if not np.isfinite(longest) or longest > 1e9:
            return None
        for _ in range(5):
            try:
                ahead = system.residuals(x + step)
            except FAULTS:
                step = step / 2
                continue
            if np.all(np.isfinite(ahead)):
                break
            step = step / 2
        else:
            return None
        x, gap = x + step, ahead
    return None


def related(equations: Sequence[Sides], names: frozenset[str]) -> list[Sides]:
    """The equations that hang together with these names, directly or through others; the nearest first, at most MOST_EQUATIONS."""
    reached = set(names)
    chosen: list[Sides] = []
    growing = True
    while growing:
        growing = False
        for sides in equations:
            symbols = free_symbols(sides[0]) | free_symbols(sides[1])
            if sides in chosen or not symbols & reached:
                continue
            if len(chosen) == MOST_EQUATIONS or len(reached | symbols) > MOST_UNKNOWNS:
                continue
            chosen.append(sides)
            reached |= symbols
            growing = True
    return chosen
