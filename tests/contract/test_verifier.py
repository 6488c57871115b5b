"""What every Verifier keeps to: the fake one, and the one over real children."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ardoise.core.expression import Apply, Constant, Number, Symbol, integer
from ardoise.core.limits import Limit
from ardoise.core.ports import Context, Verifier
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Answer, Claim, Role
from ardoise.core.verdict import Check, Reason, Verdict
from ardoise.notation.answer import values
from ardoise.notation.claims import read_line, read_problem
from ardoise.notation.parser import parse
from ardoise.verify.verifier import ChildVerifier
from tests.fakes.verifier import FakeVerifier

FALSE = ("3 * 4 = 13", "x = 5")
LIMIT = Limit(seconds=20)


def made(kind: str) -> Verifier:
    return FakeVerifier(dict.fromkeys(FALSE, Verdict.REFUTED)) if kind == "fake" else ChildVerifier(spare=False)


@pytest.fixture(scope="module", params=["fake", "children"])
def verifier(request: pytest.FixtureRequest) -> Iterator[Verifier]:
    verifier = made(request.param)
    yield verifier
    verifier.close()


def claim(text: str) -> Claim:
    claims, unreadable = read_line(text)
    assert len(claims) == 1
    assert not unreadable
    return claims[0]


def all_checks(verifier: Verifier, count: int) -> list[tuple[int, Check]]:
    found: list[tuple[int, Check]] = []
    while len(found) < count:
        found += verifier.collect(wait=5.0)
    return found


def test_what_is_true_is_verified_and_what_is_false_is_refuted_with_a_witness(verifier: Verifier) -> None:
    assert verifier.check(claim("3 * 4 = 12"), Context(), LIMIT).verdict is Verdict.VERIFIED
    check = verifier.check(claim("3 * 4 = 13"), Context(), LIMIT)
    assert check.verdict is Verdict.REFUTED
    assert check.witness is not None
    assert check.read_as


def test_a_check_names_the_very_claim_that_was_asked_about(verifier: Verifier) -> None:
    asked = claim("3 * 4 = 12")
    assert verifier.check(asked, Context(), LIMIT).claim is asked


def test_checks_come_back_in_the_order_of_submission(verifier: Verifier) -> None:
    claims = [claim(f"{n} + {n} = {2 * n}") for n in range(30)]
    tickets = [verifier.submit(c, Context(), LIMIT) for c in claims]
    found = all_checks(verifier, len(claims))
    assert [ticket for ticket, _ in found] == tickets
    assert [check.claim for _, check in found] == claims
    assert {check.verdict for _, check in found} == {Verdict.VERIFIED}


def test_a_claim_is_judged_against_its_context(verifier: Verifier) -> None:
    context = Context(read_problem("Solve $2x + 3 = 11$"), (claim("2x = 8"),), WorkingKind.WORKING)
    assert verifier.check(claim("x = 4"), context, LIMIT).verdict is Verdict.VERIFIED
    assert verifier.check(claim("x = 5"), context, LIMIT).verdict is Verdict.REFUTED


@pytest.mark.parametrize("role", [Role.GIVEN, Role.DEFINED, Role.SUPPOSED, Role.DENIED])
def test_what_is_not_stated_is_never_false(verifier: Verifier, role: Role) -> None:
    stated = claim("3 * 4 = 13")
    supposed = Claim(stated.left, stated.relation, stated.right, stated.text, stated.span, role=role)
    assert verifier.check(supposed, Context(), LIMIT).reason is Reason.NO_CLAIM


def test_a_check_asked_for_in_between_does_not_take_another_ones_place(verifier: Verifier) -> None:
    ticket = verifier.submit(claim("1 + 1 = 2"), Context(), LIMIT)
    assert verifier.check(claim("3 * 4 = 13"), Context(), LIMIT).verdict is Verdict.REFUTED
    assert [t for t, _ in all_checks(verifier, 1)] == [ticket]


def test_collecting_with_nothing_submitted_gives_nothing_at_once(verifier: Verifier) -> None:
    assert verifier.collect(wait=60.0) == []


def test_confirming_keeps_the_answers_text(verifier: Verifier) -> None:
    expr = parse("x = 4")
    assert isinstance(expr, Number | Constant | Symbol | Apply)
    answer = Answer("4", "4", (expr,))
    confirmed = verifier.confirm(read_problem("Solve $2x + 3 = 11$"), answer, LIMIT)
    assert (confirmed.text, confirmed.latex, confirmed.exprs) == ("4", "4", answer.exprs)


def answer(text: str) -> Answer:
    return Answer(text, text, values(text))


def test_answers_are_compared_and_nothing_is_said_of_what_cannot_be(verifier: Verifier) -> None:
    assert verifier.agree(answer("12"), answer("12"), LIMIT) is Verdict.VERIFIED
    assert verifier.agree(answer("12"), answer("13"), LIMIT) is Verdict.REFUTED


def test_a_program_is_worked_out_and_one_without_a_value_gives_nothing(verifier: Verifier) -> None:
    assert verifier.work_out("print(12)", LIMIT) == (integer(12),)
    assert verifier.work_out("import os", LIMIT) == ()
    assert verifier.work_out("", LIMIT) == ()


@pytest.mark.parametrize("kind", ["fake", "children"])
def test_closing_twice_is_the_same_as_once_and_nothing_is_checked_afterwards(kind: str) -> None:
    verifier = made(kind)
    verifier.close()
    verifier.close()
    assert verifier.check(claim("3 * 4 = 12"), Context(), LIMIT).reason is Reason.CANCELLED
