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
    if not arguments or arguments[0] in WINDOW_OPTIONS:
        return _window(arguments)
    from ardoise.cli.main import main as command_line

    return command_line(arguments, build=_build, bench=_bench)


WINDOW_OPTIONS = ("--screenshot", "--open-last", "--size", "--problem", "--appearance")
"""Arguments with which the window opens; documented in `ardoise --help`."""


def _build(settings: Settings) -> Actors:
    from ardoise import wiring

    return wiring.build(settings)


def _bench(arguments: Sequence[str]) -> int:
    from ardoise.evaluation.bench import main as bench

    return bench(arguments)


def _window(arguments: Sequence[str]) -> int:
    """Open the window; the actors are built after its first paint."""
    from ardoise.gui.app import main as window

    return window(arguments, build=_build)


if __name__ == "__main__":
    sys.exit(main())
