"""What can be searched of an event, and the pattern that finds a word.

A word is found anywhere in a title, a problem or a step, in either case: "x^2" and the middle of "2x+3" too.
"""

from __future__ import annotations

from ardoise.core.events import CheckStarted, Event, SolveStarted, StepRead, WorkingChanged

LONGEST_WORD = 1_000
"""Characters of a word that count; SQLite refuses patterns of 50,000 bytes."""
AROUND = 24
"""Characters before a word that was found which are shown with it."""


def one_line(title: str) -> str:
    """A title without line breaks and without what UTF-8 cannot hold."""
    return " ".join(_storable(title).split())


def as_tag(text: str) -> str:
    """A tag as it is kept: one word in lower case without its sign; empty where nothing is left."""
    return "-".join(_storable(text).lower().replace(",", " ").replace("#", " ").split())[:40]


def pattern(word: str, *, anywhere: bool = True) -> tuple[str, str]:
    """The LIKE pattern for one word, and the escape that it needs: only one with % or _ does, which no index can help."""
    word, escape = _storable(word)[:LONGEST_WORD], ""
    if any(c in word for c in "%_\\"):
        for special in "\\%_":
            word = word.replace(special, "\\" + special)
        escape = r" ESCAPE '\'"
    return (f"%{word}%" if anywhere else word), escape


def phrase(word: str) -> str:
    """The word for the index of trigrams; empty where it is too short for one, or holds what the index folds otherwise than LIKE does."""
    word = _storable(word)[:LONGEST_WORD]
    return '"' + word.replace('"', '""') + '"' if len(word) >= 3 and word.isascii() else ""


def around(text: str, word: str) -> str:
    """One line of a text with the word in sight."""
    lines = [line for line in text.split("\n") if word.lower() in line.lower()]
    line = " ".join((lines[0] if lines else text[:400]).split())
    at = line.lower().find(word.lower())
    start = max(0, at - AROUND)
    return ("…" if start else "") + line[start : start + 160]


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
