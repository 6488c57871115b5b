"""Rounded values: a decimal claims no more digits than it shows.

Tolerance lies on the right-hand side only, where a result is written: half a unit of its last digit for "rounded", one unit for "cut off".
(Rejected: a relative tolerance, which lets 0.5 x 3 = 1.6 pass or 1/3 = 0.33 fail, whichever it is set to.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import mpmath

from ardoise.core.expression import Apply, Expr, Number, nodes
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import exact, to_mp


class Nearness(StrEnum):
    ROUNDED = "rounded"
    CUT_OFF = "cut off"
    FAR = "far"


@dataclass(frozen=True)
class Digits:
    """How finely a number is written: `unit` is one in its last digit; `words` for a person."""

    unit: Fraction
    words: str


def digits_of(written: Number, *, approximate: bool = False) -> Digits:
    """The last digit that counts: the decimals written; for an approximate integer its trailing zeros may not count."""
    if written.decimals is not None:
        places = written.decimals
        return Digits(Fraction(1, 10**places), f"{places} decimal{'' if places == 1 else 's'}")
    unit = 1
    if approximate and written.value.denominator == 1 and written.value:
        whole = abs(written.value.numerator)
        while unit < 10**12 and whole % (unit * 10) == 0:
            unit *= 10
    return Digits(Fraction(unit), "the nearest integer" if unit == 1 else f"the nearest {unit:,}")


def nearness(value: Any, written: Number, digits: Digits) -> Nearness:
    """How `written` stands to the real `value`: within half a unit of its last digit, within one towards zero, or neither."""
    if isinstance(value, mpmath.mpc):
        return Nearness.FAR
    if exact(value):
        gap: Any = abs(Fraction(value) - written.value)
        unit: Any = digits.unit
    else:
        gap = abs(value - to_mp(written.value))
        unit = to_mp(digits.unit)
    if 2 * gap <= unit:
        return Nearness.ROUNDED
    if gap < unit and abs(to_mp(written.value)) < abs(to_mp(value)):
        return Nearness.CUT_OFF
    return Nearness.FAR


_LONG = 5
"""Decimals beyond those of amounts that are rounded on the way."""
_FAR_OFF = 30
"""Units of the last digit that neither rounding nor rounded steps between explain."""


def is_far_off(value: Any, left: Expr, right: Expr) -> bool:
    """Whether a decimal is far from the value of written numbers, measured by its own last digit: 3.14 * 20 = 62.8, not 63.4."""
    written = shape.literal(right)
    plain = all(isinstance(n, Number | Apply) for n in nodes(left))
    if written is None or not written.decimals or not plain or not exact(value):
        return False
    return bool(abs(Fraction(value) - written.value) > _FAR_OFF * digits_of(written).unit)


def has_all_digits(value: Any, right: Expr) -> bool:
    """Whether a long decimal is written with every digit that the exact value has, so that it was calculated and not rounded."""
    written = shape.literal(right)
    if written is None or not exact(value) or (written.decimals or 0) < _LONG:
        return False
    last = [(v * 10**written.decimals) % 10 for v in (written.value, Fraction(value)) if written.decimals]
    return all(digit.denominator == 1 and digit != 0 for digit in last)
