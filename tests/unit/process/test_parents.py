"""Parents of every kind: killed ones, scripts without the main idiom, `python -m`, and one that just leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
START = """
import sys
sys.path.insert(0, {root!r})
print("main runs", flush=True)
from ardoise.process.child import Child
child = Child("tests.children.{entry}", name="checker")
child.start()
print(child.receive(30), child.pid, flush=True)
{then}
"""


def parent(tmp_path: Path, *, entry: str, then: str = "", module: bool = False) -> subprocess.Popen[str]:
    (tmp_path / "elder.py").write_text(START.format(root=str(ROOT), entry=entry, then=then), encoding="utf-8")
    what = ["-m", "elder"] if module else [str(tmp_path / "elder.py")]
    return subprocess.Popen(
        [sys.executable, *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )


def wait_gone(pid: int) -> None:
    until = time.monotonic() + 20
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_busy_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    with parent(tmp_path, entry="bad:announce_and_spin", then="import time; time.sleep(60)") as elder:
        assert elder.stdout is not None
        assert elder.stdout.readline() == "main runs\n"
        pid = int(elder.stdout.readline().split()[-1])
        assert list(tmp_path.glob("ardoise-*.log"))
        elder.send_signal(signal.SIGKILL)
        wait_gone(pid)
    assert not list(tmp_path.glob("ardoise-*.log")), "the child takes its output with it"


def test_a_script_without_the_main_idiom_runs_once_and_leaves_nothing(tmp_path: Path) -> None:
    for module in (False, True):
        with parent(tmp_path, entry="bad:ignore_stop", module=module) as elder:
            out, _ = elder.communicate(timeout=60)
        assert elder.returncode == 0, out
        lines = out.splitlines()
        assert lines[0] == "main runs"
        assert lines[1].startswith("listening to nothing")
        assert len(lines) == 2, out
        wait_gone(int(lines[1].split()[-1]))
        assert not list(tmp_path.glob("ardoise-*.log"))
