"""Facts about measures in words: "there are 31 days in May", "an hour has 60 minutes", "quarterly means four times a year".

Each becomes a claim `1 hour = 60 minutes`. Only said flatly, with one word a unit: "there are 20 working days in a month" and "each day has
8 hours of work" are no facts about measures. What is assumed or asked is told by the words before it (`roles.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, integer
from ardoise.core.solution import Relation, Role
from ardoise.notation.measures import facts_about, singular
from ardoise.notation.number_words import VALUES
from ardoise.notation.properties import Spoken, asks, made

_NUMBER: Final = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[a-z]+)"
_ONE: Final = r"(?:an?|one|1|each|every)"
_THERE_ARE: Final = (
    rf"\bthere (?:are|is) (?:exactly |only )?{_NUMBER} (?P<small>[a-z]+) (?:in|to) (?:{_ONE} |the month of )?(?P<big>[a-z]+)\b"
)
_HAS: Final = rf"(?<!of )\b(?:{_ONE} )?(?P<big>[a-z]+) (?:is|has|contains|equals|is equal to|consists of) {_NUMBER} (?P<small>[a-z]+)\b"
_TIMES_A_YEAR: Final = (
    r"\b(?P<big>quarterly|monthly|weekly|annually|yearly)\b,? (?:which |that |this |it |so )?(?:means|is|i\.e\.|or)"
    rf"(?: \w+){{0,3}}? {_NUMBER} (?P<small>times) (?:in |per )?(?:a|each|every|the)? ?year\b"
)
_PATTERNS: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (_THERE_ARE, _HAS, _TIMES_A_YEAR))
_ASSUMED: Final = re.compile(r"\b(?:if|suppos\w+|assum\w+|imagine|let|would|consider)\b")
_GOES_ON: Final = re.compile(r"\s*(?:of|for|long|late|old|left|more|less|from|until|per|a|each|at|\w+ing)\b", re.IGNORECASE)


def facts(text: str) -> list[Spoken]:
    """Every fact of the table that is stated in a text, rightly or wrongly."""
    found = []
    for pattern in _PATTERNS:
        for m in pattern.finditer(text):
            value = _number(m["number"])
            big, small = singular(m["big"]), singular(m["small"])
            if value is None or not facts_about(big, small) or asks(text, m.end()) or _GOES_ON.match(text, m.end()):
                continue
            left, right = _amount(integer(1), big), _amount(Number(value), small)
            claim = made(text, m.start(), m.end(), left, Relation.EQUAL, right)
            if claim.role is Role.SUPPOSED and not _ASSUMED.search(claim.cue):
                claim = replace(claim, role=Role.STATED)
            found.append(Spoken((claim,), m.start(), m.end()))
    return found


def _number(word: str) -> Fraction | None:
    digits = word.replace(",", "")
    return Fraction(digits) if digits[0].isdigit() else VALUES.get(word.lower())


def _amount(value: Expr, unit: str) -> Expr:
    return Apply("multiply", (value, Apply("unit", (Symbol(unit),))))
