"""How fast the engine is, as a listener meets it: every figure through the ports, beside llama.cpp's bare loop where that is the measure.

All in one run and interleaved, since a laptop's speed drifts by more than what is to be seen: bare loop and stream take turns, and so do a
solve with its checks and the same text generated alone. Figures are medians of the rounds; a stop is the longest of all.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import psutil

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.core.events import SolveFinished, TextArrived
from ardoise.core.generation import EngineInfo, Fragment, Message, Request, Sampling, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Actors, Engine, SolveOptions
from ardoise.core.problem import Problem
from ardoise.process.child import Child

PROBLEM: Final = "Find all real solutions of x^4 - 5x^2 + 4 = 0, and the sum of their squares."
MESSAGES: Final = (
    Message("system", "You are a helpful assistant."),
    Message("user", f"{PROBLEM}\nPlease reason step by step, and put your final answer within \\boxed{{}}."),
)
LONG: Final = (Message("user", "Add up: " + " + ".join(str(n) for n in range(1, 500))),)
STOPS: Final = (0.02, 0.1, 0.25, 0.6, 1.3)
"""Seconds after the start of a request at which it is stopped."""


@dataclass(frozen=True)
class EngineFigures:
    """Seconds, bytes, tokens a second, and ratios without a unit."""

    model: str
    rounds: int
    threads: int
    tokens_per_second: float
    bare_tokens_per_second: float
    ratio_to_bare_loop: float
    ratio_lowest: float
    ratio_highest: float
    first_token_cold_s: float
    first_token_kept_s: float
    load_s: float
    stop_s: float
    stop_loading_s: float
    resident_bytes: int
    file_bytes: int
    kv_bytes: int
    four_over_one: float
    solve_over_generate: float
    checks_end_after_s: float

    @property
    def extra_bytes(self) -> int:
        """Resident beside file and KV cache."""
        return self.resident_bytes - self.file_bytes - self.kv_bytes


def measure(actors: Actors, model: ModelFile, *, rounds: int, tokens: int, say: Callable[[str], None]) -> EngineFigures:
    """Every figure but the window's. `tokens` in each stream. Raises KnownError where the model cannot be used."""
    engine = actors.engine
    actors.warm()  # as a window does: the checks' first child is not part of a solve
    say("loading")
    _load(engine, model)  # the first time also measures the machine, once
    engine.close()
    load_s = _seconds(lambda: _load(engine, model))
    info = engine.info
    assert info is not None
    say("stopping")
    stop_s = max(_stop(engine, Request(messages, most_tokens=4_000), after) for messages in (MESSAGES, LONG) for after in STOPS)
    say("first tokens")
    cold = [_first_token(engine, _other(number)) for number in range(rounds)]
    kept = [_first_token(engine, MESSAGES) for _ in range(rounds + 1)][1:]
    say("streaming beside the bare loop")
    streams, bares = _beside_bare(engine, info, rounds, tokens, say)
    resident = _resident()
    say("four together")
    four = statistics.median(_four(engine, tokens // 2) for _ in range(max(1, rounds // 2)))
    say("solving beside generating")
    ratios, lags = zip(*(_solve_beside(actors, model, tokens, solve_first=bool(n % 2)) for n in range(rounds)), strict=True)
    say("stopping a load")
    stop_loading = _stop_loading(engine, model)
    pairs = [s / b for s, b in zip(streams, bares, strict=True)]
    return EngineFigures(
        model=model.name,
        rounds=rounds,
        threads=info.threads,
        tokens_per_second=statistics.median(streams),
        bare_tokens_per_second=statistics.median(bares),
        ratio_to_bare_loop=statistics.median(pairs),
        ratio_lowest=min(pairs),
        ratio_highest=max(pairs),
        first_token_cold_s=statistics.median(cold),
        first_token_kept_s=statistics.median(kept),
        load_s=load_s,
        stop_s=stop_s,
        stop_loading_s=stop_loading,
        resident_bytes=resident,
        file_bytes=info.file_bytes,
        kv_bytes=info.kv_bytes,
        four_over_one=four,
        solve_over_generate=statistics.median(ratios),
        checks_end_after_s=max(lags),
    )


def _load(engine: Engine, model: ModelFile) -> None:
    for _ in engine.load(model, cancel=Cancel()):
        pass


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _other(number: int) -> tuple[Message, ...]:
    """A conversation of the usual length that shares nothing with any other."""
    return (Message("system", f"{number} is your number. You are a helpful assistant."), MESSAGES[1])


def _first_token(engine: Engine, messages: tuple[Message, ...]) -> float:
    """Seconds to the first piece of text."""
    began, seconds = time.perf_counter(), 0.0
    for event in engine.generate(Request(messages, most_tokens=2), cancel=Cancel()):
        if isinstance(event, Fragment) and not seconds:
            seconds = time.perf_counter() - began
    return seconds


def _stop(engine: Engine, request: Request, after: float) -> float:
    """Seconds from the wish to stop to the end of the stream."""
    cancel, wished = Cancel(), 0.0

    def wish() -> None:
        nonlocal wished
        wished = time.perf_counter()
        cancel.request()

    timer = threading.Timer(after, wish)
    timer.start()
    for _ in engine.generate(request, cancel=cancel):
        pass
    ended = time.perf_counter()
    timer.join()
    return max(0.0, ended - wished)


def _stop_loading(engine: Engine, model: ModelFile) -> float:
    engine.close()
    cancel, wished = Cancel(), 0.0
    for _ in engine.load(model, cancel=cancel):
        wished = wished or time.perf_counter()
        cancel.request()
    seconds = time.perf_counter() - wished
    engine.close()
    return seconds


def _rate(engine: Engine, tokens: int) -> float:
    """Tokens a second from the first that a listener receives to the last."""
    count, first, last = 0, 0.0, 0.0
    for event in engine.generate(Request(MESSAGES, most_tokens=tokens), cancel=Cancel()):
        if isinstance(event, Fragment):
            last = time.perf_counter()
            if first:
                count += event.tokens
            else:
                first = last
    return count / (last - first)


def _beside_bare(engine: Engine, info: EngineInfo, rounds: int, tokens: int, say: Callable[[str], None]) -> tuple[list[float], list[float]]:
    arguments = {
        "path": str(info.model.path.absolute()), "threads": info.threads, "context_tokens": info.context_tokens,
        "gpu_layers": info.gpu_layers, "messages": [codec.encode(m) for m in MESSAGES],
    }  # fmt: skip
    bare = Child("ardoise.engine.bare:serve", name="bare loop", arguments=arguments)
    bare.start()
    try:
        _answer(bare)
        streams, bares = [], []
        for number in range(-1, rounds):  # the first round only warms both up
            say(f"streaming beside the bare loop, round {max(0, number + 1)} of {rounds}")
            turns = [lambda: _rate(engine, tokens), lambda: _bare_rate(bare, tokens)]
            first = number % 2
            measured = {turn: turns[turn]() for turn in (first, 1 - first)}
            if number >= 0:
                streams.append(measured[0])
                bares.append(measured[1])
        return streams, bares
    finally:
        bare.stop(grace=0.2)


def _bare_rate(bare: Child, tokens: int) -> float:
    bare.send({"tokens": tokens})
    said = _answer(bare)
    return (said["tokens"] - 1) / said["seconds"]


def _answer(bare: Child) -> dict[str, float]:
    while (said := bare.receive(1.0)) is None:
        pass
    assert isinstance(said, dict)
    return said


def _resident() -> int:
    """Bytes of the engine's process: of the children of this one, the largest."""
    return max((child.memory_info().rss for child in psutil.Process().children(recursive=True)), default=0)


def _four(engine: Engine, tokens: int) -> float:
    """Tokens a second of four continuations together, as a multiple of one after the other."""
    requests = [Request(MESSAGES, sampling=Sampling(0.7, 0.9, seed), most_tokens=tokens) for seed in range(4)]
    _first_token(engine, MESSAGES)
    began = time.perf_counter()
    alone = sum(e.tokens for request in requests for e in engine.generate(request, cancel=Cancel()) if isinstance(e, Written))
    middle = time.perf_counter()
    cancels = [Cancel() for _ in requests]
    together = sum(b.event.tokens for b in engine.generate_many(requests, cancels=cancels) if isinstance(b.event, Written))
    ended = time.perf_counter()
    return (together / (ended - middle)) / (alone / (middle - began))


def _solve_beside(actors: Actors, model: ModelFile, tokens: int, *, solve_first: bool) -> tuple[float, float]:
    """A solve with its checks over the generation alone, one after the other; and the seconds from its last token to its end."""
    _first_token(actors.engine, MESSAGES)
    request = Request(MESSAGES, most_tokens=tokens)
    solved = _solve(actors, model, tokens) if solve_first else None
    alone = _seconds(lambda: _exhaust(actors.engine.generate(request, cancel=Cancel())))
    seconds, lag = solved or _solve(actors, model, tokens)
    return seconds / alone, lag


def _solve(actors: Actors, model: ModelFile, tokens: int) -> tuple[float, float]:
    """Seconds of the whole story, and from its last token to its end."""
    options = SolveOptions(str(model.path), most_tokens=tokens, keep=False)
    began = last = time.perf_counter()
    for event in actors.tutor.solve(Problem.of(PROBLEM), cancel=Cancel(), options=options):
        if isinstance(event, TextArrived):
            last = time.perf_counter()
        elif isinstance(event, SolveFinished) and not event.tokens:
            raise KnownError(f"The problem of the measurement was not solved. {event.message}")
    ended = time.perf_counter()
    return ended - began, ended - last


def _exhaust(stream: Iterator[object]) -> None:
    for _ in stream:
        pass
