"""Fewer threads while another program holds a core, all of them again when it is gone.

llama.cpp's threads wait for each other some 500 times a token, so a core that is shared holds all of them up: measured on two cores beside
one busy program, two threads write 8 to 10 tokens a second and one thread 15. The trial says what a step takes on a quiet machine; a step
that takes much longer is a reason to look.
"""

from __future__ import annotations

import statistics
from typing import Final

WINDOW: Final = 6
"""Steps that are looked at together."""
SLOW: Final = 1.5
"""So many times the quiet machine's time, and fewer threads are tried."""
BETTER: Final = 0.9
"""What is tried must take so much less, or all goes back."""
PATIENCE: Final = 60
"""Steps until the other number is tried again."""


class Pace:
    """Told of each step's seconds, says when another number of threads is to be used from the next step on."""

    def __init__(self, threads: int, quiet_seconds: float) -> None:
        """`threads`: all of them; `quiet_seconds`: of a step on a quiet machine."""
        self.threads = threads
        self._all, self._fewer = threads, max(1, threads - 1)
        self._quiet = quiet_seconds
        self._steps: list[float] = []
        self._before = 0.0
        """What a step took before the change that is being tried; 0 when none is."""
        self._wait = 0

    def took(self, seconds: float) -> int:
        """A step took so long; the number of threads for the next."""
        self._steps.append(seconds)
        self._wait = max(0, self._wait - 1)
        if len(self._steps) < WINDOW or self._all == self._fewer:
            return self.threads
        median = statistics.median(self._steps)
        self._steps = []
        if self._before:
            if median > BETTER * self._before:
                self.threads = self._other()
            self._before, self._wait = 0.0, PATIENCE
        elif not self._wait and (self.threads == self._fewer or median > SLOW * self._quiet):
            self._before = median
            self.threads = self._other()
        return self.threads

    def _other(self) -> int:
        return self._fewer if self.threads == self._all else self._all
