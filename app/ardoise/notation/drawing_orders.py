"""What a person asks to be drawn, written by itself: "y = x^2; y = 2x + 3", "x = cos t, y = sin t", "y = x^2 tangent at x = 1"."""

from __future__ import annotations

import dataclasses
import re

from ardoise.core.expression import Apply, nodes
from ardoise.core.plots import CurveKind, Sketch, Wish
from ardoise.core.solution import Claim, Unreadable
from ardoise.notation.claims import read_line
from ardoise.notation.parser import parse_statement
from ardoise.notation.sketch import sketch_pieces
from ardoise.notation.sketched_points import has_table
from ardoise.notation.sketched_wishes import WHOLE_KINDS

LONGEST = 2_000
_MEMBER = re.compile(r"(?<=[\w\s])\s+in\s+(?=[\[({\\])")
_CASES = re.compile(r"\{([^{}]*\b(?:if|for|when)\b[^{}]*)\}")
_CASE = re.compile(r"\s*(?P<value>.+?)[\s,]+(?:if|for|when)\s+(?P<condition>.+)|\s*(?P<rest>.+?)[\s,]+(?:otherwise|else)\s*")
_PROSE = re.compile(
    r"(?i)\b(?:and|the|of|to|from|at|with|line|point|area|under|between|find|plot|draw|sketch|graph|shade|region|tangents?|normals?|curves?|"
    r"points?|maxim\w*|minim\w*|extrem\w*|asymptotes?|roots?|inflection|through|perpendicular|bisector|regression|data|fit|polar|where|for)\b"
)


def read_order(text: str, *, marked: bool = True) -> Sketch | Unreadable:
    """What to draw; Unreadable says where the reading stopped. Pieces are separated by semicolons or lines.

    A function by itself is `marked` with its extremes and asymptotes without being asked.
    """
    text = text[:LONGEST]
    if has_table(text):
        return sketch_pieces([], text=text, lines=True)
    prepared = _CASES.sub(_as_cases, _MEMBER.sub(r" \\in ", text))
    pieces: list[list[Claim]] = []
    first: Unreadable | None = None
    for piece in re.split(r"[;\n]", prepared):
        if not piece.strip():
            continue
        claims, unreadable = _read(piece.strip())
        pieces.append(list(claims))
        first = first or (unreadable[0] if unreadable and not claims else None)
    made = sketch_pieces(pieces, text=text, lines=True)
    if first is not None:
        return first
    alone = len(made.curves) == 1 and not made.things and not made.wishes and made.curves[0].kind is CurveKind.EXPLICIT
    return dataclasses.replace(made, wishes=(*made.wishes, *(Wish(k) for k in WHOLE_KINDS[:3]))) if alone and marked else made


def _read(piece: str) -> tuple[tuple[Claim, ...], tuple[Unreadable, ...]]:
    """A formula by itself first, since words like theta are letters there; what has words in it as a line."""
    if not _PROSE.search(piece):
        claims, unreadable = parse_statement(piece)
        if claims and not unreadable:
            return claims, ()
    found, not_read = read_line(piece)
    has_units = any(isinstance(n, Apply) and n.function == "unit" for c in found for e in (c.left, c.right) for n in nodes(e))
    if found and not not_read and not has_units:
        return tuple(found), ()
    parts = [parse_statement(part.strip(" ,:.")) for part in _PROSE.split(piece) if part.strip(" ,:.")]
    between = tuple(c for claims, missed in parts if not missed for c in claims)
    return (between, ()) if between else (tuple(found), tuple(not_read))


def _as_cases(match: re.Match[str]) -> str:
    """{x^2 if x < 0; x if x >= 0} as LaTeX's cases; left as it is where a part is none."""
    rows = []
    for part in re.split(r"[;\n]|,(?=[^,]*\b(?:if|for|when|otherwise|else)\b)", match[1]):
        case = _CASE.fullmatch(part)
        if case is None:
            return match[0]
        rows.append(f"{case['value']} & {case['condition']}" if case["value"] else f"{case['rest']} & \\text{{otherwise}}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
