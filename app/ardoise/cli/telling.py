"""Follow a stream of events to its end, whatever happens to the terminal: Ctrl+C and a reader that has gone ask the tutor to stop.

The stream is always read to its end, so that the history gets its last event and the children are left in order. A second Ctrl+C gives up
at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from ardoise.core.limits import Cancel

E = TypeVar("E")


def follow(stream: Iterable[E], show: Callable[[E], None], cancel: Cancel) -> None:
    """Show every event; after a broken pipe nothing more is shown, and BrokenPipeError is raised once the stream has ended."""
    broken: BrokenPipeError | None = None
    for event in stream:
        if broken is None:
            try:
                show(event)
            except BrokenPipeError as e:
                broken = e
                cancel.request()
    if broken is not None:
        raise broken


@contextmanager
def interruptible(cancel: Cancel) -> Iterator[None]:
    """Within, the first Ctrl+C requests the cancel and the second raises KeyboardInterrupt; outside the main thread nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(number: int, frame: FrameType | None) -> None:
        if cancel.requested:
            signal.default_int_handler(number, frame)
        cancel.request()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
