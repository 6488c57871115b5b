"""`ardoise solve` with a tutor that plays written events."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from ardoise.core.budget import Mode
from ardoise.core.codec import decode_event
from ardoise.core.errors import KnownError
from ardoise.core.events import Outcome, PlotReady, SolveFinished, SolveStarted
from ardoise.core.generation import Sampling
from ardoise.core.models import ModelFile
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Problem
from ardoise.core.solution import Trust
from tests.cli.running import CommandLine
from tests.cli.stories import MODEL, PLOT, SOLVED, SOLVING
from tests.fakes.actors import FakeShelf, IdleEngine, fake_actors
from tests.fakes.plotter import FakePlotter
from tests.fakes.tutor import FakeTutor


def told(finished: SolveFinished = SOLVED) -> FakeTutor:
    return FakeTutor(SOLVING, solved=finished)


def with_trust(trust: Trust) -> SolveFinished:
    assert SOLVED.answer is not None
    return dataclasses.replace(SOLVED, answer=dataclasses.replace(SOLVED.answer, trust=trust))


def test_the_story_is_told_in_plain_text(line: CommandLine) -> None:
    ran = line.run("solve", "Solve $x + 1 = 4$", actors=fake_actors(tutor=told()))
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out == (
        "Solve x + 1 = 4\n"
        "\n"
        " 1  First, 1/2 + 1/2 = 1.\n"
        "    ✓ Proved  Calculated exactly.\n"
        "\n"
        "Note: The engine was restarted.\n"
        " 2  So\n"
        "    then\n"
        "    x = 3\n"
        "    ? Not checked  This could be neither proved nor refuted.\n"
        "\n"
        "Answer: x = 3\n"
        "    ✓ Confirmed  x = 3 satisfies the equation.\n"
        "\n"
        "2 steps; 1 of 2 claims proved, 1 not checked; 1.2 s; Qwen2-Math-1.5B-Instruct (a stand-in for the default model)\n"
    )


def test_json_is_one_event_a_line_and_ends_in_solve_finished(line: CommandLine) -> None:
    ran = line.run("solve", "Solve x + 1 = 4", "--json", actors=fake_actors(tutor=told()))
    assert ran.code == 0
    assert [decode_event(r) for r in ran.records] == [SolveStarted("Solve x + 1 = 4"), *SOLVING, SOLVED]
    last = ran.records[-1]
    assert last["v"] == 1
    assert last["event"] == "solve_finished"
    assert {"outcome", "answer", "steps", "checked", "tokens", "seconds", "model"} <= set(last)
    assert last["checked"] == {"claims": 2, "proved": 1, "refuted": 0, "undecided": 1, "carried": 0}
    assert last["model"] == {"name": MODEL.name, "stand_in": True, "server": ""}
    answer = last["answer"]
    assert isinstance(answer, dict)
    assert answer["confirmed_by"] == ["substituted back into the problem"]
    assert answer["trust"] == "confirmed"


def test_the_problem_may_come_from_standard_input(line: CommandLine) -> None:
    tutor = told()
    assert line.run("solve", "-", actors=fake_actors(tutor=tutor), stdin="Löse x = 1\r\n").code == 0
    assert tutor.asked == [(Problem("Löse x = 1"), SolveOptions(mode=Mode.CAREFUL))]


def test_model_and_seed_reach_the_tutor(line: CommandLine) -> None:
    tutor = told()
    line.run("solve", "p", "--model", "some.gguf", "--seed", "7", actors=fake_actors(tutor=tutor))
    ((_, options),) = [asked for asked in tutor.asked if isinstance(asked, tuple)]
    assert options.model == "some.gguf"
    assert options.sampling.seed == 7
    assert options.sampling.temperature > 0
    assert SolveOptions().sampling == Sampling()


@pytest.mark.parametrize(
    ("finished", "strict", "code"),
    [
        (SOLVED, False, 0),
        (SOLVED, True, 0),
        (with_trust(Trust.CHECKED), True, 1),
        (with_trust(Trust.UNCONFIRMED), True, 1),
        (with_trust(Trust.UNCONFIRMED), False, 0),
        (with_trust(Trust.CONTRADICTED), True, 1),
        (dataclasses.replace(SOLVED, answer=None), True, 1),
        (dataclasses.replace(SOLVED, answer=None, outcome=Outcome.CUT_OFF), False, 0),
        (dataclasses.replace(SOLVED, outcome=Outcome.FAILED, message="There is no model. Fetch one."), False, 3),
        (dataclasses.replace(SOLVED, outcome=Outcome.STOPPED), False, 130),
    ],
)
def test_exit_codes_say_how_it_ended(line: CommandLine, finished: SolveFinished, strict: bool, code: int) -> None:
    ran = line.run("solve", "p", *(["--strict"] if strict else []), actors=fake_actors(tutor=told(finished)))
    assert ran.code == code
    assert finished.message in ran.out + ran.err


@pytest.mark.parametrize(
    ("problem", "says"),
    [("", "There is no problem yet."), ("  \n", "There is no problem yet."), ("x" * 100_000, "100,000 characters"), ("\x01\x02", "text")],
)
def test_what_is_no_problem_is_refused_before_anything_starts(line: CommandLine, problem: str, says: str) -> None:
    ran = line.run("solve", problem)
    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""
    assert line.built == 0


@pytest.mark.parametrize("data", [b"\xff\xfe\x00junk", b"\x00\x01\x02", b"\xc3\x28"])
def test_binary_input_is_refused(line: CommandLine, data: bytes) -> None:
    ran = line.run("solve", "-", stdin=data)
    assert ran.code == 2
    assert "text" in ran.err


def test_the_plot_is_written(line: CommandLine, tmp_path: Path) -> None:
    plotter = FakePlotter()
    ran = line.run("solve", "p", "--plot", str(tmp_path / "p.svg"), actors=fake_actors(tutor=told(), plotter=plotter))
    assert ran.code == 0
    assert [(plot, path) for plot, path, _ in plotter.saved] == [(PLOT, tmp_path / "p.svg")]
    assert str(tmp_path / "p.svg") in ran.err


def test_without_a_plot_a_sentence_says_so(line: CommandLine) -> None:
    tutor = FakeTutor(tuple(e for e in SOLVING if not isinstance(e, PlotReady)), solved=SOLVED)
    plotter = FakePlotter()
    ran = line.run("solve", "p", "--json", "--plot", "p.png", actors=fake_actors(tutor=tutor, plotter=plotter))
    assert ran.code == 0
    assert plotter.saved == []
    assert "nothing here that could be drawn" in ran.err
    assert all("event" in record for record in ran.records)


def test_a_plot_of_an_unknown_form_is_refused_before_anything_starts(line: CommandLine) -> None:
    ran = line.run("solve", "p", "--plot", "p.gif")
    assert ran.code == 2
    assert ".png, .svg or .pdf" in ran.err


def test_a_plot_that_cannot_be_written_is_told(line: CommandLine) -> None:
    plotter = FakePlotter()
    plotter.fault = KnownError("The plot could not be written.", "Make the folder writable.")
    ran = line.run("solve", "p", "--plot", "p.png", actors=fake_actors(tutor=told(), plotter=plotter))
    assert ran.code == 3
    assert "Make the folder writable." in ran.err


def test_the_actors_are_closed_also_after_a_fault(line: CommandLine) -> None:
    for finished in (SOLVED, dataclasses.replace(SOLVED, outcome=Outcome.FAILED)):
        actors = fake_actors(tutor=told(finished))
        line.run("solve", "p", actors=actors)
        assert isinstance(actors.engine, IdleEngine)
        assert actors.engine.closed == 1


def test_json_needs_nothing_but_ascii(line: CommandLine) -> None:
    ran = line.run("solve", "x ≤ ∞ 𝑥", "--json", actors=fake_actors(tutor=told()))
    assert ran.out.isascii()
    assert json.loads(ran.out.splitlines()[0])["problem"] == "x ≤ ∞ 𝑥"


def test_a_model_that_is_named_is_wanted_also_after_a_crash(line: CommandLine) -> None:
    model = ModelFile(Path("/models/wanted.gguf"), "wanted")
    for arguments, forgiven in ((["--model", "wanted"], [model]), ([], []), (["--model", "unknown"], [])):
        actors = fake_actors(tutor=told(), shelf=FakeShelf(model))
        assert line.run("solve", "p", *arguments, actors=actors).code == 0
        assert isinstance(actors.engine, IdleEngine)
        assert actors.engine.forgiven == forgiven
