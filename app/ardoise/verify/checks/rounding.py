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

from ardoise.core.expression import Number
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
