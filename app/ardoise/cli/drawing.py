"""Write a plot to a file, and say so."""

from __future__ import annotations

import sys
from pathlib import Path

from ardoise.cli.reading import UnusableInput
from ardoise.core.pictures import Theme
from ardoise.core.plots import Plot
from ardoise.core.ports import Plotter

ENDINGS = (".png", ".svg", ".pdf")


def usable_ending(name: str) -> Path:
    """The file to write; raises UnusableInput for an ending that says no known form."""
    path = Path(name)
    if path.suffix.lower() not in ENDINGS:
        raise UnusableInput(f"{name}: a plot is written as .png, .svg or .pdf. Give the file one of these endings.")
    return path


def save_plot(plotter: Plotter, plot: Plot | None, path: Path, *, theme: Theme = Theme.LIGHT) -> bool:
    """Write the plot, or say that there is none; true if it was written. Raises KnownError where it cannot be written."""
    if plot is None:
        print("There is nothing here that could be drawn, so no plot was written.", file=sys.stderr)
        return False
    plotter.save(plot, path, theme=theme)
    print(f"The plot is in {path}.", file=sys.stderr)
    return True
