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
from ardoise.core.conditions import Conditions
from ardoise.core.errors import BugError, KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Branch, EngineInfo, Fragment, GenerationEvent, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine
from ardoise.engine import faults
from ardoise.engine.crashes import Crashes
from ardoise.engine.messages import LOADING, Generate, Load, Loaded, Loading, Progress, Refused, Rested, Stop, ToParent, to_child
from ardoise.process.child import Child, ChildDied

ENTRY: Final = "ardoise.engine.worker:serve"
MOST_DEATHS: Final = 3
DEATH_SECONDS: Final = 300.0
"""So many deaths within so many seconds, and the state is FAILED until somebody asks for a load again."""
SETTLE_SECONDS: Final = 5.0
"""How long a child may go on with a request that was stopped before it is ended."""
IDLE_SECONDS: Final = 600.0
"""A model that nobody has used for so long gives its memory back; the next request loads it again."""
_LOOK: Final = 0.1
"""Seconds between two looks at the wish to stop where no word arrives; with each word it is looked at anyway. (Every look is taken from
the time that llama.cpp has.)"""


class LlamaEngine(Engine):
    """See the port. Load errors and too many deaths leave FAILED; the next `load` always tries afresh."""

    def __init__(
        self,
        *,
        threads: int = 0,
        context_tokens: int = 4_096,
        gpu_layers: int = -1,
        conditions: Conditions | None = None,
        idle_seconds: float = IDLE_SECONDS,
        drafting: bool = True,
        folder: Path | None = None,
        grace: float = 0.25,
        memory_bytes: int | None = None,
    ) -> None:
        """`threads` 0: what a trial finds best, which is kept in `folder` with the notes of crashes (None: nothing is kept).

        `context_tokens` is cut to what the model was trained at. `conditions` says the three anew at each load. `memory_bytes` as in Child.
        """
        trials = str(folder / "trials.json") if folder else ""
        self._wish = Load("", context_tokens, threads, gpu_layers, idle_seconds, trials, drafting)
        self._conditions = conditions or Conditions(threads=threads, context_tokens=context_tokens, gpu_layers=gpu_layers)
        self._grace, self._memory_bytes = grace, memory_bytes
        self._crashes = Crashes(folder / "crashes.json" if folder else None)
        self._state = EngineState.STARTING
        self._child: Child | None = None
        self._info: EngineInfo | None = None
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._ticket = LOADING
        self._owed: set[int] = set()
        """The requests of `_ticket` whose end the child still owes."""

    @property
    def state(self) -> EngineState:
        state, child = self._state, self._child
        return EngineState.STARTING if state is EngineState.READY and (child is None or not child.alive) else state

    @property
    def info(self) -> EngineInfo | None:
        return self._info if self.state in (EngineState.READY, EngineState.BUSY) else None

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        """See the port. Leaving the iteration early stops the load like a cancel does."""
        wish = self._wish_now(model)
        if self._info is not None and wish == self._wish and self._settled():
            self._info = dataclasses.replace(self._info, model=model)
            return
        if self._state is EngineState.FAILED:
            self._deaths.clear()
        self._drop(EngineState.LOADING)
        self._wish = wish
        try:
            self._crashes.raise_if_blocked(model.path)
        except KnownError:
            self._drop(EngineState.FAILED)
            raise
        self._crashes.loading(model.path)
        died = False
        try:
            yield from self._load(model, cancel)
        except ChildDied as e:
            died = True
            raise self._died(model.path, e, while_loading=True) from e
        except KnownError:
            self._drop(EngineState.FAILED)
            raise
        finally:
            if not died:
                self._crashes.loaded(model.path)
            if self._info is None and self._state is EngineState.LOADING:
                self._drop(EngineState.STARTING)

    def _load(self, model: ModelFile, cancel: Cancel) -> Iterator[float]:
        child = self._child = Child(ENTRY, name="model's process", arguments=vars(self._wish), memory_bytes=self._memory_bytes)
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
                case Progress() | Rested():
                    raise BugError("an answer before any request")
                case None:
                    pass
                case _:
                    assert_never(message)

    def _wish_now(self, model: ModelFile) -> Load:
        """How this model is to be loaded as things are."""
        now = self._conditions
        path = str(model.path.absolute())
        return dataclasses.replace(self._wish, path=path, context_tokens=now.context_tokens, threads=now.threads, gpu_layers=now.gpu_layers)

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        """See the port; raises KnownError also when no model is loaded, or the prompt does not fit into the context."""
        return (branch.event for branch in self.generate_many([request], cancels=[cancel]))

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        """See the port; raises KnownError like `generate`. Of more requests than a context has places for, the rest begin as others end."""
        if not requests or len(requests) != len(cancels):
            raise BugError(f"{len(requests)} requests with {len(cancels)} cancels")
        if all(cancel.requested for cancel in cancels):
            for index in range(len(requests)):
                yield Branch(index, Written(StopReason.CANCELLED, tokens=0, prompt_tokens=0, prompt_kept=0, seconds=0.0))
            return
        if self._info is None or not self._settled() or self._child is None:
            raise KnownError("No model is loaded.", "Try again: it is loaded afresh.")
        self._ticket += 1
        self._state = EngineState.BUSY
        path = self._info.model.path
        try:
            self._child.send(to_child(Generate(self._ticket, tuple(requests))))
            self._owed = set(range(len(requests)))
            yield from self._stream(self._child, cancels)
            self._crashes.forgive(path)
        except ChildDied as e:
            raise self._died(path, e, while_loading=False) from e
        finally:
            if self._owed:
                self._wish_stop()
            if self._state is EngineState.BUSY:
                self._state = EngineState.READY

    def _stream(self, child: Child, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        began = time.monotonic()
        stopped: dict[int, float] = {}
        """When each request was asked to stop; what is said of it after the grace is not passed on."""
        silenced: set[int] = set()
        ended: set[int] = set()  # not told by `_owed`, which `close` in another thread may empty
        tokens = [0] * len(cancels)
        while len(silenced | ended) < len(cancels):
            now = time.monotonic()
            wished = [i for i in sorted(self._owed) if cancels[i].requested and i not in stopped]
            if wished:
                stopped.update((i, now) for i in wished)
                if all(i in stopped for i in self._owed):
                    child.send(to_child(Stop(self._ticket)))
                else:
                    for index in wished:
                        child.send(to_child(Stop(self._ticket, index)))
            for index in [i for i in sorted(self._owed - silenced) if now > stopped.get(i, now) + self._grace]:
                silenced.add(index)
                yield Branch(index, Written(StopReason.CANCELLED, tokens[index], prompt_tokens=0, prompt_kept=0, seconds=now - began))
            message = _receive(child)
            match message:
                case Progress() if message.ticket == self._ticket:
                    ended |= _ended(message)
                    self._owed -= ended
                    for branch in message.events:
                        if branch.index not in silenced:
                            tokens[branch.index] += branch.event.tokens if isinstance(branch.event, Fragment) else 0
                            yield branch
                case Refused() if message.ticket == self._ticket:
                    self._owed = set()
                    raise KnownError(message.what, message.remedy)
                case _:
                    pass  # nothing yet, or the rest of a request that was stopped

    def forgive(self, model: ModelFile) -> None:
        """See the port."""
        self._deaths.clear()
        self._crashes.forgive(model.path)

    def close(self) -> None:
        """See the port; may be called from another thread than the one that generates, whose stream then raises KnownError."""
        self._drop(EngineState.STOPPING)

    # --- the child's life -------------------------------------------------------------------------------------------------------------

    def _drop(self, state: EngineState) -> None:
        self._state = state
        self._info, child, self._child = None, self._child, None
        self._owed = set()
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
        """The child lives and owes nothing; one that does not come to the end of a stopped request is ended. To rest is no death."""
        child, until = self._child, time.monotonic() + SETTLE_SECONDS
        if child is None:
            return False
        rested = died = False
        try:
            while not rested and time.monotonic() < until:
                message = _receive(child, wait=_LOOK if self._owed else 0.0)
                match message:
                    case None if not self._owed:
                        break
                    case Refused():
                        self._owed = set()
                    case Progress():
                        self._owed -= _ended(message)
                    case Rested():
                        rested = True
                    case _:
                        pass
        except ChildDied:
            died = True
        if rested or died or self._owed or not child.alive:
            if not rested:
                self._deaths.append(time.monotonic())
            self._drop(EngineState.STARTING)
            return False
        return True

    def _died(self, path: Path, error: ChildDied, *, while_loading: bool) -> KnownError:
        """Count a death and say it; after too many the state is FAILED."""
        if self._state is EngineState.STOPPING:
            self._crashes.loaded(path)
            return KnownError("The model was unloaded while it was writing.", "Try again.")
        self._crashes.died(path, while_loading=while_loading)
        now = time.monotonic()
        self._deaths.append(now)
        often = len(self._deaths) == MOST_DEATHS and now - self._deaths[0] < DEATH_SECONDS
        self._drop(EngineState.FAILED if often else EngineState.STARTING)
        if error.out_of_memory:
            return faults.too_little_memory(path)
        if often:
            return faults.died_too_often(path, MOST_DEATHS, DEATH_SECONDS / 60, stderr=error.stderr)
        return faults.died(path, error.what, stderr=error.stderr)


def _ended(progress: Progress) -> set[int]:
    return {branch.index for branch in progress.events if isinstance(branch.event, Written)}


def _receive(child: Child, wait: float = _LOOK) -> Loading | Loaded | Progress | Refused | Rested | None:
    """The next frame, or None; a frame that does not decode ends the child like any other misbehaviour."""
    message = child.receive(wait)
    if message is None:
        return None
    try:
        return codec.decode(ToParent, message).body
    except ValueError as e:
        child.stop(grace=0)
        raise ChildDied(f"The {child.name} sent something that is no answer.", "Try again.", child.stderr_tail) from e
