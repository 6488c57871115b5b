"""How much a person is ready to wait for: the modes of solving, and what each may spend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """QUICK: one solution as it comes. CAREFUL: repaired where a step is refuted, and a second way is tried. THOROUGH: several ways."""

    QUICK = "quick"
    CAREFUL = "careful"
    THOROUGH = "thorough"


@dataclass(frozen=True)
class Budget:
    """What a mode may spend on one problem.

    `tokens` is a multiple of the first solution's own length, or of `SHORTEST` where that is less; `seconds` is wall-clock, after which
    nothing new begins. `repairs` counts how often the solution may go back; one that has begun is written to its end.
    """

    tokens: float
    seconds: float
    repairs: int


SHORTEST: Final = 150
"""Tokens that a first solution counts for at least."""
BUDGETS: Final = {
    Mode.QUICK: Budget(tokens=1.0, seconds=600.0, repairs=0),
    Mode.CAREFUL: Budget(tokens=2.0, seconds=300.0, repairs=3),
    Mode.THOROUGH: Budget(tokens=6.0, seconds=900.0, repairs=6),
}
