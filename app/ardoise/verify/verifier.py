"""The Verifier port over two children: one that works, one that waits warm.

Claims go to the child in order. Whoever polls `collect` keeps the deadlines: the claim at the head has its Limit's seconds, counted from
when it came to the head of a child that is ready. Late: the child is killed, the claim is UNDECIDED/TIMED_OUT, the spare takes over and the
queue goes on. A child that dies takes only the claim at the head with it. (Rejected: a thread that watches, since whoever waits for checks
polls anyway; a pool, since two cores are shared with a language model.)
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections import deque
from collections.abc import Collection, Sequence
from multiprocessing.connection import wait as wait_for
from typing import Final, assert_never

from ardoise.core.expression import Expr
from ardoise.core.limits import Limit
from ardoise.core.ports import Context, Verifier
from ardoise.core.problem import Task
from ardoise.core.solution import Answer, Claim
from ardoise.core.verdict import Check, Reason, Verdict, reason_sentence, undecided
from ardoise.notation.places import places
from ardoise.process.child import ChildDied
from ardoise.verify import messages
from ardoise.verify.messages import Ask, Checked, Compare, Compared, Confirm, Confirmed, Order, OutOfMemory, WorkedOut, WorkOut
from ardoise.verify.workers import MOST_KNOWN, Worker, Workers, length, too_large

ENTRY: Final = "ardoise.verify.worker:serve"
MOST_IN_FLIGHT: Final = 8
"""Claims sent and not yet answered."""
MOST_CHARACTERS: Final = 32_000
"""Of frames sent and not yet answered beside the first: less than any pipe holds, so that `send` returns even if the child hangs."""
LONGEST_PROGRAM: Final = 8_000
"""Characters of a program; a longer one is cut, and then no program any more."""
DROPPED_SECONDS: Final = 0.3
"""Counted as every deadline is; a child that is busy longer with what nobody waits for is replaced."""
_POLL: Final = 0.05


@dataclasses.dataclass(frozen=True)
class _Pair:
    """Two answers to be compared."""

    one: Answer
    other: Answer


@dataclasses.dataclass(frozen=True)
class _Program:
    """A program to be worked out."""

    text: str


_Subject = Claim | Answer | _Pair | _Program
_Result = Check | Answer | Verdict | tuple[Expr, ...]


@dataclasses.dataclass
class _Job:
    ticket: int
    subject: _Subject
    context: Context
    limit: Limit
    awaited: bool
    """Somebody waits for it, like `check` and `confirm`; else `collect` gives it out."""
    task: Task | None = None
    frames: list[object] = dataclasses.field(default_factory=list)
    """For the present child; empty until they were made."""
    sent: bool = False
    dropped: bool = False
    """Nobody waits for it any more."""

    @property
    def characters(self) -> int:
        return sum(length(f) for f in self.frames)


class ChildVerifier(Verifier):
    """Checks claims in children that are killed when they are late. Any thread may call; calls take turns.

    Invariants: every ticket that is not dropped is answered exactly once, in order; children have the memory of `Limit()` over an idle one.
    """

    def __init__(self, *, spare: bool = True, entry: str = ENTRY, memory_bytes: int = Limit().memory_bytes) -> None:
        """`spare` keeps a second child warm; `entry` and `memory_bytes` are other than these only in tests."""
        self._workers = Workers(entry, memory_bytes, keep_spare=spare)
        self._lock = threading.RLock()
        self._queue: deque[_Job] = deque()
        self._head_since = 0.0
        self._ready: list[tuple[int, Check]] = []
        self._awaited: dict[int, _Result] = {}
        self._tickets = 0
        self._closed = False

    def warm(self) -> None:
        """Start the child now, so that the first claim finds it ready. Returns at once; call it again or poll to start the spare."""
        with self._lock:
            if not self._closed:
                self._workers.current()

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        with self._lock:
            job = self._enqueue(claim, context, limit, awaited=False)
            self._advance()
            return job.ticket

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        until = time.monotonic() + wait
        while True:
            with self._lock:
                self._advance()
                ready = [one for one in self._ready if of is None or one[0] in of]
                self._ready = [one for one in self._ready if of is not None and one[0] not in of]
                waiting = any(of is None or job.ticket in of for job in self._queue)
            left = until - time.monotonic()
            if ready or not waiting or left <= 0:
                return ready
            self._rest(min(left, _POLL))

    def drop(self, tickets: Collection[int]) -> None:
        with self._lock:
            self._queue = deque(job for job in self._queue if job.sent or job.ticket not in tickets)
            self._ready = [one for one in self._ready if one[0] not in tickets]
            for job in self._queue:
                if job.ticket in tickets:
                    job.dropped = True
                    job.limit = Limit(seconds=min(job.limit.seconds, DROPPED_SECONDS))

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        result = self._wait(claim, context, limit)
        assert isinstance(result, Check)
        return result

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        if not answer.exprs:
            return dataclasses.replace(answer, note=answer.note or "The answer could not be read as mathematics, so it was not confirmed.")
        result = self._wait(answer, Context(problem=tuple(problem)), limit, task)
        assert isinstance(result, Answer)
        return result

    def agree(self, one: Answer, other: Answer, limit: Limit) -> Verdict:
        result = self._wait(_Pair(one, other), Context(), limit)
        assert isinstance(result, Verdict)
        return result

    def work_out(self, program: str, limit: Limit) -> tuple[Expr, ...]:
        result = self._wait(_Program(program[:LONGEST_PROGRAM]), Context(), limit)
        assert isinstance(result, tuple)
        return result

    def close(self) -> None:
        with self._lock:
            self._closed = True
            while self._queue:
                self._finish(Reason.CANCELLED)
            self._workers.stop()

    def _wait(self, subject: _Subject, context: Context, limit: Limit, task: Task | None = None) -> _Result:
        with self._lock:
            ticket = self._enqueue(subject, context, limit, awaited=True, task=task).ticket
        while True:
            with self._lock:
                self._advance()
                if ticket in self._awaited:
                    return self._awaited.pop(ticket)
            self._rest(_POLL)

    def _rest(self, seconds: float) -> None:
        """Sleep until the child speaks or ends, at most `seconds`."""
        worker = self._workers.at_hand
        with contextlib.suppress(OSError, ValueError, AssertionError):  # stopped by another thread meanwhile
            if worker is not None:
                wait_for([worker.child.connection, worker.child.sentinel], seconds)
                return
        time.sleep(min(seconds, 0.01))

    # --- the queue; the lock is held ----------------------------------------------------------------------------------------------------

    def _enqueue(self, subject: _Subject, context: Context, limit: Limit, *, awaited: bool, task: Task | None = None) -> _Job:
        job = _Job(self._tickets, subject, context, limit, awaited, task)
        self._tickets += 1
        self._queue.append(job)
        return job

    def _advance(self) -> None:
        """Take what the child has said, keep the deadline of the head, send what may be sent."""
        if self._closed:
            while self._queue:
                self._finish(Reason.CANCELLED)
            return
        worker = self._workers.current()
        if worker is None:
            if self._workers.resting:
                while self._queue:
                    self._finish(Reason.WORKER_DIED, self._workers.last_words)
            return
        try:
            self._receive(worker)
            if worker.late_to_start:
                raise ChildDied("The checker did not start in time.")
            self._keep_deadline(worker)
            self._send(worker)
        except ChildDied as death:
            had_the_head = bool(self._queue) and self._queue[0].sent
            self._replace(worker, death)
            reason = Reason.OUT_OF_MEMORY if death.out_of_memory else Reason.WORKER_DIED
            if self._queue and (had_the_head or self._workers.resting):
                seconds = time.monotonic() - self._head_since if had_the_head else 0.0
                self._finish(reason, "" if death.out_of_memory else death.what, seconds=seconds)
        except ValueError:
            worker.child.kill()
            self._replace(worker, ChildDied("The checker said something that was not understood."))
            if self._queue:
                self._finish(Reason.WORKER_DIED)

    def _receive(self, worker: Worker) -> None:
        while (data := worker.child.receive()) is not None:
            message = messages.reply(data)
            if not self._queue or message.ticket != self._queue[0].ticket:
                raise ValueError("answers out of order")
            self._workers.answered(worker)
            subject = self._queue[0].subject
            match message:
                case Checked(_, check, parts) if isinstance(subject, Claim):
                    self._give(dataclasses.replace(check, claim=subject, where=places(subject, parts)))
                case Confirmed(_, answer) if isinstance(subject, Answer):
                    self._give(answer)
                case Compared(_, verdict) if isinstance(subject, _Pair):
                    self._give(verdict)
                case WorkedOut(_, values) if isinstance(subject, _Program):
                    self._give(values)
                case OutOfMemory():
                    self._replace(worker, None)
                    self._finish(Reason.OUT_OF_MEMORY, seconds=time.monotonic() - self._head_since)
                    return
                case Checked() | Confirmed() | Compared() | WorkedOut():
                    raise ValueError("another kind of answer")
                case _:
                    assert_never(message)

    def _keep_deadline(self, worker: Worker) -> None:
        seconds = time.monotonic() - self._head_since
        if self._queue and self._queue[0].sent and seconds > self._queue[0].limit.seconds:
            self._replace(worker, None)
            self._finish(Reason.TIMED_OUT, seconds=seconds)

    def _send(self, worker: Worker) -> None:
        if not worker.child.ready or self._workers.at_hand is not worker:
            return
        sent = [j for j in self._queue if j.sent]
        if not sent and len(worker.numbers) > MOST_KNOWN:
            self._replace(worker, None)
            return
        for job in self._queue:
            if job.sent:
                continue
            if isinstance(job.subject, Claim) and too_large(job.subject):
                if sent:
                    return
                self._finish(Reason.UNSUPPORTED, "This is too long to be checked.")
                self._send(worker)
                return
            job.frames = job.frames or self._frames(worker, job)
            if len(sent) >= MOST_IN_FLIGHT or (sent and sum(j.characters for j in sent) + job.characters > MOST_CHARACTERS):
                return
            if not sent:
                self._head_since = time.monotonic()
            job.sent = True
            for frame in job.frames:
                worker.child.send(frame)
            sent.append(job)

    def _frames(self, worker: Worker, job: _Job) -> list[object]:
        context = job.context
        match job.subject:
            case _Pair(one, other):
                return [messages.encode(Order(Compare(job.ticket, one, other)))]
            case _Program(text):
                return [messages.encode(Order(WorkOut(job.ticket, text)))]
            case Answer():
                frames = worker.teach(context.problem)
                return [*frames, messages.encode(Order(Confirm(job.ticket, worker.known(context.problem), job.subject, job.task)))]
            case Claim():
                pass
        claims = (job.subject, *context.problem, *context.earlier, *context.line, *context.amounts, *context.assumed)
        frames = worker.teach(claims)
        starts = tuple(len(worker.known(context.earlier[:start])) for start in context.starts)
        problem, earlier, line = (worker.known(c) for c in (context.problem, context.earlier, context.line))
        amounts, assumed = worker.known(context.amounts), worker.known(context.assumed)
        number = worker.numbers[job.subject]
        ask = Ask(job.ticket, number, problem, earlier, line, starts, context.kind, context.new_step, amounts, assumed)
        return [*frames, messages.encode(Order(ask))]

    def _replace(self, worker: Worker, death: ChildDied | None) -> None:
        if self._workers.at_hand is worker:
            self._workers.replace(death)
        for job in self._queue:
            job.sent, job.frames = False, []

    def _finish(self, reason: Reason, note: str = "", *, seconds: float = 0.0) -> None:
        """The head ends without an answer of the child, which it had kept busy for so long."""
        job = self._queue[0]
        match job.subject:
            case Claim() as claim:
                self._give(undecided(claim, reason, note=note, seconds=seconds))
            case Answer() as answer:
                self._give(dataclasses.replace(answer, note=note or reason_sentence(reason)))
            case _Pair():
                self._give(Verdict.UNDECIDED)
            case _Program():
                self._give(())

    def _give(self, result: _Result) -> None:
        job = self._queue.popleft()
        self._head_since = time.monotonic()
        if job.dropped:
            return
        if job.awaited:
            self._awaited[job.ticket] = result
        else:
            assert isinstance(result, Check)
            self._ready.append((job.ticket, result))
