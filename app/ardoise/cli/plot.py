"""`ardoise plot`: draw what a person writes, without a problem around it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing

from ardoise import settings
from ardoise.cli import codes
from ardoise.cli.drawing import save_plot, usable_ending
from ardoise.cli.reading import UnusableInput
from ardoise.core.pictures import Theme
from ardoise.core.plots import Sketch
from ardoise.core.ports import Actors
from ardoise.core.solution import Unreadable
from ardoise.notation.drawing_orders import read_order


def plot(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Draw the expression into the file; returns the exit code."""
    try:
        path = usable_ending(chosen.output)
        order = read_drawing(chosen.expression)
    except UnusableInput as e:
        print(f"ardoise: {e}", file=sys.stderr)
        return codes.USAGE
    with closing(build(settings.load())) as actors:
        scene = actors.plotter.survey(order) if order else None
        written = save_plot(actors.plotter, scene, path, theme=Theme.DARK if chosen.dark else Theme.LIGHT)
    return codes.DONE if written else codes.USAGE


def read_drawing(text: str) -> Sketch:
    """What to draw, of expressions separated by semicolons; raises UnusableInput that shows where the reading stopped."""
    if not text.strip(" ;\n\t"):
        raise UnusableInput('There is nothing to draw. Write an expression, for example: ardoise plot "y = x^2 - 2" -o plot.png')
    order = read_order(text)
    if isinstance(order, Unreadable):
        raise UnusableInput(f"“{order.text}” could not be read: {order.why}")
    return order
