"""One line on standard error that says what is going on, on a terminal only; it is wiped before anything else is printed."""

from __future__ import annotations

from typing import TextIO

from ardoise.core.events import EngineChanged, EngineState, TextArrived


class Progress:
    """Invariant: at most one line stands there, without a line break after it."""

    def __init__(self, err: TextIO) -> None:
        self._err = err
        self._tty = err.isatty()
        self._shown = ""
        self._tokens = 0

    def engine(self, event: EngineChanged) -> None:
        match event.state:
            case EngineState.STARTING | EngineState.LOADING:
                name = event.model.name if event.model else "the model"
                self.say(f"Loading {name} … {event.progress:.0%}")
            case EngineState.BUSY if event.progress < 1:
                self.say(f"Reading the problem … {event.progress:.0%}")
            case _:
                self.clear()

    def text(self, event: TextArrived) -> None:
        self._tokens += event.tokens
        self.say(f"Writing … {self._tokens} tokens, {event.rate:.0f} a second")

    def say(self, line: str) -> None:
        """Put this line in the place of the one that stands there."""
        if self._tty:
            self._err.write(f"\r{line}{' ' * max(0, len(self._shown) - len(line))}")
            self._err.flush()
            self._shown = line

    def clear(self) -> None:
        if self._shown:
            self._err.write(f"\r{' ' * len(self._shown)}\r")
            self._err.flush()
            self._shown = ""
