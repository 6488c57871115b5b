"""The real window says when it was painted; no figure is judged here."""

from __future__ import annotations

import sys

import pytest

from ardoise.evaluation.speed import measure_startup


@pytest.mark.slow
def test_the_real_window_is_measured_from_its_start() -> None:
    figures = measure_startup(1, command=[sys.executable, "-m", "ardoise"])
    assert 0 < figures.help_s.median < 30
    assert 0 < figures.painted_s.median < 30
    assert figures.settled_bytes.median > 10_000_000
