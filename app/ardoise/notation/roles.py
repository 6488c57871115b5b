"""What the words around a claim make of it: stated, given, defined, supposed or denied."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.solution import Role

LONGEST_CUE: Final = 80
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|\n\s*\n")
_MARKS: Final = re.compile(r"[$*#`\\()\[\]{}]|\\[()\[\]]")

_DENIED_AFTER: Final = re.compile(
    r"contradict|impossib|not possible|not equal|not true|is not\b|are not\b|isn.t|does not|doesn.t|cannot|can.t|no solution|is false|"
    r"invalid|incorrect|not satisf|not a solution|\bfails?\b|never|reject|extraneous|absurd|not valid|not hold|inconsisten|"
    r"not work|discard|"
    r"has no real|no real"
)
_DENIED_BEFORE: Final = re.compile(r"contradict\w*|impossible|cannot have|can.t have|not\b(?: the case)?(?: that)?\s*$|never\b")
_DENIED_NEXT: Final = re.compile(
    r"[^.\n]{0,12}\.?[$\\)\]\s]*(?:but )?(?:this|which|that|it)\b[^.\n]{0,40}"
    r"(?:contradict|impossible|not possible|is false|absurd|not true)"
)
_SUPPOSED: Final = re.compile(
    r"\b(?:if|suppose|supposing|assume|assuming|unless|whether|try|trying|test|testing|check(?:ing)?(?: if| whether| that)?|would|could|"
    r"either|when|hypothetically|choose|choosing|pick|picking)\b|\bcase\b|\bfor\s*$|\bfor (?:each|every|any|all|some|example)?\s*$"
)
_DEFINED: Final = re.compile(r"\b(?:let|define|defined|denote|denoted|set|call|called|introduce|where|representing|represents?|named?)\b")
_GIVEN: Final = re.compile(
    r"(?<!simplify )(?<!simplifying )(?<!expand )(?<!expanding )(?<!factor )(?<!factoring )(?<!substituting )(?<!differentiating )"
    r"\b(?:we are given|given|we know|known|the (?:given |original )?(?:equation|inequality|system|expression|function|formula|condition|"
    r"identity|problem)s?|to solve|solve|recall|according to|the problem (?:states|says)|(?:we )?(?:want|need|have) to (?:solve|find|show|"
    r"prove|check))\b"
)
_STATED_AGAIN: Final = re.compile(
    r"\b(?:then|so|thus|hence|therefore|gives?|get|have|becomes?|yields?|obtain|implies|simplif\w+|which is|equals?)\b"
)


def cue_before(text: str, start: int, previous_end: int) -> str:
    """The words just before a claim within its sentence, lower case, at most LONGEST_CUE characters, without marks."""
    words = text[max(previous_end, start - 2 * LONGEST_CUE, 0) : start]
    ends = list(_SENTENCE_END.finditer(words))
    if ends:
        words = words[ends[-1].end() :]
    return " ".join(_MARKS.sub(" ", words).split()).lower()[-LONGEST_CUE:].strip(" ,:;.-")


def words_after(text: str, end: int) -> str:
    """The words just after a claim, within its sentence and line, lower case; the next sentence too if it denies ("This is impossible")."""
    words = text[end : end + LONGEST_CUE].lower()
    if _DENIED_NEXT.match(words):
        return words
    m = _SENTENCE_END.search(words, 1)
    return (words[: m.start()] if m else words).split("\n")[0]


def role_of(cue: str, after: str) -> Role:
    """The role by the last telling word before the claim, and by a denial after it.

    A word that states ("then", "gives") after one that supposes takes the claim back into what is stated.
    """
    if _DENIED_AFTER.search(after) or _DENIED_BEFORE.search(cue):
        return Role.DENIED
    last = -1
    role = Role.STATED
    for pattern, candidate in ((_STATED_AGAIN, Role.STATED), (_GIVEN, Role.GIVEN), (_DEFINED, Role.DEFINED), (_SUPPOSED, Role.SUPPOSED)):
        for m in pattern.finditer(cue):
            if m.start() >= last:
                last, role = m.start(), candidate
    return role
