"""What was drawn, as points that can be followed: as many as the eye can tell apart, to the digits that a pixel tells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from ardoise.core.plots import Data, Dots, Drawn, Trace, View
from ardoise.drawing.sampling import Polyline

MOST_POINTS: Final = 900
"""Of one thing, spread over its parts."""


def trace(thing: Drawn, of: int, parts: Sequence[Polyline], view: View, *, width: float) -> Trace | None:
    """The points in the view of what was drawn; None where there is none."""
    digits = _digits((view.right - view.left) / width), _digits((view.top - view.bottom) / width)
    room = 0.02 * (view.top - view.bottom)
    seen: list[tuple[tuple[float, float], ...]] = []
    total = sum(p.x.size for p in parts)
    for part in parts:
        inside = (part.x >= view.left) & (part.x <= view.right) & (part.y >= view.bottom - room) & (part.y <= view.top + room)
        for x, y in _runs(part, inside):
            step = max(1, math.ceil(x.size / max(2.0, MOST_POINTS * part.x.size / max(1, total))))
            kept = np.unique(np.r_[np.arange(0, x.size, step), x.size - 1])
            seen.append(tuple((round(float(a), digits[0]), round(float(b), digits[1])) for a, b in zip(x[kept], y[kept], strict=True)))
    joined = not isinstance(thing, Dots | Data)
    return Trace(of, tuple(seen), joined) if seen else None


def _runs(part: Polyline, inside: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    edges = np.flatnonzero(np.diff(np.r_[False, inside, False].astype(np.int8)))
    return [(part.x[a:b], part.y[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _digits(pixel: float) -> int:
    return min(15, max(0, 2 - math.floor(math.log10(pixel))))
