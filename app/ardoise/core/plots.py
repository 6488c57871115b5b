"""What can be drawn, as values: curves, the points marked on them, and the part of the plane that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


class PointKind(StrEnum):
    ROOT = "root"
    INTERSECTION = "intersection"


@dataclass(frozen=True)
class PlotPoint:
    x: float
    y: float
    kind: PointKind
    label: str


@dataclass(frozen=True)
class View:
    """The window of a plot in the units of its axes."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Plot:
    """A scene to draw: curves, the points marked on them, the first view, the axes' names in LaTeX."""

    curves: tuple[Curve, ...]
    points: tuple[PlotPoint, ...]
    view: View
    x_label: str = "x"
    y_label: str = "y"
