"""The set-up's look for a model: nothing where there is one, a fetch with its progress where there is none, a sentence where that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ardoise import settings
from ardoise.settings import Settings
from tests.unit.models import gguf_files

ROOT = Path(__file__).resolve().parents[2]


def fetch(name: str, data_folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app"), "ARDOISE_DATA": str(data_folder), **variables}
    command = [sys.executable, str(ROOT / "packaging" / "fetch_model.py"), name]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.slow
def test_a_model_that_is_here_is_left_alone_in_silence(data_folder: Path) -> None:
    (data_folder / "models").mkdir(parents=True)
    gguf_files.write(data_folder / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf")
    result = fetch("smollm2", data_folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.slow
def test_the_settings_of_a_person_hold_for_the_set_up(data_folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings.save(Settings(models_folder=str(elsewhere), offline=True))
    told = fetch("smollm2", data_folder)
    assert told.returncode == 1
    assert "-- No model yet: Ardoise is set to stay offline" in told.stdout
    gguf_files.write(elsewhere / "SmolLM2-135M-Instruct.Q4_1.gguf")
    assert fetch("smollm2", data_folder).returncode == 0
    settings.save(Settings(model="https://localhost:1/v1#any"))
    assert fetch("", data_folder).stdout == ""  # a server writes, so nothing of a gigabyte is fetched


@pytest.mark.slow
def test_a_model_that_cannot_be_had_is_told_and_the_rest_goes_on(data_folder: Path) -> None:
    nobody = "http://127.0.0.1:1"
    result = fetch("", data_folder, HF_ENDPOINT=nobody, MODELSCOPE_DOMAIN=nobody, PIP_NO_INDEX="1", PIP_FIND_LINKS="", NO_PROXY="127.0.0.1")
    assert result.returncode == 1
    assert "-- Fetching a model: Qwen2-Math 1.5B Instruct (986 MB, Apache-2.0)" in result.stdout
    assert "-- No model yet: The hub cannot be reached: " in result.stdout
    assert result.stdout.endswith("-- Everything but writing solutions works without one.\n")
    assert "Traceback" not in result.stderr
