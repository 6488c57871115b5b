"""Lines below a slip: which carry it on, and which stand without it."""

from __future__ import annotations

import pytest

from ardoise.core.events import StepChecked
from ardoise.core.limits import Cancel, Limit
from ardoise.core.ports import Context
from ardoise.core.problem import Working, WorkingKind
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Mark, Reason, Verdict, carries_slip, undecided, verdict_of
from ardoise.tutor.working import CheckingWorking
from tests.fakes.judging import JudgingVerifier


def checked(
    problem: str, *lines: str, kind: WorkingKind = WorkingKind.WORKING, verifier: JudgingVerifier | None = None
) -> list[tuple[Check, ...]]:
    story = CheckingWorking(Working(problem, lines, kind), verifier=verifier or JudgingVerifier(), plotter=None, cancel=Cancel())
    return [event.checks for event in story.events() if isinstance(event, StepChecked)]


@pytest.mark.parametrize(
    ("problem", "lines", "carrying"),
    [
        ("Solve 2x + 3 = 11", ("2x = 14", "x = 7"), [1]),
        ("Solve 2x + 3 = 11", ("2x = 8", "x = 4"), []),
        ("Solve 2x + 3 = 11", ("2x = 14", "2x = 8", "x = 4"), []),
        ("Solve 2x + 3 = 11", ("2x = 14", "x = 7", "x + 1 = 8"), [1, 2]),
        ("", ("2 * 30 = 70", "70 + 5 = 75", "75 * 2 = 150"), [1, 2]),
        ("", ("2 * 30 = 70", "4 + 5 = 9"), []),
        ("Tom has 70 apples and buys 5 more. How many apples does he have?", ("2 * 30 = 70", "70 + 5 = 75"), []),
    ],
)
def test_what_rests_on_a_slip_carries_it_on_and_what_was_put_right_does_not(
    problem: str, lines: tuple[str, ...], carrying: list[int]
) -> None:
    found = checked(problem, *lines)
    assert [i for i, checks in enumerate(found) if carries_slip(checks)] == carrying
    assert all(verdict_of(found[i]) is Verdict.VERIFIED and found[i][0].mark is Mark.PROVED for i in carrying)


def test_the_steps_of_a_solution_may_start_afresh_so_of_them_nothing_is_said() -> None:
    assert not any(carries_slip(c) for c in checked("", "So $2 * 30 = 70$.", "And $70 + 5 = 75$.", kind=WorkingKind.SOLUTION))


class LateWhenAskedAgain(JudgingVerifier):
    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        late = claim.text == "x = 7" and len(context.earlier) == 0
        return undecided(claim, Reason.TIMED_OUT) if late else super().check(claim, context, limit)


def test_a_line_that_could_not_be_judged_again_in_time_is_not_said_to_carry_a_slip() -> None:
    found = checked("Solve 2x + 3 = 11", "2x = 14", "x = 7", verifier=LateWhenAskedAgain())
    assert [verdict_of(c) for c in found] == [Verdict.REFUTED, Verdict.VERIFIED]
    assert not carries_slip(found[1])
