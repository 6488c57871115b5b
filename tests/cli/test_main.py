"""The command line as a whole: help, versions, usage, faults, interruptions and readers that go away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ardoise import __version__
from ardoise.core.errors import KnownError
from ardoise.core.events import Noticed, SolveEvent, StepChecked, StepRead
from ardoise.core.solution import Step
from tests.cli.running import CommandLine
from tests.cli.stories import SOLVED
from tests.fakes.actors import FakeShelf, fake_actors
from tests.fakes.tutor import FakeTutor

ROOT = Path(__file__).resolve().parents[2]


def test_help_names_every_command_and_the_exit_codes(line: CommandLine) -> None:
    ran = line.run("--help")
    assert ran.code == 0
    for word in ("solve", "check", "plot", "model", "bench", "doctor", "exit codes"):
        assert word in ran.out


def test_version(line: CommandLine) -> None:
    ran = line.run("--version")
    assert (ran.code, ran.out) == (0, f"ardoise {__version__}\n")


@pytest.mark.parametrize("arguments", [["paint"], ["solve"], ["solve", "p", "--seed", "x"], ["check", "--as", "poem"], ["--nothing"]])
def test_wrong_usage_ends_with_2(line: CommandLine, arguments: list[str]) -> None:
    ran = line.run(*arguments)
    assert ran.code == 2
    assert "usage: ardoise" in ran.err


def test_what_follows_bench_is_passed_on(line: CommandLine) -> None:
    assert line.run("bench", "startup", "--json", "--help").code == 0
    assert line.benched == [["startup", "--json", "--help"]]


def test_a_known_error_of_the_build_ends_with_3_and_its_sentence(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FakeShelf()

    def broken() -> list[object]:
        raise KnownError("The models folder cannot be read.", "Make it readable.")

    monkeypatch.setattr(shelf, "here", broken)
    ran = line.run("model", "list", actors=fake_actors(shelf=shelf))
    assert (ran.code, ran.err) == (3, "ardoise: The models folder cannot be read. Make it readable.\n")


LONG_STORY = """
    import sys, time
    from ardoise.cli.main import main
    from ardoise.core.events import Noticed
    from tests.cli.stories import SOLVED
    from tests.fakes.actors import fake_actors
    from tests.fakes.tutor import FakeTutor

    class Tutor(FakeTutor):
        def solve(self, problem, *, cancel, options=None):
            try:
                yield from super().solve(problem, cancel=cancel)
            finally:
                print("the story was told to its end", file=sys.stderr, flush=True)

    story = [Noticed(f"number {n}") for n in range(100_000)]
    actors = fake_actors(tutor=Tutor(story, solved=SOLVED, pause=0.005))
    sys.exit(main(["solve", "p", *sys.argv[1:]], build=lambda settings: actors, bench=lambda rest: 0))
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    program = textwrap.dedent(LONG_STORY)
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_ctrl_c_finishes_the_stream_and_ends_with_130_and_no_traceback(arguments: list[str]) -> None:
    child = start(*arguments)
    assert child.stdout is not None
    for _ in range(5):
        child.stdout.readline()
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert err == "the story was told to its end\n"
    last = out.splitlines()[-1]
    assert ('"event": "solve_finished"' in last and '"stopped"' in last) if arguments else last == "Stopped."


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_reader_that_goes_away_ends_the_story_quietly() -> None:
    child = start("--json")
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    err = child.stderr.read()
    child.stderr.close()
    assert child.wait(timeout=60) == 141
    assert err == "the story was told to its end\n"


def test_help_loads_nothing_heavy() -> None:
    program = "import sys; from ardoise.__main__ import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    heavy = {"sympy", "llama_cpp", "PySide6", "matplotlib", "numpy", "sqlite3", "psutil", "multiprocessing", "huggingface_hub", "ziamath"}
    assert loaded.isdisjoint(heavy)
    assert "ardoise.cli.main" in loaded
    assert not any(name.startswith(("ardoise.notation", "ardoise.tutor", "ardoise.wiring")) for name in loaded)


def test_a_terminal_gets_colours_and_progress_and_words_say_the_same(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = line.run("solve", "p", actors=fake_actors(tutor=FakeTutor([Noticed("n")], solved=SOLVED)))
    monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _self: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = line.run("solve", "p", actors=fake_actors(tutor=FakeTutor([Noticed("n")], solved=SOLVED)))
    assert "\x1b[32m✓ Confirmed\x1b[0m" in shown.out
    assert shown.out.replace("\x1b[32m", "").replace("\x1b[0m", "") == plain.out
    monkeypatch.setenv("NO_COLOR", "1")
    assert line.run("solve", "p", actors=fake_actors(tutor=FakeTutor([Noticed("n")], solved=SOLVED))).out == plain.out


def test_a_terminal_gets_lines_broken_at_words_and_a_pipe_gets_them_whole(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "We take both sides of the equation and subtract the same number from each of them, which changes no solution."
    story: list[SolveEvent] = [StepRead(Step(0, text, 0, len(text))), StepChecked(0, ())]
    whole = line.run("solve", "p", actors=fake_actors(tutor=FakeTutor(story, solved=SOLVED)))
    assert f" 1  {text}\n" in whole.out
    monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _self: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")
    broken = line.run("solve", "p", actors=fake_actors(tutor=FakeTutor(story, solved=SOLVED))).out
    step = broken.split("\n\n")[1].splitlines()
    assert len(step) == 3
    assert all(len(part) < 50 for part in step)
    assert " ".join(part.removeprefix(" 1").strip() for part in step) == text
