"""Numbers as a person would write them on a plot: 2, 1/2, π/6, else three significant digits with a sign that they are rounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

MINUS: Final = "−"
LARGEST_DENOMINATOR: Final = 60
NEAR: Final = 1e-6
"""How near, relative to its size, a found value must be to a simple number to be tried as that number."""


@dataclass(frozen=True)
class Nice:
    """A number and how to write it; `exact` where the writing is the number and no rounding of it."""

    value: float
    text: str
    exact: bool


def rounded(value: float) -> Nice:
    """Three significant digits; an integer of up to six digits that is not far off is written in full."""
    if value == 0:
        return Nice(0.0, "0", True)
    digits = max(3, min(6, len(str(int(abs(value))))) if abs(value) < 1e6 else 3)
    text = f"{value:.{digits}g}"
    if "e" in text:
        base, _, power = text.partition("e")
        text = f"{base} × 10^{int(power)}"
    return Nice(value, text.replace("-", MINUS), False)


def recognise(value: float, is_right: Callable[[float], bool], *, with_pi: bool = False) -> Nice:
    """The simple number (integer, small fraction, multiple of π) at a found value, if `is_right` confirms it; else the value rounded."""
    for candidate in candidates(value, with_pi=with_pi):
        if is_right(candidate.value):
            return candidate
    return rounded(value)


def candidates(value: float, *, with_pi: bool = False) -> list[Nice]:
    """The simple numbers near a found value, to be confirmed by whoever knows what it should satisfy."""
    found: list[Nice] = []
    tolerance = NEAR * max(1.0, abs(value))
    if not math.isfinite(value) or abs(value) > 1e12:
        return found
    fraction = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    if abs(float(fraction) - value) <= tolerance:
        found.append(Nice(float(fraction), _fraction_text(fraction), True))
    else:
        decimal = round(value, 3)
        if abs(decimal - value) <= tolerance / 100:
            found.append(Nice(decimal, f"{decimal:g}".replace("-", MINUS), True))
    if with_pi and value != 0:
        turns = Fraction(value / math.pi).limit_denominator(12)
        if turns != 0 and abs(float(turns) * math.pi - value) <= tolerance:
            found.append(Nice(float(turns) * math.pi, pi_text(turns), True))
    return found


def _fraction_text(value: Fraction) -> str:
    if value.denominator in (1, 10) or (value.denominator in (5, 20, 50) and abs(value) > 1):
        return (
            f"{float(value):g}".replace("-", MINUS)
            if abs(value) < 1e6 or value.denominator > 1
            else str(value.numerator).replace("-", MINUS)
        )
    return str(value).replace("-", MINUS)


def pi_text(turns: Fraction) -> str:
    """`turns` times π: "π", "−π/2", "3π/4"."""
    if turns == 0:
        return "0"
    sign = MINUS if turns < 0 else ""
    top = abs(turns.numerator)
    return f"{sign}{'' if top == 1 else top}π" + (f"/{turns.denominator}" if turns.denominator > 1 else "")


def root_label(name: str, x: Nice) -> str:
    """ "x = 2", or "x ≈ 1.41"."""
    return f"{name} {'=' if x.exact else '≈'} {x.text}"


def point_label(x: Nice, y: Nice) -> str:
    """ "(2, 3)", with ≈ before it where one of the two is rounded."""
    return f"{'' if x.exact and y.exact else '≈ '}({x.text}, {y.text})"
