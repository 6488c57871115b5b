"""Checked decoding with a scripted engine: where a solution goes back to, how it goes on, and when it stops trying."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ardoise.core.budget import BUDGETS, Mode
from ardoise.core.events import (
    AnswerFound,
    CheckFinished,
    CheckStarted,
    Noticed,
    Outcome,
    Repair,
    RouteChosen,
    RouteEnded,
    RouteKind,
    RouteStarted,
    SolveEvent,
    SolveFinished,
    StepChecked,
    StepRead,
    TextArrived,
    WentBack,
    WorkingChanged,
)
from ardoise.core.expression import integer
from ardoise.core.generation import Branch, EngineInfo, Fragment, Request, StopReason, Trial
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import ModelFile
from ardoise.core.ports import Context, SolveOptions
from ardoise.core.problem import Asked, Problem, Purpose, Task, Turn
from ardoise.core.solution import Answer, Claim, Confirmation, Role, Trust
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Tally, Verdict, Witness, undecided
from ardoise.gui.solution_model import SolutionModel
from ardoise.tutor.solving import BEFORE_THE_REPAIR, REPEATED, STOPPED_TRYING
from ardoise.tutor.tutor import StoryTutor
from ardoise.tutor.votes import Vote, Votes
from ardoise.tutor.ways import BY_A_CALCULATION, BY_THE_CHECKS
from tests.fakes.actors import FakeShelf
from tests.fakes.engine import DIED, FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.verifier import FakeVerifier

MODEL = ModelFile(Path("/models/m.gguf"), "m", stand_in=True)
CALCULATION = ("print(12)\n",)


class Marker(FakeVerifier):
    """Refutes each stated claim that is in `wrong`, with a witness on its left that may be the right value; proves all else."""

    def __init__(self, wrong: dict[str, str] | None = None, *, confirms: str = "", slow: bool = False) -> None:
        super().__init__(slow=slow)
        self.wrong = wrong or {}
        self.confirms = confirms

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        if claim.role is not Role.STATED:
            return undecided(claim, Reason.NO_CLAIM)
        if claim.text in self.wrong:
            value = self.wrong[claim.text]
            witness = Witness(left=value, right="0") if value else Witness(values=(("x", "2"),), left="1", right="2")
            return Check(claim, Verdict.REFUTED, Mark.REFUTED, evidence=Evidence.EXACT, witness=witness)
        return Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT)

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        return dataclasses.replace(answer, trust=Trust.CONFIRMED) if answer.text == self.confirms else answer


def solve(
    *scripts: Sequence[str], verifier: FakeVerifier | None = None, mode: Mode = Mode.CAREFUL, ends: StopReason = StopReason.END
) -> tuple[list[SolveEvent], FakeEngine]:
    engine = FakeEngine(*scripts, ends=ends)
    tutor = StoryTutor(engine=engine, verifier=verifier or Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    problem = Problem.of("How many pens are in three boxes of four?")
    return list(tutor.solve(problem, cancel=Cancel(), options=SolveOptions(mode=mode))), engine


def end(events: Sequence[SolveEvent]) -> SolveFinished:
    last = events[-1]
    assert isinstance(last, SolveFinished)
    return last


def standing(events: Sequence[SolveEvent]) -> str:
    """The text of the first way that stands at the end."""
    text = ""
    for event in events:
        match event:
            case TextArrived(more, route=0):
                text += more
            case WentBack(kept=kept):
                text = text[:kept]
            case _:
                pass
    return text


def went_back(events: Sequence[SolveEvent]) -> list[tuple[int, Repair]]:
    return [(e.step, e.repair) for e in events if isinstance(e, WentBack)]


FIRST = "There are three boxes.\n\n"
WRONG = "Together $3 \\cdot 4 = 13$ pens.\n\n"
RIGHT = "Together $3 \\cdot 4 = 12$ pens.\n\n"
ANSWER = "So $\\boxed{12}$ pens."


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


def test_where_the_first_way_was_cut_at_the_limit_another_gives_the_answer() -> None:
    engine_events, _ = solve([FIRST], CALCULATION, verifier=Marker(), ends=StopReason.LENGTH)
    answer = end(engine_events).answer
    assert answer is not None
    assert (answer.text, answer.trust) == ("12", Trust.UNCONFIRMED)
    assert answer.note.startswith(BY_A_CALCULATION)
    assert end(engine_events).outcome is Outcome.CUT_OFF, "what stands is no whole solution"


def test_two_ways_that_agree_are_enough() -> None:
    events, engine = solve([FIRST, ANSWER], CALCULATION)
    assert [(e.route, e.kind) for e in events if isinstance(e, RouteStarted)] == [(1, RouteKind.CALCULATION)]
    assert [e.agrees for e in events if isinstance(e, RouteEnded)] == [Verdict.VERIFIED]
    answer = end(events).answer
    assert answer is not None
    assert (answer.trust, Confirmation.AGREED in answer.confirmed_by) == (Trust.CHECKED, True)
    assert len(engine.requests) == 2
    assert end(events).routes == 2


def test_a_confirmed_answer_needs_no_other_way() -> None:
    events, engine = solve([FIRST, ANSWER], verifier=Marker(confirms="12"))
    assert len(engine.requests) == 1
    answer = end(events).answer
    assert answer is not None
    assert answer.trust is Trust.CONFIRMED


class Solving(Marker):
    """Knows that it is twelve."""

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        if answer.text == "12":
            return dataclasses.replace(answer, trust=Trust.CONFIRMED)
        return dataclasses.replace(answer, trust=Trust.CONTRADICTED, instead=(integer(12),))


def test_where_no_way_gives_what_the_checks_work_out_that_is_the_answer() -> None:
    events, engine = solve(("So $\\boxed{13}$.",), ("print(14)\n```",), ("So $\\boxed{15}$.",), verifier=Solving())
    answer = end(events).answer
    assert answer is not None
    assert (answer.text, answer.trust, answer.confirmed_by) == ("12", Trust.CONFIRMED, (Confirmation.SOLVED,))
    assert answer.note == BY_THE_CHECKS
    assert not any(isinstance(e, RouteChosen) for e in events), "the first solution is shown, as it is"
    assert len(engine.requests) > 1, "a way that gives it would have been better"


def test_a_way_that_gives_what_the_checks_work_out_is_the_solution() -> None:
    events, engine = solve(("So $\\boxed{13}$.",), ("print(14)\n```",), ("So $\\boxed{12}$.",), verifier=Solving())
    assert [e.route for e in events if isinstance(e, RouteChosen)] == [2]
    assert len(engine.requests) == 3


def test_the_quick_mode_says_that_an_answer_is_contradicted_and_gives_no_other() -> None:
    events, _ = solve(("So $\\boxed{13}$.",), verifier=Solving(), mode=Mode.QUICK)
    answer = end(events).answer
    assert answer is not None
    assert (answer.text, answer.trust) == ("13", Trust.CONTRADICTED)


def test_where_two_ways_differ_a_third_decides_and_its_answer_is_taken() -> None:
    events, _ = solve([FIRST, "So \\boxed{13} pens."], CALCULATION, [FIRST, ANSWER], mode=Mode.THOROUGH)
    ended = {e.route: e.agrees for e in events if isinstance(e, RouteEnded)}
    assert (ended[1], ended[2]) == (Verdict.REFUTED, Verdict.REFUTED)
    assert [e.route for e in events if isinstance(e, RouteChosen)] == [2]
    answer = end(events).answer
    assert answer is not None
    assert (answer.text, answer.trust) == ("12", Trust.CHECKED)
    assert [e.answer.text for e in events if isinstance(e, AnswerFound)][-1] == "12"


def test_an_answer_that_only_one_way_gives_is_not_called_checked() -> None:
    events, _ = solve([FIRST, "So $\\boxed{13}$ pens."], ["print(12)\n"], ["No answer at all."])
    answer = end(events).answer
    assert answer is not None
    assert answer.trust is Trust.UNCONFIRMED
    assert "12" in answer.note


def test_a_way_with_a_refuted_step_is_outvoted_by_one_without() -> None:
    again = ["We have $x + 1 = x + 2$.\n\n", "So \\boxed{13}."]
    events, _ = solve([FIRST, *again], again, again, CALCULATION, verifier=Marker({"x + 1 = x + 2": ""}))
    answer = end(events).answer
    assert answer is not None
    assert answer.text == "12"


def test_a_stop_while_other_ways_are_written_keeps_the_best_so_far() -> None:
    cancel = Cancel()
    engine = FakeEngine([FIRST, ANSWER], ["print(13)\n"], ["Nothing."], pause=0.01)
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events: list[SolveEvent] = []
    for event in tutor.solve(Problem.of("How many?"), cancel=cancel, options=SolveOptions(mode=Mode.THOROUGH)):
        events.append(event)
        if isinstance(event, RouteStarted) and event.kind is RouteKind.ANOTHER:
            cancel.request()
    last = end(events)
    assert last.answer is not None
    assert last.answer.text == "12"
    assert (last.outcome, last.message) == (Outcome.FINISHED, STOPPED_TRYING)


class DiesOnOtherWays(FakeEngine):
    """Writes the first way and dies when it is asked for several."""

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        raise DIED


def test_an_engine_that_dies_on_another_way_leaves_the_first_as_it_is() -> None:
    engine = DiesOnOtherWays([FIRST, ANSWER])
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL)))
    last = end(events)
    assert last.answer is not None
    assert (last.answer.text, last.answer.trust, last.outcome) == ("12", Trust.UNCONFIRMED, Outcome.FINISHED)
    assert [e.text.startswith("No other way could be written.") for e in events if isinstance(e, Noticed)] == [True]


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


class Together(FakeEngine):
    """A machine on which two ways are written faster together than one by one."""

    @property
    def info(self) -> EngineInfo | None:
        loaded = super().info
        return loaded and dataclasses.replace(loaded, trial=Trial(1, (1, 2, 3), (1.0, 1.1, 1.2)))


def test_half_a_calculation_has_no_vote_when_the_others_have_decided() -> None:
    half = (*(f"pens = {n}\n" for n in range(300)), "print(99)\n```")
    engine = Together([FIRST, ANSWER], half, ANSWER.split(" "))
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.THOROUGH)))
    assert [e.route for e in events if isinstance(e, RouteEnded)] == [2]
    answer = end(events).answer
    assert answer is not None
    assert (answer.text, answer.trust) == ("12", Trust.CHECKED)


class DiesBetween(Together):
    """Writes a step of a short solution, and dies before anybody has looked at its checks."""

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        yield Branch(1, Fragment("$1 + 1 = 2$, $2 + 2 = 4$, $3 + 3 = 6$.\n\n", 9))
        raise DIED


def test_nobody_waits_for_the_checks_of_a_way_that_was_given_up() -> None:
    verifier = Marker(slow=True)
    engine = DiesBetween([FIRST, ANSWER])
    tutor = StoryTutor(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.THOROUGH)))
    assert len(verifier.dropped) >= 2
    assert verifier.collect() == []


def test_another_attempt_at_a_question_about_a_sheet_is_written_in_one_way() -> None:
    engine = FakeEngine([FIRST, ANSWER])
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    asked = Asked(Purpose.AGAIN, turns=(Turn("Solve $x = 1$", "So $x = 1$."),))
    events = list(tutor.solve(Problem.of("And $x = 12$?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL, asked=asked)))
    assert not [e for e in events if isinstance(e, RouteStarted)]
    assert len(engine.requests) == 1


def test_a_stop_is_told_also_where_another_way_is_taken() -> None:
    cancel = Cancel()
    bad = ["We have $x + 1 = x + 2$.\n\n", "So \\boxed{13}."]
    engine = FakeEngine([FIRST, *bad], bad, bad, bad, ["print(12)\n```"], ["Nothing."], pause=0.01)
    verifier = Marker({"x + 1 = x + 2": ""})
    tutor = StoryTutor(engine=engine, verifier=verifier, history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events: list[SolveEvent] = []
    for event in tutor.solve(Problem.of("How many?"), cancel=cancel, options=SolveOptions(mode=Mode.CAREFUL)):
        events.append(event)
        if isinstance(event, RouteStarted) and event.kind is RouteKind.BRIEF:
            cancel.request()
    answer = end(events).answer
    assert answer is not None
    assert answer.text == "12"
    assert not [e for e in events if isinstance(e, RouteChosen)], "a program is no solution to be read"
    assert end(events).message == STOPPED_TRYING


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


def test_votes_that_were_cast_count_where_the_engine_dies_in_a_later_way() -> None:
    engine = FakeEngine([FIRST, "So \\boxed{13}."], CALCULATION, [*["Words "] * 9])
    engine.dies_after = 8
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL)))
    assert [e for e in events if isinstance(e, Noticed)]
    answer = end(events).answer
    assert answer is not None
    assert (answer.text, "1 of 2 ways" in answer.note) == ("13", True)


def settled(*votes: Vote) -> bool:
    counted = Votes(lambda a, b: Verdict.VERIFIED if a.text == b.text else Verdict.REFUTED)
    for vote in votes:
        counted.add(vote)
    return counted.settled


def test_two_samples_of_the_same_request_are_ways_of_one_kind() -> None:
    kinds = (RouteKind.FIRST, RouteKind.ANOTHER, RouteKind.ANOTHER, RouteKind.BRIEF)
    votes = [Vote(route, kind, Answer("12", "12"), Tally()) for route, kind in enumerate(kinds)]
    assert not settled(*votes[:3])
    assert settled(*votes)


def test_what_was_contradicted_in_another_spelling_is_not_called_checked() -> None:
    votes = [Vote(route, kind, Answer("12", "12"), Tally()) for route, kind in enumerate((RouteKind.FIRST, RouteKind.BRIEF))]
    assert settled(*votes)
    assert not settled(*votes, Vote(2, RouteKind.CALCULATION, Answer("12", "x = 12", trust=Trust.CONTRADICTED), Tally()))


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
