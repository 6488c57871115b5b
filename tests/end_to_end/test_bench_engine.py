"""`ardoise bench engine` measures the real engine; no figure is judged here but that all of them are there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.model_files import smollm2

FIGURES = {
    "model", "rounds", "threads", "tokens_per_second", "bare_tokens_per_second", "ratio_to_bare_loop", "ratio_lowest", "ratio_highest",
    "first_token_cold_s", "first_token_kept_s", "load_s", "stop_s", "stop_loading_s", "resident_bytes", "file_bytes", "kv_bytes",
    "four_over_one", "solve_over_generate", "checks_end_after_s", "window_longest_block_s", "window_p99_block_s",
}  # fmt: skip


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ardoise", "bench", "engine", "--model", str(smollm2()), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.slow
@pytest.mark.engine
def test_every_figure_is_measured_and_printed_as_json() -> None:
    done = bench("--rounds", "1", "--tokens", "24", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) == FIGURES
    assert all(value > 0 for name, value in figures.items() if name not in ("model", "stop_s", "stop_loading_s"))
    assert figures["resident_bytes"] > figures["kv_bytes"]


@pytest.mark.slow
@pytest.mark.engine
def test_a_person_gets_lines_and_the_window_may_be_left_out() -> None:
    done = bench("--rounds", "1", "--tokens", "16", "--no-window")
    assert done.returncode == 0, done.stderr
    assert "stream over bare loop" in done.stdout
    assert "event loop" not in done.stdout


def test_a_model_that_is_not_here_is_told() -> None:
    command = [sys.executable, "-m", "ardoise", "bench", "engine", "--model", "nowhere.gguf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "no model or file called nowhere.gguf" in done.stderr
