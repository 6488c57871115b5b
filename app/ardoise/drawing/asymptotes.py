"""Asymptotes of y = f(x): upright where f grows without bound, level or oblique where it comes ever nearer to a straight line."""

from __future__ import annotations

from typing import Final

import numpy as np

from ardoise.core.plots import Curve, Guide, GuideKind, View
from ardoise.drawing import features
from ardoise.drawing.meetings import height
from ardoise.drawing.nice import Nice, candidates, rounded
from ardoise.drawing.written import nice, straight, upright

MOST: Final = 8
FAR: Final = (1234.567, 12345.678, 123456.789)
"""How far out a straight line is looked for, one after the other."""


def asymptotes(curve: Curve, view: View, of: int, *, with_pi: bool) -> list[Guide]:
    """The asymptotes of an explicit curve: the upright ones in the view, and those far out to either side."""
    found = [Guide(GuideKind.ASYMPTOTE, 1.0, 0.0, x.value, upright(x, variable=curve.variable), of) for x in _upright(curve, view, with_pi)]
    if len(found) > MOST:
        found = []
    for side in (1.0, -1.0):
        line = _straight(curve, side)
        if line is None:
            continue
        slope, rest = line
        guide = Guide(GuideKind.ASYMPTOTE, -slope.value, 1.0, rest.value, straight(slope, rest, variable=curve.variable), of)
        if guide not in found:
            found.append(guide)
    return found


def _upright(curve: Curve, view: View, with_pi: bool) -> list[Nice]:
    f = height(curve)
    width = view.right - view.left
    found: list[Nice] = []
    for x in features.breaks(f, view.left, view.right).tolist():
        place = nice(x, within=1e-6, with_pi=with_pi)
        if any(_grows(f, place.value, side * width) for side in (1.0, -1.0)) and place.value not in [p.value for p in found]:
            found.append(place)
    return found


def _grows(f: features.Function, x: float, side: float) -> bool:
    """Whether f leaves every bound on the way to x: its steps, ever nearer, do not become smaller."""
    near = x + side * np.array([1e-3, 1e-5, 1e-7])
    values = np.abs(f(near))
    if not np.isfinite(values).all():
        return False
    first, second = values[1] - values[0], values[2] - values[1]
    return bool(second > 0.8 * first > 0 and second > 1e-3)


def _straight(curve: Curve, side: float) -> tuple[Nice, Nice] | None:
    """Slope and rest of the line that f comes near to; None where there is none, or f is that line itself."""
    f = height(curve)
    x = side * np.array(FAR)
    y, beyond = f(x), f(2 * x)
    if not (np.isfinite(y).all() and np.isfinite(beyond).all()):
        return None
    slopes = (beyond - y) / x
    slope = _settled(slopes)
    if slope is None or abs(slope.value) > 1e6:
        return None
    rest = _settled(y - slope.value * x)
    if rest is None:
        return None
    near = side * np.array([2.3, 3.7, 5.1, 7.9])
    away = np.abs(f(near) - slope.value * near - rest.value)
    is_line = np.isfinite(away).all() and float(away.max()) < 1e-9
    return None if is_line else (slope, rest)


def _settled(values: np.ndarray) -> Nice | None:
    """The number that three values come near to, each time by much; None where they do not."""
    size = max(1.0, float(np.abs(values).max()))
    steps = np.abs(np.diff(values))
    if not (steps[1] <= 0.35 * steps[0] + 1e-7 * size) or steps[1] > 1e-2 * size:
        return None
    last = float(values[-1])
    ratio = float(steps[1] / steps[0]) if steps[0] > 0 else 0.0
    limit = last + (last - float(values[-2])) * ratio / (1 - ratio) if ratio < 0.9 else last
    for guess in (last, limit):
        for simple in _simple(guess):
            errors = np.abs(values - simple.value)
            if errors[2] <= 0.35 * errors[0] + 1e-7 * size and errors[2] < 2e-3 * size:
                return simple
    return rounded(limit)


def _simple(value: float) -> list[Nice]:
    whole = round(value * 12) / 12
    near = [whole] if abs(whole - value) < 1e-3 else []
    return [c for v in (*near, value) for c in candidates(v, with_pi=True)]
