"""What every Engine does, on the fake and on llama.cpp with a tiny model."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, GenerationEvent, Message, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine
from ardoise.engine.llama import LlamaEngine
from tests.fakes.engine import FakeEngine
from tests.model_files import tiny_gguf

SAYS = "x=2 ≈é"
ASKED = (Message("system", "You are a helpful assistant."), Message("user", "Solve x - 2 = 0"))
LONG = (Message("user", "Add these: " + "1 + 2 " * 1_200),)


@dataclass
class Case:
    """An engine that answers SAYS to everything, and how to kill it; `endless` never comes to an end."""

    engine: Engine
    model: ModelFile
    endless: Engine
    endless_model: ModelFile
    kill: Callable[[], None]


def fake(folder: Path) -> Case:
    engine, endless = FakeEngine(list(SAYS)), FakeEngine(["word "] * 100_000, pause=0.001)
    model = ModelFile(folder / "tiny.gguf", "Tiny")

    def kill() -> None:
        engine.die()
        endless.die()

    return Case(engine, model, endless, model, kill)


def llama(folder: Path) -> Case:
    says = ModelFile(tiny_gguf(folder, says=SAYS), "Tiny")
    endless = ModelFile(tiny_gguf(folder, name="endless.gguf"), "Tiny and endless")

    def kill() -> None:
        for child in psutil.Process().children():
            if "spawn_main" in " ".join(child.cmdline()):
                os.kill(child.pid, signal.SIGKILL)

    engine = LlamaEngine(threads=1, context_tokens=8_192)
    return Case(engine, says, engine, endless, kill)


@pytest.fixture(params=[fake, llama], ids=["fake", "llama"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    made: Case = request.param(tmp_path)
    yield made
    made.engine.close()
    made.endless.close()


def load(engine: Engine, model: ModelFile) -> list[float]:
    return list(engine.load(model, cancel=Cancel()))


def text(events: list[GenerationEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, Fragment))


def generate(engine: Engine, request: Request, cancel: Cancel | None = None) -> list[GenerationEvent]:
    return list(engine.generate(request, cancel=cancel or Cancel()))


def end_of(events: list[GenerationEvent]) -> Written:
    """The last event, of which there is exactly one."""
    assert [e for e in events if isinstance(e, Written)] == events[-1:]
    last = events[-1]
    assert isinstance(last, Written)
    return last


def test_loading_tells_its_progress_and_what_was_loaded(case: Case) -> None:
    assert (case.engine.state, case.engine.info) == (EngineState.STARTING, None)
    progress = load(case.engine, case.model)
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
    assert case.engine.state is EngineState.READY
    assert case.engine.info is not None
    assert case.engine.info.model == case.model
    assert case.engine.info.context_tokens > 0
    assert load(case.engine, case.model) == [], "it is loaded already"


def test_a_stream_reads_the_prompt_writes_and_ends_once(case: Case) -> None:
    load(case.engine, case.model)
    events = generate(case.engine, Request(ASKED))
    end = end_of(events)
    assert end.reason is StopReason.END
    assert text(events) == SAYS
    reads = [e for e in events if isinstance(e, PromptRead)]
    assert reads == events[: len(reads)], "before the first fragment"
    assert [r.done for r in reads] == sorted(r.done for r in reads)
    assert reads[-1].done == reads[-1].total == end.prompt_tokens
    assert end.tokens == sum(e.tokens for e in events if isinstance(e, Fragment))
    assert case.engine.state is EngineState.READY


def test_a_stream_is_busy_while_it_runs(case: Case) -> None:
    load(case.engine, case.model)
    stream = case.engine.generate(Request(ASKED), cancel=Cancel())
    states = [case.engine.state for _ in stream]
    assert set(states[:-1]) == {EngineState.BUSY}
    assert case.engine.info is not None
    assert case.engine.state is EngineState.READY


def test_no_more_than_the_tokens_allowed_are_written(case: Case) -> None:
    load(case.endless, case.endless_model)
    end = end_of(generate(case.endless, Request(ASKED, most_tokens=5)))
    assert (end.reason, end.tokens) == (StopReason.LENGTH, 5)


def test_the_same_conversation_is_not_read_twice(case: Case) -> None:
    load(case.engine, case.model)
    first = end_of(generate(case.engine, Request(ASKED)))
    again = generate(case.engine, Request(ASKED))
    second = end_of(again)
    assert first.prompt_kept == 0
    assert second.prompt_kept == first.prompt_tokens - 1
    assert text(again) == SAYS


def test_a_cancel_before_the_request_ends_it_at_once(case: Case) -> None:
    load(case.engine, case.model)
    cancel = Cancel()
    cancel.request()
    assert generate(case.engine, Request(ASKED), cancel) == [Written(StopReason.CANCELLED, 0, 0, 0, 0.0)]
    assert text(generate(case.engine, Request(ASKED))) == SAYS


def test_a_cancel_while_the_prompt_is_read_ends_the_stream(case: Case) -> None:
    load(case.endless, case.endless_model)
    cancel = Cancel()
    events: list[GenerationEvent] = []
    for event in case.endless.generate(Request(LONG), cancel=cancel):
        events.append(event)
        cancel.request()
    assert end_of(events).reason is StopReason.CANCELLED
    assert text(events) == ""
    assert isinstance(end_of(generate(case.endless, Request(ASKED, most_tokens=3))), Written)


def test_a_cancel_while_it_writes_ends_the_stream_and_the_next_one_goes_on(case: Case) -> None:
    load(case.endless, case.endless_model)
    cancel = Cancel()
    events: list[GenerationEvent] = []
    for event in case.endless.generate(Request(ASKED, most_tokens=8_000), cancel=cancel):
        events.append(event)
        if isinstance(event, Fragment):
            cancel.request()
    assert end_of(events).reason is StopReason.CANCELLED
    assert text(events) != ""
    assert end_of(generate(case.endless, Request(ASKED, most_tokens=3))).reason is StopReason.LENGTH


def test_a_stream_that_nobody_reads_to_its_end_does_not_disturb_the_next(case: Case) -> None:
    load(case.endless, case.endless_model)
    stream = case.endless.generate(Request(ASKED, most_tokens=8_000), cancel=Cancel())
    while not isinstance(next(stream), Fragment):
        pass
    del stream
    assert case.endless.state is EngineState.READY
    assert end_of(generate(case.endless, Request(ASKED, most_tokens=3))).tokens == 3


def test_a_cancelled_load_ends_early_with_no_model(case: Case) -> None:
    cancel = Cancel()
    for _ in case.engine.load(case.model, cancel=cancel):
        cancel.request()
    assert (case.engine.state, case.engine.info) == (EngineState.STARTING, None)
    assert load(case.engine, case.model)[-1] == 1.0


def test_a_death_in_mid_sentence_is_told_and_the_next_load_and_request_go_well(case: Case) -> None:
    load(case.endless, case.endless_model)
    stream = case.endless.generate(Request(ASKED, most_tokens=8_000), cancel=Cancel())
    while not isinstance(next(stream), Fragment):
        pass
    case.kill()
    with pytest.raises(KnownError) as caught:
        list(stream)
    assert caught.value.remedy
    assert (case.endless.state, case.endless.info) == (EngineState.STARTING, None)
    with pytest.raises(KnownError):
        generate(case.endless, Request(ASKED))
    assert load(case.endless, case.endless_model)[-1] == 1.0
    assert end_of(generate(case.endless, Request(ASKED, most_tokens=3))).tokens == 3


def test_a_request_before_any_load_is_refused_in_plain_words(case: Case) -> None:
    with pytest.raises(KnownError, match="No model is loaded"):
        generate(case.engine, Request(ASKED))


def test_close_may_be_called_twice_and_a_load_opens_again(case: Case) -> None:
    load(case.engine, case.model)
    case.engine.close()
    case.engine.close()
    assert (case.engine.state, case.engine.info) == (EngineState.STOPPING, None)
    load(case.engine, case.model)
    assert text(generate(case.engine, Request(ASKED))) == SAYS


def test_a_cancel_is_answered_within_the_time_promised(case: Case) -> None:
    """A hang guard of two seconds on a promise of 0.3: the number itself is measured by the benchmark."""
    load(case.endless, case.endless_model)
    cancel = Cancel()
    for event in case.endless.generate(Request(ASKED, most_tokens=8_000), cancel=cancel):
        if isinstance(event, Fragment) and not cancel.requested:
            cancel.request()
            asked = time.monotonic()
    assert time.monotonic() - asked < 2.0


# --- several together ------------------------------------------------------------------------------------------------------------------


def together(engine: Engine, requests: list[Request], cancels: list[Cancel] | None = None) -> dict[int, list[GenerationEvent]]:
    """Events by request."""
    found: dict[int, list[GenerationEvent]] = {i: [] for i in range(len(requests))}
    for branch in engine.generate_many(requests, cancels=cancels or [Cancel() for _ in requests]):
        found[branch.index].append(branch.event)
    return found


def test_each_of_several_requests_is_written_to_its_own_end(case: Case) -> None:
    load(case.engine, case.model)
    found = together(case.engine, [Request(ASKED), Request(ASKED, most_tokens=2), Request(ASKED[1:])])
    assert [text(events) for events in found.values()] == [SAYS, SAYS[:2], SAYS]
    assert [end_of(events).reason for events in found.values()] == [StopReason.END, StopReason.LENGTH, StopReason.END]
    assert case.engine.state is EngineState.READY


def test_one_of_several_can_be_stopped_while_the_others_go_on(case: Case) -> None:
    load(case.endless, case.endless_model)
    cancels = [Cancel(), Cancel(), Cancel()]
    requests = [Request(ASKED, most_tokens=40)] * 3
    found: dict[int, list[GenerationEvent]] = {0: [], 1: [], 2: []}
    for branch in case.endless.generate_many(requests, cancels=cancels):
        found[branch.index].append(branch.event)
        if branch.index == 1 and isinstance(branch.event, Fragment):
            cancels[1].request()
    assert [end_of(found[i]).reason for i in found] == [StopReason.LENGTH, StopReason.CANCELLED, StopReason.LENGTH]
    assert end_of(found[0]).tokens == 40 > end_of(found[1]).tokens


def test_stopping_all_of_several_ends_them_all_and_the_next_request_goes_well(case: Case) -> None:
    load(case.endless, case.endless_model)
    cancels = [Cancel(), Cancel()]
    reasons = []
    for branch in case.endless.generate_many([Request(ASKED, most_tokens=8_000)] * 2, cancels=cancels):
        if isinstance(branch.event, Fragment):
            for cancel in cancels:
                cancel.request()
        if isinstance(branch.event, Written):
            reasons.append(branch.event.reason)
    assert reasons == [StopReason.CANCELLED] * 2
    assert end_of(generate(case.endless, Request(ASKED, most_tokens=3))).tokens == 3


def test_several_that_are_stopped_before_they_begin_write_nothing(case: Case) -> None:
    load(case.engine, case.model)
    cancels = [Cancel(), Cancel()]
    for cancel in cancels:
        cancel.request()
    found = together(case.engine, [Request(ASKED)] * 2, cancels)
    assert [end_of(events).reason for events in found.values()] == [StopReason.CANCELLED] * 2
    assert [text(events) for events in found.values()] == ["", ""]
