"""What plain typing becomes while a person types: <= is ≤, sqrt( is √(, pi is π. Each is one undo step, and Backspace takes it back.

Only what reads the same before and after is replaced, so a line means what it meant. Nothing is touched in a line of LaTeX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Replacement:
    """The last `length` characters before the cursor become `text`."""

    length: int
    text: str


_SIGNS: Final = (
    ("≤>", "⇔"),
    ("<=", "≤"),
    (">=", "≥"),
    ("!=", "≠"),
    ("=/=", "≠"),
    ("+-", "±"),
    ("=>", "⇒"),
    ("->", "→"),
    ("**", "^"),
)
"""Signs of several characters, the longer ones first where one ends another."""
_WORDS: Final = {
    "pi": "π",
    "sqrt": "√",
    "infinity": "∞",
    "theta": "θ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "lambda": "λ",
    "phi": "φ",
    "omega": "ω",
    "Delta": "Δ",
    "approx": "≈",
}
_WORD: Final = re.compile(r"(?<![A-Za-z\\])(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?P<next>[^A-Za-z])$")


def replacement(before: str) -> Replacement | None:
    """What the text before the cursor, of its line, ends in and should become; None where nothing does."""
    if "\\" in before or "$" in before or "`" in before:
        return None
    for typed, sign in _SIGNS:
        if before.endswith(typed):
            return Replacement(len(typed), sign)
    word = _WORD.search(before)
    if word is None or (word[1] == "sqrt" and word["next"] not in "( "):
        return None
    return Replacement(len(word[0]), _WORDS[word[1]] + ("" if word[0] == "sqrt " else word["next"]))
