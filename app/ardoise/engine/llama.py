"""The Engine port over a child that alone has llama.cpp: the window survives whatever native code does.

One child, one model: another model means another child, so that memory is given back for certain. A cancel is answered within `grace`
seconds even if the child is not: the stream ends, and the child is given until the next request to come to its senses, else it is ended.
"""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, assert_never

from ardoise.core import codec
from ardoise.core.errors import BugError, KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Branch, EngineInfo, Fragment, GenerationEvent, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine
from ardoise.engine import faults
from ardoise.engine.messages import LOADING, Generate, Load, Loaded, Loading, Progress, Refused, Stop, ToParent, to_child
from ardoise.process.child import Child, ChildDied

ENTRY: Final = "ardoise.engine.worker:serve"
MOST_DEATHS: Final = 3
DEATH_SECONDS: Final = 300.0
"""So many deaths within so many seconds, and the state is FAILED until somebody asks for a load again."""
SETTLE_SECONDS: Final = 5.0
"""How long a child may go on with a request that was stopped before it is ended."""
_LOOK: Final = 0.02
"""Seconds between two looks at the wish to stop."""


class LlamaEngine(Engine):
    """See the port. Load errors and too many deaths leave FAILED; the next `load` always tries afresh."""

    def __init__(self, *, threads: int = 0, context_tokens: int = 4_096, grace: float = 0.25, memory_bytes: int | None = None) -> None:
        """`threads` 0: the physical cores. `context_tokens` is cut to what the model was trained at. `memory_bytes` as in Child."""
        self._threads, self._context_tokens, self._grace, self._memory_bytes = threads, context_tokens, grace, memory_bytes
        self._state = EngineState.STARTING
        self._child: Child | None = None
        self._info: EngineInfo | None = None
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._ticket = LOADING
        self._owed = False
        """The child still owes the end of the request `_ticket`."""

    @property
    def state(self) -> EngineState:
        state, child = self._state, self._child
        return EngineState.STARTING if state is EngineState.READY and (child is None or not child.alive) else state

    @property
    def info(self) -> EngineInfo | None:
        return self._info if self.state in (EngineState.READY, EngineState.BUSY) else None

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        """See the port. Leaving the iteration early stops the load like a cancel does."""
        if self._info is not None and self._info.model.path == model.path and self._settled():
            self._info = dataclasses.replace(self._info, model=model)
            return
        if self._state is EngineState.FAILED:
            self._deaths.clear()
        self._drop(EngineState.LOADING)
        failed = False
        try:
            yield from self._load(model, cancel)
        except ChildDied as e:
            failed = True
            raise self._died(model.path, e) from e
        except KnownError:
            failed = True
            self._drop(EngineState.FAILED)
            raise
        finally:
            if self._info is None and not failed and self._state is EngineState.LOADING:
                self._drop(EngineState.STARTING)

    def _load(self, model: ModelFile, cancel: Cancel) -> Iterator[float]:
        wish = Load(str(model.path.absolute()), self._context_tokens, self._threads)
        child = self._child = Child(ENTRY, name="model's process", arguments=vars(wish), memory_bytes=self._memory_bytes)
        child.start()
        while not cancel.requested:
            message = _receive(child)
            match message:
                case Loading():
                    yield message.progress
                case Loaded():
                    self._info = EngineInfo(model, **vars(message))
                    self._state = EngineState.READY
                    return
                case Refused():
                    raise KnownError(message.what, message.remedy)
                case Progress():
                    raise BugError("an answer before any request")
                case None:
                    pass
                case _:
                    assert_never(message)

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        """See the port; raises KnownError also when no model is loaded, or the prompt does not fit into the context."""
        if cancel.requested:
            yield Written(StopReason.CANCELLED, tokens=0, prompt_tokens=0, prompt_kept=0, seconds=0.0)
            return
        if self._info is None or not self._settled() or self._child is None:
            raise KnownError("No model is loaded.", "Try again: it is loaded afresh.")
        self._ticket += 1
        self._state = EngineState.BUSY
        path = self._info.model.path
        try:
            self._child.send(to_child(Generate(self._ticket, request)))
            self._owed = True
            yield from self._stream(self._child, cancel)
        except ChildDied as e:
            raise self._died(path, e) from e
        finally:
            if self._owed:
                self._wish_stop()
            if self._state is EngineState.BUSY:
                self._state = EngineState.READY

    def _stream(self, child: Child, cancel: Cancel) -> Iterator[GenerationEvent]:
        began = time.monotonic()
        stopped_at = 0.0
        tokens = 0
        while True:
            if cancel.requested and not stopped_at:
                stopped_at = time.monotonic()
                child.send(to_child(Stop(self._ticket)))
            if stopped_at and time.monotonic() > stopped_at + self._grace:
                yield Written(StopReason.CANCELLED, tokens, prompt_tokens=0, prompt_kept=0, seconds=time.monotonic() - began)
                return
            message = _receive(child)
            match message:
                case Progress() if message.ticket == self._ticket:
                    self._owed = not isinstance(message.event, Written)
                    tokens += message.event.tokens if isinstance(message.event, Fragment) else 0
                    yield message.event
                    if not self._owed:
                        return
                case Refused() if message.ticket == self._ticket:
                    self._owed = False
                    raise KnownError(message.what, message.remedy)
                case _:
                    pass  # nothing yet, or the rest of a request that was stopped

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        for index, (request, cancel) in enumerate(zip(requests, cancels, strict=True)):
            for event in self.generate(request, cancel=cancel):
                yield Branch(index, event)

    def forgive(self, model: ModelFile) -> None:
        """Nothing is held against a model yet."""

    def close(self) -> None:
        """See the port; may be called from another thread than the one that generates, whose stream then raises KnownError."""
        self._drop(EngineState.STOPPING)

    # --- the child's life -------------------------------------------------------------------------------------------------------------

    def _drop(self, state: EngineState) -> None:
        self._state = state
        self._info, child, self._child = None, self._child, None
        self._owed = False
        if child is not None:
            child.stop(grace=0.2)

    def _wish_stop(self) -> None:
        """The stream ends before the child's answer has: tell the child, if it still listens."""
        if self._child is not None and self._child.alive:
            try:
                self._child.send(to_child(Stop(self._ticket)))
            except ChildDied:
                self._drop(EngineState.STARTING)

    def _settled(self) -> bool:
        """The child lives and owes nothing; one that does not come to the end of a stopped request is ended."""
        child, until = self._child, time.monotonic() + SETTLE_SECONDS
        try:
            while child is not None and self._owed and time.monotonic() < until:
                message = _receive(child)
                if isinstance(message, Refused) or (isinstance(message, Progress) and isinstance(message.event, Written)):
                    self._owed = False
        except ChildDied:
            self._owed = True
        if child is None or self._owed or not child.alive:
            self._deaths.append(time.monotonic())
            self._drop(EngineState.STARTING)
            return False
        return True

    def _died(self, path: Path, error: ChildDied) -> KnownError:
        """Count a death and say it; after too many the state is FAILED."""
        if self._state is EngineState.STOPPING:
            return KnownError("The model was unloaded while it was writing.", "Try again.")
        now = time.monotonic()
        self._deaths.append(now)
        often = len(self._deaths) == MOST_DEATHS and now - self._deaths[0] < DEATH_SECONDS
        self._drop(EngineState.FAILED if often else EngineState.STARTING)
        if error.out_of_memory:
            return faults.too_little_memory(path)
        if often:
            return faults.died_too_often(path, MOST_DEATHS, DEATH_SECONDS / 60, stderr=error.stderr)
        return faults.died(path, error.what, stderr=error.stderr)


def _receive(child: Child) -> Loading | Loaded | Progress | Refused | None:
    """The next frame, or None; a frame that does not decode ends the child like any other misbehaviour."""
    message = child.receive(_LOOK)
    if message is None:
        return None
    try:
        return codec.decode(ToParent, message).body
    except ValueError as e:
        child.stop(grace=0)
        raise ChildDied(f"The {child.name} sent something that is no answer.", "Try again.", child.stderr_tail) from e
