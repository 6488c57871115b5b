"""What can be searched of an event, and the condition that finds a word.

A word is found anywhere in a title, a problem or a step, in either case: "x^2" and the middle of "2x+3" too.
"""

from __future__ import annotations

from ardoise.core.events import CheckStarted, Event, SolveStarted, StepRead, WorkingChanged

LONGEST_WORD = 1_000
"""Characters of a word that count; SQLite refuses patterns of 50,000 bytes."""
_PLAIN = " AND (title LIKE ? OR id IN (SELECT sheet FROM words WHERE text LIKE ?))"
_ESCAPED = r" AND (title LIKE ? ESCAPE '\' OR id IN (SELECT sheet FROM words WHERE text LIKE ? ESCAPE '\'))"


def one_line(title: str) -> str:
    """A title without line breaks and without what UTF-8 cannot hold."""
    return " ".join(_storable(title).split())


def condition(word: str) -> tuple[str, str]:
    """The SQL condition (two places) and the pattern for one word; only a word with % or _ needs the escape, which no index can help."""
    word = _storable(word)[:LONGEST_WORD]
    if any(c in word for c in "%_\\"):
        for special in "\\%_":
            word = word.replace(special, "\\" + special)
        return _ESCAPED, f"%{word}%"
    return _PLAIN, f"%{word}%"


def searchable(event: Event) -> str:
    """The text by which an event is found; text on its way is found by the steps that it becomes."""
    match event:
        case SolveStarted(problem=text):
            return _storable(text)
        case CheckStarted(working=working):
            return _storable(working.problem)
        case WorkingChanged(problem, _, _, lines):
            return _storable("\n".join((problem, *lines)))
        case StepRead(step=step):
            return _storable(step.text)
        case _:
            return ""


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
