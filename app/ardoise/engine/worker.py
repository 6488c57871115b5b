"""The engine's child: loads the one model it was started for, then answers requests until the pipe closes or it has rested long enough.

Two threads: this one drives llama.cpp, the other listens, so that a wish to stop is seen while llama.cpp is at work.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from pathlib import Path
from typing import Final

import psutil

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.core.generation import Trial
from ardoise.engine import faults, trial
from ardoise.engine.context import Context
from ardoise.engine.drafting import Drafter
from ardoise.engine.messages import LOADING, Generate, Load, Loaded, Loading, Progress, Refused, Rested, Stop, ToChild, to_parent
from ardoise.engine.pacing import Pace
from ardoise.engine.stopping import StopByte
from ardoise.engine.weights import Stopped, Weights
from ardoise.engine.writing import write
from ardoise.process.frames import Channel

NICE: Final = 5
"""Steps of niceness below the window's, on systems that have them."""


class Inbox:
    """What the parent said: requests in order, and what of the work in hand is to stop. `stop` is set when all of it is."""

    def __init__(self, channel: Channel) -> None:
        self.stop = StopByte()
        self._channel = channel
        self._requests: queue.SimpleQueue[Generate | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._working_on = LOADING
        self._stops: set[tuple[int, int | None]] = set()
        self._gone = False
        threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def stopped(self, index: int) -> bool:
        """This request of the work in hand is to stop, or the parent is gone."""
        return self.stop.wished or (self._working_on, index) in self._stops

    def next(self, seconds: float) -> Generate | None:
        """Wait for a request; None after so many seconds without one. EOFError when the parent has closed the pipe."""
        try:
            request = self._requests.get(timeout=seconds)
        except queue.Empty:
            return None
        if request is None:
            raise EOFError
        with self._lock:
            self._working_on = request.ticket
            self._stops = {(ticket, index) for ticket, index in self._stops if ticket >= request.ticket}
            self.stop.set(self._gone or (request.ticket, None) in self._stops)
        return request

    def _listen(self) -> None:
        try:
            while True:
                message = codec.decode(ToChild, self._channel.receive()).body
                match message:
                    case Stop():
                        with self._lock:
                            self._stops.add((message.ticket, message.index))
                            if message.ticket == self._working_on and message.index is None:
                                self.stop.set(True)
                    case Generate():
                        self._requests.put(message)
        except (EOFError, ValueError):  # ValueError: a frame of another version; the parent is then as good as gone
            with self._lock:
                self._gone = True
                self.stop.set(True)
            self._requests.put(None)


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """The entry; `arguments` is a `Load`."""
    _stand_back()
    inbox = Inbox(channel)
    wish = codec.decode(Load, arguments)
    try:
        context, measured = load(wish, inbox, channel)
    except Stopped:
        return
    except KnownError as e:
        channel.send(to_parent(Refused(LOADING, e.what, e.remedy)))
        return
    drafter = Drafter.where_it_pays(measured) if wish.drafting and context.can_go_back else None
    pace = Pace(measured.threads, measured.seconds[0]) if not wish.threads else None
    while (request := inbox.next(wish.idle_seconds)) is not None:
        try:
            for events in write(context, request.requests, stopped=inbox.stopped, drafter=drafter, pace=pace):
                channel.send(to_parent(Progress(request.ticket, events)))
        except KnownError as e:
            channel.send(to_parent(Refused(request.ticket, e.what, e.remedy)))
    channel.send(to_parent(Rested()))


def _stand_back() -> None:
    """Let the window and the checks go first: they need little, and a person waits for them."""
    with contextlib.suppress(psutil.Error, OSError):
        me = psutil.Process()
        if sys.platform == "win32":
            me.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            me.nice(me.nice() + NICE)


def load(wish: Load, inbox: Inbox, channel: Channel) -> tuple[Context, Trial]:
    """Load, measure unless that was done before, and tell; raises KnownError and Stopped."""
    told = -1

    def tell(done: float) -> None:
        nonlocal told
        percent = int(100 * done)
        if percent > told:
            told = percent
            with contextlib.suppress(EOFError):  # called from C, through which no exception passes; `stop` sees it
                channel.send(to_parent(Loading(percent / 100)))

    path, stop = Path(wish.path), inbox.stop
    size = faults.check_file(path, memory_total=psutil.virtual_memory().total)
    weights = Weights(path, gpu_layers=wish.gpu_layers, stop=stop, on_progress=lambda done: tell(0.8 * done))
    context = Context(weights, context_tokens=wish.context_tokens, threads=wish.threads or trial.physical_cores(), stop=stop)
    context.warm_up()
    tell(0.85)
    file = Path(wish.trials) if wish.trials else None
    measured = trial.recall(file, path)
    if measured is None:
        others = trial.Disturbance()
        measured = trial.measure(context, threads=[wish.threads] if wish.threads else trial.threads_to_try(), stop=stop)
        if not wish.threads and others.cores < trial.QUIET_CORES:
            trial.remember(file, path, measured)
    context.set_threads(wish.threads or measured.threads)
    tell(1.0)
    facts = (context.longest, weights.trained_tokens, context.threads, size, context.kv_bytes, weights.gpu_layers, measured)
    channel.send(to_parent(Loaded(*facts)))
    return context, measured
