"""One problem, from its first look to its confirmed answer. `Solving.events` is the trace of `app/ARCHITECTURE.md` in code.

Text arrives from the engine; the splitter closes steps; each step's claims go to the verifier at once and come back while the next step is
being written; the last boxed value is the answer, which is put back into the problem.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from typing import assert_never

from ardoise.core import ports
from ardoise.core.errors import KnownError
from ardoise.core.events import (
    AnswerFound,
    EngineChanged,
    EngineState,
    ModelName,
    Outcome,
    PlotReady,
    SolveEvent,
    SolveFinished,
    StepRead,
    TextArrived,
)
from ardoise.core.generation import Fragment, PromptRead, Request, StopReason, Written
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import ModelFile
from ardoise.core.ports import SolveOptions
from ardoise.core.problem import Problem, Purpose, WorkingKind
from ardoise.core.solution import Answer, Claim, Step, Trust
from ardoise.notation.answer import read_answer
from ardoise.notation.claims import read_problem
from ardoise.notation.steps import StepSplitter
from ardoise.notation.task import task_of
from ardoise.tutor.checking import Checking
from ardoise.tutor.picturing import picture
from ardoise.tutor.prompts import beginning, conversation
from ardoise.tutor.reading import StepReader
from ardoise.tutor.resting import rests_on

CONFIRM_LIMIT = Limit(seconds=5.0)

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

CONTEXT_FULL = (
    "Problem and solution together are as long as the model can hold, so the solution is incomplete. "
    "Ask for a part of the problem, or allow a longer context in the settings."
)


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
        self._stated_text = stated
        self._claims = read_problem(stated)
        self._checking = Checking(verifier, self._claims, WorkingKind.SOLUTION)
        self._splitter = StepSplitter()
        self._reader = StepReader(stated, WorkingKind.SOLUTION)
        self._stated: list[Claim] = []
        self._text = ""
        self._steps = 0
        self._tokens = 0
        self._model: ModelName | None = None
        self._answer: Answer | None = None
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
                yield from self._write()
            else:
                self._end(Outcome.STOPPED)
        except KnownError as e:
            self.message = str(e)
        for step in self._splitter.finish():
            yield from self._read(step)
        yield from self._checking.rest(self._cancel)
        yield from self._conclude()
        if plot is None and self._asked.purpose in (Purpose.SOLVE, Purpose.AGAIN) and not self._cancel.requested:
            plot = picture(self._stated, self._plotter, text=self._problem.text)
            if plot is not None:
                yield PlotReady(plot)

    def finished(self) -> SolveFinished:
        return SolveFinished(
            self.outcome,
            answer=self._answer,
            steps=self._steps,
            checked=self._checking.tally,
            tokens=self._tokens,
            seconds=round(time.monotonic() - self._started, 3),
            model=self._model,
            message=self.message,
        )

    def _recall(self) -> Iterator[SolveEvent]:
        """What stands on the sheet already: what was begun is read again, so that its open step can close; the rest is context alone."""
        for turn in self._asked.turns:
            self._stand(turn.problem, turn.solution)
        match self._asked.purpose:
            case Purpose.GO_ON:
                self._text = self._asked.begun
                for step in self._splitter.feed(self._asked.begun):
                    yield from self._read(step)
            case Purpose.EXPLAIN | Purpose.NEXT_LINES:
                sound = self._asked.working.lines[: self._asked.line]
                reader = StepReader(self._asked.working.problem, WorkingKind.WORKING, self._asked.working.assumptions)
                for line in filter(str.strip, sound):
                    self._checking.stand(reader.read(Step(0, line, 0, len(line))))
            case Purpose.SOLVE | Purpose.AGAIN | Purpose.FOLLOW_UP:
                pass
            case _:
                assert_never(self._asked.purpose)

    def _stand(self, problem: str, solution: str) -> None:
        splitter, reader = StepSplitter(), StepReader(problem, WorkingKind.SOLUTION)
        for step in (*splitter.feed(solution), *splitter.finish()):
            self._checking.stand(reader.read(step))

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

    def _write(self) -> Iterator[SolveEvent]:
        request = Request(self._prompt, beginning(self._asked), sampling=self._options.sampling, most_tokens=self._options.most_tokens)
        first = 0.0  # when the first token came; the rate counts those after it
        for piece in self._engine.generate(request, cancel=self._cancel):
            match piece:
                case PromptRead(done, total):
                    yield EngineChanged(EngineState.BUSY, done / max(total, 1), self._model)
                case Fragment(text, tokens):
                    rate = self._tokens / (time.monotonic() - first) if first else 0.0
                    first = first or time.monotonic()
                    self._tokens += tokens
                    self._text += text
                    yield TextArrived(text, tokens, round(rate, 2))
                    for step in self._splitter.feed(text):
                        yield from self._read(step)
                    yield from self._checking.arrived()
                case Written():
                    self._end(_OUTCOMES[piece.reason])
                    if piece.reason is StopReason.CONTEXT:
                        self.message = CONTEXT_FULL
        yield EngineChanged(EngineState.READY, 1.0, self._model)

    def _read(self, step: Step) -> Iterator[SolveEvent]:
        step = self._reader.read(step)
        self._stated.extend(step.claims)
        self._steps += 1
        self._checking.submit(step)
        yield StepRead(step)

    def _conclude(self) -> Iterator[SolveEvent]:
        answer = read_answer(self._text)
        if answer is None or self._asked.purpose is Purpose.EXPLAIN:
            return
        self._answer = answer
        yield AnswerFound(answer)
        if self._cancel.requested or (self._asked.turns and not self._claims):
            return
        confirmed = self._verifier.confirm(self._claims, answer, CONFIRM_LIMIT, task=task_of(self._stated_text))
        tally = self._checking.tally
        if confirmed.trust is Trust.UNCONFIRMED and tally.claims and tally.proved == tally.claims:
            if rests_on(confirmed, (check for checks in self._checking.checks.values() for check in checks)):
                note = "Every claim of the solution was proved; the answer itself could not be put back into the problem."
                confirmed = dataclasses.replace(confirmed, trust=Trust.CHECKED, note=note)
            else:
                confirmed = dataclasses.replace(confirmed, note="What was proved in the solution does not end in this answer.")
        if confirmed != answer:
            self._answer = confirmed
            yield AnswerFound(confirmed)
