"""A quantity that a problem asks for in words, all of them understood: "Find the gcd of 12 and 18", "What is 15% of 80?".

The phrases are those in which solutions state such quantities (`phrases.py`): the question is turned into the statement that answers it,
and read. Where that does not begin with the question's first word, some of its words were not understood, and nothing is asked.
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Expr, Number, free_symbols, integer
from ardoise.core.solution import Relation
from ardoise.notation.asking import FORM
from ardoise.notation.claims import read_claims

LONGEST: Final = 300
_STOP_INSIDE: Final = re.compile(r"[.?!]\s*(\$)(?=\s|$)")
"""A full stop that stands inside of a formula, before its dollar sign."""
_ASKS: Final = re.compile(
    r"^\s*(?:what(?:'s| is| are)|find|compute|calculate|determine|evaluate|give|work out)\s+(?:the value of\s+)?(?P<what>.+?)\s*[.?!]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_HOW_MANY: Final = re.compile(
    r"^\s*how many (?:positive )?(?:integer )?(?:divisors|factors) does (?:the number )?(?P<of>\S.{0,60}?) have\s*\?\s*$", re.IGNORECASE
)
_FORM: Final = re.compile(rf"(?<=[.?!$])\s*(?:{FORM})\s*$", re.IGNORECASE)
_VALUE: Final = 1


def asked_in_words(text: str) -> Expr | None:
    """The constant that is asked for; None where it is no such question, or where a word of it is not understood."""
    if len(text) > LONGEST:
        return None
    question = _FORM.sub("", _STOP_INSIDE.sub(r"\1", text.strip()))
    phrase = _phrase(question)
    if phrase is None or any(mark in phrase for mark in "?!;"):
        return None
    claims, unreadable = read_claims(f"{phrase} is {_VALUE}.")
    if unreadable or len(claims) != 1:
        return None
    claim = claims[0]
    whole = claim.span.start <= len(phrase) - len(phrase.lstrip()) + _article(phrase)
    if claim.relation is not Relation.EQUAL or claim.linked or not whole or claim.right != integer(_VALUE):
        return None
    return None if free_symbols(claim.left) or isinstance(claim.left, Number) else claim.left


def _phrase(question: str) -> str | None:
    counted = _HOW_MANY.match(question)
    if counted:
        return f"the number of positive divisors of {counted.group('of')}"
    asked = _ASKS.match(question)
    return asked.group("what") if asked else None


def _article(phrase: str) -> int:
    return len("the ") if phrase.lower().startswith("the ") else 0
