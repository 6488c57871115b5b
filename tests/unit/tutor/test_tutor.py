"""The tutor's stories with fakes: what is told, in which order, and how each ends."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import (
    AnswerFound,
    CheckEvent,
    CheckFinished,
    CheckStarted,
    EngineChanged,
    Event,
    Noticed,
    Outcome,
    PlotReady,
    SolveEvent,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.generation import StopReason
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import ModelFile, PromptForm
from ardoise.core.ports import Context, SolveOptions
from ardoise.core.problem import Problem, Task, Working, WorkingKind
from ardoise.core.solution import Answer, Claim, Trust
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, Witness, undecided
from ardoise.notation.latex import plain
from ardoise.tutor.confirming import ALL_PROVED
from ardoise.tutor.prompts import INSTRUCTION, conversation
from ardoise.tutor.tutor import BUG, StoryTutor
from tests.fakes.actors import FakeShelf, IdleVerifier
from tests.fakes.engine import FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter

MODEL = ModelFile(Path("/models/m.gguf"), "m", stand_in=True)
SOLUTION = (
    "We factor.\n\n",
    "$x^2 - 5x + 6 = (x-2)(x-3)$\n\n",
    "So $x = 2$ ",
    "or $x = 3$.\n\n",
    "The answer is $\\boxed{2, 3}$.",
)


class ScriptedVerifier(IdleVerifier):
    """Answers each claim when it is next asked, by its text: what contains a 7 is refuted, an 8 is a death, all else proved.

    `holds_back` collects nothing before the writing has ended; `bug` raises what no verifier should.
    """

    def __init__(self, *, holds_back: bool = False, bug: bool = False) -> None:
        self.contexts: list[tuple[str, Context]] = []
        self.holds_back = holds_back
        self.bug = bug
        self._waiting: list[tuple[int, Claim]] = []

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        if self.bug:
            raise ZeroDivisionError("a bug of ours")
        self.contexts.append((claim.text, context))
        self._waiting.append((len(self.contexts), claim))
        return len(self.contexts)

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        if self.holds_back and wait == 0.0:
            return []
        done, self._waiting = [(ticket, _checked(claim)) for ticket, claim in self._waiting], []
        return done

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        return dataclasses.replace(answer, trust=Trust.CONFIRMED, note="Put back.") if problem else answer


def _checked(claim: Claim) -> Check:
    if "7" in claim.text:
        return Check(claim, Verdict.REFUTED, Mark.REFUTED, evidence=Evidence.EXACT, witness=Witness(left="1", right="7"))
    if "8" in claim.text:
        return undecided(claim, Reason.WORKER_DIED)
    return Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.SYMBOLIC)


@dataclasses.dataclass
class Stage:
    """A tutor and the fakes behind it."""

    engine: FakeEngine = dataclasses.field(default_factory=lambda: FakeEngine(SOLUTION))
    verifier: ScriptedVerifier = dataclasses.field(default_factory=ScriptedVerifier)
    history: FakeHistory = dataclasses.field(default_factory=FakeHistory)
    plotter: FakePlotter = dataclasses.field(default_factory=FakePlotter)
    shelf: FakeShelf = dataclasses.field(default_factory=lambda: FakeShelf(MODEL))

    @property
    def tutor(self) -> StoryTutor:
        return StoryTutor(engine=self.engine, verifier=self.verifier, history=self.history, plotter=self.plotter, shelf=self.shelf)

    def solve(self, text: str = "Solve x^2 - 5x + 6 = 0", *, cancel: Cancel | None = None, keep: bool = True) -> list[SolveEvent]:
        return list(self.tutor.solve(Problem.of(text), cancel=cancel or Cancel(), options=SolveOptions(keep=keep)))

    def check(self, *lines: str, problem: str = "", kind: WorkingKind = WorkingKind.WORKING, keep: bool = True) -> list[CheckEvent]:
        return list(self.tutor.check(Working(problem, lines, kind), cancel=Cancel(), keep=keep))


def finish(events: Sequence[Event]) -> SolveFinished:
    """The end of a solve; also asserts that it is the only one and that it is last."""
    assert [type(e) for e in events].count(SolveFinished) == 1
    last = events[-1]
    assert isinstance(last, SolveFinished)
    return last


def test_a_solve_tells_its_story_in_order() -> None:
    events = Stage().solve()
    kinds = [type(e) for e in events]
    assert kinds[0] is SolveStarted
    assert kinds.index(PlotReady) < kinds.index(EngineChanged) < kinds.index(TextArrived) < kinds.index(StepRead)
    assert [e.step.index for e in events if isinstance(e, StepRead)] == [e.index for e in events if isinstance(e, StepChecked)]
    answers = [e.answer for e in events if isinstance(e, AnswerFound)]
    assert [a.trust for a in answers] == [Trust.UNCONFIRMED, Trust.CONFIRMED]
    end = finish(events)
    assert end.outcome is Outcome.FINISHED
    assert end.answer == answers[-1]
    assert end.checked.proved == end.checked.claims > 0
    assert (end.tokens, end.model) == (len(SOLUTION), MODEL.label)
    assert end.message == ""


def test_the_text_told_is_the_text_written() -> None:
    assert "".join(e.text for e in Stage().solve() if isinstance(e, TextArrived)) == "".join(SOLUTION)


def test_a_step_is_checked_while_the_next_one_is_written() -> None:
    events = Stage().solve()
    first_checked = next(i for i, e in enumerate(events) if isinstance(e, StepChecked))
    last_text = max(i for i, e in enumerate(events) if isinstance(e, TextArrived))
    assert first_checked < last_text


def test_checks_that_come_late_are_waited_for() -> None:
    events = Stage(verifier=ScriptedVerifier(holds_back=True)).solve()
    assert len([e for e in events if isinstance(e, StepChecked)]) == len([e for e in events if isinstance(e, StepRead)])
    assert finish(events).checked.undecided == 0


def test_each_claim_is_judged_against_the_problem_and_all_before_it() -> None:
    stage = Stage()
    stage.solve()
    texts = [text for text, _ in stage.verifier.contexts]
    for number, (_, context) in enumerate(stage.verifier.contexts):
        assert [c.text for c in context.earlier] == texts[:number]
        assert context.problem
        assert context.kind is WorkingKind.SOLUTION


def test_a_refuted_step_and_a_dead_worker_are_counted_apart() -> None:
    stage = Stage(engine=FakeEngine(["$1 + 1 = 7$\n\n", "$4 + 4 = 8$\n\n", "$1 + 1 = 2$\n\n"]))
    end = finish(stage.solve("What is 1 + 1?"))
    assert (end.checked.proved, end.checked.refuted, end.checked.undecided) == (1, 1, 1)


def test_that_every_claim_was_proved_is_said_of_an_answer_and_is_no_level_of_trust() -> None:
    end = finish(Stage(engine=FakeEngine(["$1 + 1 = 2$\n\n", "$\\boxed{2}$"])).solve("How many apples?"))
    assert end.answer is not None
    assert (end.answer.trust, end.answer.note) == (Trust.UNCONFIRMED, ALL_PROVED)


def test_an_answer_that_no_proved_claim_ends_in_is_not_called_checked() -> None:
    end = finish(Stage(engine=FakeEngine(["$1 + 1 = 2$\n\n", "$\\boxed{15}$"])).solve("How many apples?"))
    assert end.answer is not None
    assert end.answer.trust is Trust.UNCONFIRMED
    assert end.answer.note == "What was proved in the solution does not end in this answer."


def test_an_answer_after_a_refuted_claim_stays_unconfirmed() -> None:
    end = finish(Stage(engine=FakeEngine(["$1 + 1 = 7$\n\n", "$\\boxed{7}$"])).solve("How many apples?"))
    assert end.answer is not None
    assert end.answer.trust is Trust.UNCONFIRMED


def test_the_history_keeps_what_was_told() -> None:
    stage = Stage()
    events = stage.solve()
    (sheet,) = stage.history.sheets()
    assert sheet.finished
    assert sheet.title == "Solve x^2 - 5x + 6 = 0"
    started = events[0]
    assert isinstance(started, SolveStarted)
    assert started.sheet == sheet.id
    kept = stage.history.events(sheet.id)
    assert [e for e in kept if not isinstance(e, TextArrived)] == [e for e in events if not isinstance(e, TextArrived)]


def test_nothing_is_kept_where_it_is_not_wanted() -> None:
    stage = Stage()
    stage.solve(keep=False)
    stage.check("x = 2", keep=False)
    assert stage.history.sheets() == []


def test_a_history_that_fails_is_told_once_and_the_story_goes_on() -> None:
    stage = Stage()
    stage.history.fault = KnownError("The disk is full.", "Free some space.")
    events = stage.solve()
    assert [e.text for e in events if isinstance(e, Noticed)] == ["This sheet is not kept. The disk is full. Free some space."]
    assert finish(events).outcome is Outcome.FINISHED


def test_a_history_that_fails_in_the_middle_is_told_once() -> None:
    stage = Stage()
    stream = stage.tutor.solve(Problem.of("Solve x = 1"), cancel=Cancel())
    events: list[Event] = [next(stream)]
    stage.history.fault = KnownError("The disk is full.")
    events += stream
    assert len([e for e in events if isinstance(e, Noticed)]) == 1
    assert finish(events).outcome is Outcome.FINISHED


def test_without_a_model_the_end_says_what_to_do() -> None:
    end = finish(Stage(shelf=FakeShelf()).solve())
    assert end.outcome is Outcome.FAILED
    assert "ardoise model get" in end.message


def test_a_model_that_does_not_fit_is_refused_before_anything_is_loaded() -> None:
    stage = Stage()
    stage.shelf.refuses[MODEL.name] = KnownError("It needs 4.00 GB.", "Close other programs.")
    end = finish(stage.solve())
    assert (end.outcome, end.message, stage.engine.loads) == (Outcome.FAILED, "It needs 4.00 GB. Close other programs.", 0)


def test_a_loaded_model_is_not_asked_again_whether_it_fits_and_another_is_told_what_it_gives_back() -> None:
    stage = Stage()
    finish(stage.solve())
    stage.shelf.refuses[MODEL.name] = KnownError("It needs 4.00 GB.")
    assert finish(stage.solve()).outcome is Outcome.FINISHED
    stage.shelf.files = [dataclasses.replace(MODEL, path=Path("/other.gguf"), name="Other")]
    assert finish(stage.solve()).outcome is Outcome.FINISHED
    assert stage.shelf.given_back == 2  # file and cache of the fake engine's model


def test_a_model_that_cannot_be_loaded_ends_with_the_reason() -> None:
    end = finish(Stage(engine=FakeEngine(SOLUTION, load_fault=KnownError("m.gguf is cut short.", "Fetch it again."))).solve())
    assert (end.outcome, end.message) == (Outcome.FAILED, "m.gguf is cut short. Fetch it again.")


def test_a_killed_engine_loses_nothing_that_was_written_and_the_next_problem_is_solved() -> None:
    stage = Stage(engine=FakeEngine(SOLUTION, dies_after=2))
    events = stage.solve()
    end = finish(events)
    assert end.outcome is Outcome.FAILED
    assert "stopped unexpectedly" in end.message
    assert [e.step.text.strip() for e in events if isinstance(e, StepRead)] == ["We factor.", "$x^2 - 5x + 6 = (x-2)(x-3)$"]
    assert len([e for e in events if isinstance(e, StepChecked)]) == 2
    assert finish(stage.solve()).outcome is Outcome.FINISHED


def test_a_stop_keeps_what_was_written_and_says_so() -> None:
    cancel = Cancel()
    stage = Stage(engine=FakeEngine(SOLUTION, pause=0.01))
    events: list[SolveEvent] = []
    for event in stage.tutor.solve(Problem.of("Solve x^2 - 5x + 6 = 0"), cancel=cancel):
        events.append(event)
        if isinstance(event, StepRead):
            cancel.request()
    assert finish(events).outcome is Outcome.STOPPED
    assert len([e for e in events if isinstance(e, StepChecked)]) == len([e for e in events if isinstance(e, StepRead)])


def test_a_stop_before_the_start_asks_the_engine_for_nothing() -> None:
    cancel = Cancel()
    cancel.request()
    stage = Stage()
    assert finish(stage.solve(cancel=cancel)).outcome is Outcome.STOPPED
    assert stage.engine.requests == []


def test_a_solution_that_is_cut_off_says_so() -> None:
    end = finish(Stage(engine=FakeEngine(SOLUTION, ends=StopReason.LENGTH)).solve())
    assert end.outcome is Outcome.CUT_OFF
    assert "incomplete" in end.message


@pytest.mark.usefixtures("expects_log")
def test_a_bug_ends_the_story_properly_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    end = finish(Stage(verifier=ScriptedVerifier(bug=True)).solve())
    assert (end.outcome, end.message) == (Outcome.FAILED, BUG)
    assert "ZeroDivisionError" in caplog.text


def test_a_plotter_that_fails_does_not_disturb_the_story() -> None:
    stage = Stage()
    stage.plotter.fault = KnownError("The plot took too long.")
    events = stage.solve()
    assert finish(events).outcome is Outcome.FINISHED
    assert not [e for e in events if isinstance(e, PlotReady)]


def test_what_only_the_solution_states_is_drawn_at_the_end() -> None:
    events = Stage(engine=FakeEngine(["The line is $y = 2x + 1$.\n\n", "$\\boxed{3}$"])).solve("A word problem about a line.")
    kinds = [type(e) for e in events]
    assert kinds.index(PlotReady) > kinds.index(TextArrived)


def test_the_stream_can_be_left_in_the_middle() -> None:
    stream: Iterator[SolveEvent] = Stage().tutor.solve(Problem.of("Solve x = 1"), cancel=Cancel())
    next(stream)
    next(stream)
    assert hasattr(stream, "close")
    stream.close()


def test_a_working_is_checked_line_by_line() -> None:
    events = Stage().check("2x = 8", "", "x = 7", problem="Solve 2x + 3 = 11")
    assert isinstance(events[0], CheckStarted)
    assert [e.step.text for e in events if isinstance(e, StepRead)] == ["2x = 8", "x = 7"]
    end = events[-1]
    assert isinstance(end, CheckFinished)
    assert (end.outcome, end.first_error, end.first_suspect, end.steps) == (Outcome.FINISHED, 1, 1, 2)


def test_an_unreadable_line_is_undecided_with_the_place_and_never_an_error() -> None:
    events = Stage().check("2x = ) 8 (", problem="Solve 2x = 8")
    checks = next(e.checks for e in events if isinstance(e, StepChecked))
    assert checks
    assert all(c.verdict is not Verdict.REFUTED for c in checks)
    end = events[-1]
    assert isinstance(end, CheckFinished)
    assert end.first_error is None


@pytest.mark.parametrize(("lines", "title"), [(("x = 2", "y"), "x = 2"), (("", " "), "Empty working"), ((), "Empty working")])
def test_a_working_without_a_problem_is_named_by_its_first_line(lines: tuple[str, ...], title: str) -> None:
    stage = Stage()
    stage.check(*lines)
    assert [s.title for s in stage.history.sheets()] == [title]


@pytest.mark.parametrize("form", list(PromptForm))
def test_every_prompt_form_holds_the_problem(form: PromptForm) -> None:
    messages = conversation(Problem.of("What is 2 + 2?"), form)
    assert "What is 2 + 2?" in messages[-1].text
    assert messages[-1].role == "user"
    assert any(INSTRUCTION in m.text for m in messages) == (form is not PromptForm.PLAIN)


def test_a_line_that_begins_with_a_relation_goes_on_from_the_line_before() -> None:
    events = Stage().check("(x+2)^2", "= x^2 + 4x + 4", "= x(x+4) + 4")
    claims = [c for e in events if isinstance(e, StepRead) for c in e.step.claims]
    assert [plain(c.left) for c in claims] == ["(x + 2)^2", "(x + 2)^2", "x^2 + 4x + 4"]
    assert [c.linked for c in claims] == [False, True, True]


def test_a_function_named_in_one_line_is_one_in_the_next() -> None:
    events = Stage().check("Let u(x) = x^2", "u(3) = 9", kind=WorkingKind.SOLUTION)
    last = [e.step.claims for e in events if isinstance(e, StepRead)][-1]
    assert [getattr(c.left, "function", "") for c in last] == ["call"]


def test_a_learner_who_writes_decimal_commas_is_read_so_in_every_line() -> None:
    events = Stage().check("2,5x = 8,75", "x = 3,5")
    claims = [c for e in events if isinstance(e, StepRead) for c in e.step.claims]
    assert [plain(c.right) for c in claims] == ["8.75", "3.5"]
