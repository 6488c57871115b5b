"""A plot in words, for those who hear the window: its curves, its marked points, the part of the plane that is shown."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from ardoise.core.plots import Curve, CurveKind, Plot, PlotPoint, PointKind, View
from ardoise.notation.latex import plain


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlotPanel", text)


def curve_words(curve: Curve) -> str:
    """ "y = x^2 - 5x + 6"."""
    match curve.kind:
        case CurveKind.EXPLICIT:
            return f"y = {plain(curve.expr)}"
        case CurveKind.IMPLICIT:
            return f"{plain(curve.expr)} = 0"
        case _:
            assert_never(curve.kind)


def point_words(point: PlotPoint) -> str:
    match point.kind:
        case PointKind.ROOT:
            return _tr("root {label}").format(label=point.label)
        case PointKind.INTERSECTION:
            return _tr("intersection {label}").format(label=point.label)
        case _:
            assert_never(point.kind)


def plot_words(plot: Plot, view: View | None) -> str:
    """A few sentences; `view` is what is shown, None where it is not known yet."""
    curves = "; ".join(curve_words(c) for c in plot.curves)
    sentences = [_tr("Curves: {curves}.").format(curves=curves)]
    if plot.points:
        sentences.append(_tr("Marked: {points}.").format(points="; ".join(point_words(p) for p in plot.points)))
    if view is not None:
        shown = _tr("Shown: {x} from {left:.3g} to {right:.3g}, {y} from {bottom:.3g} to {top:.3g}.")
        sentences.append(shown.format(x=plot.x_label, y=plot.y_label, left=view.left, right=view.right, bottom=view.bottom, top=view.top))
    return " ".join(sentences)
