"""From Markdown with LaTeX to the Markdown that Qt reads, with numbered tokens where formulas go. Pure text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ardoise.core.expression import Span
from ardoise.gui.pointing import marked, unmarked, within
from ardoise.notation.markup import Formula, Open, Prose, delimited, split

TOKEN: Final = re.compile("\ue000(\\d+)\ue001")
LONGEST_SOURCE: Final = 2_000
"""Characters of a formula shown as source that are shown."""

_RESERVED: Final = re.compile("[\ue000-\ue004\ufffc\u2028\u2029\x00-\x08\x0b-\x1f]")
_DEEP_INDENT: Final = re.compile(r"^[ \t]{4,}(?![ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])", re.MULTILINE)
_LARGE_HEADING: Final = re.compile(r"^#{1,3}(?=[ \t])", re.MULTILINE)
_NUMBERED: Final = re.compile(r"^[ \t]*(\d{1,3})([.)])(?=[ \t])", re.MULTILINE)
"""A list of one item, as models number their steps, is a paragraph with a number."""
_TRAILING_STOP: Final = re.compile(r"[ \t]*\n?[ \t]*([.,;:])(?=\s|$)")

_LINE: Final = re.compile(r"[^\n]+")
_UNSPOKEN: Final = re.compile(r"^#{1,6}[ \t]+|\*\*|\\(?=[*_<>|$`])", re.MULTILINE)
"""Signs of Markdown, which nobody wants to hear."""
_LINE_SIGN: Final = re.compile(r"[ \t]*(?:[-*+>]|\d{1,3}[.)]|#{1,6})[ \t]+")

_DELIMITER: Final = re.compile(r"\\[()\[\]]|\$")

P = TypeVar("P")


@dataclass(frozen=True)
class Unset:
    """A formula that is shown as source: unfinished, or one that cannot be set."""

    source: str
    finished: bool
    pointed: bool = False
    """A part of it is pointed at."""


@dataclass(frozen=True)
class Composed(Generic[P]):
    """`markdown` holds a token for each of `pieces`; `spoken` is the text read aloud."""

    markdown: str
    pieces: tuple[P | Unset, ...]
    spoken: str
    pointed: str = ""
    """What is marked, as Markdown."""


Place = Callable[[Formula, tuple[Span, ...]], P | None]


def compose(text: str, *, closed: bool, place: Place[P], speech: Callable[[P], str]) -> Composed[P]:
    """Cut the text and ask `place` for each formula, with the marked parts of its source; None from it means that the source is shown.

    Marks (`pointing`) in prose stay where they are. Never raises by itself on any text.
    """
    text, spans = unmarked(text)
    start = at = 0
    markdown = ""
    pieces: list[P | Unset] = []
    spoken: list[str] = []
    pointed: list[tuple[int, int, str]] = []
    after_display = False
    alone = len(_NUMBERED.findall(text)) == 1
    for segment in split(text, closed=closed):
        written = segment.text if isinstance(segment, Prose) else segment.source
        start, at = at, at + len(written)
        here = within(spans, start, at)
        token = f"\ue000{len(pieces)}\ue001"
        match segment:
            case Prose(prose):
                spoken.append(_UNSPOKEN.sub("", prose))
                if after_display and (stop := _TRAILING_STOP.match(prose)) is not None:
                    markdown = markdown.rstrip("\n") + stop.group(1) + "\n\n"
                    prose = prose[stop.end() :]
                pointed += [(start + s.start, start + s.end, written[s.start : s.end]) for s in here]
                at_start = not markdown or after_display
                prose = _with_marks(_RESERVED.sub(" ", prose), within(here, len(written) - len(prose), len(written)), at_start=at_start)
                markdown += _as_qt_reads(prose, at_start=at_start, alone=alone)
                after_display = False
            case Formula(tex, display, source):
                opening = max(0, source.find(tex))
                inner = within(here, opening, opening + len(tex))
                placed = place(segment, inner)
                beginning = start + opening
                pointed += [(beginning + s.start, beginning + s.end, delimited(tex[s.start : s.end], display=False)) for s in inner]
                unset = Unset(_RESERVED.sub(" ", source[:LONGEST_SOURCE]), finished=True, pointed=bool(here))
                pieces.append(unset if placed is None else placed)
                spoken.append(source if placed is None else f" {speech(placed)} ")
                markdown += f"\n\n{token}\n\n" if display else token
                after_display = display
            case Open(source):
                pieces.append(Unset(_RESERVED.sub(" ", source[:LONGEST_SOURCE]), finished=False))
                spoken.append(source)
                markdown += token
    return Composed(markdown, tuple(pieces), " ".join("".join(spoken).split()), _listed(pointed, text))


def _listed(pointed: Sequence[tuple[int, int, str]], text: str) -> str:
    """The parts that are pointed at, with a comma where something stands between two of them."""
    listed, at = "", 0
    for start, end, part in pointed:
        apart = listed and _DELIMITER.sub("", text[at:start]).strip()
        listed += (", " if apart else " ") + part
        at = end
    return listed.strip()


def _with_marks(prose: str, spans: tuple[Span, ...], *, at_start: bool) -> str:
    """Marks line by line, behind what makes a line a heading or an entry of a list."""
    lines: list[Span] = []
    for span in spans:
        for line in _LINE.finditer(prose, span.start, span.end):
            beginning = prose.rfind("\n", 0, line.start()) + 1
            sign = _LINE_SIGN.match(prose, beginning)
            start = max(line.start(), sign.end() if sign is not None else 0)
            shown = prose[start : line.end()]
            if sign is not None or (start == beginning and (at_start or beginning > 0)):
                shown = shown.lstrip()
            if shown.strip():
                lines.append(Span(line.end() - len(shown), line.end()))
    return marked(prose, lines)


def _as_qt_reads(prose: str, *, at_start: bool, alone: bool) -> str:
    """Small headings only, no accidental code blocks, none of the characters that are reserved here, no list of one (`alone`)."""
    cleaned = prose.lstrip(" \t") if at_start else prose
    if alone:
        cleaned = _NUMBERED.sub(r"\1\\\2", cleaned)
    return _LARGE_HEADING.sub("####", _DEEP_INDENT.sub("   ", cleaned))
