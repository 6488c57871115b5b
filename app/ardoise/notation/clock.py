"""Times of day: "from 8:00 AM until 11:00 PM is 15 hours" says that 23 - 8 = 15.

A span that ends no later than it begins runs into the next day. Only whole statements with a unit of time behind the value are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Expr, Number, apply, integer
from ardoise.core.solution import Relation
from ardoise.notation.operands import read_operand, value_after
from ardoise.notation.properties import Spoken, asks, at_or_after, made
from ardoise.notation.rules import Options
from ardoise.notation.tokens import Token

_TIME: Final = r"(\d{1,2})(?::(\d\d))? ?([ap])\.? ?m\b\.?"
_SPAN: Final = re.compile(
    rf"\b(?:from|between) {_TIME} (?:to|until|till|and) {_TIME},? (?:(?:which|that|this|it|there) )?(?:is|are|lasts|equals|makes) ",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(r"[^.;,\n]{1,60}?[\s)$](?:(?P<hours>hours?)|minutes?)\b(?P<more> and\b)?", re.IGNORECASE)
_DAY: Final = 24


def spans(text: str, tokens: Sequence[Token], options: Options) -> list[Spoken]:
    """Every span between two times of day that is given a length in hours or minutes."""
    found = []
    for m in _SPAN.finditer(text):
        unit = _UNIT.match(text, m.end())
        start, end = _hour(*m.group(1, 2, 3)), _hour(*m.group(4, 5, 6))
        value = value_after(tokens, at_or_after(tokens, m.end(), 0))
        expr = read_operand(value, options)
        if unit is None or unit["more"] or start is None or end is None or value is None or expr is None or asks(text, m.end()):
            continue
        length: Expr = apply("subtract", Number(end if end > start else end + _DAY), Number(start))
        left = length if unit["hours"] else apply("multiply", length, integer(60))
        claim = made(text, m.start(), value.end, left, Relation.EQUAL, expr)
        found.append(Spoken((claim,), m.start(), value.start))
    return found


def _hour(hours: str, minutes: str | None, half: str) -> Fraction | None:
    """Hours since midnight; None for what is no time of a clock with twelve hours."""
    if not 1 <= int(hours) <= 12 or int(minutes or 0) > 59:
        return None
    return int(hours) % 12 + (12 if half.lower() == "p" else 0) + Fraction(int(minutes or 0), 60)
