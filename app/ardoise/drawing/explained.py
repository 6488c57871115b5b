"""What the key above a picture explains: each thing, the straight lines, the areas with their sizes, the sliders' values."""

from __future__ import annotations

from typing import Final

from ardoise.core.plots import Data, Dots, GuideKind, NumberSet, Plot, Region
from ardoise.drawing import key
from ardoise.drawing.key import Entry, Shape, mathtext_name
from ardoise.drawing.nice import rounded
from ardoise.drawing.painting import guide_manner
from ardoise.drawing.style import Look

MOST_GUIDES: Final = 4
"""Straight lines that are explained; of asymptotes as many."""


def entries(plot: Plot, look: Look) -> list[Entry]:
    """The things first."""
    found = []
    for i, thing in enumerate(plot.drawn):
        colour, stroke = key.manner(i, look)
        shape = Shape.PATCH if isinstance(thing, Region) else Shape.DOT if isinstance(thing, Dots | Data) else Shape.LINE
        found.append(Entry(thing.label, colour, "solid" if isinstance(thing, NumberSet) else stroke, shape))
    asymptotes = [(i, g) for i, g in enumerate(plot.guides) if g.kind is GuideKind.ASYMPTOTE]
    others = [(i, g) for i, g in enumerate(plot.guides) if g.kind is not GuideKind.ASYMPTOTE]
    for i, guide in others[:MOST_GUIDES]:
        colour, stroke, _ = guide_manner(guide, i, plot, look)
        found.append(Entry(guide.label, colour, stroke, Shape.LINE))
    if asymptotes:  # they look alike, and so share an entry
        colour, stroke, _ = guide_manner(asymptotes[0][1], asymptotes[0][0], plot, look)
        labels = [g.label for _, g in asymptotes[:MOST_GUIDES]] + [r"\ldots"] * (len(asymptotes) > MOST_GUIDES)
        found.append(Entry(r",\;\; ".join(labels), colour, stroke, Shape.LINE))
    found += [Entry(a.label, key.manner(a.of, look)[0], "solid", Shape.PATCH) for a in plot.areas]
    if plot.sliders:
        values = r",\; ".join(f"{mathtext_name(s.name)} = {rounded(s.value).text}" for s in plot.sliders)
        found.append(Entry(values, look.ink, "solid", Shape.NONE))
    return found
