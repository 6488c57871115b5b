"""What holds for every test: user folders redirected, Qt offscreen, unexpected log records fail."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REAL_DATA_FOLDER = os.environ.get("ARDOISE_DATA")
"""Where the person who runs the tests keeps models; read by the model fixtures only."""

hypothesis_settings.register_profile("ardoise", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("ardoise")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh data folder for each test, so that no test reads or writes a person's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv("ARDOISE_DATA", str(folder))
    monkeypatch.setenv("ARDOISE_HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or error in our own log fails the test unless it takes the `expects_log` fixture."""
    with caplog.at_level(logging.WARNING, logger="ardoise"):
        yield
    if "expects_log" in request.fixturenames:
        return
    found = [
        r for when in ("setup", "call") for r in caplog.get_records(when) if r.levelno >= logging.WARNING and r.name.startswith("ardoise")
    ]
    if found:
        pytest.fail("unexpected log records:\n" + "\n".join(f"{r.levelname} {r.name}: {r.getMessage()}" for r in found))


@pytest.fixture
def expects_log() -> None:
    """For tests in which a warning in the log is what should happen."""
