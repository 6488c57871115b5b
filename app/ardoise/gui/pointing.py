"""Marks on the way through a text: two reserved characters around what is pointed at, so that they move with it through every rewriting.

They are put in at the spans of a step's text, carried over where plain typing is rewritten as LaTeX, and taken out again before anything
reads or sets the text. Pure text. (Rejected: tables of offsets kept beside each text, of which every rewriting makes a new one.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ardoise.core.expression import Apply, Expr, Span
from ardoise.notation.places import hull, whole

OPEN: Final = "\ue003"
CLOSE: Final = "\ue004"
MARK: Final = re.compile(f"[{OPEN}{CLOSE}]")


def within(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """What of these spans lies in [start, end), counted from `start`."""
    cut = (Span(max(s.start, start) - start, min(s.end, end) - start) for s in spans)
    return tuple(s for s in cut if s.start < s.end)


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text with marks around these spans, which do not overlap; marks that it has already become blanks."""
    text = MARK.sub(" ", text)
    pieces, at = [], 0
    for span in sorted(spans, key=lambda s: s.start):
        start, end = max(at, span.start), min(span.end, len(text))
        if start < end:
            pieces += [text[at:start], OPEN, text[start:end], CLOSE]
            at = end
    return "".join((*pieces, text[at:]))


def unmarked(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and what stood between them; a mark without its partner is dropped."""
    clean: list[str] = []
    spans: list[Span] = []
    length, start = 0, -1
    for piece in re.split(f"([{OPEN}{CLOSE}])", text):
        if piece == OPEN:
            start = length
        elif piece == CLOSE:
            if 0 <= start < length:
                spans.append(Span(start, length))
            start = -1
        else:
            clean.append(piece)
            length += len(piece)
    return "".join(clean), tuple(spans)


def carried(spans: Iterable[Span], read: Expr, again: Expr, text: str) -> tuple[Span, ...]:
    """The same parts in another text of the same expression: `read` from the one, `again` from `text`; all of it where they differ."""
    everything = Span(0, len(text))
    if read != again:
        return (everything,)
    found = []
    for span in spans:
        parts = [p for p in (hull(twin) for twin in _parts(span, read, again)) if p is not None]
        found.append(whole(text, Span(min(p.start for p in parts), max(p.end for p in parts))) if parts else everything)
    return tuple(s for s in found if not any(o != s and o.start <= s.start and s.end <= o.end for o in found))


def _parts(span: Span, read: Expr, again: Expr) -> list[Expr]:
    """The largest parts of `read` that lie within the span, as they stand in `again`."""
    place = hull(read)
    if place is None or place.end <= span.start or span.end <= place.start:
        return []
    if span.start <= place.start and place.end <= span.end:
        return [again]
    if not isinstance(read, Apply) or not isinstance(again, Apply):
        return []
    pairs = zip(read.arguments, again.arguments, strict=True)
    return [part for mine, twin in pairs for part in _parts(span, mine, twin)]
