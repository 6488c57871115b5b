"""Under a step in a terminal: carets under the very symbols where it stands as it was typed, else what they are, in ordinary characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ardoise.core.expression import Span
from ardoise.notation.markup import Formula, Open, Prose, split
from ardoise.notation.plain_text import plain_formula, plain_text

LONGEST = 72
"""Characters of a part that is written out."""


def pointer(text: str, spans: Sequence[Span], shown: Sequence[str]) -> str:
    """The line under a step that is `shown` in these lines; empty where all of it is pointed at, which says nothing."""
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    inside = [Span(max(s.start, left), min(s.end, right)) for s in spans]
    inside = [s for s in inside if s.start < s.end]
    if not inside or not _rest(text, inside):
        return ""
    if list(shown) == [text.strip()] and not any(unicodedata.east_asian_width(c) in "WF" or unicodedata.combining(c) for c in text):
        marks = [" "] * (right - left)
        for span in inside:
            marks[span.start - left : span.end - left] = "^" * (span.end - span.start)
        return "".join(marks).rstrip()
    parts = [" ".join(_written(text, span).split()) for span in inside]
    named = " and ".join(dict.fromkeys(p for p in parts if p))
    return f"here: {named}" if named and len(named) <= LONGEST else ""


def _rest(text: str, spans: Sequence[Span]) -> bool:
    """Whether anything that says something is left outside the spans."""
    outside = "".join(" " if any(s.start <= i < s.end for s in spans) else c for i, c in enumerate(text))
    return any(c.isalnum() for c in outside)


def _written(text: str, span: Span) -> str:
    """A part of a text without its LaTeX; formulas that it cuts are written from where it cuts them."""
    at = 0
    found: list[str] = []
    for segment in split(text):
        source = segment.text if isinstance(segment, Prose) else segment.source
        start, end = max(at, span.start), min(at + len(source), span.end)
        if start < end:
            part = text[start:end]
            match segment:
                case Formula(tex, _, _):
                    found.append(plain_formula(tex if part == source else part))
                case Prose() | Open():
                    found.append(plain_text(part))
        at += len(source)
    return " ".join(found)
