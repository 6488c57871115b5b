"""One line on standard error where that is a terminal; what is told stands in a line of its own, always."""

from __future__ import annotations

import sys


class ProgressLine:
    """`show` puts a line in the place of the one that stands there."""

    def __init__(self) -> None:
        self._tty = sys.stderr.isatty()
        self._shown = ""

    def show(self, line: str) -> None:
        if self._tty:
            print(f"\r{line:{len(self._shown)}}", end="", file=sys.stderr, flush=True)
            self._shown = line

    def tell(self, text: str) -> None:
        self.clear()
        print(f"ardoise: {text}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print(f"\r{'':{len(self._shown)}}\r", end="", file=sys.stderr, flush=True)
            self._shown = ""
