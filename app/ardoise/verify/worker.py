"""The child: reads orders, runs the checks, replies. SymPy is loaded before the hello, so a child that is ready is warm.

An error in a check that is no limit of SymPy's is a bug and ends the child; the parent then reports WORKER_DIED and goes on with the spare.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import assert_never

from ardoise.core.ports import Context
from ardoise.core.solution import Claim
from ardoise.process.frames import Channel
from ardoise.verify import messages
from ardoise.verify.checks import agreement, confirm, judge, programs, where
from ardoise.verify.messages import Ask, Checked, Compare, Compared, Confirm, Confirmed, Learn, OutOfMemory, Reply, WorkedOut, WorkOut


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Answer until the parent closes the pipe; `arguments` is empty."""
    del arguments
    judge.warm_up()
    known: dict[int, Claim] = {}
    while True:
        match messages.order(channel.receive()):
            case Learn(number, claim):
                known[number] = claim
            case Ask() as ask:
                _answer(channel, ask, known)
            case (Confirm() | Compare() | WorkOut()) as order:
                try:
                    reply = _reply(order, known)
                except MemoryError:
                    reply = OutOfMemory(order.ticket)
                channel.send(messages.encode(Reply(reply)))
            case unknown:
                assert_never(unknown)


def _reply(order: Confirm | Compare | WorkOut, known: Mapping[int, Claim]) -> Confirmed | Compared | WorkedOut | OutOfMemory:
    match order:
        case Confirm(ticket, problem, answer, task):
            return Confirmed(ticket, confirm.run(tuple(known[n] for n in problem), answer, task))
        case Compare(ticket, one, other):
            return Compared(ticket, agreement.agree(one, other))
        case WorkOut(ticket, program):
            return WorkedOut(ticket, programs.run(program))


def _answer(channel: Channel, ask: Ask, known: dict[int, Claim]) -> None:
    started = time.perf_counter()
    context = Context(
        problem=tuple(known[n] for n in ask.problem),
        earlier=tuple(known[n] for n in ask.earlier),
        kind=ask.kind,
        new_step=ask.new_step,
        line=tuple(known[n] for n in ask.line),
        starts=ask.starts,
        amounts=tuple(known[n] for n in ask.amounts),
        assumed=tuple(known[n] for n in ask.assumed),
    )
    try:
        claim = known[ask.claim]
        check = judge.judge(claim, context)
        parts = where.wrong_parts(check, claim, context)
    except MemoryError:
        channel.send(messages.encode(Reply(OutOfMemory(ask.ticket))))
        return
    seconds = time.perf_counter() - started
    check = dataclasses.replace(check, claim=messages.SAME_CLAIM, seconds=seconds)
    channel.send(messages.encode(Reply(Checked(ask.ticket, check, parts))))
