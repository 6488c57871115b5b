"""Other ways through a problem with a scripted engine: when they are written, which answer is taken, and what is said of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from ardoise.core.budget import Mode
from ardoise.core.events import (
    AnswerFound,
    Noticed,
    Outcome,
    RouteChosen,
    RouteEnded,
    RouteKind,
    RouteStarted,
    SolveEvent,
)
from ardoise.core.expression import integer
from ardoise.core.generation import Branch, EngineInfo, Fragment, Request, StopReason, Trial
from ardoise.core.limits import Cancel, Limit
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Asked, Problem, Purpose, Task, Turn
from ardoise.core.solution import Answer, Claim, Confirmation, Trust
from ardoise.core.verdict import Tally, Verdict
from ardoise.tutor.rounds import Rounds
from ardoise.tutor.solving import STOPPED_TRYING
from ardoise.tutor.tutor import StoryTutor
from ardoise.tutor.votes import Vote, Votes
from ardoise.tutor.ways import BY_A_CALCULATION, BY_THE_CHECKS
from tests.fakes.actors import FakeShelf
from tests.fakes.engine import DIED, FakeEngine
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.unit.tutor.scripted import ANSWER, CALCULATION, FIRST, MODEL, Marker, end, solve


class Solving(Marker):
    """Knows that it is twelve."""

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        if answer.text == "12":
            return dataclasses.replace(answer, trust=Trust.CONFIRMED)
        return dataclasses.replace(answer, trust=Trust.CONTRADICTED, instead=(integer(12),))


class DiesOnOtherWays(FakeEngine):
    """Writes the first way and dies when it is asked for several."""

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        raise DIED


def test_no_way_may_be_longer_than_what_is_left_of_the_budget() -> None:
    """A first solution of little more than the shortest: a calculation may not take all of what a short solution needs."""
    rounds = Rounds(Mode.CAREFUL, "How many?", (), seed=0, most_tokens=2_048, base=200)
    left = 200.0
    asked = []
    while way := rounds.next(left):
        asked.append(way[0].request.most_tokens)
        left -= way[0].request.most_tokens
    assert sum(asked) <= 200
    together = Rounds(Mode.THOROUGH, "How many?", (), seed=0, most_tokens=2_048, base=200).next(1_000)
    assert sum(way.request.most_tokens for way in together) <= 1_000 + len(together)


def test_ways_without_an_answer_are_counted_among_all() -> None:
    events, _ = solve([FIRST, ANSWER], ["nonsense"], ["I do not know."], ["Nor I."])
    answer = end(events).answer
    assert answer is not None
    assert answer.note == "1 of 4 ways through the problem give this answer, the others none."


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


def test_an_engine_that_dies_on_another_way_leaves_the_first_as_it_is() -> None:
    engine = DiesOnOtherWays([FIRST, ANSWER])
    tutor = StoryTutor(engine=engine, verifier=Marker(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf(MODEL))
    events = list(tutor.solve(Problem.of("How many?"), cancel=Cancel(), options=SolveOptions(mode=Mode.CAREFUL)))
    last = end(events)
    assert last.answer is not None
    assert (last.answer.text, last.answer.trust, last.outcome) == ("12", Trust.UNCONFIRMED, Outcome.FINISHED)
    assert [e.text.startswith("No other way could be written.") for e in events if isinstance(e, Noticed)] == [True]


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
