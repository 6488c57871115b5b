"""The engine's child: loads the one model it was started for, then answers requests until the pipe closes.

Two threads: this one drives llama.cpp, the other listens, so that a wish to stop is seen while llama.cpp is at work.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from pathlib import Path

import psutil

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.engine import faults
from ardoise.engine.messages import LOADING, Generate, Load, Loaded, Loading, Progress, Refused, Stop, ToChild, to_parent
from ardoise.engine.native import Model, Stopped
from ardoise.engine.writing import write
from ardoise.process.frames import Channel


class Inbox:
    """What the parent said: requests in order, and whether the piece of work in hand is to stop."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._requests: queue.SimpleQueue[Generate | None] = queue.SimpleQueue()
        self._working_on = LOADING
        self._stopped = LOADING - 1
        self._gone = False
        threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def stopped(self) -> bool:
        """The parent wants the work in hand stopped, or is gone."""
        return self._gone or self._stopped >= self._working_on

    def next(self) -> Generate:
        """Wait for a request; EOFError when the parent has closed the pipe."""
        request = self._requests.get()
        if request is None:
            raise EOFError
        self._working_on = request.ticket
        return request

    def _listen(self) -> None:
        try:
            while True:
                message = codec.decode(ToChild, self._channel.receive()).body
                match message:
                    case Stop():
                        self._stopped = message.ticket
                    case Generate():
                        self._requests.put(message)
        except (EOFError, ValueError):  # ValueError: a frame of another version; the parent is then as good as gone
            self._gone = True
            self._requests.put(None)


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """The entry; `arguments` is a `Load`."""
    inbox = Inbox(channel)
    try:
        model = load(codec.decode(Load, arguments), inbox, channel)
    except Stopped:
        return
    except KnownError as e:
        channel.send(to_parent(Refused(LOADING, e.what, e.remedy)))
        return
    while True:
        request = inbox.next()
        try:
            for event in write(model, request.request, stopped=inbox.stopped):
                channel.send(to_parent(Progress(request.ticket, event)))
        except KnownError as e:
            channel.send(to_parent(Refused(request.ticket, e.what, e.remedy)))


def load(wish: Load, inbox: Inbox, channel: Channel) -> Model:
    """Load and tell; raises KnownError and Stopped."""
    told = -1

    def tell(done: float) -> None:
        nonlocal told
        percent = int(100 * done)
        if percent > told:
            told = percent
            with contextlib.suppress(EOFError):  # called from C, through which no exception passes; `stopped` sees it
                channel.send(to_parent(Loading(percent / 100)))

    path = Path(wish.path)
    size = faults.check_file(path, memory_total=psutil.virtual_memory().total)
    model = Model(
        path, context_tokens=wish.context_tokens, threads=wish.threads or physical_cores(), stopped=inbox.stopped, on_progress=tell
    )
    channel.send(to_parent(Loaded(model.context_tokens, model.trained_tokens, model.threads, size, model.kv_bytes)))
    return model


def physical_cores() -> int:
    """Threads that help: one a core, and no more than this process may use."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else cores
    return max(1, min(cores, allowed))
