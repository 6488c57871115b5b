"""`ardoise bench`: measurements that a person or a script asks for. Figures, never judgements; a test never depends on one."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable, Sequence

from ardoise.core.ports import Actors
from ardoise.evaluation import answer_bench, engine_bench, history_speed, report, step_bench, window_speed
from ardoise.evaluation.speed import Spread, measure_startup


def main(argv: Sequence[str], *, build: Callable[[], Actors]) -> int:
    """Run one measurement and print its figures; returns the exit code. `build` makes the actors that a measurement asks for."""
    top = argparse.ArgumentParser(prog="ardoise bench", description="Measure this program, on this machine and on labelled solutions.")
    kinds = top.add_subparsers(dest="kind", metavar="WHAT", required=True)
    startup = kinds.add_parser("startup", help="seconds to `ardoise --help` and to the painted window, and the window's memory")
    startup.add_argument("--runs", type=_positive, default=5, metavar="N", help="processes of each kind (5)")
    startup.add_argument("--json", action="store_true", help="print one object of JSON")
    steps = kinds.add_parser("steps", help="the checks on labelled solutions: coverage, false alarms, detection, F1, time a step")
    steps.add_argument("files", nargs="+", metavar="FILE.jsonl", help='one {"id", "problem", "steps", "label"} a line (ProcessBench)')
    steps.add_argument("--jobs", type=_positive, default=1, metavar="N", help="solutions judged at once, each with its own process (1)")
    steps.add_argument("--limit", type=_positive, metavar="N", help="judge N solutions of each file, drawn at random")
    steps.add_argument("--seed", type=int, default=0, metavar="S", help="of the drawing and of the order in which misses are shown (0)")
    shown = steps.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print one object of JSON; shares are fractions from 0 to 1")
    shown.add_argument("--show", choices=["misses", "alarms"], help="list the first errors not found, or the sound steps that were marked")
    steps.add_argument("--most", type=_positive, metavar="N", help="list at most N of them for each file (20 misses, all alarms)")
    engine = kinds.add_parser("engine", help="the engine beside llama.cpp's bare loop: speed, first token, load, stop, memory")
    engine.add_argument("--model", default="", metavar="NAME|FILE", help="a model of `ardoise model list`, or a GGUF file")
    engine.add_argument("--rounds", type=_positive, default=6, metavar="N", help="turns of stream and bare loop (6)")
    engine.add_argument("--tokens", type=_positive, default=128, metavar="N", help="tokens in each (128)")
    engine.add_argument("--no-window", dest="window", action="store_false", help="leave out the window and its event loop")
    engine.add_argument("--json", action="store_true", help="print one object of JSON")
    window = kinds.add_parser("window", help="a key in a working of 200 lines, and the window's event loop meanwhile")
    window.add_argument("--json", action="store_true", help="print one object of JSON")
    history = kinds.add_parser("history", help="the history with many sheets: list, search, keep, back up")
    history.add_argument("--sheets", type=_positive, default=10_000, metavar="N", help="sheets in it (10,000)")
    history.add_argument("--json", action="store_true", help="print one object of JSON")
    answer_bench.add(kinds, _positive)
    try:
        chosen = top.parse_args(argv)
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else 2
    match chosen.kind:
        case "steps":
            return step_bench.run(chosen, build)
        case "engine":
            return engine_bench.run(chosen, build)
        case "window":
            return window_speed.run(chosen)
        case "answers":
            return answer_bench.run(chosen, build)
        case "report":
            return report.run(chosen)
        case "history":
            return history_speed.run(chosen, build)
        case _:
            return _startup(chosen)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("needs at least 1")
    return number


_positive.__name__ = "number"


def _startup(chosen: argparse.Namespace) -> int:
    figures = measure_startup(chosen.runs)
    if chosen.json:
        print(json.dumps(dataclasses.asdict(figures)))
        return 0
    print(f"{figures.runs} {'run' if figures.runs == 1 else 'runs'}, window offscreen; lowest, median, highest")
    print(f"ardoise --help        {_told(figures.help_s, 1e3, 'ms')}")
    print(f"window painted        {_told(figures.painted_s, 1e3, 'ms')}")
    print(f"memory when painted   {_told(figures.painted_bytes, 1e-6, 'MB')}")
    print(f"memory when settled   {_told(figures.settled_bytes, 1e-6, 'MB')}")
    return 0


def _told(spread: Spread, scale: float, unit: str) -> str:
    return "  ".join(f"{value * scale:7.1f}" for value in (spread.lowest, spread.median, spread.highest)) + f" {unit}"
