"""Notices a text that repeats itself: a model that has lost the thread writes the same words again and again until it is stopped."""

from __future__ import annotations

from typing import Final

REPEATS: Final = 4
"""So many times the same piece at the end is a loop."""
SHORTEST: Final = 12
"""Characters of the shortest piece that counts; zeros and dots may follow each other."""
LONGEST: Final = 400
LEAST: Final = 160
"""Characters that the repeated pieces take together at least: a short refrain is none."""
WITHIN_A_LINE: Final = 400


def repeats_itself(text: str) -> bool:
    """Whether a text that is being written has lost the thread. Within a line more is asked for: a long sum has terms that are alike."""
    return loop_start(text, least=LEAST if text.endswith("\n") else WITHIN_A_LINE) is not None


def loop_start(text: str, *, least: int = LEAST) -> int | None:
    """Where in the text the second of the repeated pieces begins; None while nothing is repeated, in `least` characters or more."""
    tail = text.rstrip()
    for length in range(SHORTEST, min(LONGEST, len(tail) // REPEATS) + 1):
        repeats = max(REPEATS, -(-least // length))
        if len(tail) < repeats * length:
            continue
        piece = tail[-length:]
        if tail.endswith(piece * repeats) and any(c.isalnum() for c in piece):
            start = len(tail) - repeats * length
            while start >= length and tail[start - length : start] == piece:
                start -= length
            return start + length
    return None
