"""The verifier and its children under real faults: hang, kill, hunger, junk, hostile sizes; the next claim is always answered."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from ardoise.core.expression import Apply, Expr, Span, Symbol, apply, integer
from ardoise.core.limits import Limit
from ardoise.core.ports import Context
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Reason, Verdict
from ardoise.notation.claims import read_line
from ardoise.verify import messages
from ardoise.verify.verifier import ChildVerifier

pytestmark = pytest.mark.slow
MISLED = "tests.children.checkers:serve"
PATIENT = Limit(seconds=30)
SHORT = Limit(seconds=0.4)
MEMORY = 1 << 28


def claim(text: str) -> Claim:
    return read_line(text)[0][-1]


def named(text: str) -> Claim:
    """A true claim whose text is an order to the child that misbehaves."""
    return dataclasses.replace(claim("1 + 1 = 2"), text=text)


TRUE = claim("3 * 4 = 12")


@pytest.fixture
def misled() -> Iterator[ChildVerifier]:
    verifier = ChildVerifier(entry=MISLED, memory_bytes=MEMORY)
    yield verifier
    verifier.close()


@pytest.fixture(scope="module")
def verifier() -> Iterator[ChildVerifier]:
    made = ChildVerifier()
    made.warm()
    yield made
    made.close()


def all_checks(verifier: ChildVerifier, count: int) -> list[Check]:
    found: list[Check] = []
    until = time.monotonic() + 60
    while len(found) < count:
        assert time.monotonic() < until
        found += [check for _, check in verifier.collect(wait=1.0)]
    return found


@pytest.mark.parametrize(
    ("fault", "reason", "limit"),
    [
        ("hang", Reason.TIMED_OUT, SHORT),
        ("stop", Reason.TIMED_OUT, SHORT),
        ("die", Reason.WORKER_DIED, PATIENT),
        ("exit", Reason.WORKER_DIED, PATIENT),
        ("junk", Reason.WORKER_DIED, PATIENT),
        ("eat", Reason.OUT_OF_MEMORY, PATIENT),
    ],
)
def test_only_the_claim_at_fault_is_undecided_and_the_queue_goes_on(
    misled: ChildVerifier, fault: str, reason: Reason, limit: Limit
) -> None:
    for subject, its_limit in ((TRUE, PATIENT), (named(fault), limit), (TRUE, PATIENT), (TRUE, PATIENT)):
        misled.submit(subject, Context(), its_limit)
    checks = all_checks(misled, 4)
    assert [c.reason for c in checks] == [None, reason, None, None]
    assert [c.verdict for c in checks] == [Verdict.VERIFIED, Verdict.UNDECIDED, Verdict.VERIFIED, Verdict.VERIFIED]


def with_warm_spare(verifier: ChildVerifier) -> tuple[int, int]:
    """The process numbers of the child at work and of its spare, once both are ready."""
    until = time.monotonic() + 60
    while True:
        assert time.monotonic() < until
        verifier.check(TRUE, Context(), PATIENT)
        at_work, spare = verifier._workers.at_hand, verifier._workers._spare
        if at_work is not None and spare is not None and spare.child.receive(wait=0.5) is None and spare.child.ready:
            assert at_work.child.pid is not None
            assert spare.child.pid is not None
            return at_work.child.pid, spare.child.pid


def test_a_check_that_hangs_is_killed_within_its_limit_and_the_next_one_starts_on_the_warm_spare(misled: ChildVerifier) -> None:
    at_work, spare = with_warm_spare(misled)
    started = time.monotonic()
    check = misled.check(named("hang"), Context(), SHORT)
    late = time.monotonic() - started
    assert check.reason is Reason.TIMED_OUT
    assert SHORT.seconds <= late < SHORT.seconds + 3
    assert not psutil.pid_exists(at_work)
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED
    worker = misled._workers.at_hand
    assert worker is not None
    assert worker.child.pid == spare


def test_a_check_that_eats_memory_never_has_more_than_its_limit(misled: ChildVerifier) -> None:
    at_work, spare = with_warm_spare(misled)
    idle = psutil.Process(at_work).memory_info().rss
    most = 0
    misled.submit(named("eat"), Context(), PATIENT)
    while not (found := misled.collect(wait=0.01)):
        with contextlib.suppress(psutil.Error):
            most = max(most, psutil.Process(at_work).memory_info().rss)
    assert [c.reason for _, c in found] == [Reason.OUT_OF_MEMORY]
    assert idle < most <= idle + MEMORY
    assert not psutil.pid_exists(at_work)
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED
    worker = misled._workers.at_hand
    assert worker is not None
    assert worker.child.pid == spare


def test_the_spare_takes_over_from_a_child_killed_in_mid_check(misled: ChildVerifier) -> None:
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED
    ticket = misled.submit(named("hang"), Context(), PATIENT)
    misled.collect()
    worker = misled._workers.at_hand
    assert worker is not None
    threading.Timer(0.2, worker.child.kill).start()
    assert misled.collect(wait=20.0)[0][0] == ticket
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED


def test_a_child_killed_while_it_had_nothing_to_do_takes_no_claim_with_it(misled: ChildVerifier) -> None:
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED
    worker = misled._workers.at_hand
    assert worker is not None
    worker.child.kill()
    assert misled.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED


def test_many_claims_behind_one_that_hangs_never_block_the_sender(misled: ChildVerifier) -> None:
    misled.check(TRUE, Context(), PATIENT)
    long = tuple(claim(f"{n} + {' + '.join(['1'] * 60)} = {n + 60}") for n in range(60))
    started = time.monotonic()
    misled.submit(named("hang"), Context(), Limit(seconds=3.0))
    for subject in long:
        misled.submit(subject, Context(earlier=long), PATIENT)
    assert time.monotonic() - started < 2.5
    checks = all_checks(misled, 1 + len(long))
    assert [c.reason for c in checks] == [Reason.TIMED_OUT] + [None] * len(long)


def test_children_that_never_live_are_given_up_after_three_and_say_how_they_ended() -> None:
    verifier = ChildVerifier(entry="tests.children.checkers:stillborn", spare=False)
    checks = [verifier.check(TRUE, Context(), PATIENT) for _ in range(8)]
    assert verifier._workers.resting
    verifier.close()
    assert {c.reason for c in checks} == {Reason.WORKER_DIED}
    assert all("exit code 4" in c.note for c in checks)


def test_closing_cancels_what_waits_and_leaves_no_process(misled: ChildVerifier) -> None:
    misled.check(TRUE, Context(), PATIENT)
    ours = [w.child.pid for w in (misled._workers.at_hand, misled._workers._spare) if w is not None]
    misled.submit(named("hang"), Context(), PATIENT)
    misled.submit(TRUE, Context(), PATIENT)
    misled.close()
    assert [c.reason for _, c in misled.collect()] == [Reason.CANCELLED, Reason.CANCELLED]
    assert ours
    assert not [pid for pid in ours if pid is not None and psutil.pid_exists(pid)]


def test_threads_may_ask_at_the_same_time(verifier: ChildVerifier) -> None:
    verdicts: list[Verdict] = []

    def ask(subject: Claim) -> None:
        verdicts.extend(verifier.check(subject, Context(), PATIENT).verdict for _ in range(20))

    threads = [threading.Thread(target=ask, args=(subject,)) for subject in (TRUE, claim("3 * 4 = 13"), TRUE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(verdicts) == sorted([Verdict.VERIFIED] * 40 + [Verdict.REFUTED] * 20)


def test_a_claim_too_long_for_the_pipe_is_undecided_and_left_out_of_contexts(verifier: ChildVerifier) -> None:
    ones = Apply("add", tuple(integer(n) for n in range(3_000)))
    huge = Claim(ones, Relation.EQUAL, ones, "1 + ...", Span(0, 7))
    assert len(str(messages.encode(messages.Order(messages.Learn(0, huge))))) > messages.LARGEST
    assert verifier.check(huge, Context(), PATIENT).reason is Reason.UNSUPPORTED
    assert verifier.check(TRUE, Context(earlier=(huge, TRUE)), PATIENT).mark is Mark.PROVED


def deep(levels: int) -> Expr:
    expr: Expr = Symbol("x")
    for _ in range(levels):
        expr = apply("sqrt", apply("add", expr, integer(1)))
    return expr


def determinant(size: int) -> Expr:
    rows = tuple(Apply("row", tuple(Symbol(f"a_{i}{j}") for j in range(size))) for i in range(size))
    return apply("determinant", Apply("matrix", rows))


POWER = apply("power", integer(10), integer(10))
HOSTILE = {
    "a tower of powers": apply("power", integer(9), apply("power", integer(9), apply("power", integer(9), integer(9)))),
    "a huge factorial": apply("factorial", apply("power", integer(10), integer(9))),
    "a factorial of a factorial": apply("factorial", apply("factorial", integer(20))),
    "a huge power": apply("power", integer(2), POWER),
    "a power of a power": apply("power", apply("power", integer(2), integer(59_000)), integer(59_000)),
    "a symbol to a huge power": apply("power", apply("add", Symbol("x"), integer(1)), POWER),
    "a sum of many terms": apply("sum", Symbol("k"), Symbol("k"), integer(1), POWER),
    "a product of many terms": apply("product", Symbol("k"), Symbol("k"), integer(1), POWER),
    "a sum of sums": apply("sum", apply("sum", Symbol("k"), Symbol("k"), integer(1), Symbol("j")), Symbol("j"), integer(1), integer(2_900)),
    "a binomial of large numbers": apply("binomial", POWER, integer(10**9)),
    "deep nesting": deep(90),
    "a symbolic determinant": determinant(8),
    "an exponential of an exponential": apply("exp", apply("exp", apply("exp", integer(100)))),
    "an angle of many digits": apply("sin", apply("power", integer(10), integer(10_000))),
    "a logarithm of a tower": apply("ln", apply("power", integer(9), apply("power", integer(9), apply("power", integer(9), integer(9))))),
    "an expansion of many terms": apply("power", Apply("add", tuple(Symbol(s) for s in "abcdefgh")), integer(30)),
    "an integral that no rule solves": apply("integral", apply("sin", apply("exp", apply("power", Symbol("x"), integer(3)))), Symbol("x")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sizes_end_undecided_within_the_limit_and_the_next_claim_is_answered(verifier: ChildVerifier, name: str) -> None:
    for right in (integer(1), apply("add", HOSTILE[name], Symbol("x"))):
        hostile = Claim(HOSTILE[name], Relation.EQUAL, right, name, Span(0, 1))
        started = time.monotonic()
        check = verifier.check(hostile, Context(), Limit(seconds=2.0))
        assert time.monotonic() - started < 12
        assert check.verdict is not Verdict.VERIFIED
        assert verifier.check(TRUE, Context(), PATIENT).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    "program",
    [
        "n = 0\nwhile True:\n    n += 1",
        "def f(n):\n    return f(n + 1) + f(n + 2)\nprint(f(1))",
        "from sympy import *\nx = symbols('x')\nprint(integrate(exp(sin(x**5)) * log(cos(x) + 2)**3, x))",
        "print(sum(1 for a in range(100000) for b in range(100000)))",
        "x = [0]\nwhile True:\n    x = x + x",
    ],
)
def test_a_program_without_end_gives_nothing_within_its_limit_and_the_next_one_is_worked_out(verifier: ChildVerifier, program: str) -> None:
    began = time.monotonic()
    assert verifier.work_out(program, Limit(seconds=2.0)) == ()
    assert time.monotonic() - began < 10.0
    assert verifier.work_out("print(3 * 4)", PATIENT) == (integer(12),)
