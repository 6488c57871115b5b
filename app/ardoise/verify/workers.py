"""The verifier's two children: the one that works, and a spare that waits warm to take its place.

Here is only their life: start, death, replacement, and rest after too many deaths. What they are told stands in `verifier.py`.
"""

from __future__ import annotations

import json
import time
from typing import Final

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.core.solution import Claim
from ardoise.process.child import Child, ChildDied
from ardoise.verify import messages

MOST_KNOWN: Final = 5_000
"""Claims that one child may have learnt before another takes its place."""
START_SECONDS: Final = 30.0
"""For a child to say hello; SymPy loads in a third of a second on a quiet machine."""
MOST_DEATHS: Final = 3
"""Children in a row that end before they have answered anything; after them nothing is started for REST_SECONDS."""
REST_SECONDS: Final = 20.0


class Worker:
    """A child, and the numbers under which it has learnt claims."""

    def __init__(self, entry: str, memory_bytes: int) -> None:
        self.child = Child(entry, name="checker", memory_bytes=memory_bytes, fenced=True)
        self.numbers: dict[Claim, int] = {}
        self.started = time.monotonic()
        self.has_answered = False
        self.child.start()

    def teach(self, claims: tuple[Claim, ...]) -> list[object]:
        """The frames that make these claims known; those too large to be sent stay unknown."""
        frames = []
        for claim in claims:
            if claim not in self.numbers:
                number = len(self.numbers)
                frame = messages.encode(messages.Order(messages.Learn(number, claim)))
                self.numbers[claim] = number if length(frame) <= messages.LARGEST else -1
                if self.numbers[claim] >= 0:
                    frames.append(frame)
        return frames

    def known(self, claims: tuple[Claim, ...]) -> tuple[int, ...]:
        """The numbers of those claims that it knows."""
        return tuple(n for n in (self.numbers.get(c, -1) for c in claims) if n >= 0)

    @property
    def late_to_start(self) -> bool:
        return not self.child.ready and time.monotonic() - self.started > START_SECONDS


def length(frame: object) -> int:
    return len(json.dumps(frame, separators=(",", ":")))


def too_large(claim: Claim) -> bool:
    return length(codec.encode(claim)) > messages.LARGEST - 100


class Workers:
    """Invariant: `current` is the child to speak to, None only while none can be had; `last_words` says why."""

    def __init__(self, entry: str, memory_bytes: int, *, keep_spare: bool) -> None:
        self._entry, self._memory, self._keep_spare = entry, memory_bytes, keep_spare
        self._current: Worker | None = None
        self._spare: Worker | None = None
        self._deaths = 0
        self._resting_until = 0.0
        self.last_words = ""

    @property
    def resting(self) -> bool:
        """Too many children died at once: none is started until the rest is over."""
        return time.monotonic() < self._resting_until

    def current(self) -> Worker | None:
        """The child to speak to, started if need be; the spare is started once it is ready, so that the two do not start at once."""
        if self._current is None and not self.resting:
            self._current, self._spare = self._spare or self._started(), None
        if self._keep_spare and self._spare is None and self._current is not None and self._current.child.ready and not self.resting:
            self._spare = self._started()
        return self._current

    @property
    def at_hand(self) -> Worker | None:
        return self._current

    def _started(self) -> Worker | None:
        try:
            return Worker(self._entry, self._memory)
        except KnownError as e:
            self._blame(f"{e.what} {e.remedy}".strip())
            return None

    def replace(self, death: ChildDied | None = None) -> None:
        """End the current child; the spare takes over. `death` says that it died of itself rather than being late."""
        worker, self._current = self._current, None
        if worker is None:
            return
        worker.child.kill()
        worker.child.stop(grace=0.0)
        if death is not None and not worker.has_answered:
            self._blame(death.what)
        if self._spare is not None and not self._spare.child.alive:
            self._spare.child.stop(grace=0.0)
            self._spare = None

    def _blame(self, words: str) -> None:
        self.last_words = words
        self._deaths += 1
        if self._deaths >= MOST_DEATHS:
            self._deaths = 0
            self._resting_until = time.monotonic() + REST_SECONDS

    def answered(self, worker: Worker) -> None:
        worker.has_answered = True
        self._deaths = 0

    def stop(self) -> None:
        for worker in (self._current, self._spare):
            if worker is not None:
                worker.child.stop(grace=0.2)
        self._current = self._spare = None
