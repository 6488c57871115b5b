"""One problem, from its first look to its confirmed answer. `Solving.events` is the trace of `app/ARCHITECTURE.md` in code.

Text arrives from the engine; the splitter closes steps; each step's claims go to the verifier at once and come back while the next step is
being written. Where a step is refuted the solution goes back to the last sound one, as far as the mode's budget allows. The last boxed
value is the answer, which is put back into the problem; where that decides nothing, other ways are written (`ways.py`).
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import assert_never

from ardoise.core import ports
from ardoise.core.budget import BUDGETS, SHORTEST, Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import (
    AnswerFound,
    EngineChanged,
    EngineState,
    ModelName,
    Outcome,
    PlotReady,
    Repair,
    SolveEvent,
    SolveFinished,
    TextArrived,
    WentBack,
)
from ardoise.core.generation import GREEDY, Fragment, PromptRead, Request, Sampling, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Problem, Purpose, WorkingKind
from ardoise.core.solution import Answer, Step, Trust
from ardoise.notation.claims import read_problem
from ardoise.tutor.confirming import Confirming
from ardoise.tutor.loops import repeats_itself
from ardoise.tutor.picturing import picture
from ardoise.tutor.prompts import beginning, conversation, warned
from ardoise.tutor.reading import StepReader
from ardoise.tutor.repair import Plan, Repairs
from ardoise.tutor.route import Route
from ardoise.tutor.ways import OtherWays, Spent

ANOTHER_TRY = 0.7
"""Temperature of a step that is written again."""

_OUTCOMES = {
    StopReason.END: Outcome.FINISHED,
    StopReason.LENGTH: Outcome.CUT_OFF,
    StopReason.CONTEXT: Outcome.CUT_OFF,
    StopReason.CANCELLED: Outcome.STOPPED,
}
_MESSAGES = {
    Outcome.FINISHED: "",
    Outcome.STOPPED: "Stopped.",
    Outcome.CUT_OFF: "The model reached the most it may write, so the solution is incomplete. Ask for a part of the problem, or try again.",
}

_ABOUT_A_WORKING = (Purpose.EXPLAIN, Purpose.NEXT_LINES)
_IN_SEVERAL_WAYS = (Purpose.SOLVE, Purpose.AGAIN)

CONTEXT_FULL = (
    "Problem and solution together are as long as the model can hold, so the solution is incomplete. "
    "Ask for a part of the problem, or allow a longer context in the settings."
)
BEFORE_THE_REPAIR = "The solution gave this answer before it was repaired; what stands now gives none."
STOPPED_TRYING = "Stopped while other ways were tried; this is the best so far."
REPEATED = "The model began to repeat itself, so it was stopped. Try another way, or ask for a part of the problem."


class Solving:
    """The story of one problem; `outcome` and `message` are set when `events` has ended."""

    def __init__(
        self,
        problem: Problem,
        *,
        engine: ports.Engine,
        verifier: ports.Verifier,
        plotter: ports.Plotter,
        shelf: ports.Shelf,
        options: SolveOptions,
        cancel: Cancel,
    ) -> None:
        self.outcome = Outcome.FAILED
        self.message = ""
        self._problem = problem
        self._engine = engine
        self._verifier = verifier
        self._plotter = plotter
        self._shelf = shelf
        self._options = options
        self._cancel = cancel
        self._asked = options.asked
        stated = self._asked.working.problem if self._asked.purpose in _ABOUT_A_WORKING else problem.text
        self._claims = read_problem(stated)
        self._route = Route(0, stated, self._claims, verifier)
        self._shown = self._route
        """The way whose answer was taken."""
        self._confirming = Confirming(verifier, self._claims, stated)
        mode = options.mode if self._asked.purpose is not Purpose.EXPLAIN else Mode.QUICK
        self._budget = BUDGETS[mode]
        self._repairs = Repairs(self._budget.repairs)
        self._due: Plan | None = None
        self._spent = Spent()
        self._ways = 1
        self._model: ModelName | None = None
        self._answer: Answer | None = None
        self._given_up: Answer | None = None
        """The answer of a solution that was gone back in: the best so far, until there is another."""
        self._started = time.monotonic()

    def events(self) -> Iterator[SolveEvent]:
        """Everything between `SolveStarted` and `SolveFinished`."""
        plot = None
        if self._asked.purpose is Purpose.SOLVE:
            plot = picture(self._claims, self._plotter, text=self._problem.text)
            if plot is not None:
                yield PlotReady(plot)
        yield from self._recall()
        try:
            yield from self._load()
            if not self._cancel.requested:
                yield from self._write_and_repair()
            else:
                self._end(Outcome.STOPPED)
        except KnownError as e:
            self.outcome, self.message = Outcome.FAILED, str(e)
        yield from self._route.finish()
        yield from self._route.rest(self._cancel)
        yield from self._conclude()
        if plot is None and self._asked.purpose in _IN_SEVERAL_WAYS and not self._cancel.requested:
            plot = picture(self._shown.stated, self._plotter, text=self._problem.text)
            if plot is not None:
                yield PlotReady(plot)

    def finished(self) -> SolveFinished:
        return SolveFinished(
            self.outcome,
            answer=self._answer,
            steps=len(self._shown.steps),
            checked=self._shown.tally,
            tokens=self._spent.tokens,
            seconds=round(time.monotonic() - self._started, 3),
            model=self._model,
            message=self.message,
            mode=self._options.mode,
            repairs=self._repairs.made,
            routes=self._ways,
        )

    def _recall(self) -> Iterator[SolveEvent]:
        """What stands on the sheet already: what was begun is read again, so that its open step can close; the rest is context alone."""
        for turn in self._asked.turns:
            self._route.recall(turn)
        match self._asked.purpose:
            case Purpose.GO_ON:
                yield from self._route.feed(self._asked.begun)
                self._repairs.first = len(self._route.steps)
            case Purpose.EXPLAIN | Purpose.NEXT_LINES:
                sound = self._asked.working.lines[: self._asked.line]
                reader = StepReader(self._asked.working.problem, WorkingKind.WORKING, self._asked.working.assumptions)
                self._route.stand([reader.read(Step(0, line, 0, len(line))) for line in filter(str.strip, sound)])
            case Purpose.SOLVE | Purpose.AGAIN | Purpose.FOLLOW_UP:
                pass
            case _:
                assert_never(self._asked.purpose)

    def _end(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.message = _MESSAGES[outcome]

    def _load(self) -> Iterator[SolveEvent]:
        model = self._shelf.find(self._options.model)
        self._model = model.label
        self._prompt = conversation(self._problem, model.prompt_form, self._asked)
        self._preflight(model)
        for progress in self._engine.load(model, cancel=self._cancel):
            yield EngineChanged(EngineState.LOADING, progress, model.label)
        yield EngineChanged(EngineState.BUSY, 0.0, model.label)

    def _preflight(self, model: ModelFile) -> None:
        """Refuse what would not fit, in words, before anything is loaded; a model that is loaded already is not asked again."""
        loaded = self._engine.info
        if loaded is None:
            self._shelf.preflight(model)
        elif loaded.model.path != model.path:
            self._shelf.preflight(model, given_back=loaded.file_bytes + loaded.kv_bytes)

    # --- the first way ------------------------------------------------------------------------------------------------------------------

    def _write_and_repair(self) -> Iterator[SolveEvent]:
        """Write to the end; go back wherever a step is refuted, while the budget lasts."""
        yield from self._write(self._request(self._options.sampling), until=self._is_to_be_repaired)
        while not self._cancel.requested:
            if self._due is None:  # what is still on its way may ask for it
                yield from self._route.finish()
                yield from self._route.rest(self._cancel)
                self._due = self._plan()
            plan, self._due = self._due, None
            if plan is None or self._cancel.requested:
                break
            self._repairs.makes(plan)
            yield from self._go_back(plan)
            yield from self._write_again(plan)
        yield EngineChanged(EngineState.READY, 1.0, self._model)

    def _plan(self) -> Plan | None:
        standing = max(SHORTEST, self._spent.counted(self._route.text))
        if self._spent.tokens >= self._budget.tokens * standing and self._repairs.made:
            return None
        return self._repairs.plan(self._route) if time.monotonic() - self._started < self._budget.seconds else None

    def _is_to_be_repaired(self) -> bool:
        self._due = self._plan()
        return self._due is not None

    def _go_back(self, plan: Plan) -> Iterator[SolveEvent]:
        self._given_up = self._route.answer or self._given_up
        self._route.go_back(plan.step)
        yield WentBack(plan.step, len(self._route.text), plan.repair, plan.why)
        if plan.beginning:
            yield TextArrived(plan.beginning, 0)
            yield from self._route.feed(plan.beginning)

    def _write_again(self, plan: Plan) -> Iterator[SolveEvent]:
        """From the last sound step on: where a step is sampled, only that one is, and the model goes on with its likeliest words."""
        match plan.repair:
            case Repair.CORRECTED:
                yield from self._write(self._request(self._options.sampling), until=self._is_to_be_repaired)
            case Repair.RESAMPLED:
                sampling = Sampling(ANOTHER_TRY, 0.9, 100 * self._options.sampling.seed + self._repairs.made)
                yield from self._write(self._request(sampling), until=lambda: len(self._route.steps) > plan.step)
                if self.outcome is Outcome.STOPPED and not self._cancel.requested:
                    yield from self._write(self._request(self._options.sampling), until=self._is_to_be_repaired)
            case Repair.TOLD:
                request = self._request(self._options.sampling)
                request = dataclasses.replace(request, messages=warned(request.messages, plan.finding))
                yield from self._write(request, until=self._is_to_be_repaired)
            case _:
                assert_never(plan.repair)

    def _request(self, sampling: Sampling = GREEDY) -> Request:
        """Go on with what stands."""
        before = beginning(self._asked) if self._asked.purpose is Purpose.NEXT_LINES else ""
        begun = self._asked.begun if self._asked.purpose is Purpose.GO_ON else ""
        standing = self._spent.counted(self._route.text[len(begun) :]) if self._repairs.made else 0
        most = max(1, self._options.most_tokens - standing)
        return Request(self._prompt, before + self._route.text, sampling=sampling, most_tokens=most)

    def _write(self, request: Request, *, until: Callable[[], bool]) -> Iterator[SolveEvent]:
        """Write until the model ends, or `until` says to stop, or the text repeats itself. The outcome is then set."""
        first = 0.0  # when the first token came; the rate counts those after it
        written = 0
        looped = False
        stop = self._cancel.part()
        for piece in self._engine.generate(request, cancel=stop):
            match piece:
                case PromptRead(done, total):
                    yield EngineChanged(EngineState.BUSY, done / max(total, 1), self._model)
                case Fragment(text, tokens):
                    rate = written / (time.monotonic() - first) if first else 0.0
                    first = first or time.monotonic()
                    written += tokens
                    self._spent.add(text, tokens)
                    yield TextArrived(text, tokens, round(rate, 2))
                    yield from self._route.feed(text)
                    yield from self._route.arrived()
                    if not stop.requested and until():
                        stop.request()
                    elif not stop.requested and repeats_itself(self._route.text):
                        looped = True
                        stop.request()
                case Written():
                    self._route.cut = looped or piece.reason in (StopReason.LENGTH, StopReason.CONTEXT)
                    self._end(_OUTCOMES[piece.reason])
                    if piece.reason is StopReason.CONTEXT:
                        self.message = CONTEXT_FULL
        if looped and not self._cancel.requested:
            self.outcome, self.message = Outcome.CUT_OFF, REPEATED

    # --- the answer ---------------------------------------------------------------------------------------------------------------------

    def _conclude(self) -> Iterator[SolveEvent]:
        if self._asked.purpose is Purpose.EXPLAIN:
            return
        answer = self._route.answer
        if answer is None and self._given_up is not None:
            answer = dataclasses.replace(self._given_up, note=BEFORE_THE_REPAIR)
            self._route.cut = True
        if answer is not None:
            self._answer = answer
            yield AnswerFound(answer)
        if self._cancel.requested or (self._asked.turns and not self._claims):
            return
        if answer is not None:
            found = self._confirming.first(answer, self._route)
            is_older = answer.note == BEFORE_THE_REPAIR and found.trust is Trust.UNCONFIRMED
            yield from self._take(dataclasses.replace(found, doubt=BEFORE_THE_REPAIR, note=BEFORE_THE_REPAIR) if is_older else found)
        alone = self._asked.purpose in _IN_SEVERAL_WAYS and not self._asked.turns  # other ways are told nothing of what stands before
        if alone and self.outcome in (Outcome.FINISHED, Outcome.CUT_OFF):
            yield from self._try_other_ways()

    def _take(self, answer: Answer) -> Iterator[SolveEvent]:
        if answer != self._answer:
            self._answer = answer
            yield AnswerFound(answer)

    def _try_other_ways(self) -> Iterator[SolveEvent]:
        """Other ways where the answer is not sure enough; what the first gave stands until others outvote it."""
        ways = OtherWays(
            self._problem.text,
            self._claims,
            self._prompt,
            engine=self._engine,
            verifier=self._verifier,
            confirming=self._confirming,
            options=self._options,
            spent=self._spent,
            until=self._started + self._budget.seconds,
            cancel=self._cancel,
        )
        yield from ways.events(self._route, self._answer)
        self._ways = 1 + ways.ended
        if ways.chosen is not None and ways.chosen is not self._route:
            self._shown = ways.chosen
            self._end(Outcome.CUT_OFF if ways.chosen.cut else Outcome.FINISHED)
        if self._cancel.requested and ways.begun:
            self.message = STOPPED_TRYING
        if ways.answer is not None:
            yield from self._take(ways.answer)
