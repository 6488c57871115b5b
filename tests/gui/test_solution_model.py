"""A sheet's state is what its events say, live and replayed."""

from __future__ import annotations

import typing

from hypothesis import given
from hypothesis import strategies as st

from ardoise.core import codec
from ardoise.core.events import (
    EngineChanged,
    EngineState,
    Outcome,
    SolveEvent,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
)
from ardoise.core.problem import Purpose
from ardoise.core.solution import Step
from ardoise.core.verdict import Mark, Tally
from ardoise.gui.solution_model import Change, Part, SolutionModel
from tests.gui.stories import ANSWER, FINISHED, MODEL, PROBLEM, STEPS, proved, whole_story


def replayed(events: typing.Iterable[SolveEvent]) -> SolutionModel:
    model = SolutionModel()
    for event in events:
        model.apply(event)
    return model


def test_the_whole_story_is_in_the_model() -> None:
    model = replayed(whole_story())
    assert model.problem == PROBLEM
    assert [s.step.text.strip() for s in model.steps] == [text for text, _ in STEPS]
    assert [s.mark for s in model.steps] == [Mark.PROSE, Mark.PROVED, Mark.REFUTED, Mark.UNREAD, Mark.PROVED]
    assert model.tally == Tally(5, 3, 1, 1)
    assert model.first_error == 2
    assert model.answer == ANSWER
    assert model.model == MODEL
    assert model.finished
    assert model.open_text == ""


def test_replaying_stored_events_gives_the_same_state_as_living_them() -> None:
    live = SolutionModel()
    stored: list[object] = []
    for event in whole_story():
        live.apply(event)
        stored.append(codec.encode_event(event))
    assert replayed(typing.cast(SolveEvent, codec.decode_event(data)) for data in stored) == live


def test_text_behind_the_last_closed_step_is_the_open_step() -> None:
    model = replayed([TextArrived("First.\n\nSec"), StepRead(Step(0, "First.", 0, 8))])
    assert model.open_text == "Sec"
    assert model.apply(TextArrived("ond")) == Change(Part.OPEN_STEP)
    assert model.open_text == "Second"


def test_a_step_is_checking_until_its_checks_come() -> None:
    model = replayed([StepRead(Step(0, "a", 0, 1))])
    assert (model.steps[0].mark, model.steps[0].checks) == (None, None)
    assert model.apply(StepChecked(0, (proved("a"),))) == Change(Part.STEP, 0)
    assert model.steps[0].mark is Mark.PROVED


def test_checks_of_an_unknown_step_change_nothing() -> None:
    model = replayed(whole_story())
    before = list(model.steps)
    assert model.apply(StepChecked(99, ())) == Change(Part.STEP, -1)
    assert model.steps == before


def test_a_new_sheet_forgets_the_old_one_and_keeps_the_engine() -> None:
    model = replayed([*whole_story(), EngineChanged(EngineState.READY)])
    model.apply(SolveStarted("2x = 8", "sheet-2"))
    assert (model.problem, model.sheet, model.steps, model.answer) == ("2x = 8", "sheet-2", [], None)
    assert (model.engine, model.model) == (EngineState.READY, MODEL)


def test_the_last_event_ends_the_sheet() -> None:
    model = SolutionModel()
    assert model.apply(FINISHED) == Change(Part.END)
    assert model.outcome is FINISHED.outcome


def test_what_was_stopped_is_gone_on_with_where_it_ends() -> None:
    model = replayed([SolveStarted("p", "s"), TextArrived("One.\n\nTw"), StepRead(Step(0, "One.", 0, 4)), StepRead(Step(1, "Tw", 6, 8))])
    model.apply(SolveFinished(Outcome.STOPPED))
    model.apply(SolveStarted("p", "s", Purpose.GO_ON))
    assert not model.finished
    for event in (TextArrived("o."), StepRead(Step(1, "Two.", 6, 10))):
        model.apply(event)
    assert model.text == "One.\n\nTwo."
    assert [s.step.text for s in model.steps] == ["One.", "Two."]


def test_the_sheet_copies_as_it_was_written() -> None:
    latex = replayed(whole_story()).latex()
    assert latex.startswith(PROBLEM)
    assert all(text in latex for text, _ in STEPS)


@given(st.permutations(whole_story()).map(lambda events: events[:25]))
def test_events_in_any_order_are_taken(events: list[SolveEvent]) -> None:
    model = SolutionModel()
    for event in events:
        model.apply(event)
        assert isinstance(model.open_text, str)
        assert model.tally.claims >= 0
