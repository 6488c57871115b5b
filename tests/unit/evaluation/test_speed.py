"""The measurement measures what it says, on programs that behave in known ways; the figures of Ardoise itself are nobody's test."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psutil
import pytest

from ardoise.core.errors import KnownError
from ardoise.core.ports import Actors
from ardoise.evaluation import bench, speed
from ardoise.evaluation.speed import Spread

PAINTS = """
import json, os, sys, time
if "--help" in sys.argv: sys.exit(0)
time.sleep(0.2)
assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
with open(os.environ["ARDOISE_STARTUP_LOG"], "w") as log:
    log.write(json.dumps({"painted": time.monotonic(), "rss": 12345}) + "\\n")
open(os.path.join(os.path.dirname(sys.argv[0]), "pid-%d" % os.getpid()), "w")
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "SETTLING", 0.05)


def no_actors() -> Actors:
    raise AssertionError("the start is measured from outside")


def script(folder: Path, text: str) -> list[str]:
    (folder / "window.py").write_text(text)
    return [sys.executable, str(folder / "window.py")]


def test_lowest_median_and_highest() -> None:
    assert Spread.of([5.0, 1.0, 2.0]) == Spread(1.0, 2.0, 5.0)


def test_the_first_paint_is_timed_from_the_start_of_the_process_which_is_then_ended(tmp_path: Path) -> None:
    painted = speed.paint_once(script(tmp_path, PAINTS))
    assert 0.2 <= painted.seconds < 30
    assert painted.bytes_painted == 12345
    assert painted.bytes_settled > 1_000_000
    (mark,) = tmp_path.glob("pid-*")
    assert not psutil.pid_exists(int(mark.name.removeprefix("pid-")))


def test_a_window_that_ends_early_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no platform plugin"):
        speed.paint_once(script(tmp_path, "import sys; sys.exit('no platform plugin')"))


def test_a_window_that_never_paints_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "PATIENCE", 0.2)
    with pytest.raises(KnownError, match="not painted"):
        speed.paint_once(script(tmp_path, "import time; time.sleep(60)"))


def test_a_log_of_another_form_is_told(tmp_path: Path) -> None:
    text = "import os, time; open(os.environ['ARDOISE_STARTUP_LOG'], 'w').write('[1]\\n'); time.sleep(60)"
    with pytest.raises(KnownError, match="something else"):
        speed.paint_once(script(tmp_path, text))


def test_a_command_that_fails_is_told_and_not_timed() -> None:
    with pytest.raises(KnownError, match="ended with 7"):
        speed.seconds_of([sys.executable, "-c", "import sys; sys.exit(7)"])


def test_bench_startup_prints_one_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    command = script(tmp_path, PAINTS)
    monkeypatch.setattr(speed, "program", lambda: command)
    assert bench.main(["startup", "--runs", "1", "--json"], build=no_actors) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["runs"] == 1
    assert set(figures) == {"runs", "help_s", "painted_s", "painted_bytes", "settled_bytes"}
    assert figures["painted_s"]["median"] >= 0.2
    assert figures["painted_bytes"] == {"lowest": 12345, "median": 12345, "highest": 12345}


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["startup", "--runs", "0"], ["startup", "--runs", "many"], ["steps"]])
def test_bench_refuses_what_it_cannot_measure(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(arguments, build=no_actors) == 2
    assert "usage" in capsys.readouterr().err
