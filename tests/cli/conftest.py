from __future__ import annotations

import pytest

from tests.cli.running import CommandLine


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line, with fakes behind it."""
    return CommandLine(monkeypatch, capsys)
