"""What can be drawn, as values: what a sketch asks for, what a survey found on it, the part of the plane that is shown.

A `Sketch` goes to the plotter; a `Plot` comes back, goes into the history and to the screen. Curves y = f(x) and F(x, y) = 0 have a place
of their own, everything else is a `Thing`: so sheets kept before there were things are read as they are. New fields have defaults for the
same reason. Numbers that a survey found are floats with a label beside them, which says whether they are exact.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ardoise.core.expression import Expr


class CurveKind(StrEnum):
    EXPLICIT = "explicit"
    """y = f(x): `expr` is f, in `variable`."""
    IMPLICIT = "implicit"
    """F(x, y) = 0: `expr` is F, in x = `variable` and y = `other`."""


@dataclass(frozen=True)
class Curve:
    """Something to draw; `label` in LaTeX."""

    kind: CurveKind
    expr: Expr
    variable: str
    label: str
    other: str = "y"


@dataclass(frozen=True)
class Condition:
    """expr < 0 where `strict`, else expr <= 0."""

    expr: Expr
    strict: bool


@dataclass(frozen=True)
class Region:
    """The points of the plane at which every condition holds; its edge is dashed where a condition is strict."""

    conditions: tuple[Condition, ...]
    label: str
    variable: str = "x"
    other: str = "y"


@dataclass(frozen=True)
class Parametric:
    """(x(t), y(t)) for t from `low` to `high`."""

    x: Expr
    y: Expr
    parameter: str
    low: Expr
    high: Expr
    label: str


@dataclass(frozen=True)
class Polar:
    """r = f(angle) for angles from `low` to `high`; a negative radius lies on the other side of the pole."""

    radius: Expr
    angle: str
    low: Expr
    high: Expr
    label: str


@dataclass(frozen=True)
class Dots:
    """The terms of a sequence for the whole numbers from `first` to `last`, as single points.

    `start` holds the first terms of a sequence given by the one before: then `expr` is the next term, in `index` and `previous`.
    """

    expr: Expr
    index: str
    first: int
    last: int
    label: str
    previous: str = ""
    start: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Data:
    """Points that were measured; `fitted` asks for the line of least squares through them."""

    points: tuple[tuple[float, float], ...]
    label: str
    fitted: bool = False


@dataclass(frozen=True)
class Outline:
    """Points joined by straight pieces: a segment, or the sides of a polygon where `closed`; `names` are written at its corners."""

    points: tuple[tuple[float, float], ...]
    label: str
    closed: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """A piece of the number line; None is no end, and a single point has both ends alike. `left` and `right` are how they are written."""

    low: float | None
    high: float | None
    low_closed: bool
    high_closed: bool
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class NumberSet:
    """The real numbers for which a statement in one variable is true; `stretches` are what the survey found of them, from left to right."""

    statement: Expr
    variable: str
    label: str
    stretches: tuple[Stretch, ...] = ()


Thing = Region | Parametric | Polar | Dots | Data | Outline | NumberSet
Drawn = Curve | Thing


class PointKind(StrEnum):
    ROOT = "root"
    INTERSECTION = "intersection"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    INFLECTION = "inflection"
    INTERCEPT = "intercept"
    """With the upright axis."""
    TOUCH = "touch"
    """Where a tangent or a normal meets its curve."""
    GIVEN = "given"
    """Named in the text."""
    END = "end"
    """Of a piece of a curve, beside a jump; it belongs to the curve."""
    CORNER = "corner"
    """A name beside a corner, without a dot."""
    HOLE = "hole"
    """Where a function has a limit and not this value; drawn open."""


@dataclass(frozen=True)
class PlotPoint:
    x: float
    y: float
    kind: PointKind
    label: str


class GuideKind(StrEnum):
    ASYMPTOTE = "asymptote"
    TANGENT = "tangent"
    NORMAL = "normal"
    REGRESSION = "regression"
    BISECTOR = "bisector"
    AXIS = "axis"
    """Of symmetry."""


@dataclass(frozen=True)
class Guide:
    """The straight line a x + b y = c; `label` in LaTeX. `of` is the place of its curve among everything that is drawn."""

    kind: GuideKind
    a: float
    b: float
    c: float
    label: str
    of: int = 0


@dataclass(frozen=True)
class Area:
    """What lies between two functions of `variable` from `low` to `high`; its size is in `label`, in LaTeX."""

    upper: Expr
    lower: Expr
    variable: str
    low: float
    high: float
    label: str
    of: int = 0


class WishKind(StrEnum):
    """What a problem is about, and so deserves a mark. `at` of the wish holds the numbers named beside each."""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    INFLECTION = "inflection"
    ASYMPTOTE = "asymptote"
    INTERCEPT = "intercept"
    TANGENT = "tangent"
    """At x = at[0], or at the point (at[0], at[1])."""
    NORMAL = "normal"
    AREA = "area"
    """From at[0] to at[1]; without them, between the curves' meetings."""
    INTEGRAL = "integral"
    """The same with its sign, below the axis negative."""
    BISECTOR = "bisector"
    """Of the segment from (at[0], at[1]) to (at[2], at[3]), at right angles."""
    AXIS = "axis"
    POINT = "point"
    LIMIT = "limit"


@dataclass(frozen=True)
class Wish:
    kind: WishKind
    at: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Slider:
    """A letter without a value of its own, and the value it has in the picture."""

    name: str
    value: float
    low: float = -5.0
    high: float = 5.0
    step: float = 0.1


@dataclass(frozen=True)
class View:
    """The window of a plot in the units of its axes."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Trace:
    """Points of what is at place `of` among everything that is drawn, in order, in the units of the axes; each part is joined in itself.

    `joined` is false for points that stand alone.
    """

    of: int
    parts: tuple[tuple[tuple[float, float], ...], ...]
    joined: bool = True


@dataclass(frozen=True)
class Sketch:
    """What should be drawn, before anything was evaluated; empty and false where there is nothing."""

    curves: tuple[Curve, ...] = ()
    things: tuple[Thing, ...] = ()
    wishes: tuple[Wish, ...] = ()
    sliders: tuple[Slider, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.curves or self.things)


@dataclass(frozen=True)
class Plot:
    """A scene to draw: what was sketched, the marks found on it, the first view, the axes' names in LaTeX.

    `surveyed` is false where a slider was moved since: then points, guides and areas are to be found anew when it is drawn.
    """

    curves: tuple[Curve, ...]
    points: tuple[PlotPoint, ...]
    view: View
    x_label: str = "x"
    y_label: str = "y"
    things: tuple[Thing, ...] = ()
    guides: tuple[Guide, ...] = ()
    areas: tuple[Area, ...] = ()
    wishes: tuple[Wish, ...] = ()
    sliders: tuple[Slider, ...] = ()
    surveyed: bool = True

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """Everything that has a colour of its own, in the order of the colours."""
        return (*self.curves, *self.things)

    @property
    def is_line(self) -> bool:
        """Whether there is a number line only, without an upright axis."""
        return not self.curves and bool(self.things) and all(isinstance(t, NumberSet) for t in self.things)

    @property
    def sketch(self) -> Sketch:
        """What was asked for."""
        return Sketch(self.curves, self.things, self.wishes, self.sliders)


MOST_SLIDERS: Final = 4


def with_sliders(plot: Plot, values: Mapping[str, float]) -> Plot:
    """The plot with these values of its sliders, within their ends; the same plot where none differs."""
    sliders = tuple(dataclasses.replace(s, value=min(max(values.get(s.name, s.value), s.low), s.high)) for s in plot.sliders)
    if sliders == plot.sliders:
        return plot
    return dataclasses.replace(plot, sliders=sliders, points=(), guides=(), areas=(), surveyed=False)


def joined(one: Sketch, other: Sketch) -> Sketch:
    """Both sketches in one, nothing twice."""
    letters = {s.name: s for s in (*other.sliders, *one.sliders)}
    return Sketch(
        tuple(dict.fromkeys((*one.curves, *other.curves))),
        tuple(dict.fromkeys((*one.things, *other.things))),
        tuple(dict.fromkeys((*one.wishes, *other.wishes))),
        tuple(letters.values())[:MOST_SLIDERS],
    )
