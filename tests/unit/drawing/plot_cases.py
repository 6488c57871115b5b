"""The table of plots, and a plot told in the table's words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ardoise.core.plots import Curve, NumberSet, Plot, Stretch

TABLE = Path(__file__).parents[2] / "cases" / "plots.toml"
Row = dict[str, Any]


def rows() -> list[Row]:
    """Every row, with its `by`."""
    found: list[Row] = []
    by = ""
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["plot"]:
        by = row.get("by", by)
        found.append({**row, "by": by})
    return found


def told(plot: Plot | None) -> dict[str, list[str]]:
    """Kinds of things, marks with coordinates, straight lines, sizes of areas, sets, letters."""
    if plot is None:
        return {"drawn": []}
    return {
        "drawn": [t.kind.value if isinstance(t, Curve) else type(t).__name__.lower() for t in plot.drawn],
        "marks": [f"{p.kind.value} {_number(p.x)} {_number(p.y)}" for p in plot.points],
        "lines": [f"{g.kind.value} {g.label}" for g in plot.guides],
        "areas": [a.label for a in plot.areas],
        "sets": [" ".join(_stretch(s) for s in t.stretches) for t in plot.things if isinstance(t, NumberSet)],
        "letters": [s.name for s in plot.sliders],
    }


def _number(value: float) -> str:
    return f"{round(value, 4) + 0.0:g}"


def _stretch(stretch: Stretch) -> str:
    """As a mathematician writes it: [2, 5)."""
    low = "(-oo" if stretch.low is None else ("[" if stretch.low_closed else "(") + _number(stretch.low)
    high = "oo)" if stretch.high is None else _number(stretch.high) + ("]" if stretch.high_closed else ")")
    return f"{low}, {high}"
