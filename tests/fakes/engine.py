"""An Engine that writes what a test gave it, in the test's own fragments, as slowly as asked, and dies when asked."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from ardoise.core import ports
from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Branch, EngineInfo, Fragment, GenerationEvent, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile

DIED = KnownError("The model's process stopped unexpectedly (signal SIGKILL).", "Try again: it is started afresh.")


class FakeEngine(ports.Engine):
    """The first request gets the first script, and so on; the last one serves all further requests.

    `pause` seconds lie before each fragment and each part of the prompt. It dies once, after `dies_after` fragments. `load_fault` is raised
    by every load while it is set. `requests` keeps what was asked. Tokens are words here, and the prompt is read two at a time.
    """

    def __init__(
        self,
        *scripts: Sequence[str],
        pause: float = 0.0,
        dies_after: int | None = None,
        load_fault: KnownError | None = None,
        ends: StopReason = StopReason.END,
    ) -> None:
        self.scripts = list(scripts) or [("The answer is $\\boxed{4}$.",)]
        self.pause, self.dies_after, self.load_fault, self.ends = pause, dies_after, load_fault, ends
        self.requests: list[Request] = []
        self.loads = 0
        self.forgiven: list[ModelFile] = []
        self._state = EngineState.STARTING
        self._info: EngineInfo | None = None
        self._kept: list[str] = []

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def info(self) -> EngineInfo | None:
        return self._info

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        if self._info is not None and self._info.model.path == model.path:
            return
        self._info, self._state, self._kept = None, EngineState.LOADING, []
        if self.load_fault is not None:
            self._state = EngineState.FAILED
            raise self.load_fault
        for progress in (0.0, 0.5, 1.0):
            if cancel.wait(self.pause):
                self._state = EngineState.STARTING
                return
            yield progress
        self.loads += 1
        self._info = EngineInfo(model, context_tokens=4_096, trained_tokens=4_096, threads=1, file_bytes=1, kv_bytes=1)
        self._state = EngineState.READY

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        began = time.monotonic()
        prompt = [word for m in request.messages for word in (m.role, *m.text.split())] + request.prefix.split()
        same = next((i for i, (a, b) in enumerate(zip(prompt, self._kept, strict=False)) if a != b), min(len(prompt), len(self._kept)))
        kept = min(same, len(prompt) - 1)
        written = 0

        def end(reason: StopReason) -> Written:
            self._state = EngineState.READY
            return Written(reason, written, len(prompt), kept, time.monotonic() - began)

        if cancel.requested:
            yield Written(StopReason.CANCELLED, 0, 0, 0, 0.0)
            return
        if self._info is None:
            raise KnownError("No model is loaded.", "Try again: it is loaded afresh.")
        script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
        self.requests.append(request)
        self._state = EngineState.BUSY
        try:
            for done in range(kept, len(prompt), 2):
                yield PromptRead(done, len(prompt))
                if self._die_or_wait(cancel, written):
                    yield end(StopReason.CANCELLED)
                    return
            yield PromptRead(len(prompt), len(prompt))
            self._kept = prompt
            for text in script:
                if self._die_or_wait(cancel, written):
                    yield end(StopReason.CANCELLED)
                    return
                if written == request.most_tokens:
                    yield end(StopReason.LENGTH)
                    return
                written += 1
                yield Fragment(text, 1)
            self._die_or_wait(cancel, written)
            yield end(self.ends)
        finally:
            if self._state is EngineState.BUSY:
                self._state = EngineState.READY

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        running = {i: self.generate(r, cancel=c) for i, (r, c) in enumerate(zip(requests, cancels, strict=True))}
        while running:
            for i, stream in list(running.items()):
                event = next(stream, None)
                if event is None:
                    del running[i]
                else:
                    yield Branch(i, event)

    def forgive(self, model: ModelFile) -> None:
        self.forgiven.append(model)

    def die(self) -> None:
        """The next event is the death."""
        self.dies_after = 0

    def close(self) -> None:
        self._info, self._state = None, EngineState.STOPPING

    def _die_or_wait(self, cancel: Cancel, written: int) -> bool:
        """True once the stop is wished; raises the death."""
        if self.dies_after is not None and written >= self.dies_after:
            self.dies_after, self._info, self._state = None, None, EngineState.STARTING
            raise DIED
        return cancel.wait(self.pause)
