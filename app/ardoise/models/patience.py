"""How long a fetch bears with a bad line before it tells a person."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds, but for `tries`. The defaults are for a person's patience; tests have less."""

    tries: int = 5
    """In a row without progress; the wait before each is twice the one before."""
    first_wait: float = 1.0
    longest_wait: float = 60.0
    """A server that asks for more is given up at once: another source may be ready."""
    connect: float = 10.0
    silence: float = 30.0
    """Without a byte, after which the line counts as broken."""

    def wait(self, failed: int) -> float:
        """After so many failures in a row, from 1."""
        return min(self.first_wait * 2.0 ** min(failed - 1, 30), self.longest_wait)

    def as_arguments(self) -> dict[str, object]:
        """For a child, which makes it a Patience again with `of`."""
        return dataclasses.asdict(self)


def of(arguments: object) -> Patience:
    """The inverse of `as_arguments`."""
    return Patience(**arguments) if isinstance(arguments, dict) else Patience()
