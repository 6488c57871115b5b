"""Solutions are judged by the real tutor over a fake verifier; what is printed of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.ports import Actors
from ardoise.core.verdict import Reason, Verdict
from ardoise.evaluation import bench
from ardoise.evaluation.labelled import Labelled
from ardoise.evaluation.steps import judge_solution, judge_tables
from tests.fakes.verifier import FakeVerifier
from tests.unit.evaluation.labelled_rows import building, row, write

VERDICTS: dict[str, Verdict | Reason] = {"1 + 1 = 3": Verdict.REFUTED, "2 + 2 = 5": Verdict.UNDECIDED, "9 + 9 = 18": Reason.TIMED_OUT}
ROWS = (
    row("found", "We add: $1 + 2 = 3$.", "So $1 + 1 = 3$.", label=1),
    row("missed", "Words.", "", "So $2 + 2 = 5$.", label=2),
    row("alone", "So $3 + 3 = 6$.", "And $9 + 9 = 18$."),
    row("alarmed", "So $1 + 1 = 3$."),
)


def test_checks_stand_at_the_steps_own_index_also_after_an_empty_step() -> None:
    solution = Labelled("a", "p", ("", "So $1 + 1 = 3$.", " ", "Words."), 1)
    done = judge_solution(solution, building(FakeVerifier(VERDICTS))().tutor, Cancel())
    assert done is not None
    judged, trouble = done
    assert trouble == ""
    assert [[c.verdict for c in step.checks] for step in judged.steps] == [[], [Verdict.REFUTED], [], []]
    assert judged.steps[0].seconds == 0.0
    assert judged.steps[1].seconds > 0.0


def test_a_stopped_solution_is_not_counted() -> None:
    cancel = Cancel()
    cancel.request()
    assert judge_solution(Labelled("a", "p", ("x",), -1), building(FakeVerifier())().tutor, cancel) is None


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_solution_is_judged_once_whatever_the_number_of_jobs(jobs: int) -> None:
    verifiers: list[FakeVerifier] = []

    def build() -> Actors:
        verifiers.append(FakeVerifier())
        return building(verifiers[-1])()

    tables = [[Labelled(f"{t}-{i}", "p", ("$1 + 2 = 3$",), -1) for i in range(20)] for t in range(2)]
    results = list(judge_tables(tables, build, jobs=jobs, cancel=Cancel()))
    assert sorted(r.judged.solution.id for r in results) == sorted(s.id for table in tables for s in table)
    assert all(r.judged.solution.id.startswith(f"{r.table}-") for r in results)
    assert len(verifiers) == jobs, "a verifier a job, not one a solution"
    assert [v.closed for v in verifiers] == [1] * jobs


def test_what_a_job_cannot_have_is_raised_and_not_counted_as_undecided() -> None:
    def build() -> Actors:
        raise KnownError("The data folder cannot be used.")

    with pytest.raises(KnownError, match="data folder"):
        list(judge_tables([[Labelled("a", "p", ("x",), -1)]], build, jobs=2, cancel=Cancel()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "mine.jsonl", *ROWS)


def run(*arguments: object, build: Callable[[], Actors] | None = None) -> int:
    return bench.main(["steps", *map(str, arguments)], build=build or (lambda: building(FakeVerifier(VERDICTS))()))


def test_json_is_one_object_with_a_record_a_file(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = write(tmp_path / "other.jsonl", row("b", "So $3 + 3 = 6$."))
    assert run(file, other, "--jobs", 2, "--json") == 0
    captured = capsys.readouterr()
    assert captured.err == "", "progress is for a terminal only"
    mine, others = json.loads(captured.out)["files"]
    assert (mine["file"], mine["solutions"], mine["steps"], mine["timeouts"]) == ("mine", 4, 8, 1)
    assert mine["definite_steps"] == 4 / 8
    assert mine["refuted"] == {
        "f1": 0.5, "found_at_step": 0.5, "left_alone": 0.5, "false_alarms": 1 / 6, "found": 1, "alone": 1, "alarms": 1,
    }  # fmt: skip
    assert mine["suspect"] == mine["refuted"]
    assert 0 < mine["ms_median"] <= mine["ms_p95"] <= mine["ms_max"]
    assert (others["file"], others["suspect"]["f1"]) == ("other", None)


def test_the_table_shows_both_cuts_of_each_file_within_a_terminal(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 140
    (red,) = [line for line in lines if line.startswith("mine") and " red " in line]
    assert red.split() == ["mine", "red", "50.0", "50.0", "%", "(1/2)", "50.0", "%", "(1/2)", "16.67", "%", "(1/6)"]
    assert lines[-1].split()[0] == "suspect"


def test_misses_are_listed_with_the_wrong_step_and_what_was_said_of_its_claims(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--show", "misses") == 0
    out = capsys.readouterr().out
    assert "mine: 1 first errors were not found" in out
    assert "missed: the first error is step 3 of 3; no step was marked" in out
    assert "What is x?" in out
    assert "So 2 + 2 = 5." in out
    assert "Not checked: This could be neither proved nor refuted." in out
    assert "found: the first error" not in out


def test_alarms_are_listed_with_the_checkers_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--show", "alarms") == 0
    out = capsys.readouterr().out
    assert "alarmed: step 1 of 1 is red, and labelled sound" in out
    assert "Wrong: The left side is 1, the right side is 2." in out
    assert "alone:" not in out


def test_at_most_so_many_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "m.jsonl", *(row(f"row {i}", "So $2 + 2 = 5$.", label=0) for i in range(30)))
    assert run(file, "--show", "misses") == 0
    assert capsys.readouterr().out.count("── row") == 20
    assert run(file, "--show", "misses", "--most", 3) == 0
    assert capsys.readouterr().out.count("── row") == 3


def test_no_control_character_of_a_row_reaches_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "m.jsonl", row("e\x1b[31m", "So \x1b]0;t\x07 $2 + 2 = 5$.", label=0))
    assert run(file, "--show", "misses") == 0
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\x07" not in captured.out


def test_a_limit_draws_from_each_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--limit", 3, "--json") == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["solutions"] == 3


def test_bad_rows_are_told_and_the_others_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "m.jsonl", "{oops", row("a", "So $3 + 3 = 6$."))
    assert run(file, "--json") == 2
    captured = capsys.readouterr()
    assert "m.jsonl, line 1: this is not JSON; passed over" in captured.err
    assert json.loads(captured.out)["files"][0]["solutions"] == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_used_is_told_before_anything_is_judged(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    def build() -> Actors:
        raise AssertionError("nothing is to be judged")

    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert run(path, build=build) == 2
    assert str(path) in capsys.readouterr().err


def test_ctrl_c_prints_what_is_there_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "m.jsonl", *(row(str(i), "So $3 + 3 = 6$.") for i in range(500)))
    verifier = FakeVerifier()

    def interrupt(_: object, line: str) -> None:
        if line.startswith("5 of"):
            raise KeyboardInterrupt

    monkeypatch.setattr("ardoise.evaluation.step_bench.ProgressLine.show", interrupt)
    assert run(file, "--json", build=building(verifier)) == 130
    captured = capsys.readouterr()
    assert "Stopped after 5 of 500 solutions" in captured.err
    assert json.loads(captured.out)["files"][0]["solutions"] == 5
    assert verifier.closed == 1


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--limit", "0"], ["--json", "--show", "misses"], ["--show", "nonsense"]])
def test_bench_steps_refuses_what_makes_no_sense(arguments: list[str], file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, *arguments) == 2
    assert "usage" in capsys.readouterr().err
