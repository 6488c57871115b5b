"""Problems with known answers: how they are solved, judged, counted, kept and gone on with; the engine is scripted, the checks are real."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import Outcome, SolveEvent
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Actors, SolveOptions
from ardoise.core.problem import Problem
from ardoise.core.solution import Trust
from ardoise.core.verdict import Verdict
from ardoise.evaluation import bench
from ardoise.evaluation.answer_figures import Share, figures, paired
from ardoise.evaluation.answers import MAJORITY, Header, Record, Row, Run, Solver, Told, read_rows
from ardoise.evaluation.second_judge import SecondJudge
from ardoise.gui.measured import measured
from ardoise.tutor.tutor import DEFAULT_OPTIONS, StoryTutor
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.actors import FakeShelf, fake_actors
from tests.fakes.engine import FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter

MODEL = ModelFile(Path("/models/m.gguf"), "m")
HEADER = Header("p.jsonl", "quick", 0, "m", "", "here", "2026-01-01", "0.1.0")


def record(name: str, *, right: bool = True, trust: Trust = Trust.CHECKED, tokens: int = 100, repairs: tuple[str, ...] = ()) -> Record:
    correct = Verdict.VERIFIED if right else Verdict.REFUTED
    return Record(name, "1", "1", correct, correct, trust, "", Outcome.FINISHED, tokens, 1.0, repairs)


@pytest.mark.parametrize(
    ("n", "correct", "low", "high"),
    [(10, 8, 0.4902, 0.9433), (50, 28, 0.4231, 0.6884), (100, 98, 0.9300, 0.9945), (20, 0, 0.0, 0.1611), (20, 20, 0.8389, 1.0)],
)
def test_the_interval_is_wilsons(n: int, correct: int, low: float, high: float) -> None:
    assert list(Share(n, correct).interval) == pytest.approx([low, high], abs=2e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)
    assert figures("quick", []).as_json()["accuracy"] is None


def test_levels_of_trust_are_counted_apart() -> None:
    counted = figures("careful", [record("a"), record("b", right=False), record("c", trust=Trust.CONFIRMED, repairs=("told",))])
    assert counted.trust[Trust.CHECKED] == Share(2, 1)
    assert counted.trust[Trust.CONFIRMED] == Share(1, 1)
    assert (counted.repaired, counted.repairs) == (1, {"told": 1})


def test_runs_are_paired_by_problem() -> None:
    before = [record("a"), record("b", right=False), record("c"), record("d", right=False)]
    repaired = dataclasses.replace(record("b", repairs=("resampled",)), first=Verdict.VERIFIED)
    spoilt = dataclasses.replace(record("c", right=False, repairs=("told",)), first=Verdict.REFUTED)
    after = [record("a", tokens=200), repaired, spoilt, record("z")]
    both = paired(before, after)
    assert (both.n, both.gained, both.lost, both.repairs_helped, both.repairs_harmed) == (3, 1, 1, 1, 1)
    assert both.tokens == pytest.approx(400 / 300)
    assert both.difference == 0.0


def test_rows_are_drawn_by_the_seed_and_a_bad_row_is_named(tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    file.write_text(
        "".join(json.dumps({"id": str(i), "problem": f"What is {i}?", "answer": i}) + "\n" for i in range(20)), encoding="utf-8"
    )
    assert [r.id for r in read_rows(file, most=5, seed=1)] == [r.id for r in read_rows(file, most=5, seed=1)]
    assert [r.id for r in read_rows(file, most=5, seed=1)] != [r.id for r in read_rows(file, most=5, seed=2)]
    assert {r.id for r in read_rows(file, most=None, seed=1)} == {str(i) for i in range(20)}
    file.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_rows(file, most=None, seed=0)


def test_a_run_is_read_as_it_was_kept_and_a_line_cut_short_is_passed_over(tmp_path: Path) -> None:
    run = Run(tmp_path / "runs" / "r.jsonl", HEADER)
    run.begin()
    run.add(record("a"))
    run.add(record("b", repairs=("told",)))
    with run.path.open("a", encoding="utf-8") as file:
        file.write('{"id": "c", "expe')
    again = Run.read(run.path)
    assert (again.header, again.records) == (HEADER, run.records)
    assert again.goes_on(dataclasses.replace(HEADER, date="2026-02-02", machine="there"))
    assert not again.goes_on(dataclasses.replace(HEADER, seed=1))
    again.add(record("c"))
    assert [r.id for r in Run.read(run.path).records] == [*(r.id for r in run.records), "c"]


@pytest.fixture(scope="module")
def verifier() -> Iterator[ChildVerifier]:
    checks = ChildVerifier(spare=False)
    yield checks
    checks.close()


def actors_of(verifier: ChildVerifier, *scripts: Sequence[str]) -> Actors:
    engine, shelf = FakeEngine(*scripts), FakeShelf(MODEL)
    tutor = StoryTutor(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=shelf)
    return dataclasses.replace(fake_actors(tutor=tutor), engine=engine, verifier=verifier, shelf=shelf)


class NoJudge(SecondJudge):
    def judge(self, expected: str, answer: str) -> Verdict:
        return Verdict.UNDECIDED


def solver(actors: Actors, mode: str, *, samples: int = 0) -> Solver:
    return Solver(actors, MODEL, name="", mode=mode, seed=0, samples=samples, judge=NoJudge())


ROW = Row("r", "How many pens are in three boxes of four?", "$\\frac{24}{2}$")


def test_a_right_answer_written_otherwise_is_right(verifier: ChildVerifier) -> None:
    found = solver(actors_of(verifier, ["So $3 \\cdot 4 = 12$, and $\\boxed{12 \\text{ pens}}$."]), "quick").solve(ROW, Cancel())
    assert found is not None
    assert (found.correct, found.answer, found.outcome) == (Verdict.VERIFIED, "12 \\text{ pens}", Outcome.FINISHED)
    assert found.routes[0].text.startswith("So $3")
    assert found.tokens == 1


def test_what_was_repaired_and_the_other_ways_are_in_the_record(verifier: ChildVerifier) -> None:
    wrong = ["First.\n\n", "Together $3 \\cdot 4 = 13$ pens.\n\n", "So \\boxed{13}."]
    found = solver(actors_of(verifier, wrong, ["$ pens.\n\n", "So $\\boxed{12}$."], ["print(3 * 4)\n```"]), "careful").solve(ROW, Cancel())
    assert found is not None
    assert found.repairs == ("corrected",)
    assert [(t.kind, t.answer) for t in found.routes] == [("first", "12"), ("calculation", "12")]
    assert "13" not in found.routes[0].text
    assert (found.correct, found.trust) == (Verdict.VERIFIED, Trust.CHECKED)


def test_the_majority_of_samples_is_taken(verifier: ChildVerifier) -> None:
    scripts = [["\\boxed{13}"], ["\\boxed{12}"], ["\\boxed{12.0}"], ["no answer"]]
    found = solver(actors_of(verifier, *scripts), MAJORITY, samples=4).solve(ROW, Cancel())
    assert found is not None
    assert (found.correct, found.note, len(found.routes)) == (Verdict.VERIFIED, "2 of 4 samples", 4)


def test_no_answer_is_a_wrong_answer(verifier: ChildVerifier) -> None:
    found = solver(actors_of(verifier, ["I do not know."]), "quick").solve(ROW, Cancel())
    assert found is not None
    assert (found.correct, found.answer) == (Verdict.REFUTED, "")


class Interrupted(StoryTutor):
    """The person presses Ctrl+C during the second problem."""

    asked = 0

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = DEFAULT_OPTIONS) -> Iterator[SolveEvent]:
        self.asked += 1
        if self.asked == 2:
            raise KeyboardInterrupt
        return super().solve(problem, cancel=cancel, options=options)


def test_a_run_that_was_stopped_is_gone_on_with(verifier: ChildVerifier, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "p.jsonl", tmp_path / "run.jsonl"
    file.write_text("".join(json.dumps({"id": str(i), "problem": "How many?", "answer": "12"}) + "\n" for i in range(3)), encoding="utf-8")
    engine, shelf = FakeEngine(["So $\\boxed{12}$."]), FakeShelf(MODEL)

    def tutor(kind: type[StoryTutor]) -> StoryTutor:
        return kind(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=shelf)

    stopped = tutor(Interrupted)

    def build(telling: StoryTutor) -> Actors:
        made = dataclasses.replace(fake_actors(tutor=telling), engine=engine, shelf=shelf)
        return dataclasses.replace(made, verifier=Kept(verifier))

    arguments = ["answers", str(file), "--mode", "quick", "--out", str(out), "--json"]
    assert bench.main(arguments, build=lambda: build(stopped)) == 130
    assert len(Run.read(out).records) == 1
    assert bench.main([*arguments, "--resume"], build=lambda: build(tutor(StoryTutor))) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["mode"], told["n"], told["correct"], told["trust"]["unconfirmed"]) == ("quick", 3, 3, {"n": 3, "correct": 3})
    page = tmp_path / "page.md"
    assert bench.main(["report", str(out), "-o", str(page)], build=lambda: build(stopped)) == 0
    assert "| p.jsonl | quick | 3 | 100.0 %" in page.read_text(encoding="utf-8")
    assert page.with_suffix(".svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_modes_that_keep_their_texts_share_the_first_solution_and_tell_no_seconds(
    verifier: ChildVerifier, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, texts = tmp_path / "p.jsonl", tmp_path / "texts.jsonl"
    file.write_text(
        "".join(json.dumps({"id": str(i), "problem": f"How many? ({i})", "answer": "12"}) + "\n" for i in range(3)), encoding="utf-8"
    )
    shelf = FakeShelf(MODEL)
    engines = [FakeEngine(["So $\\boxed{12}$."]) for _ in range(3)]

    def solved(engine: FakeEngine, mode: str) -> Run:
        actors = dataclasses.replace(fake_actors(), engine=engine, shelf=shelf, verifier=Kept(verifier))
        out = tmp_path / f"{mode}.jsonl"
        arguments = ["answers", str(file), "--mode", mode, "--samples", "2", "--out", str(out), "--texts", str(texts)]
        assert bench.main(arguments, build=lambda: actors) == 0
        return Run.read(out)

    quick = solved(engines[0], "quick")
    careful = solved(engines[1], "careful")
    assert [r.routes[0].text for r in careful.records] == [r.routes[0].text for r in quick.records]
    assert len(engines[0].requests) == 3
    assert [r for r in engines[1].requests if r in engines[0].requests] == []
    assert " –" in capsys.readouterr().out
    solved(engines[2], "majority")
    assert len(engines[2].requests) == 6
    texts.write_text('{"model": "other"}\n', encoding="utf-8")
    with pytest.raises(KnownError, match="another model"):
        solved(FakeEngine(), "thorough")


def test_a_fault_of_the_engine_is_no_wrong_answer(verifier: ChildVerifier, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "p.jsonl", tmp_path / "run.jsonl"
    rows = [{"id": str(i), "problem": f"How many? ({i})", "answer": "12"} for i in range(6)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def build(*, dies: bool) -> Actors:
        actors = actors_of(verifier, ["So ", "it is ", "$\\boxed{12}$."])
        if dies:
            engine = actors.engine
            assert isinstance(engine, FakeEngine)
            engine.dies_after = 1
        return dataclasses.replace(actors, verifier=Kept(verifier))

    arguments = ["answers", str(file), "--mode", "quick", "--out", str(out)]
    assert bench.main(arguments, build=lambda: build(dies=True)) == 0
    assert len(Run.read(out).records) == 5, "it died once: that problem is left out, and told"
    assert "stopped unexpectedly" in capsys.readouterr().err
    assert bench.main([*arguments, "--resume"], build=lambda: build(dies=False)) == 0
    assert sorted(r.id for r in Run.read(out).records) == [row["id"] for row in rows]


def test_an_engine_that_is_gone_ends_the_run(verifier: ChildVerifier, tmp_path: Path) -> None:
    file, out = tmp_path / "p.jsonl", tmp_path / "run.jsonl"
    file.write_text("".join(f'{{"id": "{i}", "problem": "How many? ({i})", "answer": "12"}}\n' for i in range(6)), encoding="utf-8")
    actors = actors_of(verifier)
    engine = actors.engine
    assert isinstance(engine, FakeEngine)
    engine.load_fault = KnownError("The server is gone.", "Start it.")
    with pytest.raises(KnownError, match="The server is gone"):
        bench.main(
            ["answers", str(file), "--mode", "quick", "--out", str(out)], build=lambda: dataclasses.replace(actors, verifier=Kept(verifier))
        )
    assert Run.read(out).records == []


def test_a_page_is_about_one_run_of_a_file_in_a_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for seed in (1, 2):
        run = Run(tmp_path / f"{seed}.jsonl", dataclasses.replace(HEADER, seed=seed))
        run.begin()
        files.append(str(run.path))
    assert bench.main(["report", *files, "-o", str(tmp_path / "p.md")], build=fake_actors) == 2
    assert "two runs of p.jsonl in mode quick" in capsys.readouterr().err


def test_problems_of_two_files_with_the_same_ids_are_not_taken_for_each_other(tmp_path: Path) -> None:
    files = []
    for name, mode, right in (("p", "quick", True), ("p", "careful", True), ("q", "quick", False), ("q", "careful", True)):
        run = Run(tmp_path / f"{name}-{mode}.jsonl", dataclasses.replace(HEADER, mode=mode, file=f"{name}.jsonl"))
        run.begin()
        run.add(record("1", right=right))
        files.append(str(run.path))
    page = tmp_path / "page.md"
    assert bench.main(["report", *files, "-o", str(page)], build=fake_actors) == 0
    assert "| p.jsonl + q.jsonl | quick | careful | 2 | +50.0 points" in page.read_text(encoding="utf-8")


def test_a_run_of_another_kind_is_never_added_to(verifier: ChildVerifier, tmp_path: Path) -> None:
    file, out = tmp_path / "p.jsonl", tmp_path / "run.jsonl"
    file.write_text('{"id": "a", "problem": "How many?", "answer": "12"}\n', encoding="utf-8")

    def build() -> Actors:
        return dataclasses.replace(actors_of(verifier, ["So $\\boxed{12}$."]), verifier=Kept(verifier))

    arguments = ["answers", str(file), "--out", str(out)]
    assert bench.main([*arguments, "--mode", "quick"], build=build) == 0
    kept = out.read_bytes()
    with pytest.raises(KnownError, match="there already"):
        bench.main([*arguments, "--mode", "quick"], build=build)
    with pytest.raises(KnownError, match="in another way"):
        bench.main([*arguments, "--mode", "careful", "--resume"], build=build)
    with pytest.raises(KnownError, match="No server was chosen"):
        bench.main([*arguments, "--engine", "remote", "--resume"], build=build)
    assert out.read_bytes() == kept


@pytest.mark.parametrize("text", ["", "nonsense", '{"id": 1}\n', "[1, 2]"])
def test_a_file_that_is_no_list_of_problems_is_told(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.jsonl"
    if text:
        file.write_text(text, encoding="utf-8")
    assert bench.main(["answers", str(file)], build=fake_actors) == 2
    assert "p.jsonl" in capsys.readouterr().err


def test_a_file_that_is_no_run_is_told_by_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    assert bench.main(["report", str(file), "-o", str(tmp_path / "p.md")], build=fake_actors) == 2
    assert "is not a run" in capsys.readouterr().err


def test_the_measured_levels_are_written_as_the_help_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(tmp_path / "r.jsonl", dataclasses.replace(HEADER, mode="careful"))
    run.begin()
    for i in range(20):
        run.add(record(str(i), right=i > 0))
    levels = tmp_path / "accuracy.json"
    assert bench.main(["report", str(run.path), "-o", str(tmp_path / "p.md"), "--levels", str(levels)], build=fake_actors) == 0
    monkeypatch.setattr("ardoise.paths.resource", lambda _: levels)
    known = measured()
    assert (known.levels[Trust.CHECKED], known.levels[Trust.CONFIRMED]) == ((20, 19), (0, 0))
    assert (known.model, known.date, known.problems) == ("m", "2026-01-01", ("p",))


def test_only_the_problems_of_all_modes_are_compared_and_runs_of_two_models_never(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for mode, n in (("quick", 6), ("careful", 4)):
        run = Run(tmp_path / f"{mode}.jsonl", dataclasses.replace(HEADER, mode=mode))
        run.begin()
        for i in range(n):
            run.add(record(str(i), right=i != 0))
        files.append(str(run.path))
    page = tmp_path / "p.md"
    assert bench.main(["report", *files, "-o", str(page)], build=fake_actors) == 0
    told = page.read_text(encoding="utf-8")
    assert "| p.jsonl | 4 | 75.0 % (30.1 to 95.4; 3 of 4), 100 tokens | 75.0 % (30.1 to 95.4; 3 of 4), 100 tokens |" in told
    assert "| p.jsonl | quick | 6 | 83.3 %" in told
    other = Run(tmp_path / "other.jsonl", dataclasses.replace(HEADER, mode="thorough", model="another"))
    other.begin()
    assert bench.main(["report", *files, str(other.path), "-o", str(page)], build=fake_actors) == 2
    assert "several models" in capsys.readouterr().err


def test_the_records_that_are_published_hold_no_words_and_give_the_same_page(tmp_path: Path) -> None:
    files = []
    for mode, right in (("quick", 10), ("majority", 12), ("thorough", 15)):
        run = Run(tmp_path / f"{mode}.jsonl", dataclasses.replace(HEADER, mode=mode))
        run.begin()
        for i in range(20):
            told = Told(0, "first", "There are many ducks.", "\\text{ducks}", 30)
            made = record(str(i), right=i < right)
            run.add(dataclasses.replace(made, expected="ducks", answer="Ducks", note="Also: ducks.", routes=(told,)))
        files.append(str(run.path))
    page, again, folder = tmp_path / "page.md", tmp_path / "again" / "page.md", tmp_path / "records"
    assert bench.main(["report", *files, "-o", str(page), "--records", str(folder)], build=fake_actors) == 0
    assert "| p.jsonl | majority | thorough | 20 | +15.0 points" in page.read_text(encoding="utf-8")
    kept = [folder / f"p-{mode}.jsonl" for mode in ("quick", "majority", "thorough")]
    assert not any("ducks" in file.read_text(encoding="utf-8").lower() for file in kept)
    again.parent.mkdir()
    about = tmp_path / "about.md"
    about.write_text("Of a Tuesday.\n", encoding="utf-8")
    assert bench.main(["report", *files, "-o", str(page), "--about", str(about)], build=fake_actors) == 0
    assert page.read_text(encoding="utf-8").startswith("# Accuracy\n\nOf a Tuesday.\n\nModel: m")
    assert bench.main(["report", *files, "-o", str(page), "--about", str(tmp_path)], build=fake_actors) == 2
    assert bench.main(["report", *files, "-o", str(page)], build=fake_actors) == 0
    assert bench.main(["report", *map(str, kept), "-o", str(again)], build=fake_actors) == 0
    assert again.read_bytes() == page.read_bytes()


class Kept(ChildVerifier):
    """A verifier that outlives the actors it is given to."""

    def __init__(self, verifier: ChildVerifier) -> None:
        self.__dict__.update(verifier.__dict__)

    def close(self) -> None:
        """The module's fixture ends it."""


@pytest.mark.slow
def test_the_second_judge_reads_latex_and_nothing_else() -> None:
    judge = SecondJudge()
    try:
        assert judge.judge("\\frac{1}{2}", "0.5") is Verdict.VERIFIED
        assert judge.judge("2", "3") is Verdict.REFUTED
        assert judge.judge("2", "__import__('os').system('true')") is not Verdict.VERIFIED
        assert judge.judge("", "3") is Verdict.UNDECIDED
    finally:
        judge.close()
