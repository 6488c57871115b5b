"""The real window types into itself and says how long its keys took; no figure is judged here."""

from __future__ import annotations

import sys

import pytest

from ardoise.evaluation.window_speed import measure


@pytest.mark.slow
def test_the_real_window_is_typed_into_and_measured() -> None:
    figures = measure([sys.executable, "-m", "ardoise"])
    assert figures.keys > 90
    assert 0 < figures.key_median_ms <= figures.key_p95_ms <= figures.key_longest_ms
    assert figures.block_p99_ms <= figures.block_longest_ms
