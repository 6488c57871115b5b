"""A plot in words, for those who hear the window: what is drawn and marked, the part of the plane that is shown."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from ardoise.core.plots import (
    Curve,
    CurveKind,
    Data,
    Dots,
    Drawn,
    Guide,
    GuideKind,
    NumberSet,
    Outline,
    Parametric,
    Plot,
    PlotPoint,
    PointKind,
    Polar,
    Region,
    Stretch,
    View,
)
from ardoise.notation.latex import plain
from ardoise.notation.plain_text import plain_formula


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlotPanel", text)


def plot_keys() -> list[tuple[str, str]]:
    """The keys in a plot and what they do, and what can be written under it, for the page of help."""
    return [
        ("← → ↑ ↓", _tr("move the plot")),
        ("+   −   Home", _tr("zoom in, zoom out, back to the first view; the wheel and a double click do the same")),
        ("T", _tr("follow a curve: ← → along it (with Shift faster), ↑ ↓ to the next one, T or Esc ends it")),
        ("y = 2x + 1   x^2 + y^2 = 9", _tr("under “Draw”: functions and equations; a letter without a value becomes a slider")),
        ("y > x^2; y < 4   x^2 < 4", _tr("regions, and sets on the number line")),
        ("x = cos t, y = sin t   r = 1 + cos(theta)", _tr("parametric and polar curves")),
        ("a_n = n/(n + 1)   (1, 2), (2, 3), (3, 5) regression", _tr("sequences, and measured points with their line")),
        ("y = x^2 tangent at x = 1   area under y = x^2 from 0 to 2", _tr("with tangents, areas, extrema, asymptotes, inflection points")),
    ]


def thing_words(thing: Drawn) -> str:
    """ "y = x^2 - 5x + 6", "the region y > x^2", "3 data points"."""
    match thing:
        case Curve():
            return f"y = {plain(thing.expr)}" if thing.kind is CurveKind.EXPLICIT else f"{plain(thing.expr)} = 0"
        case Parametric():
            words = _tr("x = {x}, y = {y} for {t} from {low} to {high}")
            return words.format(x=plain(thing.x), y=plain(thing.y), t=thing.parameter, low=plain(thing.low), high=plain(thing.high))
        case Polar():
            words = _tr("the polar curve r = {r} for {angle} from {low} to {high}")
            return words.format(r=plain(thing.radius), angle=thing.angle, low=plain(thing.low), high=plain(thing.high))
        case Dots():
            words = _tr("the terms {first} to {last} of a sequence whose next term is {term}") if thing.previous else _tr(
                "the terms {first} to {last} of the sequence {term}"
            )  # fmt: skip
            return words.format(first=thing.first, last=thing.last, term=plain(thing.expr))
        case Region():
            return _tr("the region where {conditions}").format(conditions=plain_formula(thing.label))
        case Data():
            return _tr("{n} data points").format(n=len(thing.points))
        case Outline():
            if len(thing.points) == 2:
                return _tr("a segment from {a} to {b}").format(a=_place(thing.points[0]), b=_place(thing.points[1]))
            return _tr("a polygon with the corners {corners}").format(corners=", ".join(_place(p) for p in thing.points))
        case NumberSet():
            return _tr("the numbers with {statement}: {stretches}").format(statement=plain(thing.statement), stretches=_stretches(thing))
        case _:
            assert_never(thing)


def _place(point: tuple[float, float]) -> str:
    return f"({point[0]:g}, {point[1]:g})"


def _stretches(thing: NumberSet) -> str:
    return _tr(" and ").join(stretch_words(s) for s in thing.stretches) or _tr("none")


def stretch_words(stretch: Stretch) -> str:
    """ "from 2 (included) to 5 (left out)"."""
    low, high = stretch.left.strip(), stretch.right.strip()
    left = low + " " + (_tr("(included)") if stretch.low_closed else _tr("(left out)"))
    right = high + " " + (_tr("(included)") if stretch.high_closed else _tr("(left out)"))
    if stretch.low is None and stretch.high is None:
        return _tr("all numbers")
    if stretch.low is None:
        return _tr("up to {end}").format(end=right)
    if stretch.high is None:
        return _tr("from {end} on").format(end=left)
    return _tr("only {x}").format(x=low) if stretch.low == stretch.high else _tr("from {a} to {b}").format(a=left, b=right)


def point_words(point: PlotPoint) -> str:
    """ "root x = 2"."""
    match point.kind:
        case PointKind.ROOT:
            words = _tr("root {label}")
        case PointKind.INTERSECTION:
            words = _tr("intersection {label}")
        case PointKind.MAXIMUM:
            words = _tr("local maximum {label}")
        case PointKind.MINIMUM:
            words = _tr("local minimum {label}")
        case PointKind.INFLECTION:
            words = _tr("point of inflection {label}")
        case PointKind.INTERCEPT:
            words = _tr("intercept {label}")
        case PointKind.TOUCH:
            words = _tr("point of contact {label}")
        case PointKind.END:
            words = _tr("end of a piece {label}")
        case PointKind.HOLE:
            words = _tr("missing point {label}")
        case PointKind.GIVEN | PointKind.CORNER:
            words = _tr("point {label}")
        case _:
            assert_never(point.kind)
    return words.format(label=point.label)


def guide_words(guide: Guide) -> str:
    """ "asymptote x = 3"."""
    match guide.kind:
        case GuideKind.ASYMPTOTE:
            words = _tr("asymptote {label}")
        case GuideKind.TANGENT:
            words = _tr("tangent {label}")
        case GuideKind.NORMAL:
            words = _tr("normal {label}")
        case GuideKind.REGRESSION:
            words = _tr("regression line {label}")
        case GuideKind.BISECTOR:
            words = _tr("perpendicular bisector {label}")
        case GuideKind.AXIS:
            words = _tr("axis of symmetry {label}")
        case _:
            assert_never(guide.kind)
    return words.format(label=plain_formula(guide.label))


def plot_words(plot: Plot, view: View | None) -> str:
    """A few sentences; `view` is what is shown, None where it is not known yet."""
    things = "; ".join(thing_words(t) for t in plot.drawn)
    sentences = [_tr("Drawn: {things}.").format(things=things)]
    if plot.sliders:
        sentences.append(_tr("With {values}.").format(values=", ".join(f"{s.name} = {s.value:.4g}" for s in plot.sliders)))
    if plot.points:
        sentences.append(_tr("Marked: {points}.").format(points="; ".join(point_words(p) for p in plot.points)))
    lines = [*(guide_words(g) for g in plot.guides), *(_tr("shaded area {size}").format(size=plain_formula(a.label)) for a in plot.areas)]
    if lines:
        sentences.append(_tr("Lines and areas: {lines}.").format(lines="; ".join(lines)))
    if view is not None:
        shown = _tr("Shown: {x} from {left:.3g} to {right:.3g}, {y} from {bottom:.3g} to {top:.3g}.")
        if plot.is_line:
            shown = _tr("Shown: {x} from {left:.3g} to {right:.3g}.")
        sentences.append(shown.format(x=plot.x_label, y=plot.y_label, left=view.left, right=view.right, bottom=view.bottom, top=view.top))
    return " ".join(sentences)
