"""`ardoise check` with a tutor that plays written events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ardoise.core.codec import decode_event
from ardoise.core.events import CheckFinished, CheckStarted, Outcome
from ardoise.core.problem import Working, WorkingKind
from tests.cli.running import CommandLine
from tests.cli.stories import checked, checking
from tests.fakes.actors import fake_actors
from tests.fakes.tutor import FakeTutor

FALSE_STEP = "Problem: Solve 2x + 3 = 11\n2x = 8\nx = 5\n"


def tutor(first_error: int | None = None, steps: int = 2) -> FakeTutor:
    return FakeTutor(checking=checking, checked=checked(first_error, steps))


def asked(fake: FakeTutor) -> Working:
    (working,) = [a for a in fake.asked if isinstance(a, Working)]
    return working


def test_the_first_error_is_named_with_its_witness_and_the_exit_code_is_1(line: CommandLine) -> None:
    ran = line.run("check", "-", actors=fake_actors(tutor=tutor(1)), stdin=FALSE_STEP)
    assert ran.code == 1
    assert ran.out == (
        "Problem: Solve 2x + 3 = 11\n"
        "\n"
        " 1  2x = 8\n"
        "    ✓ Proved  Calculated exactly.\n"
        "\n"
        " 2  x = 5\n"
        "    ✗ Wrong  x = 5 gives 10 on the left and 8 on the right.\n"
        "\n"
        "First error: line 2. x = 5 gives 10 on the left and 8 on the right.\n"
        "1 of 2 claims proved, 1 wrong; 0.01 s\n"
    )


def test_a_working_without_an_error_ends_with_0(line: CommandLine) -> None:
    ran = line.run("check", actors=fake_actors(tutor=tutor()), stdin="2x = 8\nx = 4\n")
    assert ran.code == 0
    assert "No error was found." in ran.out


def test_words_alone_are_not_said_to_be_free_of_errors(line: CommandLine) -> None:
    fake = FakeTutor(checking=lambda working: [CheckStarted(working)], checked=CheckFinished(Outcome.FINISHED, steps=2))
    ran = line.run("check", actors=fake_actors(tutor=fake), stdin="i dont know\nhelp\n")
    assert ran.code == 0
    assert "No line here states anything that could be checked" in ran.out
    assert "No error" not in ran.out


def test_the_working_is_read_from_a_file(line: CommandLine, tmp_path: Path) -> None:
    fake = tutor()
    (tmp_path / "w.txt").write_bytes(b"\xef\xbb\xbf\r\nPROBLEM:  Solve 2x = 8 \r\n\r\n2x = 8\r\n\r\n x = 4\r\n")
    line.run("check", str(tmp_path / "w.txt"), actors=fake_actors(tutor=fake))
    assert asked(fake) == Working("Solve 2x = 8", ("2x = 8", " x = 4"), WorkingKind.WORKING)


def test_json_is_one_event_a_line(line: CommandLine) -> None:
    ran = line.run("check", "-", "--json", actors=fake_actors(tutor=tutor(1)), stdin=FALSE_STEP)
    assert ran.code == 1
    events = [decode_event(r) for r in ran.records]
    assert events[0] == CheckStarted(Working("Solve 2x + 3 = 11", ("2x = 8", "x = 5")))
    assert events[-1] == checked(1, 2)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2x = 8\nx = 4", WorkingKind.WORKING),
        ("1) 2x = 8\n2) x = 4", WorkingKind.WORKING),
        ("x = 1 or x = 2\nso x > 0", WorkingKind.WORKING),
        ("sin x cos x = 1", WorkingKind.WORKING),
        ("## Solution\n2x = 8", WorkingKind.SOLUTION),
        ("2x = 8\n\nThe answer is \\boxed{4}", WorkingKind.SOLUTION),
        ("First we subtract three from both sides. Then 2x = 8", WorkingKind.SOLUTION),
        ("1. Subtract three: 2x = 8\n2. Divide by two: x = 4", WorkingKind.SOLUTION),
        ("\\[2x = 8\\]", WorkingKind.SOLUTION),
    ],
)
def test_the_kind_is_guessed_from_the_text(line: CommandLine, text: str, kind: WorkingKind) -> None:
    fake = tutor()
    line.run("check", "-", actors=fake_actors(tutor=fake), stdin=text)
    assert asked(fake).kind is kind


def test_the_kind_can_be_said(line: CommandLine) -> None:
    fake = tutor()
    line.run("check", "-", "--as", "solution", actors=fake_actors(tutor=fake), stdin="2x = 8\n\nx = 4")
    assert asked(fake).kind is WorkingKind.SOLUTION


def test_a_solution_is_cut_into_its_steps(line: CommandLine) -> None:
    fake = tutor()
    line.run("check", "-", actors=fake_actors(tutor=fake), stdin="Problem: p\nFirst we take\nboth sides.\n\nSo \\boxed{4}.\n")
    working = asked(fake)
    assert working.problem == "p"
    assert len(working.lines) == 2
    assert "both sides." in working.lines[0]


@pytest.mark.parametrize("stdin", ["", "\n\n", "Problem: only that\n"])
def test_nothing_to_check_is_said(line: CommandLine, stdin: str) -> None:
    ran = line.run("check", "-", actors=fake_actors(tutor=tutor(steps=0)), stdin=stdin)
    assert ran.code == 0
    assert "There is no line to check." in ran.out


def test_a_file_that_is_not_there_is_told(line: CommandLine, tmp_path: Path) -> None:
    ran = line.run("check", str(tmp_path / "nothing.txt"))
    assert ran.code == 2
    assert "cannot be read" in ran.err
    assert line.run("check", str(tmp_path)).code == 2


def test_a_failed_check_ends_with_3(line: CommandLine) -> None:
    fake = FakeTutor(checking=checking, checked=CheckFinished(Outcome.FAILED, message="The checking process could not be started."))
    ran = line.run("check", "-", actors=fake_actors(tutor=fake), stdin="x = 1")
    assert ran.code == 3
    assert "could not be started" in ran.err


def rows(tmp_path: Path, *records: object) -> str:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records))
    return str(file)


def test_jsonl_prints_the_documented_object_for_each_row(line: CommandLine, tmp_path: Path) -> None:
    fake = tutor(1)
    file = rows(tmp_path, {"id": "a", "problem": "p", "steps": ["2x = 8", "x = 5", "prose"], "label": 1})
    ran = line.run("check", "--jsonl", file, actors=fake_actors(tutor=fake))
    assert ran.code == 1
    assert ran.records == [
        {
            "id": "a",
            "first_error": 1,
            "first_suspect": 1,
            "steps": [
                {
                    "index": 0,
                    "verdict": "verified",
                    "mark": "proved",
                    "claims": [
                        {
                            "text": "2x = 8",
                            "read_as": "2x = 8",
                            "relation": "equal",
                            "verdict": "verified",
                            "reason": None,
                            "evidence": "exact",
                            "witness": None,
                            "slip": None,
                            "carries_slip": False,
                        }
                    ],
                },
                {
                    "index": 1,
                    "verdict": "refuted",
                    "mark": "refuted",
                    "claims": [
                        {
                            "text": "x = 5",
                            "read_as": "x = 5",
                            "relation": "equal",
                            "verdict": "refuted",
                            "reason": None,
                            "evidence": "exact",
                            "witness": {"values": [["x", "5"]], "left": "10", "right": "8", "lost": [], "gained": [], "fact": ""},
                            "slip": None,
                            "carries_slip": False,
                        }
                    ],
                },
                {"index": 2, "verdict": "undecided", "mark": "prose", "claims": []},
            ],
            "seconds": 0.012,
        }
    ]


def test_jsonl_rows_are_not_kept_in_the_history(line: CommandLine, tmp_path: Path) -> None:
    fake = tutor()
    line.run("check", "--jsonl", rows(tmp_path, {"steps": ["x = 1"]}), actors=fake_actors(tutor=fake))
    assert fake.kept == [False]


def test_an_empty_step_keeps_its_index(line: CommandLine, tmp_path: Path) -> None:
    file = rows(tmp_path, {"id": 7, "steps": ["", "2x = 8", " ", "x = 5"]})
    ran = line.run("check", "--jsonl", file, actors=fake_actors(tutor=tutor(1)))
    (record,) = ran.records
    assert record["first_error"] == 3
    steps = record["steps"]
    assert isinstance(steps, list)
    assert [s["mark"] for s in steps] == ["prose", "proved", "prose", "refuted"]


def test_a_bad_row_is_told_and_the_next_is_checked(line: CommandLine, tmp_path: Path) -> None:
    file = rows(
        tmp_path, "{not json", {"id": 1}, {"id": 2, "steps": "x"}, [1], {"id": 3, "steps": [4]}, "", "[" * 5_000, {"id": 4, "steps": []}
    )
    ran = line.run("check", "--jsonl", file, actors=fake_actors(tutor=tutor()))
    assert ran.code == 2
    assert [(r["id"], "error" in r) for r in ran.records] == [
        (None, True), (1, True), (2, True), (None, True), (3, True), (None, True), (4, False),
    ]  # fmt: skip
    assert "line 1" in str(ran.records[0]["error"])
    assert "line 7" in str(ran.records[5]["error"])


def test_jsonl_may_come_from_standard_input(line: CommandLine) -> None:
    ran = line.run("check", "--jsonl", "-", actors=fake_actors(tutor=tutor()), stdin='{"id": 1, "steps": ["x = 1"]}')
    assert ran.code == 0
    assert len(ran.records) == 1
