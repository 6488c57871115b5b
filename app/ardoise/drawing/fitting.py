"""The line of least squares through points, and how well it fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ardoise.core.plots import Data


@dataclass(frozen=True)
class Fit:
    """y = slope x + rest; `r_squared` is the part of the variance that it explains, None where all values are alike."""

    slope: float
    rest: float
    r_squared: float | None


def fit(data: Data) -> Fit | None:
    """None where no line is nearest: fewer than two places on the axis."""
    x, y = np.array([p[0] for p in data.points]), np.array([p[1] for p in data.points])
    if x.size < 2:
        return None
    across, up = x - x.mean(), y - y.mean()
    spread = float((across**2).sum())
    if spread <= 0:
        return None
    slope = float((across * up).sum()) / spread
    total = float((up**2).sum())
    left = float(((up - slope * across) ** 2).sum())
    return Fit(slope, float(y.mean() - slope * x.mean()), 1.0 - left / total if total > 0 else None)
