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
from ardoise.core.ports import Actors, Theme
from ardoise.core.solution import Claim
from ardoise.notation.claims import read_line
from ardoise.notation.sketch import sketch


def plot(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Draw the expression into the file; returns the exit code."""
    try:
        path = usable_ending(chosen.output)
        curves = sketch(read_claims(chosen.expression), lines=True)
    except UnusableInput as e:
        print(f"ardoise: {e}", file=sys.stderr)
        return codes.USAGE
    with closing(build(settings.load())) as actors:
        scene = actors.plotter.survey(curves) if curves else None
        written = save_plot(actors.plotter, scene, path, theme=Theme.DARK if chosen.dark else Theme.LIGHT)
    return codes.DONE if written else codes.USAGE


def read_claims(text: str) -> list[Claim]:
    """The claims of expressions separated by semicolons; raises UnusableInput that shows where the reading stopped."""
    claims: list[Claim] = []
    for piece in text.split(";"):
        if not piece.strip():
            continue
        read, unreadable = read_line(piece.strip())
        if unreadable:
            first = unreadable[0]
            raise UnusableInput(f"“{first.text}” could not be read: {first.why}")
        claims += read
    if not claims:
        raise UnusableInput('There is nothing to draw. Write an expression, for example: ardoise plot "y = x^2 - 2" -o plot.png')
    return claims
