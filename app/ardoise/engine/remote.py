"""The Engine port over a server that speaks OpenAI's chat interface: llama-server, Ollama, LM Studio, vLLM, hosted models.

Off until a person chooses a server; what is typed goes there and nowhere else, and every event carries the server's address. A server may
be gone, slow, or say anything: each is a KnownError with the way on. Nothing is loaded here: `load` asks whether the model is there.

Of a `prefix` (the beginning of the answer that stands already): it is sent as the last message, the assistant's. llama-server, LM Studio,
and Ollama write on from it, and vLLM does with two fields more. A server that begins anew is at least not repeated: where it says the
prefix again, that is left out. llama-cpp-python's own server and most hosted models begin anew.
"""

from __future__ import annotations

import contextlib
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ardoise.core.addresses import host
from ardoise.core.conditions import Conditions
from ardoise.core.errors import BugError, KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Branch, EngineInfo, Fragment, GenerationEvent, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine
from ardoise.engine import sse
from ardoise.engine.answers import Asking, Echo, cut_off, models_of, name_of, refusal
from ardoise.engine.calling import Answer, Call, End, Patience
from ardoise.engine.servers import raise_if_offline

PAUSES: Final = (0.5, 1.5, 4.0)
"""Seconds before the second, third and fourth try, each up to a quarter longer by chance."""
LONGEST_PAUSE: Final = 20.0
"""The most that a server's own wish for a pause is followed."""
MOST_BESIDE: Final = 8
"""Calls that a server is asked to answer at the same time."""
_LOOK: Final = 0.05
"""Seconds between two looks at the wish to stop."""


class RemoteEngine(Engine):
    """See the port. The model's name at the server is `ModelFile.path`, slashes and all; empty: the first that the server lists."""

    def __init__(
        self,
        *,
        key: Callable[[str], str],
        conditions: Conditions | None = None,
        patience: Patience | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """`key` gives the key to a server's address, empty for none; it is asked for each call and kept nowhere."""
        self._asking = Asking(key, patience or Patience())
        self._conditions, self._pauses = conditions or Conditions(), tuple(pauses)
        self._state = EngineState.STARTING
        self._info: EngineInfo | None = None
        self._continues = False
        self._name = ""
        self._closing = threading.Event()

    @property
    def state(self) -> EngineState:
        return self._state

    @property
    def info(self) -> EngineInfo | None:
        return self._info

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        """See the port: asks the server for its models."""
        if self._info is not None and self._info.model == model:
            return
        self._info, self._state = None, EngineState.LOADING
        self._closing.clear()
        try:
            raise_if_offline(model.server, offline=self._conditions.offline)
            yield 0.0
            found = models_of(self._asking, model.server, cancel)
            if found is None:
                self._state = EngineState.STARTING
                return
            name = name_of(model)
            there = next((m for m in found if m.name == name or not name), None)
            if there is None and found and name:
                names = ", ".join(m.name for m in found[:8])
                raise KnownError(f"The server {host(model.server)} has no model called {name}.", f"It has: {names}.")
            self._name = there.name if there else name
            self._continues = there is not None and there.owner == "vllm"
            tokens = there.context_tokens if there else 0
            self._info = EngineInfo(model, context_tokens=tokens, trained_tokens=tokens, threads=0, file_bytes=0, kv_bytes=0)
            self._state = EngineState.READY
            yield 1.0
        except KnownError:
            self._state = EngineState.FAILED
            raise
        finally:
            if self._state is EngineState.LOADING:
                self._state = EngineState.STARTING

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        return (branch.event for branch in self.generate_many([request], cancels=[cancel]))

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        """See the port: up to MOST_BESIDE calls beside each other, each in a thread of its own; the rest follow as these end."""
        if not requests or len(requests) != len(cancels):
            raise BugError(f"{len(requests)} requests with {len(cancels)} cancels")
        if all(cancel.requested for cancel in cancels):
            yield from (Branch(i, Written(StopReason.CANCELLED, 0, 0, 0, 0.0)) for i in range(len(requests)))
            return
        info = self._info
        if info is None:
            raise KnownError("No model is loaded.", "Try again: the server is asked afresh.")
        self._state = EngineState.BUSY
        said: queue.SimpleQueue[Branch | KnownError | BugError] = queue.SimpleQueue()
        leave = threading.Event()
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()

        def run(index: int) -> None:
            if cancels[index].requested:
                said.put(Branch(index, Written(StopReason.CANCELLED, 0, 0, 0, 0.0)))
                return
            fault: KnownError | BugError | None = BugError("a call ended without an end")
            try:
                for event in self._write(info, requests[index], lambda: leave.is_set() or cancels[index].requested):
                    said.put(Branch(index, event))
                fault = None
            except KnownError as e:
                fault = e
            finally:  # a bug of ours too must reach whoever waits for this branch
                if fault is not None:
                    said.put(fault)

        def work() -> None:
            with contextlib.suppress(queue.Empty):
                while not leave.is_set():
                    run(waiting.get_nowait())

        for index in range(len(requests)):
            waiting.put(index)
        for _ in range(min(MOST_BESIDE, len(requests))):
            threading.Thread(target=work, name="remote", daemon=True).start()
        try:
            missing = len(requests)
            while missing:
                found = said.get()
                if isinstance(found, KnownError | BugError):
                    raise found
                missing -= isinstance(found.event, Written)
                yield found
        finally:
            leave.set()
            if self._state is EngineState.BUSY:
                self._state = EngineState.READY

    def _write(self, info: EngineInfo, request: Request, stopped: Callable[[], bool]) -> Iterator[GenerationEvent]:
        """One request: tries again until a first word has come, never after."""
        began = time.monotonic()
        yield PromptRead(0, 1)
        for pause in (*self._pauses, None):
            call = self._asking.call(info.model.server, "chat/completions", _body(self._name, request, continues=self._continues))
            try:
                answer = self._answer(call, info.model, stopped)
                if isinstance(answer, Answer) and answer.status == 200:
                    yield from self._stream(call, answer, info.model, request, began, stopped)
                    return
                if answer is None:
                    yield Written(StopReason.CANCELLED, 0, 0, 0, time.monotonic() - began)
                    return
                if pause is None or not _passes(answer):
                    raise refusal(call, answer, info.model)
                wanted = _seconds(answer.retry_after) if isinstance(answer, Answer) else 0.0
                if _wait(max(wanted, pause * random.uniform(1.0, 1.25)), lambda: stopped() or self._closing.is_set()):
                    yield Written(StopReason.CANCELLED, 0, 0, 0, time.monotonic() - began)
                    return
            finally:
                call.leave()

    def _answer(self, call: Call, model: ModelFile, stopped: Callable[[], bool]) -> Answer | End | None:
        """The head of the answer, or why there is none; None when the wish to stop came first."""
        until = time.monotonic() + self._asking.patience.first
        while not stopped() and not self._closing.is_set():
            found = call.next(_LOOK)
            if isinstance(found, Answer | End):
                return found
            if time.monotonic() > until:
                return End(TimeoutError("it did not begin to answer"))
        return None

    def _stream(
        self, call: Call, answer: Answer, model: ModelFile, request: Request, began: float, stopped: Callable[[], bool]
    ) -> Iterator[GenerationEvent]:
        reader, echo = sse.Reader(answer.kind), Echo(request.prefix)
        count = prompt_tokens = 0
        finish = ""

        def end(reason: StopReason) -> Written:
            return Written(reason, count, prompt_tokens, 0, time.monotonic() - began)

        for piece in self._pieces(call, model, stopped):
            if piece is None:
                yield end(StopReason.CANCELLED)
                return
            for delta in _deltas(reader, piece, model):
                prompt_tokens = delta.prompt_tokens or prompt_tokens
                finish = finish or delta.finish
                text = echo.without(delta.text, last=bool(delta.finish))
                if delta.text:
                    if count == 0:
                        yield PromptRead(1, 1)
                    count += 1
                if text:
                    yield Fragment(text, 1)
                if count >= request.most_tokens and not finish:
                    yield end(StopReason.LENGTH)
                    return
                if delta.finish == sse.DONE:
                    yield end(StopReason.LENGTH if finish == "length" else StopReason.END)
                    return
            if isinstance(piece, End):
                if piece.fault is not None or not finish:
                    raise cut_off(model, str(piece.fault) if piece.fault else "it ended in mid-sentence")
                yield end(StopReason.LENGTH if finish == "length" else StopReason.END)

    def _pieces(self, call: Call, model: ModelFile, stopped: Callable[[], bool]) -> Iterator[bytes | End | None]:
        """What arrives, up to its End; None last when the wish to stop was seen. Raises KnownError for a server that has gone silent."""
        heard, silence = time.monotonic(), self._asking.patience.first
        while not stopped() and not self._closing.is_set():
            piece = call.next(_LOOK)
            if isinstance(piece, bytes | End):
                heard, silence = time.monotonic(), self._asking.patience.between
                yield piece
                if isinstance(piece, End):
                    return
            elif time.monotonic() > heard + silence:
                raise cut_off(model, "nothing came any more")
        yield None

    def forgive(self, model: ModelFile) -> None:
        """Nothing is held against a server."""

    def close(self) -> None:
        """See the port: every call is left."""
        self._closing.set()
        self._info, self._state = None, EngineState.STOPPING


def _body(name: str, request: Request, *, continues: bool) -> dict[str, Any]:
    messages = [{"role": m.role, "content": m.text} for m in request.messages]
    body: dict[str, Any] = {
        "model": name,
        "messages": messages,
        "stream": True,
        "temperature": request.sampling.temperature,
        "top_p": request.sampling.top_p,
        "seed": request.sampling.seed,
        "max_tokens": request.most_tokens,
    }
    if request.prefix:
        messages.append({"role": "assistant", "content": request.prefix})
        if continues:
            body |= {"continue_final_message": True, "add_generation_prompt": False}
    return body


def _deltas(reader: sse.Reader, piece: bytes | End, model: ModelFile) -> list[sse.Delta]:
    """What a piece brings; raises KnownError for junk and for a server's own words of trouble."""
    try:
        if isinstance(piece, End):
            return [] if piece.fault is not None else reader.end()
        return reader.feed(piece)
    except sse.Junk as e:
        raise KnownError(
            f"The server {host(model.server)} sent something that is no answer: {e}.", "Look whether this is the address of a chat server."
        ) from e
    except sse.Trouble as e:
        raise KnownError(f"The server {host(model.server)} could not go on: {e}.", "Try again, or choose another model.") from e


def _passes(answer: Answer | End) -> bool:
    """Trouble that may be over in a moment."""
    return isinstance(answer, End) or answer.status == 429 or answer.status >= 500


def _seconds(retry_after: str) -> float:
    """A server's wish; dates are not followed."""
    return min(float(retry_after), LONGEST_PAUSE) if retry_after.isascii() and retry_after.isdigit() else 0.0


def _wait(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Sleep; true as soon as the stop is wished."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if stopped():
            return True
        time.sleep(_LOOK)
    return stopped()
