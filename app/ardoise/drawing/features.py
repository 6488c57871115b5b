"""What matters on a curve y = f(x): roots, crossings, turning points, found on a range by sampling and refined together.

A root is a change of sign that closes when it is narrowed, or a minimum of |f| that reaches zero (so the double root of (x - 2)² counts); a
pole does neither. Everything works on whole arrays, so that a thousand candidates cost no more than one. (Rejected: SymPy's solvers, which
take seconds, and live in another child.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from ardoise.drawing.numeric import Array

Function = Callable[[Array], Array]
SAMPLES: Final = 4_001
MOST_CANDIDATES: Final = 400
_GOLDEN: Final = (5**0.5 - 1) / 2


def grid(left: float, right: float, count: int = SAMPLES) -> Array:
    """Samples of a range; odd in number, so that the middle is one of them."""
    return np.linspace(left, right, count)


def roots(f: Function, left: float, right: float) -> Array:
    """Where f is zero between the two, in order, touching roots included; empty where f vanishes on a whole stretch."""
    x = grid(left, right)
    y = f(x)
    zeros = x[y == 0][: 10 * MOST_CANDIDATES]
    beside = 1e-4 * (x[1] - x[0])
    alone = zeros[(f(zeros - beside) != 0) & (f(zeros + beside) != 0)]
    crossings, _ = _crossings(f, x, y)
    return merged(np.concatenate([alone, crossings, _touches(f, x, y), _edges(f, x, y)[1]]), 1e-7 * (right - left))


def breaks(f: Function, left: float, right: float) -> Array:
    """Poles, jumps and edges of the domain between the two, in order."""
    x = grid(left, right)
    y = f(x)
    return merged(np.concatenate([_crossings(f, x, y)[1], _edges(f, x, y)[0], _turns(f, x, y)[1]]), 1e-7 * (right - left))


def merged(values: Array, distance: float) -> Array:
    """The values in order, those nearer than `distance` to the one before left out."""
    ordered = np.sort(values[np.isfinite(values)])
    if ordered.size == 0:
        return ordered
    return np.asarray(ordered[np.r_[True, np.diff(ordered) > distance]])


def _crossings(f: Function, x: Array, y: Array) -> tuple[Array, Array]:
    """Changes of sign that close, and those that do not."""
    with np.errstate(all="ignore"):
        at = np.flatnonzero(y[:-1] * y[1:] < 0)[:MOST_CANDIDATES]
    low, high, y_low, y_high = x[at].copy(), x[at + 1].copy(), y[at].copy(), y[at + 1].copy()
    size = np.maximum(np.abs(y_low), np.abs(y_high))
    if at.size == 0:
        return low, low
    for _ in range(60):
        middle = (low + high) / 2
        value = f(middle)
        with np.errstate(all="ignore"):
            left_side = value * y_low <= 0
        high, y_high = np.where(left_side, middle, high), np.where(left_side, value, y_high)
        low, y_low = np.where(left_side, low, middle), np.where(left_side, y_low, value)
    best = np.where(np.abs(y_low) <= np.abs(y_high), low, high)
    rest = np.minimum(np.abs(y_low), np.abs(y_high))
    with np.errstate(all="ignore"):
        closed = rest <= 1e-6 * size + 1e-300
    return np.asarray(best[closed]), np.asarray(best[~closed])


def _edges(f: Function, x: Array, y: Array) -> tuple[Array, Array]:
    """Where f begins or ceases to be defined, and those of them where it is zero."""
    defined = np.isfinite(y)
    at = np.flatnonzero(defined[:-1] != defined[1:])[:MOST_CANDIDATES]
    starts = defined[at + 1]
    inside, outside, value = np.where(starts, x[at + 1], x[at]), np.where(starts, x[at], x[at + 1]), np.where(starts, y[at + 1], y[at])
    size = np.abs(value)
    if at.size == 0:
        return inside, inside
    for _ in range(60):
        middle = (inside + outside) / 2
        there = f(middle)
        well = np.isfinite(there)
        inside, outside, value = np.where(well, middle, inside), np.where(well, outside, middle), np.where(well, there, value)
    beyond = f(2 * outside - inside)
    with np.errstate(all="ignore"):
        hole = (np.abs(beyond - value) <= 1e-3 * size) & (np.abs(value) <= 1e3 * size)
        overflow = np.abs(value) > 1e250
        zero = ~hole & (np.abs(value) <= 1e-5 * size) & (size > 0)
    return np.asarray(inside[~hole & ~overflow]), np.asarray(inside[zero])


def _touches(f: Function, x: Array, y: Array) -> Array:
    """Minima of |f| that are zero, by golden section."""
    size = np.abs(y)
    with np.errstate(all="ignore"):
        lowest = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:]) & (y[1:-1] * y[:-2] > 0) & (y[1:-1] * y[2:] > 0)
    at = np.flatnonzero(lowest)[:MOST_CANDIDATES] + 1
    if at.size == 0:
        return np.array([])
    best, least = _golden(lambda t: np.abs(f(t)), x[at - 1], x[at + 1])
    around = np.maximum(size[at - 1], size[at + 1])
    return np.asarray(best[least <= 1e-9 * around])


def _golden(f: Function, low: Array, high: Array) -> tuple[Array, Array]:
    """Minima of f between `low` and `high`, all at once: places and values."""
    a, b = low.copy(), high.copy()
    for _ in range(70):
        width = _GOLDEN * (b - a)
        one, two = b - width, a + width
        with np.errstate(all="ignore"):
            left_side = f(one) < f(two)
        a, b = np.where(left_side, a, one), np.where(left_side, two, b)
    middle = (a + b) / 2
    return middle, f(middle)


def turning_points(f: Function, left: float, right: float) -> Array:
    """Where f has a smooth or sharp minimum or maximum between the two; not at poles, ends or on level stretches."""
    x = grid(left, right)
    return np.sort(_turns(f, x, f(x))[0])


def _turns(f: Function, x: Array, y: Array) -> tuple[Array, Array]:
    """Turning points, and poles at which f comes back from where it went."""
    with np.errstate(all="ignore"):
        rise = np.diff(y)
        rise[np.abs(rise) <= 1e-10 * (np.abs(y[:-1]) + np.abs(y[1:]))] = 0.0  # the noise of rounding turns at every step
        tops = (rise[:-1] > 0) & (rise[1:] < 0)
        bottoms = (rise[:-1] < 0) & (rise[1:] > 0)
    turns, poles = [np.array([])], [np.array([])]
    for at, sign in ((np.flatnonzero(bottoms)[:MOST_CANDIDATES] + 1, 1.0), (np.flatnonzero(tops)[:MOST_CANDIDATES] + 1, -1.0)):
        if at.size:
            best, value = _golden(_times(sign, f), x[at - 1], x[at + 1])
            beside = np.maximum(np.abs(y[at] - y[at - 1]), np.abs(y[at] - y[at + 1]))
            calm = np.abs(sign * value - y[at]) <= beside + 1e-300
            turns.append(best[calm])
            poles.append(best[~calm])
    return np.concatenate(turns), np.concatenate(poles)


def _times(sign: float, f: Function) -> Function:
    return lambda t: sign * f(t)
