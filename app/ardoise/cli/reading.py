"""What a person hands to the command line: a problem, a working, a table of solutions, as text."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ardoise.core.problem import Working, WorkingKind
from ardoise.notation.steps import StepSplitter

LARGEST = 64 * 1024 * 1024
"""Bytes of input beyond which it is refused."""


class UnusableInput(Exception):
    """The input cannot be used; the message says why and what to do."""


def read_text(name: str) -> str:
    """The text of a file, or of standard input for "-"; raises UnusableInput."""
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else _bytes_of(Path(name))
    except OSError as e:
        raise UnusableInput(f"{name} cannot be read: {e.strerror}.") from e
    where = "Standard input" if name == "-" else name
    if len(data) > LARGEST:
        raise UnusableInput(f"{where} is larger than {LARGEST // 1024**2} MB. Split it.")
    if b"\0" in data:
        raise UnusableInput(f"{where} is not a text file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableInput(f"{where} is not text in UTF-8. Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


_PROBLEM = re.compile(r"\s*problem\s*:\s*", re.IGNORECASE)
_MARKUP = re.compile(r"\\boxed|^#{1,6} |\*\*|\\\[|\$\$|^\s*(?:[Ss]tep\s+)?\d+[.):] +[A-Za-z]{3,} ", re.MULTILINE)
_PROSE = re.compile(r"(?:\b[A-Za-z]{3,}\b[ ,.;:]+){5}")


def guess_kind(text: str) -> WorkingKind:
    """A SOLUTION where there is markup (headings, numbered steps, boxed answers) or a run of words; else a WORKING."""
    return WorkingKind.SOLUTION if _MARKUP.search(text) or _PROSE.search(text) else WorkingKind.WORKING


def read_working(text: str, kind: WorkingKind | None = None) -> Working:
    """The working in a text: the problem after "Problem:" in the first line (optional), then its lines, or a solution's steps."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    problem = ""
    if _PROBLEM.match(lines[first]):
        problem = _PROBLEM.sub("", lines[first], count=1).strip()
        lines = lines[first + 1 :]
    rest = "\n".join(lines)
    kind = kind or guess_kind(rest)
    if kind is WorkingKind.SOLUTION:
        splitter = StepSplitter()
        steps = [*splitter.feed(rest), *splitter.finish()]
        return Working(problem, tuple(step.text for step in steps), kind)
    return Working(problem, tuple(line for line in lines if line.strip()), kind)


@dataclass(frozen=True)
class Row:
    """One line of a table of solutions: its working, or why it has none."""

    id: object
    working: Working | None
    error: str = ""


def read_rows(text: str, kind: WorkingKind | None = None) -> Iterator[Row]:
    """The rows of JSON Lines {"id", "problem", "steps"}; empty lines are passed over, bad ones become rows with an error."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            yield Row(None, None, f"line {number} is not JSON")
            continue
        match data:
            case {"steps": [*steps], **rest} if all(isinstance(s, str) for s in steps) and isinstance(rest.get("problem", ""), str):
                judged = kind or guess_kind("\n".join(steps))
                yield Row(rest.get("id"), Working(str(rest.get("problem", "")), tuple(steps), judged))
            case dict():
                yield Row(data.get("id"), None, f'line {number} needs "steps", a list of texts, and may have "problem", a text')
            case _:
                yield Row(None, None, f"line {number} is not an object")
