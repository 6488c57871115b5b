"""From Markdown with LaTeX to the Markdown that Qt reads, with numbered tokens where formulas go. Pure text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ardoise.notation.markup import Formula, Open, Prose, split

TOKEN: Final = re.compile("\ue000(\\d+)\ue001")
LONGEST_SOURCE: Final = 2_000
"""Characters of a formula shown as source that are shown."""

_RESERVED: Final = re.compile("[\ue000-\ue002\ufffc\u2028\u2029\x00-\x08\x0b-\x1f]")
_DEEP_INDENT: Final = re.compile(r"^[ \t]{4,}(?![ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])", re.MULTILINE)
_LARGE_HEADING: Final = re.compile(r"^#{1,3}(?=[ \t])", re.MULTILINE)
_NUMBERED: Final = re.compile(r"^[ \t]*(\d{1,3})([.)])(?=[ \t])", re.MULTILINE)
"""A list of one item, as models number their steps, is a paragraph with a number."""
_TRAILING_STOP: Final = re.compile(r"[ \t]*\n?[ \t]*([.,;:])(?=\s|$)")

P = TypeVar("P")


@dataclass(frozen=True)
class Unset:
    """A formula that is shown as source: unfinished, or one that cannot be set."""

    source: str
    finished: bool


@dataclass(frozen=True)
class Composed(Generic[P]):
    """`markdown` holds a token for each of `pieces`; `spoken` is the text read aloud."""

    markdown: str
    pieces: tuple[P | Unset, ...]
    spoken: str


def compose(text: str, *, closed: bool, place: Callable[[Formula], P | None], speech: Callable[[P], str]) -> Composed[P]:
    """Cut the text and ask `place` for each formula; None from it means that the source is shown. Never raises by itself on any text."""
    markdown = ""
    pieces: list[P | Unset] = []
    spoken: list[str] = []
    after_display = False
    alone = len(_NUMBERED.findall(text)) == 1
    for segment in split(text, closed=closed):
        token = f"\ue000{len(pieces)}\ue001"
        match segment:
            case Prose(prose):
                spoken.append(prose)
                if after_display and (stop := _TRAILING_STOP.match(prose)) is not None:
                    markdown = markdown.rstrip("\n") + stop.group(1) + "\n\n"
                    prose = prose[stop.end() :]
                markdown += _as_qt_reads(prose, at_start=not markdown or after_display, alone=alone)
                after_display = False
            case Formula(_, display, source):
                placed = place(segment)
                pieces.append(Unset(_RESERVED.sub(" ", source[:LONGEST_SOURCE]), finished=True) if placed is None else placed)
                spoken.append(source if placed is None else f" {speech(placed)} ")
                markdown += f"\n\n{token}\n\n" if display else token
                after_display = display
            case Open(source):
                pieces.append(Unset(_RESERVED.sub(" ", source[:LONGEST_SOURCE]), finished=False))
                spoken.append(source)
                markdown += token
    return Composed(markdown, tuple(pieces), " ".join("".join(spoken).split()))


def _as_qt_reads(prose: str, *, at_start: bool, alone: bool) -> str:
    """Small headings only, no accidental code blocks, none of the characters that are reserved here, no list of one (`alone`)."""
    cleaned = _RESERVED.sub(" ", prose)
    if at_start:
        cleaned = cleaned.lstrip(" \t")
    if alone:
        cleaned = _NUMBERED.sub(r"\1\\\2", cleaned)
    return _LARGE_HEADING.sub("####", _DEEP_INDENT.sub("   ", cleaned))
