"""Run the command line inside the test's process, with fakes behind it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from ardoise.cli.main import main
from ardoise.core.ports import Actors
from ardoise.settings import Settings


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Calls `main` with `actors` for the build, and standard input as given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.built = 0
        self.benched: list[list[str]] = []

    def run(self, *arguments: str, actors: Actors | None = None, stdin: str | bytes = "", typed: bool = False) -> Ran:
        """`typed`: standard input is a terminal."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr(sys, "stdin", (_Terminal if typed else io.TextIOWrapper)(io.BytesIO(data)))

        def build(_settings: Settings) -> Actors:
            self.built += 1
            assert actors is not None, "this command should build no actors"
            return actors

        def bench(rest: Sequence[str]) -> int:
            self.benched.append(list(rest))
            return 0

        code = main(arguments, build=build, bench=bench)
        captured = self._capsys.readouterr()
        return Ran(code, captured.out, captured.err)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True
