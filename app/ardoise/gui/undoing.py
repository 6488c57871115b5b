"""Undo and redo of a text as whole states, for an editor whose own undo would also take back how its lines are spaced."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_STATES: Final = 500
ONE_BURST: Final = 0.8
"""Seconds between two keys within which they are undone together."""


@dataclass(frozen=True)
class State:
    """The text and where the cursor stood."""

    text: str
    position: int


class Undoing:
    """States of a text, the newest last. Typing in one burst within a line is one step; everything else is a step of its own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._states = [State("", 0)]
        self._at = 0
        self._burst_until = 0.0

    @property
    def state(self) -> State:
        return self._states[self._at]

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    def start(self, text: str, position: int = 0) -> None:
        """Forget everything: another text is edited."""
        self._states, self._at, self._burst_until = [State(text, position)], 0, 0.0

    def record(self, text: str, position: int) -> None:
        """The text has become this."""
        before = self.state
        if text == before.text:
            return
        burst = self._is_one_more_key(before.text, text) and self._clock() < self._burst_until
        self._burst_until = self._clock() + ONE_BURST
        del self._states[self._at + 1 :]
        if burst and self._at > 0:
            self._states[self._at] = State(text, position)
            return
        self._states.append(State(text, position))
        del self._states[: len(self._states) - MOST_STATES]
        self._at = len(self._states) - 1

    def end_burst(self) -> None:
        """What comes now is a step of its own."""
        self._burst_until = 0.0

    def undo(self) -> State:
        """The state before; the same where there is none."""
        self._at = max(0, self._at - 1)
        self.end_burst()
        return self.state

    def redo(self) -> State:
        self._at = min(len(self._states) - 1, self._at + 1)
        self.end_burst()
        return self.state

    @staticmethod
    def _is_one_more_key(before: str, after: str) -> bool:
        return abs(len(after) - len(before)) == 1 and before.count("\n") == after.count("\n")
