r"""Where parts of a formula's source stand in the formula as it is set.

The source is set a second time with these parts in colours of their own, and the shapes that come out coloured are counted off against
those of the formula as it is shown. So the formula shown is the one that is measured, whatever a pair of braces does to its spacing; and
where the two are not the same shapes in the same order, the whole formula is the answer. (Rejected: painting the coloured setting
itself; widths of the pieces set one by one, which are wrong as soon as a fraction or an index stands around them.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Span
from ardoise.core.pictures import FormulaBox, Patch
from ardoise.drawing.svg_paths import Bounds, painted
from ardoise.notation.places import whole

_BREAK: Final = re.compile(r"\\\\(?:\[[^\]]*\])?|&|\\(?:begin|end)\s*\{[^{}]*\}|\\?.", re.DOTALL)
_LIKE: Final = 1.5
"""Two shapes are the same if their widths and heights differ by no more, in thousandths of an em."""
_FLAT: Final = 100.0
"""Height of a rule of a fraction, a root or a frame, at most."""
MOST: Final = 64
"""Lines of parts in one formula that are told apart."""


def coloured(tex: str, spans: Sequence[Span]) -> tuple[str, tuple[str, ...]]:
    """The source with these parts coloured, and the colours in order: one for each line that a part runs over."""
    marked, at = "", 0
    colours: list[str] = []
    for span in sorted(spans, key=lambda s: s.start):
        part = whole(tex, span)
        if part.start < at or len(colours) >= MOST:
            continue
        for row in _rows(tex, part):
            colours.append(f"#a1d0{len(colours):02x}")
            for start, end in row:
                marked += tex[at:start] + rf"{{\textcolor{{{colours[-1]}}}{{{tex[start:end]}}}}}"
                at = end
    return marked + tex[at:], tuple(colours)


def _rows(tex: str, part: Span) -> list[list[tuple[int, int]]]:
    """A part cut at the lines of an alignment that it runs through, and each line at its columns."""
    rows: list[list[tuple[int, int]]] = [[]]
    depth, start = 0, part.start

    def cut(end: int) -> None:
        inner = tex[start:end]
        if inner.strip():
            rows[-1].append((start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())))

    for token in _BREAK.finditer(tex, part.start, part.end):
        sign = token[0]
        if sign == "{" or sign.startswith(r"\begin"):
            depth += 1
        elif sign == "}" or sign.startswith(r"\end"):
            depth -= 1
        elif depth == 0 and (sign == "&" or sign.startswith(r"\\")):
            cut(token.start())
            start = token.end()
            if sign != "&":
                rows.append([])
    cut(part.end)
    return [row for row in rows if row]


def measured(box: FormulaBox, plain_svg: str, coloured_svg: str, colours: Sequence[str]) -> tuple[Patch, ...]:
    """The patch of each colour; the whole box where they cannot be told. Raises ValueError on shapes that are not known."""
    plain, marked = painted(plain_svg), painted(coloured_svg)
    if len(plain) != len(marked) or not all(_alike(p.bounds, m.bounds) for p, m in zip(plain, marked, strict=True)):
        return (everything(box),)
    found = []
    for colour in colours:
        shapes = [p.bounds for p, m in zip(plain, marked, strict=True) if m.fill == colour]
        if shapes:
            left, bottom = min(s.left for s in shapes), min(s.bottom for s in shapes)
            right, top = max(s.right for s in shapes), max(s.top for s in shapes)
            found.append(Patch(left, bottom, right - left, top - bottom))
    return tuple(found) or (everything(box),)


def everything(box: FormulaBox) -> Patch:
    return Patch(0.0, -box.depth, box.width, box.height)


def _alike(a: Bounds, b: Bounds) -> bool:
    """Whether they are the same glyph; a flat bar may be longer, since it stretches with what stands under it."""
    height = a.top - a.bottom
    if abs(height - (b.top - b.bottom)) >= _LIKE:
        return False
    return height < _FLAT or abs((a.right - a.left) - (b.right - b.left)) < _LIKE
