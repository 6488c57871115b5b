"""What the words around a function ask to see: "maximum", "tangent at x = 1", "area between x = 0 and x = 2", "asymptote"."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Expr
from ardoise.core.plots import Wish, WishKind
from ardoise.core.solution import Unreadable
from ardoise.notation.parser import parse
from ardoise.notation.sketched_shapes import is_number

_PLAIN: Final[tuple[tuple[WishKind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        (WishKind.MAXIMUM, r"\bmaxim|\bgreatest|\blargest (?:possible )?value|highest (?:point|value)"),
        (WishKind.MAXIMUM, r"\bextrem|turning point|stationary|critical (?:point|value|number)|\bvertex\b|\boptim|\bmonoton|\bincreasing"),
        (WishKind.MINIMUM, r"\bminim|\bleast (?:possible )?value|\bsmallest (?:possible )?value|lowest (?:point|value)"),
        (WishKind.MINIMUM, r"\bextrem|turning point|stationary|critical (?:point|value|number)|\bvertex\b|\boptim|\bmonoton|\bincreasing"),
        (WishKind.INFLECTION, r"\binfle(?:ct|x)ion|\bconcav|\bconvex"),
        (WishKind.ASYMPTOTE, r"\basymptot"),
        (WishKind.INTERCEPT, r"\bintercept|(?:cuts|crosses|meets) the (?:axes|y.axis|coordinate axes)"),
        (WishKind.AXIS, r"ax[ie]s of symmetry|line of symmetry"),
    )
)
_WHOLE: Final = re.compile(r"\b(?:sketch|graph|curve discussion|analy[sz]e|investigate|study)\b")
WHOLE_KINDS: Final = (WishKind.MAXIMUM, WishKind.MINIMUM, WishKind.ASYMPTOTE, WishKind.INTERCEPT)
"""What a sketch of a function's graph shows."""
_AREA: Final = re.compile(r"\barea\b|\bshade|\benclosed|\bbounded by")
_VALUE = r"([-−+]?[\w.\\√π{}^*/()]*[\w\\π})])"
_AT: Final = re.compile(rf"(?:at|when|where|for|with)\s+(?:the\s+points?\s+)?(?:where\s+|with\s+|when\s+)?[a-z]\s*=\s*{_VALUE}")
_AT_POINT: Final = re.compile(
    r"(?:at|through|in)\s+(?:the\s+)?(?:points?\s+)?(?:[a-z]\s*=?\s*)?\(\s*([^(),;]{1,30}(?:\([^()]*\))?)\s*[,;]\s*([^(),;]{1,30}(?:\([^()]*\))?)\s*\)"
)
_TANGENT: Final = re.compile(r"(?<!arc)\btangents?\b")
_NORMAL: Final = re.compile(r"\bnormals?\s+(?:line|to|at)\b")
_BETWEEN: Final = (
    re.compile(rf"(?:from|between)\s+(?:[a-z]\s*=\s*)?{_VALUE}\s*(?:to|and|until)\s+(?:[a-z]\s*=\s*)?{_VALUE}"),
    re.compile(r"(?:on|over)\s+(?:the\s+)?(?:interval\s+)?\[\s*([^\[\],;]{1,30})\s*[,;]\s*([^\[\],;]{1,30})\s*\]"),
    re.compile(rf"[a-z]\s*=\s*{_VALUE}\s*(?:,|and)\s+(?:the\s+)?(?:line\s+)?[a-z]\s*=\s*{_VALUE}"),
    re.compile(rf"{_VALUE}\s*(?:<=|≤|\\leq?)\s*x\s*(?:<=|≤|\\leq?)\s*{_VALUE}"),
)


def wishes(text: str) -> tuple[Wish, ...]:
    """What a text asks to see on the curves that it names; none of it without words."""
    low = re.sub(r"\\left|\\right|\$|\\[(\[)\]]", "", text[:4_000]).lower().replace("−", "-")
    found = [Wish(kind) for kind, words in _PLAIN if words.search(low)]
    for kind, words in ((WishKind.TANGENT, _TANGENT), (WishKind.NORMAL, _NORMAL)):
        if words.search(low):
            found += [Wish(kind, at) for at in _places(low)]
    if _AREA.search(low):
        found.append(Wish(WishKind.AREA, _bounds(low)))
    if _WHOLE.search(low):
        found += [Wish(kind) for kind in WHOLE_KINDS]
    return tuple(dict.fromkeys(found))


def _places(low: str) -> list[tuple[Expr, ...]]:
    """Where a tangent is asked for: (x,) or (x, y)."""
    found: list[tuple[Expr, ...]] = []
    for match in _AT_POINT.finditer(low):
        pair = _number(match[1]), _number(match[2])
        if pair[0] is not None and pair[1] is not None:
            found.append((pair[0], pair[1]))
    for match in _AT.finditer(low):
        value = _number(match[1])
        if value is not None:
            found.append((value,))
    return found[:3]


def _bounds(low: str) -> tuple[Expr, ...]:
    for pattern in _BETWEEN:
        for match in pattern.finditer(low):
            ends = _number(match[1]), _number(match[2])
            if ends[0] is not None and ends[1] is not None:
                return ends[0], ends[1]
    return ()


def _number(written: str) -> Expr | None:
    expr = parse(written.strip().rstrip(".,"))
    return expr if not isinstance(expr, Unreadable) and is_number(expr) else None
