"""A working at the desk: only what changed is judged again, every change is kept, and what is assumed changes the verdicts."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.core.editing import change, changed
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckEvent, CheckFinished, CheckStarted, Event, Noticed, Outcome, StepChecked, StepRead, WorkingChanged
from ardoise.core.limits import Cancel
from ardoise.core.ports import SheetKind
from ardoise.core.problem import EMPTY, Assumptions, Numbers, Working
from ardoise.core.solution import Relation
from ardoise.core.verdict import Check, Mark, Reason, Verdict
from ardoise.tutor.desk import StoryDesk
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.verifier import FakeVerifier

LINES = st.lists(st.sampled_from(["", "x = 1", "2x = 8", "x = 4", "why?", "x^2 + 1"]), max_size=8).map(tuple)


def desk(verifier: FakeVerifier | None = None, history: FakeHistory | None = None) -> StoryDesk:
    return StoryDesk(verifier=verifier or FakeVerifier(), history=history or FakeHistory(), plotter=FakePlotter())


def looked(at: StoryDesk, *lines: str, problem: str = "", assumptions: Assumptions | None = None) -> list[CheckEvent]:
    return list(at.look(Working(problem, lines, assumptions=assumptions or Assumptions()), cancel=Cancel()))


def judged(events: list[CheckEvent]) -> list[int]:
    return [e.index for e in events if isinstance(e, StepChecked)]


def test_steps_have_the_numbers_of_their_lines_and_empty_lines_have_none() -> None:
    events = looked(desk(), "2x = 8", "", "x = 4")
    assert [e.step.index for e in events if isinstance(e, StepRead)] == [0, 2]
    assert judged(events) == [0, 2]
    assert isinstance(events[-1], CheckFinished)


def test_only_what_stands_below_the_first_change_is_judged_again() -> None:
    verifier = FakeVerifier()
    at = desk(verifier)
    looked(at, "x + 1 = 3", "x = 2", "2x = 4")
    asked = len(verifier.asked)
    events = looked(at, "x + 1 = 3", "x = 2", "3x = 6", "x = 2")
    assert next(e.unchanged for e in events if isinstance(e, CheckStarted)) == 2
    assert judged(events) == [2, 3]
    assert [claim.text for claim, _ in verifier.asked[asked:]] == ["3x = 6", "x = 2"]


def test_what_is_judged_later_stands_behind_all_that_stood_before() -> None:
    verifier = FakeVerifier()
    at = desk(verifier)
    looked(at, "x + 1 = 3", "x = 2")
    looked(at, "x + 1 = 3", "x = 2", "2x = 4")
    claim, context = verifier.asked[-1]
    assert claim.text == "2x = 4"
    assert [c.text for c in context.earlier] == ["x + 1 = 3", "x = 2"]
    assert context.starts == (0, 1)


def test_another_problem_or_another_assumption_judges_everything_again() -> None:
    at = desk()
    looked(at, "x = 2", "2x = 4")
    assert judged(looked(at, "x = 2", "2x = 4", problem="Solve x - 2 = 0")) == [0, 1]
    assert judged(looked(at, "x = 2", "2x = 4", problem="Solve x - 2 = 0", assumptions=Assumptions(positive=True))) == [0, 1]


def test_what_could_not_be_judged_in_time_is_tried_again() -> None:
    verifier = FakeVerifier({"2x = 4": Reason.TIMED_OUT})
    at = desk(verifier)
    looked(at, "x = 2", "2x = 4", "x = 2")
    verifier.verdicts.clear()
    assert judged(looked(at, "x = 2", "2x = 4", "x = 2")) == [1, 2]


def test_a_look_that_is_cancelled_drops_its_checks_and_is_gone_on_with_by_the_next() -> None:
    verifier = FakeVerifier(slow=True)
    at, cancel = desk(verifier), Cancel()
    seen: list[CheckEvent] = []
    for event in at.look(Working("", ("x = 2", "2x = 4", "3x = 6")), cancel=cancel):
        seen.append(event)
        if isinstance(event, StepChecked) and event.index == 0:
            cancel.request()
    assert isinstance(seen[-1], CheckFinished)
    assert seen[-1].outcome is Outcome.STOPPED
    assert verifier.dropped
    again = looked(at, "x = 2", "2x = 4", "3x = 6")
    assert next(e.unchanged for e in again if isinstance(e, CheckStarted)) == 1
    assert judged(again) == [1, 2]


def test_a_slip_is_carried_into_lines_that_are_written_after_it_was_judged() -> None:
    verifier = FakeVerifier({"2x = 14": Verdict.REFUTED})
    at = desk(verifier)
    looked(at, "2x + 3 = 11", "2x = 14")
    verifier.verdicts["x = 7"] = Verdict.VERIFIED
    looked(at, "2x + 3 = 11", "2x = 14", "x = 7")
    assert [c.text for c in verifier.asked[-1][1].earlier] == ["2x + 3 = 11"], "judged once more without the line in error"


def test_changes_are_kept_and_make_the_working_again() -> None:
    history = FakeHistory()
    at = desk(history=history)
    for lines in (("x = 2",), ("x = 2", "2x = 4"), ("x = 2", "2x = 5", "x = 1"), ("2x = 5", "x = 1")):
        looked(at, *lines, problem="Solve it")
    kept = history.events(at.sheet)
    assert all(isinstance(e, WorkingChanged) for e in kept)
    assert replayed(kept) == Working("Solve it", ("2x = 5", "x = 1"))
    assert [(s.kind, s.title) for s in history.sheets()] == [(SheetKind.CHECK, "Solve it")]


def replayed(events: list[Event]) -> Working:
    working = EMPTY
    for event in events:
        if isinstance(event, WorkingChanged):
            working = changed(working, event)
    return working


def test_an_empty_desk_makes_no_sheet() -> None:
    history = FakeHistory()
    looked(desk(history=history), "", "")
    assert history.sheets() == []


def test_the_title_follows_the_first_line_until_a_person_gives_another() -> None:
    history = FakeHistory()
    at = desk(history=history)
    looked(at, "x = 2")
    looked(at, "x = 3")
    assert history.sheets()[0].title == "x = 3"
    history.rename(at.sheet, "Homework")
    looked(at, "x = 4")
    assert history.sheets()[0].title == "Homework"


class Full(FakeHistory):
    def append(self, sheet: str, event: Event) -> None:
        raise KnownError("The disk is full.", "Free some space.")


def test_a_history_that_fails_is_told_of_once_and_the_lines_are_judged_all_the_same() -> None:
    at = desk(history=Full())
    first, second = looked(at, "x = 2"), looked(at, "x = 2", "2x = 4")
    assert [e.text for e in first if isinstance(e, Noticed)] == ["This working is not kept. The disk is full. Free some space."]
    assert not any(isinstance(e, Noticed) for e in second)
    assert judged(second) == [1]


@given(LINES, LINES)
def test_a_change_turns_one_state_into_the_other(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    old, new = Working("", before), Working("p", after, assumptions=Assumptions(positive=True))
    edit = change(old, new)
    assert edit is not None
    assert changed(old, edit) == new
    assert change(new, new) is None


@given(st.lists(LINES, min_size=1, max_size=5))
def test_editing_ends_where_one_look_at_the_end_would(states: list[tuple[str, ...]]) -> None:
    """The marks after any edits are those of the last state judged at once."""
    at = desk()
    steps: dict[int, tuple[Check, ...]] = {}
    for lines in states:
        for event in at.look(Working("", lines), cancel=Cancel()):
            match event:
                case CheckStarted(_, _, unchanged):
                    steps = {i: c for i, c in steps.items() if i < unchanged}
                case StepChecked(index, checks):
                    steps[index] = checks
                case _:
                    pass
    fresh = {e.index: e.checks for e in looked(desk(), *states[-1]) if isinstance(e, StepChecked)}
    assert {i: [c.mark for c in checks] for i, checks in steps.items()} == {i: [c.mark for c in checks] for i, checks in fresh.items()}


# --- with the real checker ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def verifier() -> Iterator[ChildVerifier]:
    verifier = ChildVerifier(spare=False)
    yield verifier
    verifier.close()


ASSUMED = (
    (("x^2 = 9", "x = 3"), Assumptions(), Mark.LOSES),
    (("x^2 = 9", "x = 3"), Assumptions(positive=True), Mark.PROVED),
    (("x^2 = 9", "x = -3"), Assumptions(positive=True), Mark.LOSES),
    (("x^2 > 4", "x > 2"), Assumptions(), Mark.LOSES),
    (("x^2 > 4", "x > 2"), Assumptions(positive=True), Mark.PROVED),
    (("sqrt(x^2)", "= x"), Assumptions(positive=True), Mark.PROVED),
    (("sqrt(a^2 b^2)", "= a b"), Assumptions(positive=True), Mark.PROVED),
    (("(2x - 1)(x - 3) = 0", "x = 3"), Assumptions(), Mark.LOSES),
    (("(2x - 1)(x - 3) = 0", "x = 3"), Assumptions(Numbers.WHOLE), Mark.PROVED),
    (("(2x - 1)(x - 3) = 0", "x = 4"), Assumptions(Numbers.WHOLE), Mark.REFUTED),
    (("x^2 + 4 = 0", "no solution"), Assumptions(), Mark.PROVED),
    (("x^2 + 4 = 0", "no solution"), Assumptions(Numbers.COMPLEX), Mark.REFUTED),
    (("x^3 = 1", "x = 1"), Assumptions(), Mark.PROVED),
    (("x^3 = 1", "x = 1"), Assumptions(Numbers.COMPLEX), Mark.LOSES),
    (("sin(60)", "= sqrt(3)/2"), Assumptions(degrees=True), Mark.PROVED),
    (("y = sin 90", "y = 1"), Assumptions(degrees=True), Mark.PROVED),
    (("tan(45) = 1",), Assumptions(degrees=True), Mark.PROVED),
    (("arctan(1) = 45",), Assumptions(degrees=True), Mark.PROVED),
    (("sin(pi/6) = 1/2",), Assumptions(degrees=True), Mark.PROVED),
    (("sin(x) = 1/2", "x = 30 + 360k or x = 150 + 360k"), Assumptions(degrees=True), Mark.PROVED),
)


@pytest.mark.parametrize(("lines", "assumptions", "mark"), ASSUMED)
def test_what_is_assumed_changes_the_verdicts(
    verifier: ChildVerifier, lines: tuple[str, ...], assumptions: Assumptions, mark: Mark
) -> None:
    at = StoryDesk(verifier=verifier, history=FakeHistory(), plotter=FakePlotter())
    events = looked(at, *lines, assumptions=assumptions)
    last = [e for e in events if isinstance(e, StepChecked)][-1]
    assert [c.mark for c in last.checks] == [mark], [c.note for c in last.checks]


def test_an_assumption_is_no_line_that_others_are_compared_with(verifier: ChildVerifier) -> None:
    at = StoryDesk(verifier=verifier, history=FakeHistory(), plotter=FakePlotter())
    events = looked(at, "2x > 6", "x > 3", assumptions=Assumptions(positive=True))
    assert [c.mark for e in events if isinstance(e, StepChecked) for c in e.checks][-1] is Mark.PROVED
    assert not any(c.verdict is Verdict.REFUTED for e in events if isinstance(e, StepChecked) for c in e.checks)


def test_relations_of_assumptions_are_those_of_the_bar() -> None:
    fake = FakeVerifier()
    looked(desk(fake), "x + y_1 = 3", assumptions=Assumptions(Numbers.WHOLE, positive=True))
    assumed = fake.asked[-1][1].assumed
    assert [c.relation for c in assumed] == [Relation.ELEMENT, Relation.GREATER] * 2


@pytest.mark.slow
def test_random_edits_of_a_real_working_end_as_one_look_would(verifier: ChildVerifier) -> None:
    pool = ["2x + 3 = 11", "2x = 8", "2x = 14", "x = 4", "x = 7", "", "x^2 = 16", "x = 4 or x = -4", "y = x + 1", "y = 5"]
    dice = random.Random(7)
    at = StoryDesk(verifier=verifier, history=FakeHistory(), plotter=FakePlotter())
    lines: list[str] = []
    steps: dict[int, tuple[Check, ...]] = {}
    for _ in range(60):
        place = dice.randrange(len(lines) + 1)
        lines[place : place + dice.choice([0, 0, 1])] = [dice.choice(pool)]
        for event in at.look(Working("", tuple(lines)), cancel=Cancel()):
            match event:
                case CheckStarted(_, _, unchanged):
                    steps = {i: c for i, c in steps.items() if i < unchanged}
                case StepChecked(index, checks):
                    steps[index] = checks
                case _:
                    pass
    other = StoryDesk(verifier=verifier, history=FakeHistory(), plotter=FakePlotter())
    fresh = {e.index: e.checks for e in looked(other, *lines) if isinstance(e, StepChecked)}
    told = [{i: [(c.mark, c.carries_slip) for c in checks] for i, checks in found.items()} for found in (steps, fresh)]
    assert told[0] == told[1]
