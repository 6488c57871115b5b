"""Words that deny a claim: "0 = 5, which is impossible", "x = 3 does not work", "this contradicts a < b", "1 + 3 < 4: false".

A denial counts only where it speaks of the claim, that is right behind it or with "this", "which" or "it" for its subject. "12 is even, so
it is not prime" and "24 / 7 = 3.43, which is not an integer" deny something else, of a number that is what it is. (Rejected: any word of
denial in the same sentence, which takes half of the statements that only serve to deny another for denied ones.)
"""

from __future__ import annotations

import re
from typing import Final

_GAP: Final = r"[^.,;:\n]{0,12}?[.,;:]?[$\\)\]\s(*]*"
"""What may stand between a claim and the words on it: a unit, the end of its formula, a stop."""
_JOINED: Final = r"(?:(?:but|so|hence|thus|and|however|then|therefore|again|clearly|obviously)\b,? )*"
_SUBJECT: Final = (
    r"(?:(?:this|which|that|it|these|they|both|neither)\b(?: (?!is\b|are\b|not\b|does\b|do\b|has\b|have\b)[a-z]+){0,3} ?"
    r"|(?:the )?(?:equation|statement|equality|inequality|claim|system) )"
)
_BE: Final = r"(?:(?:is|are|was|would be|also|clearly|obviously|indeed|again|simply|both|must be|can be|of course)\b,? )*"
_AUXILIARY: Final = r"(?:does|do|did|can|could|will|would)(?: not|n['’]t)|cannot|won['’]t|can['’]t"
_UNTRUE: Final = (
    r"contradict|(?:an? |obvious |clear )*contradiction|impossible|not possible|absurd|false\b|untrue|not true|invalid|incorrect|wrong\b|"
    r"inconsistent|not (?:valid|correct|the case)|(?:is|are) not equal\b(?! to)|unequal|fails?\b|never (?:holds?|true|happens?)|"
    rf"not hold|(?:{_AUXILIARY}) (?:\w+ ){{0,2}}?(?:hold|work|happen|be true|equal\b(?! to)|agree)|[✗✘❌↯]"
)
_UNFIT: Final = (
    r"extraneous|not (?:allowed|satisf|permitted|acceptable|an? (?:valid )?solutions?|(?:valid )?solutions)|never works?|has no real|"
    r"(?:ha(?:s|ve) )?no (?:real |valid |integer |such |possible )*solutions?|(?:must be |should be )?(?:reject|discard)|"
    rf"(?:{_AUXILIARY}) (?:\w+ ){{0,2}}?(?:satisf|match|be\b|occur|exist|fit\b|make sense|have)"
)
_AFTER: Final = re.compile(rf"{_GAP}{_JOINED}{_SUBJECT}?{_BE}(?:{_UNTRUE}|{_UNFIT})")
_UNTRUE_AFTER: Final = re.compile(rf"{_GAP}{_JOINED}{_SUBJECT}?{_BE}(?:{_UNTRUE})")
_BEFORE: Final = re.compile(
    r"\b(?:contradict\w*|impossible (?:that|for|to))\b"
    r"(?!.*\b(?:since|because|as|so|thus|hence|therefore|but|when|if|for|then|implies|means|would)\b)|"
    r"\b(?:(?:cannot|can['’]t|can not|could not|couldn['’]t) (?:have|use|take|choose)|discard|reject|rule out|never)\s*$|"
    r"\bnot\b(?: the case)?(?: that)?\s*$"
)
_AFFIRMED: Final = re.compile(
    r"[^.\n]{0,12}[.,;:]?[$\\)\]\s*(]*(?:(?:and|so|indeed),? )?(?:(?:this|which|that|it)(?: is| does| indeed)* )?"
    r"(?:true|correct|valid|hold|works\b|satisf|check|match|as required|as expected|✓|✔|☑|✅)"
)


def denies(cue: str, after: str, *, calculation: bool = False) -> bool:
    """Whether the words just before a claim or just after it, lower case, deny it.

    A calculation is denied only where it is called untrue: that its value is unfit ("which does not match") leaves it what it is.
    """
    return bool((_UNTRUE_AFTER if calculation else _AFTER).match(after) or _BEFORE.search(cue))


def speaks_of_it(words: str) -> bool:
    """Whether words after a claim, the next sentence's too, deny or affirm it ("This is impossible", "which is true")."""
    return bool(_AFTER.match(words) or _AFFIRMED.match(words))


def affirms(after: str) -> bool:
    """Whether the words after a claim affirm it."""
    return bool(_AFFIRMED.match(after))
