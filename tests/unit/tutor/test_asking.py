"""What the model is told for each purpose, and what its answer is judged against."""

from __future__ import annotations

import pytest

from ardoise.core.events import Outcome, SolveEvent, SolveFinished, SolveStarted, StepRead, TextArrived
from ardoise.core.generation import Message
from ardoise.core.limits import Cancel
from ardoise.core.models import PromptForm
from ardoise.core.ports import SheetKind, SolveOptions
from ardoise.core.problem import Asked, Problem, Purpose, Turn, Working
from ardoise.core.solution import Trust
from ardoise.tutor.prompts import INSTRUCTION, beginning, conversation
from ardoise.tutor.tutor import StoryTutor
from tests.fakes.actors import FakeShelf
from tests.fakes.engine import FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.verifier import FakeVerifier
from tests.gui.stories import a_model_file

WORKING = Working("Solve (x+1)^2 = 16", ("(x+1)^2 = 16", "", "x^2 + 1 = 16", "x^2 = 15"))
TURNS = (Turn("Solve 2x = 8", "Dividing gives $x = 4$.\n\nSo $\\boxed{4}$."),)


def told(*script: str, problem: str, asked: Asked) -> tuple[list[SolveEvent], FakeEngine, FakeVerifier, FakeHistory]:
    engine, verifier, history = FakeEngine(script), FakeVerifier(), FakeHistory()
    sheet = history.begin(SheetKind.SOLVE, "before")
    tutor = StoryTutor(engine=engine, verifier=verifier, history=history, plotter=FakePlotter(), shelf=FakeShelf(a_model_file()))
    options = SolveOptions(asked=Asked(**{**vars(asked), "sheet": sheet}))
    return list(tutor.solve(Problem(problem), cancel=Cancel(), options=options)), engine, verifier, history


def test_a_question_comes_after_what_was_said_and_asks_for_no_final_answer() -> None:
    messages = conversation(Problem("Why divide?"), PromptForm.QWEN2_MATH, Asked(Purpose.FOLLOW_UP, turns=TURNS))
    assert [m.role for m in messages] == ["system", "user", "assistant", "user"]
    assert messages[1].text == f"Solve 2x = 8\n{INSTRUCTION}"
    assert messages[2].text == TURNS[0].solution
    assert messages[3] == Message("user", "Why divide?")


def test_a_mistake_is_told_with_the_lines_up_to_it_and_what_was_found() -> None:
    asked = Asked(Purpose.EXPLAIN, working=WORKING, line=2, finding="x = 3 gives 16 and 10.")
    (system, user) = conversation(Problem("What went wrong?"), PromptForm.QWEN2_MATH, asked)
    assert INSTRUCTION not in system.text + user.text
    assert "Solve (x+1)^2 = 16" in user.text
    assert "Line 1: (x+1)^2 = 16\nLine 3: x^2 + 1 = 16" in user.text
    assert "Line 3 is wrong. x = 3 gives 16 and 10." in user.text
    assert "x^2 = 15" not in user.text, "nothing that follows from the mistake"
    assert beginning(asked) == ""


def test_the_next_lines_go_on_from_the_sound_ones() -> None:
    asked = Asked(Purpose.NEXT_LINES, working=WORKING, line=2)
    assert conversation(Problem("?"), PromptForm.QWEN2_MATH, asked)[-1].text == f"Solve (x+1)^2 = 16\n{INSTRUCTION}"
    assert beginning(asked).split() == ["(x+1)^2", "=", "16"]


@pytest.mark.parametrize("form", list(PromptForm))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_model_can_be_asked_for_every_purpose(form: PromptForm, purpose: Purpose) -> None:
    messages = conversation(Problem("p"), form, Asked(purpose, turns=TURNS, begun="x", working=WORKING, line=2))
    assert messages[-1].role == "user"
    assert [m.role for m in messages].count("system") <= 1


def test_what_was_begun_is_gone_on_with_and_its_steps_keep_their_numbers() -> None:
    begun = "First $1 + 1 = 2$.\n\nThen $2 + "
    events, engine, _, _ = told("2 = 4$.\n\n", "So $\\boxed{4}$.", problem="What is 2 + 2?", asked=Asked(Purpose.GO_ON, begun=begun))
    assert engine.requests[0].prefix == begun
    assert "".join(e.text for e in events if isinstance(e, TextArrived)) == "2 = 4$.\n\nSo $\\boxed{4}$."
    assert [(e.step.index, e.step.text) for e in events if isinstance(e, StepRead)] == [
        (0, "First $1 + 1 = 2$."), (1, "Then $2 + 2 = 4$."), (2, "So $\\boxed{4}$."),
    ]  # fmt: skip
    end = events[-1]
    assert isinstance(end, SolveFinished)
    assert (end.outcome, end.steps) == (Outcome.FINISHED, 3)
    assert end.answer is not None
    assert end.answer.text == "4"


def test_the_next_lines_are_judged_against_the_sound_ones() -> None:
    _, engine, verifier, _ = told("So $x + 1 = 4$.", problem="How on?", asked=Asked(Purpose.NEXT_LINES, working=WORKING, line=2))
    assert engine.requests[0].prefix.startswith("(x+1)^2 = 16")
    claim, context = verifier.asked[-1]
    assert claim.text == "x + 1 = 4"
    assert [c.text for c in context.earlier] == ["(x+1)^2 = 16"]
    assert [c.text for c in context.problem] == ["(x+1)^2 = 16"]


def test_an_answer_to_a_question_is_judged_against_what_was_said_and_confirmed_beside_its_own_problem_only() -> None:
    events, _, verifier, _ = told("Since $x = 4$, $\\boxed{4}$.", problem="Why?", asked=Asked(Purpose.FOLLOW_UP, turns=TURNS))
    assert "x = 4" in [c.text for c in verifier.asked[-1][1].earlier]
    assert verifier.confirmed == []
    end = events[-1]
    assert isinstance(end, SolveFinished)
    assert end.answer is not None
    assert end.answer.trust is Trust.UNCONFIRMED


def test_an_explanation_has_no_answer() -> None:
    events, *_ = told("It is $\\boxed{3}$.", problem="What went wrong?", asked=Asked(Purpose.EXPLAIN, working=WORKING, line=2))
    end = events[-1]
    assert isinstance(end, SolveFinished)
    assert end.answer is None


def test_what_follows_is_kept_in_the_same_sheet() -> None:
    events, _, _, history = told("Because.", problem="Why?", asked=Asked(Purpose.FOLLOW_UP, turns=TURNS))
    (sheet,) = history.sheets()
    assert history.events(sheet.id) == events
    assert isinstance(events[0], SolveStarted)
    assert events[0].purpose is Purpose.FOLLOW_UP
