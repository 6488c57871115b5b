"""The factorial of any real number, by the gamma function."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_LANCZOS: Final = (
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
)  # fmt: skip


def gamma(z: Array) -> Array:
    """Γ(z), after Lanczos (g = 7, nine terms); nan at its poles."""
    z = np.asarray(z, dtype=np.float64)
    low = z < 0.5
    w = np.where(low, 1.0 - z, z) - 1.0
    series = np.full_like(w, _LANCZOS[0])
    for i, c in enumerate(_LANCZOS[1:], 1):
        series = series + c / (w + i)
    t = w + 7.5
    value = np.sqrt(2 * np.pi) * np.power(t, w + 0.5) * np.exp(-t) * series
    return np.where(low, np.where(z == np.floor(z), np.nan, np.pi / (np.sin(np.pi * z) * value)), value)


def factorial(a: Array) -> Array:
    value = gamma(a + 1.0)
    return np.where((np.asarray(a) == np.floor(a)) & (value < 1e15), np.round(value), value)
