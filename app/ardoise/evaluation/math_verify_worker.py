"""The second judge's child: it alone imports math-verify, before it is fenced in."""

from __future__ import annotations

import importlib
import logging

from ardoise.core.verdict import Verdict
from ardoise.process.frames import Channel

math_verify = importlib.import_module("math_verify")


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """One verdict for each pair of answers in LaTeX, until the parent closes the pipe."""
    del arguments
    logging.disable(logging.CRITICAL)
    channel.send("ready")
    while True:
        pair = channel.receive()
        if not isinstance(pair, list) or len(pair) != 2:
            raise ValueError("not a pair of answers")
        channel.send(_judged(*map(str, pair)).value)


def _judged(expected: str, answer: str) -> Verdict:
    one, other = _read(expected), _read(answer)
    if not one or not other:
        return Verdict.UNDECIDED
    return Verdict.VERIFIED if math_verify.verify(one, other, timeout_seconds=None) else Verdict.REFUTED


def _read(answer: str) -> list[object]:
    bare = answer.strip().strip("$")
    return list(math_verify.parse(f"${bare}$", extraction_config=[math_verify.LatexExtractionConfig()], parsing_timeout=None))
