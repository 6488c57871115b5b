"""The bounds of a request, and the wish to stop it."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """How long (wall-clock seconds) and how large (bytes of address space over the idle child) one request may become."""

    seconds: float = 3.0
    memory_bytes: int = 1 << 30


class Cancel:
    """A wish to stop, made once from any thread and seen by whoever does the work."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._parts: list[Cancel] = []

    def request(self) -> None:
        """Ask for the stop; asking twice is the same as asking once."""
        with self._lock:
            self._event.set()
            parts = list(self._parts)
        for part in parts:
            part.request()

    def part(self) -> Cancel:
        """A wish to stop a part of the work: made by itself, or with the whole."""
        part = Cancel()
        with self._lock:
            self._parts.append(part)
            requested = self._event.is_set()
        if requested:
            part.request()
        return part

    @property
    def requested(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep up to `seconds`; true as soon as the stop is requested."""
        return self._event.wait(seconds)
