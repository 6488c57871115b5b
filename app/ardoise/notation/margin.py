"""What a learner notes behind an equation: "3x - 5 = 10  | +5", the operation that is carried out on both sides next.

It is no part of the statement, so it is blanked, the places in the line staying what they are. Told from an absolute value and from
"divides" by an odd number of bars, the last of which stands behind a relation and before a sign.
"""

from __future__ import annotations

import re
from typing import Final

_NOTE: Final = re.compile(
    r"\|{1,2}\s*(?:[-+*/:·×÷−^]|\\(?:cdot|times|div|sqrt|ln|log)\b|√|\(\s*\)|sqrt|log|ln|square|root|T\b)[^|=<>]{0,40}$"
)
_RELATION: Final = re.compile(r"[=<>≤≥≠]|\\(?:le|ge|ne|lt|gt)")


def without_margin(line: str) -> str:
    """The line with the note behind its last bar blanked, if there is one."""
    note = _NOTE.search(line)
    if note is None or line[: note.start()].count("|") % 2 or not _RELATION.search(line, 0, note.start()):
        return line
    return line[: note.start()] + " " * (len(line) - note.start())
