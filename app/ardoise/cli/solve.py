"""`ardoise solve`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable

from ardoise import settings
from ardoise.cli import codes
from ardoise.cli.drawing import save_plot, usable_ending
from ardoise.cli.printer import JsonPrinter, TextPrinter
from ardoise.cli.reading import UnusableInput, read_text
from ardoise.cli.telling import follow, interruptible
from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import Outcome, PlotReady, SolveEvent, SolveFinished
from ardoise.core.generation import Sampling
from ardoise.core.limits import Cancel
from ardoise.core.plots import Plot
from ardoise.core.ports import Actors, SolveOptions
from ardoise.core.problem import Problem
from ardoise.core.solution import Trust

ANOTHER_TRY = 0.7
"""Temperature of a solution with a seed; without one the likeliest words are taken, and a seed would change nothing."""


def solve(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Solve one problem and print its story; returns the exit code."""
    try:
        problem = Problem.of(read_text("-") if chosen.problem == "-" else chosen.problem)
        picture = usable_ending(chosen.plot) if chosen.plot else None
    except (UnusableInput, KnownError) as e:
        print(f"ardoise: {e}", file=sys.stderr)
        return codes.USAGE
    sampling = Sampling() if chosen.seed is None else Sampling(ANOTHER_TRY, 0.9, chosen.seed)
    cancel = Cancel()
    printer = JsonPrinter(sys.stdout) if chosen.json else TextPrinter(sys.stdout, sys.stderr)
    seen = _Seen(printer)
    with interruptible(cancel):
        chosen_settings = settings.load()
        actors = build(chosen_settings)
        mode = Mode(chosen.mode) if chosen.mode else chosen_settings.mode
        try:
            if chosen.model:
                with contextlib.suppress(KnownError):  # what is wrong with the name is told by the story itself
                    actors.engine.forgive(actors.shelf.find(chosen.model))
            options = SolveOptions(model=chosen.model, sampling=sampling, mode=mode)
            follow(actors.tutor.solve(problem, cancel=cancel, options=options), seen.show, cancel)
            if picture is not None and not cancel.requested:
                save_plot(actors.plotter, seen.plot, picture)
        finally:
            actors.close()
    return _code(seen.end, strict=chosen.strict)


class _Seen:
    """Passes events on to the printer and keeps the last plot and the end."""

    def __init__(self, printer: JsonPrinter | TextPrinter) -> None:
        self._printer = printer
        self.plot: Plot | None = None
        self.end: SolveFinished | None = None

    def show(self, event: SolveEvent) -> None:
        match event:
            case PlotReady(plot):
                self.plot = plot
            case SolveFinished():
                self.end = event
            case _:
                pass
        self._printer.show(event)


def _code(end: SolveFinished | None, *, strict: bool) -> int:
    if end is None or end.outcome is Outcome.FAILED:
        return codes.ENVIRONMENT
    if end.outcome is Outcome.STOPPED:
        return codes.INTERRUPTED
    confirmed = end.answer is not None and end.answer.trust is Trust.CONFIRMED
    return codes.FOUND if strict and not confirmed else codes.DONE
