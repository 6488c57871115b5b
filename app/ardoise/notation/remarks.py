"""What a solution admits about itself in words: that its own result cannot be, that a pattern is taken for a proof, that work is left out.

Such words are no mathematics and prove nothing wrong; but where they stand a reader should ask "why?". Each becomes a claim REMARKS whose
sides are a symbol that names the admission. What follows from a supposition may well be impossible, so there nothing is admitted.
(Rejected: words of doubt in general, "seems", "however", "clearly", which stand in sound steps as often as in wrong ones.)
"""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Span, Symbol
from ardoise.core.solution import Claim, Relation

_CONVENIENCE: Final = (
    r"\b(?:us(?:e|ing)|assum\w+|estimat\w+|approximat\w+)\b[^\n]{0,90}\bfor the (?:sake|purpose) of\b|"
    r"\bfor the (?:sake|purpose) of\b[^\n]{0,90}\b(?:use|assume|estimate|approximate)\b"
)
_ADMISSIONS: Final = {
    "turns against itself": r"\b(?:however|but),? (?:this|that|it) (?:would|seems|is not|isn['’]t|is impossible|does not guarantee)\b",
    "pattern": r"\b(?:notice|see) a pattern\?|\b(?:this|the|same) pattern (?:continues|suggests|seems|holds)\b",
    "convenience": _CONVENIENCE,
    "trials": r"\bafter (?:careful|checking|testing|trying|some|examining)\b[^\n]{0,80}\b(?:find|found|get|see|obtain)\b",
}
_PATTERNS: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ADMISSIONS.items())
ADMISSIONS: Final = tuple(_ADMISSIONS)
_SUPPOSES: Final = re.compile(r"\b(?:if|suppos\w*|assum\w*|cases?|try|trying|consider|when|were)\b", re.IGNORECASE)
_REACH: Final = 250
"""Characters before an admission in which a supposition counts."""


def read_remarks(text: str) -> tuple[Claim, ...]:
    """The admissions of a step of a solution, in the order of the text; each kind once."""
    found = []
    for name, pattern in _PATTERNS:
        for m in pattern.finditer(text):
            supposed = name == "turns against itself" and _SUPPOSES.search(text, max(0, m.start() - _REACH), m.start())
            if not supposed:
                what = Symbol(name)
                found.append(Claim(what, Relation.REMARKS, what, m.group(), Span(m.start(), m.end())))
                break
    return tuple(sorted(found, key=lambda c: c.span.start))
