"""Points, lines and circles that a text names by coordinates, and tables of measured values: read from the text itself.

Only numbers written plainly are read: 2, -3.5, 1/2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Expr, Number, Symbol, apply
from ardoise.core.plots import Curve, CurveKind, Data, Outline, Thing, Wish, WishKind
from ardoise.notation.latex import latex
from ardoise.notation.sketched_curves import explicit

MOST_POINTS: Final = 200
_NUM = r"[-−–]?\s*\d{1,9}(?:\.\d{1,9})?(?:\s*/\s*\d{1,6})?"
_POINT: Final = re.compile(rf"(?<![A-Za-z\\_]{{2}})(?:(?<![A-Za-z\\])([A-Z])\s*=?\s*)?(?<![a-z])\(\s*({_NUM})\s*[,;]\s*({_NUM})\s*\)")
_ROW: Final = re.compile(rf"(?im)^[\s|&]*(x|t|y)[^\S\n]*[:|&=][^\S\n]*({_NUM}(?:[^\S\n]*[,;|&\s][^\S\n]*{_NUM})+)")
_RADIUS: Final = re.compile(rf"radius\s*(?:of|is|=|r\s*=)?\s*({_NUM})")
_DATA: Final = re.compile(r"\bdata\b|regress|best[- ]fit|scatter|correlat|least squares|\btrend|line of fit|measure|\btable\b")
_FIT: Final = re.compile(r"regress|best[- ]fit|least squares|trend|line of fit|linear fit|fit a line|fit the line")
_FIGURE: Final = re.compile(r"triangle|quadrilateral|polygon|rectangle|\bsquare\b|parallelogram|trapez|rhombus|pentagon|hexagon|\bkite\b")


@dataclass(frozen=True)
class Named:
    """What a text names by coordinates. `points` says that points were understood, and so are no pairs to plot by themselves."""

    curves: tuple[Curve, ...] = ()
    things: tuple[Thing, ...] = ()
    wishes: tuple[Wish, ...] = ()


def points_in(text: str) -> list[tuple[str, Fraction, Fraction]]:
    """Name (or nothing) and coordinates of each point, in order."""
    found = []
    for match in _POINT.finditer(_unmarked(text)):
        x, y = _fraction(match[2]), _fraction(match[3])
        if x is not None and y is not None:
            found.append((match[1] or "", x, y))
    return found[:MOST_POINTS]


def named_by_points(text: str, *, alone: bool) -> Named:
    """`alone`: there is no function beside them, so that lines, circles and polygons may be what the text is about."""
    low = text.lower()
    table = _table(text)
    if table:
        return Named(things=(Data(table, "", bool(_FIT.search(low))),))
    found = points_in(text)
    pairs = tuple((float(x), float(y)) for _, x, y in found)
    names = tuple(n for n, _, _ in found) if any(n for n, _, _ in found) else ()
    if len(found) >= 3 and (_DATA.search(low) or (alone and not _FIGURE.search(low))):
        return Named(things=(Data(pairs, "", bool(_FIT.search(low))),))
    if not alone or not found:
        return Named(wishes=tuple(_point(x, y) for _, x, y in found[:6]))
    if len(found) >= 3:
        return Named(things=(Outline(pairs[:12], "", closed=True, names=names[:12]),))
    if len(found) == 1:
        radius = _RADIUS.search(low)
        size = _fraction(radius[1]) if radius and "circle" in low else None
        if size is None or size <= 0:
            return Named(wishes=(_point(found[0][1], found[0][2]),))
        return Named(curves=(_circle(found[0][1], found[0][2], size),), wishes=(_point(found[0][1], found[0][2]),))
    return _of_two(low, found[0][1:], found[1][1:], Outline(pairs, "", names=names))


def _of_two(low: str, one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction], segment: Outline) -> Named:
    ends = (_point(*one), _point(*other))
    if re.search(r"perpendicular bisector|mediator", low):
        return Named(things=(segment,), wishes=(Wish(WishKind.BISECTOR, tuple(Number(v) for v in (*one, *other))),))
    if re.search(r"mid-?\s?point", low):
        middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        return Named(things=(segment,), wishes=(_point(*middle),))
    if one != other and re.search(r"\bline\b|\bslope\b|gradient|linear function", low) and "segment" not in low:
        return Named(curves=(_line(one, other),), wishes=ends)
    return Named(things=(segment,))


def _point(x: Fraction, y: Fraction) -> Wish:
    return Wish(WishKind.POINT, (Number(x), Number(y)))


def _written(value: Fraction) -> Expr:
    """A number as the parser would give it."""
    size = Number(Fraction(abs(value.numerator)))
    made: Expr = size if value.denominator == 1 else apply("divide", size, Number(Fraction(value.denominator)))
    return apply("negate", made) if value < 0 else made


def _plus(expr: Expr, value: Fraction) -> Expr:
    return expr if value == 0 else apply("subtract" if value < 0 else "add", expr, _written(abs(value)))


def _line(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> Curve:
    x = Symbol("x")
    if one[0] == other[0]:
        return Curve(CurveKind.IMPLICIT, _plus(x, -one[0]), "x", f"x = {latex(_written(one[0]))}")
    slope = (other[1] - one[1]) / (other[0] - one[0])
    rest = one[1] - slope * one[0]
    if slope == 0:
        return explicit(_written(rest), "x", name="y")
    sized = x if abs(slope) == 1 else apply("multiply", _written(abs(slope)), x)
    return explicit(_plus(apply("negate", sized) if slope < 0 else sized, rest), "x", name="y")


def _circle(x: Fraction, y: Fraction, radius: Fraction) -> Curve:
    two = Number(Fraction(2))
    squares = [apply("power", _plus(Symbol(n), -c), two) for n, c in (("x", x), ("y", y))]
    total, size = apply("add", *squares), _written(radius * radius)
    return Curve(CurveKind.IMPLICIT, apply("subtract", total, size), "x", f"{latex(total)} = {latex(size)}")


def has_table(text: str) -> bool:
    """Whether a text has two rows of measured values."""
    return bool(_table(text))


def _table(text: str) -> tuple[tuple[float, float], ...]:
    """Two rows of as many numbers, the first called x or t and the other y."""
    rows: dict[str, list[float]] = {}
    for match in _ROW.finditer(_unmarked(text).replace(";", "\n")):
        values = [_fraction(v) for v in re.findall(_NUM, match[2])]
        rows.setdefault("y" if match[1].lower() == "y" else "x", [float(v) for v in values if v is not None])
    across, up = rows.get("x", []), rows.get("y", [])
    return tuple(zip(across, up, strict=True))[:MOST_POINTS] if len(across) == len(up) >= 3 else ()


def _unmarked(text: str) -> str:
    return re.sub(r"\\left|\\right|\\[()\[\],;! ]|\$|\\hline|\\\\", lambda m: "\n" if m[0] == r"\\" else " ", text)[:20_000]


def _fraction(written: str) -> Fraction | None:
    top, _, bottom = re.sub(r"\s", "", written).replace("−", "-").replace("–", "-").partition("/")
    try:
        return Fraction(top) / Fraction(bottom or 1)
    except (ValueError, ZeroDivisionError):
        return None
