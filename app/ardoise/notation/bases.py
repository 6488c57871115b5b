"""Numbers in other bases, in words: "1011 in base 2 is 11", "11 in binary is 1011".

Either side may be the one that is written in the base: what is not meant is the claim's other reading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ardoise.core.expression import Apply, Expr, integer
from ardoise.core.solution import Relation
from ardoise.notation.properties import Spoken, asks, made

_NAMES: Final = {"binary": 2, "ternary": 3, "octal": 8, "decimal": 10, "hexadecimal": 16, "hex": 16}
_SENTENCE: Final = re.compile(
    r"(?<![\w.$])(?P<first>[0-9A-Fa-f]{1,40}) (?:written |expressed )?in "
    r"(?:base[- ]?(?P<base>\d{1,2})|(?P<name>binary|octal|hexadecimal|hex|ternary))"
    r"(?: notation| form)? (?:is|equals|=) (?P<second>[0-9A-Fa-f]{1,40})(?P<second_base> in base 10| in decimal)?(?![\w$^/+*-]|\.\d)"
)


def in_bases(text: str) -> list[Spoken]:
    """Every such statement of a text; one whose digits fit the base in neither way is left alone."""
    found = []
    for m in _SENTENCE.finditer(text):
        base = int(m["base"]) if m["base"] else _NAMES[m["name"]]
        if not 2 <= base <= 36 or asks(text, m.end()):
            continue
        readings = [
            (left, right)
            for left, right in (
                (_written(m["first"], base), _written(m["second"], 10)),
                (_written(m["first"], 10), _written(m["second"], base)),
            )
            if left is not None and right is not None
        ]
        if readings and not (m["second_base"] and len(readings) > 1 and _written(m["first"], base) is None):
            claim = made(text, m.start(), m.end(), readings[0][0], Relation.EQUAL, readings[0][1])
            others = () if m["second_base"] else tuple(readings[1:])
            found.append(Spoken((replace(claim, alternatives=others),), m.start(), m.end()))
    return found


def _written(digits: str, base: int) -> Expr | None:
    try:
        value = integer(int(digits, base))
    except ValueError:
        return None
    return value if base == 10 else Apply("in_base", (value, integer(base)))
