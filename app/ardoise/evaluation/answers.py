"""Problems with known answers, solved by the real tutor: one record each, in JSON Lines, so that a run can be gone on with.

A row of the file: {"id", "problem", "answer"}; other keys are passed over. The first line of a run's records says how it was made; records
of another way of making them are never mixed in.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ardoise.core import codec
from ardoise.core.budget import Mode
from ardoise.core.errors import KnownError
from ardoise.core.events import Noticed, Outcome, RouteChosen, RouteEnded, RouteStarted, SolveFinished, TextArrived, WentBack
from ardoise.core.generation import Fragment, Request, Sampling, Written
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import ModelFile
from ardoise.core.ports import Actors, SolveOptions
from ardoise.core.problem import Problem
from ardoise.core.solution import Answer, Trust
from ardoise.core.verdict import Verdict
from ardoise.evaluation.kept_texts import KeptTexts
from ardoise.evaluation.second_judge import SecondJudge
from ardoise.notation.answer import read_answer, values
from ardoise.tutor.loops import repeats_itself
from ardoise.tutor.prompts import CODE_BEGINS, CODE_ENDS, conversation
from ardoise.tutor.rounds import BY_EXAMPLE, ROUNDS, asked_by_example

MAJORITY: Final = "majority"
"""The way of solving that the others are compared with: so many samples, and the answer that most of them give."""
SAMPLING: Final = Sampling(0.7, 0.9)
COMPARE_LIMIT: Final = Limit(seconds=5.0)


@dataclass(frozen=True)
class Row:
    """A problem and its answer, as LaTeX or plain text."""

    id: str
    problem: str
    answer: str


@dataclass(frozen=True)
class Header:
    """How a run's records were made. `mode` is a Mode's value or "majority" (then of `samples` samples). Where `kept`, some texts were
    not written anew, so that the seconds say nothing."""

    file: str
    mode: str
    seed: int
    model: str
    sha256: str
    machine: str
    date: str
    version: str
    samples: int = 0
    kept: bool = False


@dataclass(frozen=True)
class Told:
    """One text of a problem: the way's number, what kind it is, what stands of it at the end, its answer."""

    route: int
    kind: str
    text: str
    answer: str = ""
    tokens: int = 0


@dataclass(frozen=True)
class Record:
    """One problem solved. `correct` and `second` say whether the answer is the expected one, by our own equality and by math-verify."""

    id: str
    expected: str
    answer: str
    correct: Verdict
    second: Verdict
    trust: Trust
    note: str
    outcome: Outcome
    tokens: int
    seconds: float
    repairs: tuple[str, ...] = ()
    routes: tuple[Told, ...] = ()
    chosen: int = 0
    claims: int = 0
    proved: int = 0
    refuted: int = 0
    first: Verdict = Verdict.UNDECIDED
    """Whether the first solution's own answer, after its repairs, is the expected one."""


def bare(record: Record) -> Record:
    """The record without any words of the problem, its answer or the solutions: what the figures are counted from."""
    routes = tuple(dataclasses.replace(told, text="", answer="") for told in record.routes)
    return dataclasses.replace(record, expected="", answer="", note="", routes=routes)


def read_rows(path: Path, *, most: int | None, seed: int) -> list[Row]:
    """The rows of a file, drawn at random where `most` is fewer; OSError where it cannot be read, ValueError where a row is none."""
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.strip():
            match json.loads(line):
                case {"id": str() | int() as name, "problem": str(problem), "answer": str() | int() as answer}:
                    rows.append(Row(str(name), problem, str(answer)))
                case _:
                    raise ValueError(f"{path.name}, line {number}: needs an id, a problem and an answer")
    random.Random(seed).shuffle(rows)
    return rows if most is None else rows[:most]


def _made(header: Header) -> Header:
    """What of it makes a difference to the records."""
    return dataclasses.replace(header, date="", machine="", version="")


class Run:
    """The records of one run, in a file that grows by a line for each problem."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.header = header
        self.records: list[Record] = []

    @staticmethod
    def read(path: Path) -> Run:
        """A run that was kept; ValueError where the file is none. A last line that was cut short is passed over."""
        first, *lines = path.read_text(encoding="utf-8").split("\n")
        run = Run(path, codec.decode(Header, json.loads(first)))
        for line in lines:
            if line.strip():
                try:
                    run.records.append(codec.decode(Record, json.loads(line)))
                except ValueError:
                    continue
        return run

    def begin(self) -> None:
        """Write the header, in a new file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(codec.encode(self.header)) + "\n", encoding="utf-8")

    def goes_on(self, header: Header) -> bool:
        """Whether records made so may be added: all is the same but the day and the machine."""
        return _made(header) == _made(self.header)

    def add(self, record: Record) -> None:
        self.records.append(record)
        with self.path.open("rb+") as file:
            file.seek(-1, os.SEEK_END)
            begins = b"" if file.read() == b"\n" else b"\n"  # after a line that was cut short
            file.write(begins + json.dumps(codec.encode(record)).encode() + b"\n")


@dataclass
class _Heard:
    """What is kept of one story."""

    texts: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    answers: dict[int, str] = field(default_factory=dict)
    tokens: Counter[int] = field(default_factory=Counter)
    repairs: list[str] = field(default_factory=list)
    chosen: int = 0
    trouble: str = ""
    """Something could not be done: no measure of the mode."""
    end: SolveFinished | None = None

    def hear(self, event: object) -> None:
        match event:
            case TextArrived(text, tokens, route=route):
                self.texts[route] = self.texts.get(route, "") + text
                self.tokens[route] += tokens
            case WentBack(kept=kept, repair=repair):
                self.repairs.append(repair.value)
                self.texts[0] = self.texts.get(0, "")[:kept]
            case RouteStarted(route, kind):
                self.kinds[route] = kind.value
            case RouteEnded(route, answer):
                self.answers[route] = answer.latex if answer else ""
            case RouteChosen(route):
                self.chosen = route
            case Noticed(text):
                self.trouble = text
            case SolveFinished() as end:
                self.end = end
                self.trouble = self.trouble or (end.message if end.outcome is Outcome.FAILED else "")
            case _:
                pass

    def told(self) -> tuple[Told, ...]:
        first = read_answer(self.texts.get(0, ""))
        self.answers.setdefault(0, first.latex if first else "")
        return tuple(Told(r, self.kinds.get(r, "first"), t, self.answers.get(r, ""), self.tokens[r]) for r, t in sorted(self.texts.items()))


class Solver:
    """Solves rows one way, and judges what comes out; `name` is that of the model, as the shelf knows it."""

    def __init__(self, actors: Actors, model: ModelFile, *, name: str, mode: str, seed: int, samples: int, judge: SecondJudge) -> None:
        self._actors = actors
        self._model = model
        self._name = name
        self._mode = mode
        self._seed = seed
        self._samples = samples
        self._judge = judge

    def _samples_of(self, row: Row) -> list[Request]:
        prompt = conversation(Problem.of(row.problem), self._model.prompt_form)
        return [Request(prompt, sampling=dataclasses.replace(SAMPLING, seed=1_000 * self._seed + n + 1)) for n in range(self._samples)]

    def _needed_by_most(self, row: Row) -> list[list[Request]]:
        """What the engine will be asked for in this problem, for certain or as likely as not; what begins alike in one list."""
        if self._mode == MAJORITY:
            return [self._samples_of(row)]
        first = Request(conversation(Problem.of(row.problem), self._model.prompt_form))
        ways = [way for group in ROUNDS[Mode(self._mode)] for way in group if way.kind in BY_EXAMPLE]
        return [[first], *([asked_by_example(way, row.problem)] for way in ways)]

    def write_ahead(self, rows: Sequence[Row], texts: KeptTexts, cancel: Cancel) -> None:
        """Have what most of these problems need written together. Raises KnownError as the engine does."""
        for _ in texts.load(self._model, cancel=cancel):
            pass
        for alike in zip(*map(self._needed_by_most, rows), strict=True):
            texts.write_ahead([request for requests in alike for request in requests], cancel, is_over=_is_over)

    def solve(self, row: Row, cancel: Cancel) -> Record | None:
        """One record; None where the cancel came first. Raises KnownError where it could not be solved as the mode would have it: a fault
        of the engine or of a server is no wrong answer."""
        return self._by_majority(row, cancel) if self._mode == MAJORITY else self._by_the_tutor(row, cancel)

    def _by_the_tutor(self, row: Row, cancel: Cancel) -> Record | None:
        heard = _Heard()
        options = SolveOptions(model=self._name, keep=False, mode=Mode(self._mode), sampling=Sampling(seed=self._seed))
        for event in self._actors.tutor.solve(Problem.of(row.problem), cancel=cancel, options=options):
            heard.hear(event)
        end = heard.end
        assert end is not None, "a stream ends with SolveFinished"
        if cancel.requested:
            return None
        if heard.trouble:
            raise KnownError(heard.trouble, "It was left out; `--resume` tries it again.")
        answer = end.answer or Answer("", "")
        correct, second = self.judged(row, answer)
        tally = end.checked
        told = heard.told()
        first = read_answer(told[0].text) if told else None
        return Record(
            id=row.id,
            expected=row.answer,
            answer=answer.latex or answer.text,
            correct=correct,
            second=second,
            trust=answer.trust,
            note=answer.note,
            outcome=end.outcome,
            tokens=end.tokens,
            seconds=end.seconds,
            repairs=tuple(heard.repairs),
            routes=told,
            chosen=heard.chosen,
            claims=tally.claims,
            proved=tally.proved,
            refuted=tally.refuted,
            first=self.judged(row, first or Answer("", ""))[0] if heard.repairs else Verdict.UNDECIDED,
        )

    def judged(self, row: Row, answer: Answer) -> tuple[Verdict, Verdict]:
        """By our own equality, and by the second judge."""
        if not answer.latex and not answer.text:
            return Verdict.REFUTED, Verdict.REFUTED
        expected = row.answer.strip().strip("$")
        wanted = Answer(expected, expected, values(expected))
        correct = self._actors.verifier.agree(wanted, answer, COMPARE_LIMIT)
        return correct, self._judge.judge(expected, answer.latex or answer.text)

    # --- plain majority voting ----------------------------------------------------------------------------------------------------------

    def _by_majority(self, row: Row, cancel: Cancel) -> Record | None:
        """So many samples of the same prompt, and the answer that most of them give; of equals the first."""
        began = time.monotonic()
        for _ in self._actors.engine.load(self._model, cancel=cancel):
            pass
        texts = list(self._sampled(self._samples_of(row), cancel))
        if cancel.requested:
            return None
        groups: list[list[Answer]] = []
        for told in texts:
            answer = read_answer(told.text)
            if answer is None:
                continue
            for group in groups:
                if self._actors.verifier.agree(group[0], answer, COMPARE_LIMIT) is Verdict.VERIFIED:
                    group.append(answer)
                    break
            else:
                groups.append([answer])
        winner = max(groups, key=len, default=[])
        answer = winner[0] if winner else Answer("", "")
        correct, second = self.judged(row, answer)
        return Record(
            id=row.id,
            expected=row.answer,
            answer=answer.latex,
            correct=correct,
            second=second,
            trust=Trust.UNCONFIRMED,
            note=f"{len(winner)} of {len(texts)} samples",
            outcome=Outcome.FINISHED,
            tokens=sum(t.tokens for t in texts),
            seconds=round(time.monotonic() - began, 3),
            routes=tuple(texts),
        )

    def _sampled(self, requests: Sequence[Request], cancel: Cancel) -> Iterator[Told]:
        """The samples, written together; one that repeats itself is ended, as the tutor does."""
        texts, ends = [""] * len(requests), [0] * len(requests)
        parts = [cancel.part() for _ in requests]
        for branch in self._actors.engine.generate_many(requests, cancels=parts):
            match branch.event:
                case Fragment(text):
                    texts[branch.index] += text
                    if _is_over(requests[branch.index], texts[branch.index]):
                        parts[branch.index].request()
                case Written(tokens=tokens):
                    ends[branch.index] = tokens
                case _:
                    pass
        for number, (text, tokens) in enumerate(zip(texts, ends, strict=True)):
            answer = read_answer(text)
            yield Told(number, "sample", text, answer.latex if answer else "", tokens)


def _is_over(request: Request, text: str) -> bool:
    """Whether nothing that is worth having comes after this: a calculation has ended, or the text repeats itself."""
    if request.prefix == CODE_BEGINS:
        return CODE_ENDS in text
    return repeats_itself(text)
