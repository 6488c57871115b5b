"""`ardoise bench engine`: runs the measurements and prints their figures, as lines for a person or as one object of JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from contextlib import closing

from ardoise.core.ports import Actors
from ardoise.core.sizes import size_words
from ardoise.evaluation.engine_speed import PROBLEM, EngineFigures, measure
from ardoise.evaluation.heartbeat import Blocked, measure_window


def run(chosen: argparse.Namespace, build: Callable[[], Actors]) -> int:
    """Measure and print; returns the exit code. Progress goes to standard error on a terminal."""

    def say(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{what} …", end="", file=sys.stderr, flush=True)

    with closing(build()) as actors:
        model = actors.shelf.find(chosen.model)
        figures = measure(actors, model, rounds=chosen.rounds, tokens=chosen.tokens, say=say)
    blocked = None
    if chosen.window:
        say("a window that shows a solution being written")
        blocked = measure_window(model, PROBLEM)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    if chosen.json:
        window = {"window_longest_block_s": blocked.longest, "window_p99_block_s": blocked.p99} if blocked else {}
        print(json.dumps(dataclasses.asdict(figures) | window))
    else:
        for line in lines(figures, blocked):
            print(line)
    return 0


def lines(figures: EngineFigures, blocked: Blocked | None) -> list[str]:
    """The figures in words."""
    f = figures
    memory = f"file {size_words(f.file_bytes)}, KV cache {size_words(f.kv_bytes)}, beside them {size_words(max(0, f.extra_bytes))}"
    rows = [
        ("stream", f"{f.tokens_per_second:.1f} tokens a second; the bare loop {f.bare_tokens_per_second:.1f}"),
        ("stream over bare loop", f"{f.ratio_to_bare_loop:.3f} ({f.ratio_lowest:.3f} to {f.ratio_highest:.3f})"),
        ("first token", f"{f.first_token_cold_s * 1e3:.0f} ms cold, {f.first_token_kept_s * 1e3:.0f} ms with the prefix kept"),
        ("load", f"{f.load_s:.2f} s"),
        ("stop to silence", f"{f.stop_s * 1e3:.0f} ms while reading or writing, {f.stop_loading_s * 1e3:.0f} ms while loading"),
        ("memory", f"{size_words(f.resident_bytes)}: {memory}"),
        ("four together", f"{f.four_over_one:.2f} times the tokens a second of one after the other"),
        ("solve over generation", f"{f.solve_over_generate:.3f}; the checks end {f.checks_end_after_s * 1e3:.0f} ms after the last token"),
    ]
    if blocked is not None:
        rows.append(("window's event loop", f"blocked for {blocked.longest * 1e3:.0f} ms at most, p99 {blocked.p99 * 1e3:.1f} ms"))
    head = f"{f.model}, {f.threads} threads, {f.rounds} rounds; medians, lowest to highest in brackets"
    return [head, *(f"{name:22} {words}" for name, words in rows)]
