"""Money or mathematics: whether what stands between two dollar signs is a formula. One decision for what is read and for what is shown."""

from __future__ import annotations

import re
from typing import Final

_LONGEST_INLINE: Final = 1_200
_WORDS_IN_COMMANDS: Final = re.compile(r"\\(?:text|mathrm|textbf|operatorname|textit|mbox|label|begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+")
_LONG_WORD: Final = re.compile(r"[A-Za-z]{4,}|\b(?:is|of|to|in|he|at|if|an|on|so|as|by|the|and|for|per|was|she|has)\b")
_PRICE: Final = re.compile(r"[\d,.]+\s+[A-Za-z]{2}")
_SIGN_AT_END: Final = re.compile(r"[-+*/=×÷(,]\s*$")


def holds_formula(inside: str) -> bool:
    """Whether what stands between two dollar signs is a formula rather than the text between two prices."""
    stripped = inside.strip()
    if not stripped or len(inside) > _LONGEST_INLINE or "\n\n" in inside:
        return False
    bare = _WORDS_IN_COMMANDS.sub(" ", inside)
    if _LONG_WORD.search(bare) and not re.fullmatch(r"[A-Za-z]+|[A-Z]{3,6}.*", stripped, re.DOTALL):
        return False
    if _PRICE.match(stripped) and "\\" not in stripped and "=" not in stripped:
        return False
    if re.match(r"\d", inside) and inside[-1] == " " and inside[-2:-1] != " " and "\\" not in inside and "=" not in inside:
        return False
    return not _SIGN_AT_END.search(inside)
