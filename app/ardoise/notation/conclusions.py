"""What a learner says of the solutions in words: "no real solution", "all real numbers", "infinitely many solutions".

Each becomes a claim STATES of a set, the empty one or ℝ, so that it is judged like a set that is written down. Only a learner's own line is
read like this; in a solution in prose the same words speak of one case or of a statement just denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.notation.properties import Spoken, asks, made

INFINITELY_MANY: Final = "infinitely many solutions"
_NONE: Final = re.compile(
    r"\b(?:(?:there (?:is|are) |it has |has |have |with |gives |so )?no (?:real |possible |valid )?(?:solutions?|roots?)"
    r"|not solvable|unsolvable|cannot be solved)\b(?! (?:other|else|except|in |for |if |when |of |yet))",
    re.IGNORECASE,
)
_INFINITE: Final = re.compile(r"\binfinitely many (?:solutions|roots)\b|\binfinite solutions\b", re.IGNORECASE)
_ALL: Final = re.compile(
    r"\b(?:(?:true |holds |valid |works )?(?:for )?(?:all|every|any) (?:real )?(?:numbers?|values? of [a-z]|reals?|x)"
    r"(?: (?:works?|is a solution|are solutions))?)\s*(?=[.!]?\s*$)",
    re.IGNORECASE,
)


def conclusions(text: str) -> Iterator[Spoken]:
    """Every such statement of a line."""
    for pattern, said in ((_NONE, Apply("set", ())), (_ALL, Symbol("ℝ")), (_INFINITE, Symbol(INFINITELY_MANY))):
        for m in pattern.finditer(text):
            if not asks(text, m.end()):
                yield Spoken((_claim(text, m, said),), m.start(), m.end())


def _claim(text: str, m: re.Match[str], said: Expr) -> Claim:
    return made(text, m.start(), m.end(), said, Relation.STATES, said)
