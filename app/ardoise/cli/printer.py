"""Events as calm text, or as JSON Lines.

A step is printed when its checks are there, with its mark under it, so that a mark never stands far from its step; until then a terminal
shows on standard error what is going on. Nothing that was printed is taken back, so the output can be read from a pipe as well.
"""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TextIO, assert_never

from ardoise.cli import paint, ways
from ardoise.cli.pointer import pointer
from ardoise.cli.progress import Progress
from ardoise.core import codec
from ardoise.core.addresses import where
from ardoise.core.events import (
    AnswerFound,
    CheckFinished,
    CheckStarted,
    EngineChanged,
    Event,
    Noticed,
    Outcome,
    PlotReady,
    RouteChosen,
    RouteEnded,
    RouteKind,
    RouteStarted,
    SolveFinished,
    SolveStarted,
    StepChecked,
    StepRead,
    TextArrived,
    WentBack,
    WorkingChanged,
)
from ardoise.core.solution import Answer, Step
from ardoise.core.summary import summary
from ardoise.core.verdict import Check, Mark, carries_slip, findings, is_error, mark_of, pointed, sentence
from ardoise.notation.plain_text import plain_formula, plain_text

INDENT = "    "


class JsonPrinter:
    """Each event as one line of JSON, flushed at once; ASCII, so that any terminal and any reader can take it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, event: Event) -> None:
        print(json.dumps(codec.encode_event(event)), file=self._out, flush=True)


class TextPrinter:
    """The story for a person. Invariant: every step that closed is printed exactly once, also where it was never checked."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._progress = Progress(err)
        self._colour = paint.shows_colours(out)
        self._width = shutil.get_terminal_size().columns if out.isatty() else 0
        self._steps: dict[int, Step] = {}
        self._noun = "Step"
        self._checks: dict[int, tuple[Check, ...]] = {}
        self._others: dict[int, ways.OtherWay] = {}

    def show(self, event: Event) -> None:
        self._progress.clear()
        match event:
            case SolveStarted(problem):
                self._say(plain_text(problem), "")
            case CheckStarted(working):
                self._noun = "Line" if working.kind.value == "working" else "Step"
                if working.problem:
                    self._say(f"Problem: {plain_text(working.problem)}", "")
            case EngineChanged():
                self._progress.engine(event)
            case TextArrived():
                self._progress.text(event)
                if event.route:
                    self._other(event.route).take(event)
            case StepRead() | StepChecked() if event.route:
                self._other(event.route).take(event)
            case StepRead(step):
                self._steps[step.index] = step
            case StepChecked(index, checks):
                if index in self._steps:
                    self._step(self._steps.pop(index), checks)
            case WentBack():
                self._went_back(event)
            case RouteStarted(route, kind):
                self._others[route] = ways.OtherWay(kind)
            case RouteEnded():
                self._say(ways.ended(event, self._other(event.route)))
            case RouteChosen(route):
                self._take(self._other(route))
            case AnswerFound() | PlotReady() | WorkingChanged():
                pass
            case Noticed(text):
                self._say(f"Note: {plain_text(text)}")
            case SolveFinished():
                self._leftover()
                self._solved(event)
            case CheckFinished():
                self._leftover()
                self._checked(event)
            case _:
                assert_never(event)

    def _other(self, route: int) -> ways.OtherWay:
        return self._others.setdefault(route, ways.OtherWay(RouteKind.ANOTHER))

    def _went_back(self, event: WentBack) -> None:
        """Steps that were given up stay printed; what is said at the end is about those that stand."""
        for index in [i for i in self._steps if i >= event.step]:
            self._text_of(self._steps.pop(index))
        self._checks = {i: checks for i, checks in self._checks.items() if i < event.step}
        self._say(ways.went_back(event), "")

    def _take(self, way: ways.OtherWay) -> None:
        """Another way's answer is taken: its steps are the solution now."""
        self._say("", f"{ways.BEGINS[way.kind]}: this one is taken.", "")
        self._checks = {}
        for step in way.steps:
            self._step(step, way.checks.get(step.index, ()))
        if not way.steps:
            self._say(*(INDENT + line for line in plain_text(way.text).strip().splitlines()), "")

    def _say(self, *lines: str) -> None:
        for line in lines:
            print(line, file=self._out)
        self._out.flush()

    def _step(self, step: Step, checks: tuple[Check, ...]) -> None:
        mark = mark_of(checks)
        self._checks[step.index] = checks
        shown = self._text_of(step)
        found = findings(checks)
        if line := pointer(step.text, pointed(found), shown):
            hue = paint.RED if is_error(found) else paint.YELLOW
            self._say(INDENT + (paint.coloured(line, hue) if self._colour else line))
        if mark is not Mark.PROSE:
            self._marked(paint.checks_text(checks, colour=False), paint.checks_text(checks, colour=self._colour), _why(checks))
        self._say("")

    def _text_of(self, step: Step) -> list[str]:
        """Print a step; gives its lines as they stand there."""
        number = f"{step.index + 1:>2}  "
        lines = [piece for line in plain_text(step.text).split("\n") if line.strip() for piece in self._wrapped(line.strip(), len(number))]
        self._say(*((number if i == 0 else " " * len(number)) + line for i, line in enumerate(lines)))
        return lines

    def _marked(self, label: str, shown: str, why: str) -> None:
        """A mark and what is said about it; `shown` is the label with its colour, which has no width."""
        lines = self._wrapped(f"{label}  {why}".rstrip(), len(INDENT))
        self._say(*(INDENT + (line.replace(label, shown, 1) if i == 0 else line) for i, line in enumerate(lines)))

    def _wrapped(self, line: str, indent: int) -> list[str]:
        """A line broken at words where a terminal would break it anywhere; never broken for a pipe or a file."""
        room = self._width - indent - 1
        if self._width == 0 or room < 20 or len(line) <= room:
            return [line.rstrip()]
        return textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False)

    def _leftover(self) -> None:
        """Steps that a stop or a fault left unchecked."""
        for step in self._steps.values():
            self._text_of(step)
            self._say(f"{INDENT}? Not checked", "")
        self._steps.clear()

    def _solved(self, end: SolveFinished) -> None:
        if end.answer is not None:
            self._answer(end.answer)
        self._summary()
        facts = [f"{end.steps} {'step' if end.steps == 1 else 'steps'}", end.checked.sentence(), f"{end.seconds:.1f} s"]
        if end.model is not None:
            stand_in = " (a stand-in for the default model)" if end.model.stand_in else ""
            facts.append(end.model.name + stand_in + (f"; {where(end.model.server)}" if end.model.server else ""))
        self._say("; ".join(facts))
        self._message(end.outcome, end.message)

    def _checked(self, end: CheckFinished) -> None:
        self._summary()
        if end.outcome is Outcome.FINISHED and end.steps and not end.checked.claims:
            self._say(f"No {self._noun.lower()} here states anything that could be checked; {end.seconds:.2f} s")
            return
        if end.first_suspect is None and end.steps:
            self._say("No error was found." + (" Not every claim could be checked." if end.checked.undecided else ""))
        elif not end.steps:
            self._say("There is no line to check. Write one step on each line.")
        self._say(f"{end.checked.sentence()}; {end.seconds:.2f} s")
        self._message(end.outcome, end.message)

    def _answer(self, answer: Answer) -> None:
        self._say(f"Answer: {plain_formula(answer.latex) if answer.latex else plain_text(answer.text)}")
        trust = answer.trust
        self._marked(paint.trust_text(trust, colour=False), paint.trust_text(trust, colour=self._colour), plain_text(answer.note))
        self._say("")

    def _summary(self) -> None:
        """The first error and what follows from it, or what asks to be looked at."""
        said = summary(self._checks, self._noun.lower())
        if said:
            self._say(" ".join(plain_text(" ".join(said)).split()))

    def _message(self, outcome: Outcome, message: str) -> None:
        """How it ended, where it did not simply finish; a failure is told on standard error, as every failure is."""
        if outcome is Outcome.FAILED:
            self._out.flush()
            print(f"ardoise: {plain_text(message) or 'It failed for an unknown reason.'}", file=self._err, flush=True)
        elif message:
            self._say(plain_text(message))


def _why(checks: tuple[Check, ...]) -> str:
    """What is said about the gravest check of a step: what it finds, else the slip it carries on, else what stands in the way."""
    said = findings(checks) or (tuple(c for c in checks if c.carries_slip) if carries_slip(checks) else checks)
    gravest = next((c for c in said if c.mark is mark_of(said)), None)
    return " ".join(plain_text(sentence(gravest)).split()) if gravest is not None else ""
