"""Checked decoding with a scripted engine: where a solution goes back to, how it goes on, and when it stops trying."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from ardoise.core.budget import BUDGETS, Mode
from ardoise.core.events import (
    CheckFinished,
    CheckStarted,
    Outcome,
    Repair,
    SolveEvent,
    StepChecked,
    StepRead,
    TextArrived,
    WentBack,
    WorkingChanged,
)
from ardoise.core.limits import Cancel, Limit
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Asked, Problem, Purpose, Task
from ardoise.core.solution import Answer, Claim
from ardoise.gui.solution_model import SolutionModel
from ardoise.tutor.solving import BEFORE_THE_REPAIR, REPEATED
from ardoise.tutor.tutor import StoryTutor
from tests.fakes.actors import FakeShelf
from tests.fakes.engine import FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.unit.tutor.scripted import ANSWER, CALCULATION, FIRST, MODEL, RIGHT, WRONG, Marker, end, solve, standing, went_back


class Noting(Marker):
    """Has something to say of each answer, and decides nothing."""

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        return dataclasses.replace(answer, note="There is no equation in the problem.")


def test_a_calculation_that_is_refuted_goes_on_with_the_value_that_was_worked_out() -> None:
    verifier = Marker({"3 \\cdot 4 = 13": "12"})
    events, engine = solve([FIRST, WRONG, "So \\boxed{13}."], ["$ pens.\n\n", ANSWER], CALCULATION, verifier=verifier)
    assert went_back(events) == [(1, Repair.CORRECTED)]
    assert standing(events) == FIRST + RIGHT + ANSWER
    assert engine.requests[1].prefix == FIRST + "Together $3 \\cdot 4 = 12"
    assert end(events).repairs == 1
    answer = end(events).answer
    assert answer is not None
    assert answer.text == "12"


def test_the_steps_that_stand_are_told_and_checked_once_more_from_where_it_went_back() -> None:
    events, _ = solve([FIRST, WRONG, "More."], ["$ pens.\n\n", ANSWER], CALCULATION, verifier=Marker({"3 \\cdot 4 = 13": "12"}))
    read = [e.step.index for e in events if isinstance(e, StepRead) and e.route == 0]
    assert read == [0, 1, 1, 2]
    checked = [e.index for e in events if isinstance(e, StepChecked) and e.route == 0]
    assert checked == [0, 1, 1, 2]
    assert (end(events).checked.refuted, end(events).steps) == (0, 3)


def test_a_step_without_a_known_value_is_sampled_anew_and_only_that_one() -> None:
    verifier = Marker({"x + 1 = x + 2": ""})
    events, engine = solve(
        [FIRST, "We have $x + 1 = x + 2$.\n\n", "On."], ["We have $x = 12$.\n\n", "Sampled on."], [ANSWER], CALCULATION, verifier=verifier
    )
    assert went_back(events) == [(1, Repair.RESAMPLED)]
    assert [r.sampling.temperature > 0 for r in engine.requests[:3]] == [False, True, False]
    assert standing(events) == FIRST + "We have $x = 12$.\n\n" + ANSWER


def test_a_step_that_is_refuted_always_stands_in_the_end_with_its_mark() -> None:
    bad = "We have $x + 1 = x + 2$.\n\n"
    verifier = Marker({"x + 1 = x + 2": ""})
    events, engine = solve([FIRST, bad, "On."], [bad], [bad, ANSWER], [ANSWER], ["Nothing."], verifier=verifier)
    assert [r for _, r in went_back(events)] == [Repair.RESAMPLED, Repair.TOLD]
    told = engine.requests[2]
    assert "x + 1 = x + 2" in told.messages[-1].text
    assert "x + 1 = x + 2" not in told.prefix
    assert end(events).checked.refuted == 1
    assert end(events).outcome is Outcome.FINISHED


def test_the_quick_mode_never_goes_back_and_writes_one_way() -> None:
    events, engine = solve([FIRST, WRONG, ANSWER], mode=Mode.QUICK, verifier=Marker({"3 \\cdot 4 = 13": "12"}))
    assert went_back(events) == []
    assert len(engine.requests) == 1
    assert end(events).checked.refuted == 1


def test_a_refuted_last_step_is_repaired_after_the_writing_has_ended() -> None:
    verifier = Marker({"3 \\cdot 4 = 13": "12"})
    events, _ = solve([FIRST, "Together $3 \\cdot 4 = 13$ pens: \\boxed{13}"], ["$ pens: \\boxed{12}"], CALCULATION, verifier=verifier)
    assert went_back(events) == [(1, Repair.CORRECTED)]
    answer = end(events).answer
    assert answer is not None
    assert answer.text == "12"


def test_repairs_are_no_more_than_the_budget_allows() -> None:
    wrong = {f"{n} \\cdot 1 = 0": str(n) for n in range(2, 40)}
    goes_on = "$.\n\n"
    scripts = [[f"{goes_on if n > 2 else ''}So $ {n} \\cdot 1 = 0$.\n\n", "On and on, with many words."] for n in range(2, 40)]
    events, _ = solve(*scripts, verifier=Marker(wrong))
    assert len(went_back(events)) <= BUDGETS[Mode.CAREFUL].repairs


def test_a_solution_that_repeats_itself_is_ended_and_says_so() -> None:
    events, _ = solve([FIRST, *["We go on in the same way.\n\n"] * 200], mode=Mode.QUICK)
    assert (end(events).outcome, end(events).message) == (Outcome.CUT_OFF, REPEATED)
    assert len(standing(events)) < 1_000


def test_a_solution_that_repeats_itself_within_one_line_is_ended_too() -> None:
    events, _ = solve([FIRST, "The answer is ", *["$\\boxed{4}$. The answer is "] * 200], mode=Mode.QUICK)
    assert (end(events).outcome, end(events).message) == (Outcome.CUT_OFF, REPEATED)
    assert len(standing(events)) < 1_000


def test_a_long_sum_of_terms_that_are_alike_is_no_loop() -> None:
    total = "$" + " + ".join(["\\frac{1}{12}"] * 20) + " = \\frac{20}{12}$.\n\n"
    events, _ = solve([FIRST, *total, ANSWER], mode=Mode.QUICK)
    assert end(events).outcome is Outcome.FINISHED


def test_writing_on_repairs_what_comes_and_leaves_what_stood() -> None:
    """The red step that stood on the sheet stays; the limit counts what is written now."""
    begun = FIRST + WRONG
    wrong = "Then $12 + 1 = 14$ pens.\n\n"
    verifier = Marker({"3 \\cdot 4 = 13": "12", "12 + 1 = 14": "13"})
    engine = FakeEngine([wrong, "So \\boxed{14}."], [" pens.\n\n", "So \\boxed{13}."])
    tutor = StoryTutor(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    asked = Asked(Purpose.GO_ON, begun=begun)
    options = SolveOptions(mode=Mode.CAREFUL, asked=asked, most_tokens=40)
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=options))
    assert went_back(events) == [(2, Repair.CORRECTED)]
    assert engine.requests[1].prefix == begun + "Then $12 + 1 = 13"
    assert engine.requests[1].most_tokens > 20


def test_an_answer_from_before_the_repair_is_marked_as_that_also_after_it_was_looked_at() -> None:
    verifier = Noting({"x + 1 = x + 2": ""})
    events, _ = solve([FIRST, "We have $x + 1 = x + 2$, so \\boxed{13}."], ["And so on."], verifier=verifier)
    answer = end(events).answer
    assert went_back(events)
    assert answer is not None
    assert answer.text == "13"
    assert answer.note == f"{BEFORE_THE_REPAIR} 1 of 4 ways through the problem give this answer, the others none."


def test_what_is_told_is_kept_and_replays_to_the_same_solution() -> None:
    verifier = Marker({"3 \\cdot 4 = 13": "12"})
    engine = FakeEngine([FIRST, WRONG, "So \\boxed{13}."], ["$ pens.\n\n", ANSWER], CALCULATION)
    history = FakeHistory()
    tutor = StoryTutor(engine=engine, verifier=verifier, history=history, plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    told = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL)))
    kept = history.events(history.sheets()[0].id)
    live, replayed = SolutionModel(), SolutionModel()
    for event in told:
        live.apply(event)
    for stored in kept:
        assert not isinstance(stored, CheckStarted | WorkingChanged | CheckFinished)
        replayed.apply(stored)
    assert live == replayed
    assert replayed.text == standing(told)
    assert len(replayed.branches) == 1


def test_the_answer_before_a_repair_is_the_best_so_far_until_there_is_another() -> None:
    """Stop, while what was refuted at the very end is written again."""
    cancel = Cancel()
    engine = FakeEngine([FIRST, "We have $x + 1 = x + 2$.\n\n", "So \\boxed{13}."], ["And so ", "on ", "and on."], pause=0.01)
    verifier = Marker({"x + 1 = x + 2": ""}, slow=True)
    tutor = StoryTutor(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events: list[SolveEvent] = []
    for event in tutor.solve(Problem.of("How many?"), cancel=cancel, options=SolveOptions(mode=Mode.CAREFUL)):
        events.append(event)
        if isinstance(event, WentBack):
            cancel.request()
    answer = end(events).answer
    assert went_back(events)
    assert answer is not None
    assert (answer.text, answer.note, end(events).outcome) == ("13", BEFORE_THE_REPAIR, Outcome.STOPPED)


def test_an_engine_that_dies_in_a_repair_is_a_failure_and_not_a_stop() -> None:
    engine = FakeEngine(
        [FIRST, "So $3 \\cdot 4 = 13$.\n\n", "Hence \\boxed{13}."], ["More ", "words ", "here, ", "and ", "more."], dies_after=4
    )
    tutor = StoryTutor(
        engine=engine, verifier=Marker({"3 \\cdot 4 = 13": "12"}), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL)
    )
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL)))
    assert end(events).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("line", "right", "then"),
    [
        ("So $3 \\cdot 4 = \\boxed{13}$.", "12", "So $3 \\cdot 4 = \\boxed{12"),
        ("So $10\\sqrt3 = 18$.", "17.3205", ""),
        ("So $1000 \\cdot 1.05^{10} = 1700$.", "1628.89", ""),
        ("So $9 \\cdot 25.25 = 227$.", "227.25", "So $9 \\cdot 25.25 = 227.25"),
    ],
)
def test_the_right_value_is_put_in_its_place_only_where_all_of_it_is_known(line: str, right: str, then: str) -> None:
    wrong = line[line.index("$") + 1 : line.rindex("$")].removesuffix("}") if "boxed" in line else line[line.index("$") + 1 : -2]
    events, _ = solve([FIRST, f"{line}\n\n", ANSWER], ["$.\n\n"], verifier=Marker({wrong: right}))
    begun = [e.text for e in events if isinstance(e, TextArrived) and not e.tokens]
    assert [t for t in begun if "=" in t] == ([then] if then else [])
