"""Display formulas that are much wider than the card, broken before relation signs rather than shrunk to where nobody can read them."""

from __future__ import annotations

import re
from typing import Final

_RELATION: Final = re.compile(r"\\(?:leq?|geq?|neq?|approx|equiv|iff|implies|Rightarrow|Leftrightarrow|to)(?![A-Za-z])|[=<>]")
_GAP: Final = re.compile(r"\\(?:qquad|quad)(?![A-Za-z])")
_TOKEN: Final = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:left|right)(?![A-Za-z])|\\[A-Za-z]+|\\.|.", re.DOTALL)


def broken(tex: str) -> str | None:
    """The same formula on several lines, aligned at its first relation; None where there is nowhere to break it."""
    pieces = _pieces(tex)
    if len(pieces) < 2:
        return None
    first, *rest = pieces
    if _RELATION.match(rest[0]) is None:
        return r"\begin{aligned}" + r" \\ ".join(f"& {piece}" for piece in pieces) + r"\end{aligned}"
    lines = [f"{first} & {rest[0]}"]
    lines += [f"& {piece}" if _RELATION.match(piece) else rf"& \quad {piece}" for piece in rest[1:]]
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


def _pieces(tex: str) -> list[str]:
    """Cut before each relation and at each wide gap that stands in no brace, no environment and between no \\left and \\right."""
    pieces: list[str] = []
    depth = 0
    start = 0
    for match in _TOKEN.finditer(tex):
        piece = match.group()
        if piece == "{" or piece.startswith(r"\begin") or piece == r"\left":
            depth += 1
        elif piece == "}" or piece.startswith(r"\end") or piece == r"\right":
            depth -= 1
        elif depth == 0 and piece in ("&", r"\\"):
            return [tex]
        elif depth == 0 and _GAP.fullmatch(piece):
            pieces.append(tex[start : match.start()])
            start = match.end()
        elif depth == 0 and _RELATION.fullmatch(piece) and tex[start : match.start()].strip():
            pieces.append(tex[start : match.start()])
            start = match.start()
    pieces.append(tex[start:])
    return [piece.strip() for piece in pieces if piece.strip()]
