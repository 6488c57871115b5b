"""What a solution did not keep, in the window: parts that were given up, other ways, and how thorough to be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ardoise.core.budget import Mode
from ardoise.core.events import (
    EngineChanged,
    EngineState,
    Repair,
    RouteChosen,
    SolveEvent,
    SolveStarted,
    TextArrived,
    WentBack,
)
from ardoise.gui.mode_words import mode_name
from ardoise.gui.paper import Paper
from ardoise.gui.sheet_model import SheetModel
from ardoise.gui.solution_model import SolutionModel
from ardoise.gui.solution_view import SolutionView
from ardoise.gui.status_line import StatusLine
from ardoise.gui.theme import LIGHT
from ardoise.gui.ways_view import way_line
from tests.fakes.repaired import END, FIRST, RIGHT, STORY, WRONG


def model_of(events: list[SolveEvent]) -> SolutionModel:
    model = SolutionModel()
    for event in events:
        model.apply(event)
    return model


def view_of(qtbot: QtBot, events: list[SolveEvent]) -> SolutionView:
    sheet = SheetModel()
    view = SolutionView(sheet, Paper(LIGHT, 11.0, None))
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.show()
    for event in events:
        view.show_change(sheet.apply(event))
    return view


def test_what_was_given_up_is_kept_and_what_stands_is_the_solution() -> None:
    model = model_of([*STORY, END])
    assert model.text == f"{FIRST}\n\n{RIGHT}\n\n"
    assert [s.step.text for s in model.steps] == [FIRST, RIGHT]
    assert model.first_error is None
    (branch,) = model.branches
    assert [s.step.text for s in branch.steps] == [WRONG]
    assert branch.rest.strip() == "And so"
    assert (branch.step, branch.repair) == (1, Repair.CORRECTED)


def test_another_way_is_the_solution_once_it_is_chosen() -> None:
    model = model_of([*STORY, RouteChosen(2), END])
    assert [s.step.text for s in model.steps] == ["Another: 13 pens."]
    assert [number for number, _ in model.other_ways] == [0, 1]
    assert model.tally.refuted == 1


def test_any_piece_of_a_story_is_taken(qtbot: QtBot) -> None:
    for cut in range(len(STORY)):
        model_of(STORY[cut:])
        model_of(STORY[:cut])
    view_of(qtbot, [STORY[0], *STORY[5:], END])


def test_a_repaired_step_has_a_note_that_unfolds_to_what_was_given_up(qtbot: QtBot) -> None:
    view = view_of(qtbot, [*STORY, END])
    part = view.parts[-1]
    assert [c.state.step.text for c in view.cards if c.state] == [FIRST, RIGHT]
    (note,) = part.branch_notes
    assert "Repaired here" in note.words.text()
    assert not note.line.isChecked()
    note.line.setFocus()
    QTest.keyClick(note.line, Qt.Key.Key_Space)
    assert note.body is not None
    assert note.y() < view.cards[1].y()


def test_other_ways_stand_under_the_answer_with_what_they_say(qtbot: QtBot) -> None:
    view = view_of(qtbot, [*STORY, END])
    ways = view.parts[-1].ways
    assert [f.words.text() for f in ways.folds] == [
        "Calculation alone  ·  12  ·  agrees with the first solution",
        "Another solution  ·  13  ·  differs from the first solution",
    ]
    for fold in ways.folds:
        assert fold.line.accessibleName() == fold.words.text()
        fold.line.click()
        assert fold.body is not None


def test_a_story_that_is_replayed_looks_as_it_was_told(qtbot: QtBot) -> None:
    live, replayed = view_of(qtbot, [*STORY, END]), view_of(qtbot, [])
    sheet = SheetModel()
    for event in (*STORY, END):
        sheet.apply(event)
    replayed.show_model(sheet)
    assert [n.words.text() for n in live.parts[-1].branch_notes] == [n.words.text() for n in replayed.parts[-1].branch_notes]
    assert [f.words.text() for f in live.parts[-1].ways.folds] == [f.words.text() for f in replayed.parts[-1].ways.folds]


def test_a_way_says_how_far_it_is() -> None:
    model = model_of(STORY[:15])
    assert way_line(model.ways[1], ended=False) == "Calculation alone  ·  being written, 6 tokens"
    assert way_line(model.ways[1], ended=True) == "Calculation alone  ·  given up"


def test_each_mode_has_a_name() -> None:
    assert [mode_name(mode) for mode in Mode] == ["Quick", "Careful", "Thorough"]


def test_the_line_at_the_foot_says_how_much_was_spent_of_what_may_be(qtbot: QtBot) -> None:
    started, busy = SolveStarted("How many pens?", "s", mode=Mode.CAREFUL), EngineChanged(EngineState.BUSY)
    line = StatusLine(Paper(LIGHT, 11.0, None))
    qtbot.addWidget(line)
    line.show_state(model_of([started, busy, *STORY[1:8]]), running=True)
    assert line.progress.isHidden()
    line.show_state(model_of([started, busy, *STORY[1:15]]), running=True)
    assert line.state.text() == "Trying other ways: 0 ended, 23 of about 300 tokens"
    assert not line.progress.isHidden()
    assert 0 < line.progress.value() < 1_000
    line.show_state(model_of([started, busy, *STORY[1:], END]), running=False)
    assert line.progress.isHidden()


def test_what_may_be_spent_grows_with_the_first_solution() -> None:
    long: list[SolveEvent] = [SolveStarted("How many?", mode=Mode.THOROUGH), TextArrived("a" * 900, 400)]
    assert model_of(long).most_tokens == 2_400
    assert model_of([*long, WentBack(0, 450, Repair.RESAMPLED), TextArrived("b" * 450, 200)]).most_tokens == 6 * 400
