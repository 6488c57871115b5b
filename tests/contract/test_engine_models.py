"""The engine with models that can speak: SmolLM2 (135M), and a 1.5B where there is one. The times are printed; see them with `-rP`."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from ardoise.core.generation import Fragment, GenerationEvent, Message, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.llama import LlamaEngine
from tests.model_files import big_model, smollm2

SYSTEM = Message("system", "You are a helpful assistant.")
FRANCE = (SYSTEM, Message("user", "What is the capital of France? Answer in one short sentence."))
EQUATION = (SYSTEM, Message("user", "Solve 2x + 3 = 11.\nPlease reason step by step, and put your final answer within \\boxed{}."))
HANG_SECONDS = 2.0


@pytest.fixture(scope="module")
def small() -> Iterator[LlamaEngine]:
    engine = LlamaEngine()
    progress = list(engine.load(ModelFile(smollm2(), "SmolLM2"), cancel=Cancel()))
    assert progress == sorted(progress)
    assert len(progress) > 10
    assert progress[-1] == 1.0
    yield engine
    engine.close()


def run(engine: LlamaEngine, request: Request) -> tuple[str, Written]:
    *events, end = engine.generate(request, cancel=Cancel())
    assert isinstance(end, Written)
    return "".join(e.text for e in events if isinstance(e, Fragment)), end


def seconds_to_stop(engine: LlamaEngine, request: Request, at: type[GenerationEvent]) -> float:
    """From the wish to stop, made at the second event of that kind, to the end of the stream."""
    cancel = Cancel()
    asked, seen = 0.0, 0
    for event in engine.generate(request, cancel=cancel):
        seen += isinstance(event, at)
        if seen == 2 and not cancel.requested:
            cancel.request()
            asked = time.monotonic()
    assert isinstance(event, Written)
    assert event.reason is StopReason.CANCELLED
    return time.monotonic() - asked


@pytest.mark.engine
def test_a_small_model_answers_in_words_by_its_own_template_and_ends(small: LlamaEngine) -> None:
    said, end = run(small, Request(FRANCE, most_tokens=60))
    assert "Paris" in said
    assert "<|" not in said
    assert end.reason is StopReason.END


@pytest.mark.engine
def test_writing_on_from_a_kept_prefix_gives_the_text_of_a_fresh_engine(small: LlamaEngine) -> None:
    """What the cache holds is what was read: a wrong position or a stale cell would change the greedy text."""
    whole, _ = run(small, Request(EQUATION, most_tokens=60))
    run(small, Request(FRANCE, most_tokens=20))
    again, read = run(small, Request(EQUATION, most_tokens=60))
    assert again == whole
    assert 0 < read.prompt_kept < read.prompt_tokens - 1
    cut = whole.index(" ", len(whole) // 2)
    rest, kept = run(small, Request(EQUATION, prefix=whole[:cut], most_tokens=20))
    assert whole.startswith(whole[:cut] + rest)
    assert kept.prompt_kept > read.prompt_tokens


def alone(request: Request) -> str:
    """What an engine writes that has read nothing before."""
    engine = LlamaEngine()
    list(engine.load(ModelFile(smollm2(), "SmolLM2"), cancel=Cancel()))
    said, _ = run(engine, request)
    engine.close()
    return said


def after_examples(which: str, asked: str) -> Request:
    shown = "".join(f"{which} {n}: what is {n} + {n}? {n} + {n} = {2 * n}. The answer is {2 * n}.\n" for n in range(3, 9))
    return Request((SYSTEM, Message("user", f"{shown}{which} 9: {asked}")), most_tokens=16)


@pytest.mark.engine
def test_examples_that_are_kept_between_other_requests_give_the_text_of_a_fresh_engine(small: LlamaEngine) -> None:
    for which in ("Problem", "Exercise"):
        run(small, after_examples(which, "what is 2 + 2?"))
    asked = after_examples("Problem", "what is 12 + 12?")
    said, end = run(small, asked)
    assert end.prompt_kept > end.prompt_tokens / 2
    assert said == alone(asked)


@pytest.mark.engine
def test_many_that_wait_for_each_other_give_the_texts_of_fresh_engines(small: LlamaEngine) -> None:
    asked = [after_examples(which, f"what is {n} + {n}?") for n in range(20, 30) for which in ("Problem", "Exercise")]
    said = [""] * len(asked)
    for branch in small.generate_many(asked, cancels=[Cancel() for _ in asked]):
        said[branch.index] += branch.event.text if isinstance(branch.event, Fragment) else ""
    last = len(asked) - 1
    assert [said[0], said[last]] == [alone(asked[0]), alone(asked[last])]


@pytest.mark.engine
def test_a_stop_is_answered_at_any_moment(small: LlamaEngine) -> None:
    long = Request((Message("user", "Add these: " + "1 + 2 " * 600),))
    reading = seconds_to_stop(small, long, PromptRead)
    writing = seconds_to_stop(small, Request(EQUATION), Fragment)
    cancel = Cancel()
    other = LlamaEngine()
    for _ in other.load(ModelFile(smollm2(), "SmolLM2"), cancel=cancel):
        cancel.request()
        asked = time.monotonic()
    loading = time.monotonic() - asked
    other.close()
    print(f"stop: {reading * 1e3:.0f} ms reading, {writing * 1e3:.0f} ms writing, {loading * 1e3:.0f} ms loading")
    assert max(reading, writing, loading) < HANG_SECONDS


@pytest.mark.model
@pytest.mark.slow
def test_a_1_5b_model_solves_an_equation_and_its_times_are_printed() -> None:
    engine = LlamaEngine()
    began = time.monotonic()
    list(engine.load(ModelFile(big_model(), "1.5B"), cancel=Cancel()))
    loaded = time.monotonic() - began
    said, first = run(engine, Request(EQUATION, most_tokens=400))
    assert "\\boxed{4}" in said.replace("x = ", "").replace(" ", "")
    assert first.reason is StopReason.END
    _, again = run(engine, Request(EQUATION, most_tokens=1))
    long = Request((Message("user", "Add these: " + "1 + 2 " * 600),))
    reading = seconds_to_stop(engine, long, PromptRead)
    writing = seconds_to_stop(engine, Request(EQUATION), Fragment)
    engine.close()
    print(
        f"load {loaded:.1f} s; {first.tokens} tokens in {first.seconds:.1f} s, prompt included; first token with the prompt kept "
        f"{again.seconds * 1e3:.0f} ms; stop {reading * 1e3:.0f} ms reading, {writing * 1e3:.0f} ms writing"
    )
    assert max(reading, writing) < HANG_SECONDS
