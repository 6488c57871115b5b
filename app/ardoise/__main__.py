"""Starts Ardoise: the window, or the command line.

Nothing is imported at module level but the standard library's lightest, since every spawned child imports this module again and since
`ardoise --help` should answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ardoise.core.ports import Actors
    from ardoise.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments (the process's own by default) and return the exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("--") and arguments[0].split("=")[0] in WINDOW_OPTIONS):
        return _window(arguments)
    from ardoise.cli.main import main as command_line

    return command_line(arguments, build=_build, bench=_bench)


WINDOW_OPTIONS = ("--problem", "--open-last", "--appearance", "--size", "--screenshot")
"""Arguments with which the window opens."""


def _build(settings: Settings) -> Actors:
    from ardoise import wiring

    return wiring.build(settings)


def _bench(arguments: Sequence[str]) -> int:
    from ardoise import settings
    from ardoise.evaluation.bench import main as bench

    return bench(arguments, build=lambda: _build(settings.load()))


def _window(arguments: Sequence[str]) -> int:
    """Open the window; the actors are built after its first paint."""
    import argparse
    import dataclasses
    from pathlib import Path

    from ardoise import settings as settings_room
    from ardoise.gui.app import run

    def width_height(text: str) -> tuple[int, int]:
        width, _, height = text.partition("x")
        return int(width), int(height)

    width_height.__name__ = "WIDTHxHEIGHT"
    parser = argparse.ArgumentParser(prog="ardoise", description="Open the window.")
    parser.add_argument("--problem", default="", help="put this problem into the window and solve it")
    parser.add_argument("--open-last", action="store_true", help="open the newest sheet of the history")
    parser.add_argument("--appearance", choices=[a.value for a in settings_room.Appearance], help="light or dark, for this time only")
    parser.add_argument("--size", type=width_height, metavar="WIDTHxHEIGHT", help="size of the window in pixels, such as 1280x800")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write a picture of the window (PNG) and leave")
    chosen = parser.parse_args(arguments)
    settings = settings_room.load()
    shown = settings
    if chosen.appearance:
        shown = dataclasses.replace(settings, appearance=settings_room.Appearance(chosen.appearance))
    return run(
        lambda: _build(settings),
        shown,
        screenshot=chosen.screenshot,
        open_last=chosen.open_last,
        size=chosen.size,
        problem=chosen.problem,
    )


if __name__ == "__main__":
    sys.exit(main())
