"""The outlines in an SVG that a setter of formulas wrote, as flat path commands.

Reads only what `mathra` and `ziamath` write: paths of absolute M, L, Q, C and Z, uses of defined glyphs, rectangles and straight strokes,
which become filled bars. Anything else is refused with ValueError, so that a formula is either drawn whole or shown as source. (Rejected:
QSvgRenderer, since it draws in its own colours, knows no baseline and belongs to Qt; an XML parser, which takes ten times as long.)
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

Command = tuple[str | float, ...]
Path = tuple[Command, ...]


@dataclass(frozen=True)
class Outline:
    """Filled outlines with x from the left edge of the view box and y upwards; the box reaches `above` and `below` the line y = 0."""

    path: Path
    width: float
    above: float
    below: float


@dataclass(frozen=True)
class Bar:
    """A filled rectangle with its lower left corner, y upwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bounds:
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Shape:
    """One thing that is drawn: its own colour, empty for the formula's, and the rectangle around its points."""

    fill: str
    bounds: Bounds


_VIEW = re.compile(r'viewBox="([^"]*)"')
_ELEMENT = re.compile(r"<(/?)(\w+)((?:\s[^<>]*?)?)/?>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_PART = re.compile(r"([MLQCZ])([^MLQCZ]*)")
_MOVE = re.compile(r"(translate|scale)\(([^)]*)\)")
_LENGTHS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
_IGNORED = frozenset({"svg", "defs", "g", "text", "style", "title", "metadata"})


def read_outline(svg: str, *, scale: float = 1.0, array_rules: bool = False) -> Outline:
    """The outlines of an SVG, `scale` units for each of its own; raises ValueError on an element or command it does not know.

    `array_rules` says that vertical rules between the columns of an array are among the rectangles, to be put where they belong.
    """
    left, top, width, height = (scale * part for part in _view(svg))
    start = max(0, svg.find("</metadata>"))
    up = svg.find('transform="scale(1,-1)"', start) >= 0
    shapes = [shape for _, shape in _shapes(svg, start)]
    if array_rules:
        shapes = list(_with_rules_in_place(shapes))
    path = tuple(command for shape in shapes for command in _commands(shape))
    factor = (scale, scale if up else -scale)
    return Outline(_moved(path, factor, (-left, 0.0)), width, -top, height + top)


def painted(svg: str) -> list[Shape]:
    """What an SVG of mathra's draws, in order, each with its colour; raises ValueError as `read_outline` does."""
    left = _view(svg)[0]
    found = []
    for fill, shape in _shapes(svg, max(0, svg.find("</metadata>"))):
        points = [command[1:] for command in _commands(shape)]
        x = [float(v) - left for p in points for v in p[::2]]
        y = [float(v) for p in points for v in p[1::2]]
        if x:
            found.append(Shape(fill, Bounds(min(x), min(y), max(x), max(y))))
    return found


def _view(svg: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of the view box."""
    view = _VIEW.search(svg)
    if view is None:
        raise ValueError("no view box")
    left, top, width, height = (float(part) for part in view[1].split())
    return left, top, width, height


_Shape = Bar | Path


_RULE = 40.0
"""Width of a rule in an array, thousandths of an em, in the version of mathra that the lock names."""
_AXIS = 258.0
"""Height of the axis of fractions over the baseline; arrays are centred on it."""


def _with_rules_in_place(shapes: list[_Shape]) -> Iterator[_Shape]:
    """Join the pieces of each vertical rule of an array and centre the rule on the axis.

    mathra 1.5.0 puts the piece for a row of height h at c - 2s - h, where s is the height of the rows above and c the array's own baseline.
    """
    i = 0
    while i < len(shapes):
        first = shapes[i]
        if not isinstance(first, Bar):
            yield first
            i += 1
            continue
        last, total, j = first, first.height, i + 1
        while j < len(shapes):
            piece = shapes[j]
            if not isinstance(piece, Bar) or (piece.x, piece.width) != (first.x, first.width):
                break
            if abs(last.y - last.height - piece.height - piece.y) > 1.0:
                break
            last, total, j = piece, total + piece.height, j + 1
        alone = abs(first.y + first.height) < 1.0 and abs(first.width - _RULE) < 1.0
        if j - i > 1 or (alone and first.height > 10 * first.width):
            base = first.y + first.height
            yield Bar(first.x, base + _AXIS * first.width / _RULE - total / 2, first.width, total)
        else:
            yield first
        i = j


def _commands(shape: _Shape) -> Path:
    if isinstance(shape, Bar):
        x, y, right, top = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        return (("M", x, y), ("L", right, y), ("L", right, top), ("L", x, top), ("Z",))
    return shape


def _shapes(svg: str, start: int) -> Iterator[tuple[str, _Shape]]:
    """Each shape with its own colour; a frame is four shapes."""
    glyphs: dict[str, Path] = {}
    for closing, name, rest in _ELEMENT.findall(svg[start:]):
        if closing or name in _IGNORED:
            continue
        a: dict[str, str] = dict(_ATTRIBUTE.findall(rest))
        fill = a.get("fill", "")
        if name == "path" and "id" in a:
            glyphs[a["id"]] = _read_path(a["d"])
        elif name == "path":
            path = _read_path(a["d"])
            if "stroke-width" in a:
                yield from ((a.get("stroke", ""), stroke) for stroke in _stroked(path, float(a["stroke-width"])))
            else:
                yield fill, path
        elif name == "use":
            yield fill, _placed(glyphs, a)
        elif name == "rect":
            yield from ((fill, bar) for bar in _rectangle(a))
        elif name == "line":
            yield a.get("stroke", ""), _stroke(float(a["x1"]), float(a["y1"]), float(a["x2"]), float(a["y2"]), float(a["stroke-width"]))
        else:
            raise ValueError(f"no rule for <{name}>")


@functools.lru_cache(maxsize=1_024)
def _read_path(data: str) -> Path:
    """Commands of a path's `d`; the glyphs of one font come again and again, hence the cache."""
    if data and data.lstrip()[:1] not in _LENGTHS:
        raise ValueError("no rule for this path")
    commands: list[Command] = []
    for letter, numbers in _PART.findall(data):
        values = [float(n) for n in numbers.replace(",", " ").split()]
        length = _LENGTHS[letter]
        if length == 0:
            commands.append((letter,))
            continue
        if not values or len(values) % length:
            raise ValueError("path of another length")
        later = "L" if letter == "M" else letter
        commands.extend((later if i else letter, *values[i : i + length]) for i in range(0, len(values), length))
    return tuple(commands)


def _placed(glyphs: dict[str, Path], a: dict[str, str]) -> Path:
    glyph = glyphs.get(a["href"].lstrip("#"))
    if glyph is None:
        raise ValueError("use of an unknown glyph")
    factor, shift = (1.0, 1.0), (float(a.get("x", "0")), float(a.get("y", "0")))
    moves = _MOVE.findall(a.get("transform", ""))
    if "transform" in a and not moves:
        raise ValueError("no rule for this transform")
    for kind, numbers in moves:
        values = [float(n) for n in numbers.replace(",", " ").split()]
        x, y = (values[0], values[1]) if len(values) > 1 else (values[0], values[0] if kind == "scale" else 0.0)
        if kind == "translate":
            shift = (shift[0] + factor[0] * x, shift[1] + factor[1] * y)
        else:
            factor = (factor[0] * x, factor[1] * y)
    return _moved(glyph, factor, shift)


def _moved(path: Path, factor: tuple[float, float], shift: tuple[float, float]) -> Path:
    """Every point (x, y) of the path at factor * (x, y) + shift, to a tenth of a unit."""
    if factor == (1.0, 1.0) and shift == (0.0, 0.0):
        return path
    (fx, fy), (dx, dy) = factor, shift
    moved: list[Command] = []
    for letter, *values in path:
        x, y = [float(v) for v in values[::2]], [float(v) for v in values[1::2]]
        match len(x):
            case 0:
                moved.append((letter,))
            case 1:
                moved.append((letter, round(fx * x[0] + dx, 1), round(fy * y[0] + dy, 1)))
            case _:
                points = zip(x, y, strict=True)
                moved.append((letter, *(v for px, py in points for v in (round(fx * px + dx, 1), round(fy * py + dy, 1)))))
    return tuple(moved)


def _rectangle(a: dict[str, str]) -> Iterator[Bar]:
    bar = Bar(float(a.get("x", "0")), float(a.get("y", "0")), float(a["width"]), float(a["height"]))
    if a.get("fill") != "none":
        yield bar
        return
    pen = float(a.get("stroke-width", "0"))
    x, y, width, height = bar.x - pen / 2, bar.y - pen / 2, bar.width + pen, bar.height + pen
    yield from (Bar(x, y, width, pen), Bar(x, y + height - pen, width, pen))
    yield from (Bar(x, y, pen, height), Bar(x + width - pen, y, pen, height))


def _stroked(path: Path, pen: float) -> Iterator[Path]:
    here: tuple[float, float] | None = None
    for letter, *values in path:
        if letter not in ("M", "L"):
            raise ValueError("no rule for a curved stroke")
        there = (float(values[0]), float(values[1]))
        if letter == "L" and here is not None:
            yield _stroke(*here, *there, pen)
        here = there


def _stroke(x1: float, y1: float, x2: float, y2: float, pen: float) -> Path:
    """A straight stroke as a filled quadrilateral."""
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    nx, ny = -(y2 - y1) / length * pen / 2, (x2 - x1) / length * pen / 2
    return (("M", x1 + nx, y1 + ny), ("L", x2 + nx, y2 + ny), ("L", x2 - nx, y2 - ny), ("L", x1 - nx, y1 - ny), ("Z",))
