"""How else a line of plain typing may be meant: 1/2x is (1/2)x or 1/(2x), e^2x is e^2 x or e^(2x), sin x/2 is sin(x/2) or sin(x)/2.

Each other reading is the line written so that it can be read in that one way. To choose one is to write the line so; nothing else has to
be remembered, and whoever reads the line later reads what was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Apply
from ardoise.core.solution import Claim, Relation
from ardoise.notation.claims import read_line
from ardoise.notation.latex import latex

MOST: Final = 3
LONGEST: Final = 300
"""Characters of a line beyond which nobody is asked."""
_GROUP: Final = r"\([^()]*\)"
_FACTOR: Final = rf"(?:\d+(?:\.\d+)?|[A-Za-zπθαβ]|{_GROUP})"
_NAMED: Final = "arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|cot|sec|csc|ln|log|exp"


@dataclass(frozen=True)
class OtherReading:
    """`text` is the line as it is to be written for this reading, `latex` what it then says."""

    text: str
    latex: str


@dataclass(frozen=True)
class _Doubt:
    """A shape that can be meant in two ways, and how each is written; None where the shape has a form of its own."""

    shape: re.Pattern[str]
    ways: tuple[str, ...]


_DOUBTS: Final = (
    _Doubt(
        re.compile(rf"(?P<f>(?<![A-Za-z])(?:{_NAMED}))\s*(?P<a>\d*[A-Za-zπθ]|\d+)\s*/\s*(?P<b>{_FACTOR})"),
        (r"\g<f>(\g<a>/\g<b>)", r"(\g<f>(\g<a>))/\g<b>"),
    ),
    _Doubt(
        re.compile(
            rf"(?<![\w)^])(?P<a>\d+(?:\.\d+)?|[A-Za-z]|{_GROUP})\s*/\s*(?P<b>\d+(?:\.\d+)?|[A-Za-z])\s?(?P<c>[A-Za-zπθ](?![A-Za-z]{{2}})|{_GROUP})"
        ),
        (r"(\g<a>/\g<b>)*\g<c>", r"\g<a>/(\g<b>\g<c>)"),
    ),
    _Doubt(
        re.compile(r"(?<![A-Za-z])(?P<a>e|\d+)\^(?P<b>-?\d+|[A-Za-z])(?P<c>[A-Za-zπθ])(?![A-Za-z])"),
        (r"\g<a>^\g<b>*\g<c>", r"\g<a>^(\g<b>\g<c>)"),
    ),
    _Doubt(
        re.compile(rf"(?P<a>√|(?<![A-Za-z])sqrt)\s*(?P<b>\d+|[A-Za-z])(?P<c>[A-Za-zπθ]|{_GROUP})"),
        (r"\g<a>(\g<b>)*\g<c>", r"\g<a>(\g<b>\g<c>)"),
    ),
    _Doubt(re.compile(r"(?<![\w)])[-−](?P<a>\d+(?:\.\d+)?|[A-Za-z])\^(?P<b>\d+)"), (r"-(\g<a>^\g<b>)", r"(-\g<a>)^\g<b>")),
    _Doubt(re.compile(r"(?<![\w.,/^])(?P<a>\d+)\s+(?P<b>\d+)/(?P<c>\d+)(?![\w.])"), (r"(\g<a>+\g<b>/\g<c>)", r"\g<a>*\g<b>/\g<c>")),
    _Doubt(re.compile(r"(?<![\w.,])(?P<a>\d+),(?P<b>\d+)(?![\w.,])"), (r"\g<a>.\g<b>", r"\g<a> or \g<b>")),
)


def other_readings(line: str) -> tuple[OtherReading, ...]:
    """The other ways in which a line may be meant, at most MOST; none where it is LaTeX, cannot be read, or means one thing only."""
    if len(line) > LONGEST or any(sign in line for sign in "\\$`"):
        return ()
    now = _says(line)
    if now is None:
        return ()
    found: dict[tuple[object, ...], OtherReading] = {}
    for text in _written_otherwise(line):
        says = _says(text)
        if says is not None and says[0] != now[0] and says[0] not in found:
            found[says[0]] = OtherReading(text, says[1])
    return tuple(found.values())[:MOST]


def _written_otherwise(line: str) -> Iterator[str]:
    for doubt in _DOUBTS:
        for match in doubt.shape.finditer(line):
            for way in doubt.ways:
                yield line[: match.start()] + match.expand(way) + line[match.end() :]


def _says(line: str) -> tuple[tuple[object, ...], str] | None:
    """What is read in a line, and in LaTeX; None where a part of it cannot be read, or nothing is."""
    claims, unreadable = read_line(line)
    if unreadable or not claims:
        return None
    return tuple((c.left, c.relation, c.right) for c in claims), ", ".join(map(_shown, claims))


def _shown(claim: Claim) -> str:
    return latex(claim.left) if claim.relation is Relation.STATES else latex(Apply(claim.relation.value, (claim.left, claim.right)))
