"""`ardoise bench`: measurements that a person or a script asks for. Figures, never judgements; a test never depends on one."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence

from ardoise.evaluation.speed import Spread, measure_startup


def main(argv: Sequence[str]) -> int:
    """Run one measurement and print its figures; returns the exit code."""
    top = argparse.ArgumentParser(prog="ardoise bench", description="Measure this machine with this program.")
    kinds = top.add_subparsers(dest="kind", metavar="WHAT", required=True)
    startup = kinds.add_parser("startup", help="seconds to `ardoise --help` and to the painted window, and the window's memory")
    startup.add_argument("--runs", type=int, default=5, metavar="N", help="processes of each kind (5)")
    startup.add_argument("--json", action="store_true", help="print one object of JSON")
    try:
        chosen = top.parse_args(argv)
        if chosen.runs < 1:
            startup.error("--runs needs at least 1")
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else 2
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
