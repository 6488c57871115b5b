"""The marks that a problem asks for: each wish with what was found of it. A wish that cannot be had leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

import numpy as np

from ardoise.core.expression import Apply, Constant, Expr, nodes
from ardoise.core.plots import Area, Curve, CurveKind, Data, Drawn, Guide, GuideKind, PlotPoint, PointKind, View, Wish, WishKind
from ardoise.drawing import turning
from ardoise.drawing.areas import areas
from ardoise.drawing.asymptotes import asymptotes
from ardoise.drawing.fitting import fit
from ardoise.drawing.meetings import Point, height
from ardoise.drawing.nice import MINUS, Nice, rounded
from ardoise.drawing.numeric import Undrawable, evaluate
from ardoise.drawing.tangents import tangents
from ardoise.drawing.written import nice, straight, tex, upright

MOST_CURVES: Final = 3
"""Beyond so many curves, what is asked for is marked on the first of them only."""


@dataclass
class Marks:
    points: list[PlotPoint] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)


def value(expr: Expr) -> float:
    """A number of a wish, which may be infinite; nan where it has none."""
    names = [n.name for n in nodes(expr) if isinstance(n, Constant)]
    if "infinity" in names:
        return -np.inf if isinstance(expr, Apply) and expr.function == "negate" else np.inf
    try:
        return float(evaluate(expr, {}))
    except Undrawable:
        return float("nan")


def named(curves: Sequence[Curve], wishes: Sequence[Wish]) -> Iterator[Point]:
    """The points that the wishes name, for the first view."""
    for wish in wishes:
        at = [value(e) for e in wish.at]
        if not np.isfinite(at).all():
            continue
        match wish.kind:
            case WishKind.POINT | WishKind.BISECTOR:
                yield from zip(at[::2], at[1::2], strict=False)
            case WishKind.TANGENT | WishKind.NORMAL if len(at) == 2:
                yield at[0], at[1]
            case WishKind.TANGENT | WishKind.NORMAL | WishKind.LIMIT | WishKind.AREA | WishKind.INTEGRAL:
                for x in at:
                    heights = [float(height(c)(np.array([x]))[0]) for c in curves if c.kind is CurveKind.EXPLICIT]
                    near = [y for y in heights if np.isfinite(y) and abs(y) < 1e3]
                    yield x, near[0] if near else 0.0
            case _:
                pass


def marks(drawn: Sequence[Drawn], wishes: Sequence[Wish], view: View, *, with_pi: bool) -> Marks:
    """What is found of the wishes on these curves, whose letters all have values."""
    curves = [c for c in drawn if isinstance(c, Curve)]
    explicit = [(i, c) for i, c in enumerate(curves) if c.kind is CurveKind.EXPLICIT]
    found = Marks()
    for i, thing in enumerate(drawn):
        if isinstance(thing, Data) and thing.fitted:
            found.guides += _regression(thing, i)
    for _, curve in explicit[:MOST_CURVES]:
        found.points += turning.holes(curve, view, with_pi=with_pi)
        found.points += turning.ends(curve, view, with_pi=with_pi)
    for wish in wishes:
        at = [value(e) for e in wish.at]
        if not np.isnan(at).any():
            _mark(found, wish.kind, at, curves, explicit[:MOST_CURVES], view, with_pi)
    found.guides = list(dict.fromkeys(found.guides))
    return found


def _mark(
    found: Marks, kind: WishKind, at: list[float], curves: list[Curve], explicit: list[tuple[int, Curve]], view: View, with_pi: bool
) -> None:
    match kind:
        case WishKind.MAXIMUM | WishKind.MINIMUM:
            wanted = PointKind.MAXIMUM if kind is WishKind.MAXIMUM else PointKind.MINIMUM
            for _, curve in explicit:
                found.points += [p for p in turning.extremes(curve, view, with_pi=with_pi) if p.kind is wanted]
        case WishKind.INFLECTION:
            for _, curve in explicit:
                found.points += turning.inflections(curve, view, with_pi=with_pi)
        case WishKind.ASYMPTOTE:
            for i, curve in explicit:
                found.guides += asymptotes(curve, view, i, with_pi=with_pi)
        case WishKind.INTERCEPT:
            for _, curve in explicit:
                found.points += turning.intercept(curve)
        case WishKind.AXIS:
            for i, curve in explicit[:1]:
                found.guides += turning.axis(curve, view, i, with_pi=with_pi)
        case WishKind.TANGENT | WishKind.NORMAL:
            guides, points = tangents(curves, at, view, GuideKind.TANGENT if kind is WishKind.TANGENT else GuideKind.NORMAL)
            found.guides += guides
            found.points += points
        case WishKind.AREA | WishKind.INTEGRAL:
            found.areas += areas(curves, at, view, signed=kind is WishKind.INTEGRAL)
        case WishKind.BISECTOR:
            _bisector(found, at)
        case WishKind.POINT:
            if len(at) == 2:
                found.points.append(turning.mark(nice(at[0]), nice(at[1]), PointKind.GIVEN))
        case WishKind.LIMIT:
            for _, curve in explicit[:1]:
                _limit(found, curve, at[0], view)
        case _:
            assert_never(kind)


def _bisector(found: Marks, at: Sequence[float]) -> None:
    """The line through the middle of a segment and at right angles to it."""
    if len(at) != 4 or tuple(at[:2]) == tuple(at[2:]):
        return
    x, y = (at[0] + at[2]) / 2, (at[1] + at[3]) / 2
    dx, dy = at[2] - at[0], at[3] - at[1]
    if dy == 0:
        label = upright(nice(x))
    else:
        label = straight(nice(-dx / dy), nice(y + dx / dy * x))
    found.guides.append(Guide(GuideKind.BISECTOR, dx, dy, dx * x + dy * y, label))
    found.points += [turning.mark(nice(px), nice(py), PointKind.GIVEN) for px, py in ((at[0], at[1]), (at[2], at[3]), (x, y))]


def _limit(found: Marks, curve: Curve, x: float, view: View) -> None:
    f = height(curve)
    if not np.isfinite(x):
        found.guides += [g for g in asymptotes(curve, view, 0, with_pi=False) if g.b != 0]
        return
    limit = turning.two_sided(f, x, view.right - view.left)
    if limit is None:
        found.guides += [g for g in asymptotes(curve, view, 0, with_pi=False) if g.b == 0 and abs(g.c - x) < 1e-9]
        return
    there = bool(np.isfinite(f(np.array([x]))[0]))
    found.points.append(turning.mark(nice(x, with_pi=True), nice(limit, within=1e-6), PointKind.GIVEN if there else PointKind.HOLE))


def _regression(data: Data, of: int) -> list[Guide]:
    found = fit(data)
    if found is None:
        return []
    slope, rest = _measured(found.slope), _measured(found.rest)
    label = straight(slope, rest)
    if found.r_squared is not None:
        label += rf",\; R^2 {'=' if found.r_squared == 1 else chr(92) + 'approx'} {tex(rounded(round(found.r_squared, 4)))}"
    return [Guide(GuideKind.REGRESSION, -found.slope, 1.0, found.rest, label, of)]


def _measured(number: float) -> Nice:
    """As a decimal, since it comes from measurements."""
    written = float(f"{number:.4g}")
    return Nice(number, f"{written:g}".replace("-", MINUS), abs(written - number) <= 1e-12 * max(1.0, abs(number)))
