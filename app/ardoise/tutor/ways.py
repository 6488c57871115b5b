"""Other ways through a problem, where the first gave no answer that is sure enough: those of `rounds.py`, one after the other.

Several are written together where this machine's trial says that this is faster. It ends as soon as enough ways agree, an answer is
confirmed, or the budget is spent.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Final

from ardoise.core.budget import BUDGETS, SHORTEST, Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import Noticed, RouteChosen, RouteEnded, RouteKind, RouteStarted, SolveEvent, TextArrived
from ardoise.core.expression import Expr
from ardoise.core.generation import Fragment, Message, Request, StopReason, Written
from ardoise.core.limits import Cancel, Limit
from ardoise.core.ports import Engine, SolveOptions, Verifier
from ardoise.core.solution import Answer, Claim, Confirmation, Trust
from ardoise.core.verdict import Tally, Verdict
from ardoise.notation.latex import latex, plain
from ardoise.tutor.confirming import Confirming
from ardoise.tutor.loops import repeats_itself
from ardoise.tutor.prompts import CODE_ENDS
from ardoise.tutor.rounds import Asked, Rounds
from ardoise.tutor.route import Route
from ardoise.tutor.votes import Vote, Votes

WORK_OUT_LIMIT: Final = Limit(seconds=5.0)
BY_THE_CHECKS: Final = "No way of the model gives this answer: the checks worked it out from the problem themselves."
BY_A_CALCULATION: Final = "Only a calculation without words gives this answer."
PAYS_TOGETHER: Final = 1.15
"""So many times the tokens a second of one must several routes together have, to be written together."""


@dataclasses.dataclass
class Spent:
    """What was written for one problem, in all."""

    tokens: int = 0
    characters: int = 0

    def add(self, text: str, tokens: int) -> None:
        self.tokens += tokens
        self.characters += len(text)

    def counted(self, text: str) -> int:
        """About how many tokens a text takes, by those written so far."""
        return round(len(text) * self.tokens / self.characters) if self.characters else 0


@dataclasses.dataclass
class _Way:
    """A route that is being written."""

    route: Route
    kind: RouteKind
    request: Request
    cancel: Cancel

    @property
    def whole(self) -> bool:
        """Whether a calculation has come to its end; what follows it is chatter, and half of it is none."""
        return self.kind is RouteKind.CALCULATION and CODE_ENDS in self.route.text


class OtherWays:
    """`events` until enough is known; then `answer` is the answer to take (None: as it was) and `chosen` the route that gives it."""

    def __init__(
        self,
        problem: str,
        claims: tuple[Claim, ...],
        prompt: tuple[Message, ...],
        *,
        engine: Engine,
        verifier: Verifier,
        confirming: Confirming,
        options: SolveOptions,
        spent: Spent,
        until: float,
        cancel: Cancel,
    ) -> None:
        self.answer: Answer | None = None
        self.chosen: Route | None = None
        self.begun = False
        self.ended = 0
        self._problem = problem
        self._claims = claims
        self._prompt = prompt
        self._engine = engine
        self._verifier = verifier
        self._confirming = confirming
        self._options = options
        self._spent = spent
        self._until = until
        self._cancel = cancel
        self._votes = Votes(confirming.same)
        self._routes: list[Route] = []
        self._first: Answer | None = None

    def events(self, first: Route, answer: Answer | None) -> Iterator[SolveEvent]:
        """Write other ways while they are needed; `answer` is the first's, with its confirmation."""
        self._routes = [first]
        self._first = answer
        if answer is not None:
            self._votes.add(Vote(0, RouteKind.FIRST, answer, first.tally, first.cut))
            if answer.trust is Trust.CONFIRMED:
                return
        base = max(SHORTEST, self._spent.counted(first.text))
        options = self._options
        rounds = Rounds(options.mode, self._problem, self._prompt, seed=options.sampling.seed, most_tokens=options.most_tokens, base=base)
        try:
            while not self._is_over():
                asked = rounds.next(BUDGETS[options.mode].tokens * base - self._spent.tokens)
                if not asked:
                    break
                for group in [asked] if self._is_faster_together(len(asked)) else [[a] for a in asked]:
                    if not self._is_over():
                        yield from self._write([self._way(a) for a in group])
        except KnownError as e:  # what is known by now still counts
            yield Noticed(f"No other way could be written. {e}")
        yield from self._decide()

    def _is_over(self) -> bool:
        return self._is_decided() or self._cancel.requested or time.monotonic() >= self._until

    def _is_decided(self) -> bool:
        confirmed = any(v.answer.trust is Trust.CONFIRMED for g in self._votes.groups for v in g)
        return confirmed or self._votes.settled

    def _is_faster_together(self, ways: int) -> bool:
        """What this machine's trial says of so many at once; a server is asked for one after the other."""
        trial = self._engine.info.trial if self._engine.info else None
        return ways == 1 or (trial is not None and ways in trial.tokens and trial.gain(ways) >= PAYS_TOGETHER)

    def _way(self, asked: Asked) -> _Way:
        route = Route(len(self._routes), self._problem, self._claims, self._verifier)
        self._routes.append(route)
        return _Way(route, asked.kind, asked.request, self._cancel.part())

    def _write(self, ways: Sequence[_Way]) -> Iterator[SolveEvent]:
        """Write these together; each votes as it ends, and the rest is given up once that decides."""
        self.begun = True
        for way in ways:
            yield RouteStarted(way.route.number, way.kind)
        try:
            yield from self._write_together(ways)
        finally:
            for way in ways:
                way.route.give_up()

    def _write_together(self, ways: Sequence[_Way]) -> Iterator[SolveEvent]:
        for branch in self._engine.generate_many([w.request for w in ways], cancels=[w.cancel for w in ways]):
            way = ways[branch.index]
            match branch.event:
                case Fragment(text, tokens):
                    self._spent.add(text, tokens)
                    way.route.tokens += tokens
                    yield TextArrived(text, tokens, route=way.route.number)
                    yield from self._read(way, text)
                case Written(reason=reason):
                    way.route.cut |= reason in (StopReason.LENGTH, StopReason.CONTEXT)
                    if not self._cancel.requested and (reason is not StopReason.CANCELLED or way.route.cut or way.whole):
                        yield from self._end(way)
                        if self._is_decided():
                            for other in ways:
                                other.cancel.request()
                case _:
                    pass

    def _read(self, way: _Way, text: str) -> Iterator[SolveEvent]:
        if way.kind is RouteKind.CALCULATION:
            way.route.text += text
            if way.whole:
                way.cancel.request()
            return
        yield from way.route.feed(text)
        yield from way.route.arrived()
        if not way.cancel.requested and repeats_itself(way.route.text):
            way.route.cut = True
            way.cancel.request()

    def _end(self, way: _Way) -> Iterator[SolveEvent]:
        """A way has ended: its answer votes."""
        self.ended += 1
        route = way.route
        if way.kind is RouteKind.CALCULATION:
            answer = self._worked_out(route.text)
        else:
            yield from route.finish()
            yield from route.rest(self._cancel)
            answer = route.answer
        agrees = Verdict.UNDECIDED
        if answer is not None:
            answer = self._confirming.alone(answer) if way.kind is RouteKind.CALCULATION else self._confirming.first(answer, route)
            agrees = self._confirming.same(self._first, answer) if self._first is not None else Verdict.UNDECIDED
            tally = Tally() if way.kind is RouteKind.CALCULATION else route.tally
            self._votes.add(Vote(route.number, way.kind, answer, tally, route.cut))
        yield RouteEnded(route.number, answer, agrees, route.tokens)

    def _worked_out(self, text: str) -> Answer | None:
        values = self._verifier.work_out(text.split(CODE_ENDS)[0], WORK_OUT_LIMIT)
        return _of_values(values) if values else None

    def _decide(self) -> Iterator[SolveEvent]:
        """Take the answer of the most weight, and say how many ways give it."""
        confirmed = next((g for g in self._votes.groups if any(v.answer.trust is Trust.CONFIRMED for v in g)), None)
        instead = next((v.answer.instead for g in self._votes.groups for v in g if v.answer.instead), ())
        if instead and confirmed is None and self._options.mode is not Mode.QUICK:
            solved = _of_values(instead)
            self.answer = dataclasses.replace(solved, trust=Trust.CONFIRMED, confirmed_by=(Confirmation.SOLVED,), note=BY_THE_CHECKS)
            return
        group = confirmed or self._votes.leader
        if not group:
            return
        vote = min(group, key=self._rank)
        self.answer = self._judged(group, vote)
        if vote.kind is RouteKind.CALCULATION:  # a program is no solution to be read; the first stays, and the answer says where it is from
            self.answer = _noted(self.answer, BY_A_CALCULATION)
            return
        self.chosen = self._routes[vote.route]
        if vote.route:
            yield RouteChosen(vote.route)

    def _rank(self, vote: Vote) -> tuple[bool, bool, float, int]:
        """Of the votes for one answer the one whose way is shown: confirmed, in words, without errors, early."""
        return (vote.answer.trust is not Trust.CONFIRMED, vote.kind is RouteKind.CALCULATION, -vote.weight, vote.route)

    def _judged(self, group: Sequence[Vote], vote: Vote) -> Answer:
        total = 1 + self.ended  # also those that gave no answer
        answer = vote.answer
        if answer.trust in (Trust.CONFIRMED, Trust.CONTRADICTED):
            return answer
        if self._votes.settled:
            note = f"{len(group)} of {total} ways through the problem give this answer."
            by = (*answer.confirmed_by, Confirmation.AGREED)
            return dataclasses.replace(answer, trust=Trust.CHECKED, confirmed_by=by, note=note)
        if total > len(group):
            others = ", ".join(f"${g[0].answer.latex}$" for g in self._votes.groups if g is not group)
            rest = f"others {others}" if others else "the others none"
            note = f"{len(group)} of {total} ways through the problem give this answer, {rest}."
            return _noted(dataclasses.replace(answer, note=note), answer.doubt)
        return answer


def _noted(answer: Answer, more: str) -> Answer:
    """With a sentence before what is said of it."""
    return dataclasses.replace(answer, note=f"{more} {answer.note}".strip()) if more else answer


def _of_values(values: tuple[Expr, ...]) -> Answer:
    return Answer(", ".join(map(plain, values)), ", ".join(map(latex, values)), values)
