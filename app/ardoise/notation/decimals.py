"""Decimal commas: 2,5x is two and a half x, while 1,000 is a thousand, (2,5) a point and "x = 2,5" may be two roots.

A comma between digits becomes a point where something calculates with the number or names its unit; with `everywhere`, for a text whose
writer is known to use decimal commas, wherever it can. The text keeps its length, so that places in it stay what they are.
"""

from __future__ import annotations

import re
from typing import Final

_COMMA: Final = re.compile(r"(?<![A-Za-z\d,._])\d+(,)(?:\d{1,2}|\d{4,})(?![\d,.])")
_BEFORE: Final = re.compile(r"[-+*/×·÷^−]\s*$")
_AFTER: Final = re.compile(
    r"\s*[-+*/×·÷^%°€−]|[A-Za-z]|\s*\\(?:cdot|times|div)|\s*(?:euros?|EUR|[ckdm]?m|k?g|m?l|[hs]|min|km/h)(?![A-Za-z])"
)
_POINT: Final = re.compile(r"\d\.\d")
_BRACKETS: Final = re.compile(r"[][(){}]")


def with_decimal_points(text: str, *, everywhere: bool = False) -> str:
    """The text with decimal commas as points: 0,5 and 2,5x and 2,5 + 1; with `everywhere` also the 2,5 that may be a list of two.

    Inside brackets, and where the text has decimal points, a comma is a comma.
    """
    if "," not in text or _POINT.search(text):
        return text
    pieces = list(text)
    open_brackets = {"(": 0, "[": 0, "{": 0}
    at = 0
    for m in _COMMA.finditer(text):
        for bracket in _BRACKETS.findall(text, at, m.start()):
            opening = {")": "(", "]": "[", "}": "{"}.get(bracket, bracket)
            open_brackets[opening] += 1 if bracket == opening else -1
        at = m.start()
        if any(depth > 0 for depth in open_brackets.values()):
            continue
        calculates = _BEFORE.search(text[max(0, m.start() - 8) : m.start()]) or _AFTER.match(text, m.end()) or m.group().startswith("0,")
        if everywhere or calculates:
            pieces[m.start(1)] = "."
    return "".join(pieces)


def has_decimal_commas(text: str) -> bool:
    """Whether a comma in it can only be a decimal one, so that the others may be taken for such, too."""
    return with_decimal_points(text) != text
