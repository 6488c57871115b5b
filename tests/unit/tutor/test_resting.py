"""An answer rests on what was proved only where its values stand in proved claims."""

from __future__ import annotations

import pytest

from ardoise.core.solution import Answer
from ardoise.core.verdict import Check, Evidence, Mark, Reason, Verdict, undecided
from ardoise.notation.answer import answer_claim, values
from ardoise.notation.claims import read_claims
from ardoise.tutor.resting import rests_on


def checks(text: str, *, proved: bool = True) -> list[Check]:
    claims, _ = read_claims(text)
    if not proved:
        return [undecided(c, Reason.NOT_PROVED) for c in claims]
    return [Check(c, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT) for c in claims]


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ("68 * 0.90 = 61.20 euros", "61.2"),
        ("$12 + $25 = $37", "37"),
        ("x = 2 or x = 3", "2, 3"),
        ("c = \\sqrt{169} = 13", "13 cm"),
    ],
)
def test_a_value_of_a_proved_claim_is_rested_on(claim: str, answer: str) -> None:
    assert rests_on(Answer(answer, answer, values(answer)), checks(claim))


@pytest.mark.parametrize(("claim", "answer"), [("4 + 4 + 4 + 5 + 4 = 21", "15"), ("x = 2", "2, 3"), ("2(m + n) = 2m + 2n", "even")])
def test_a_value_that_no_claim_holds_is_not(claim: str, answer: str) -> None:
    assert not rests_on(Answer(answer, answer, values(answer)), checks(claim))


def test_what_was_not_proved_carries_nothing() -> None:
    assert not rests_on(Answer("2", "2", values("2")), checks("1 + 1 = 2", proved=False))


def test_an_answer_does_not_rest_on_itself() -> None:
    claim = answer_claim(r"So it is $\boxed{15}$.", ())
    assert claim is not None
    itself = Check(claim, Verdict.VERIFIED, Mark.PROVED, evidence=Evidence.EXACT, method="answer")
    assert not rests_on(Answer("15", "15", (claim.right,)), [itself])
