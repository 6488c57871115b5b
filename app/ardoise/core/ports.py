"""The actors, as the rest of the house sees them. `wiring` puts the real ones in; tests put fakes in that subclass these.

The four actors are the Engine (writes), the Verifier (checks), the Tutor (tells the story) and the History (keeps it). Beside them stand
the Plotter (draws), the Typesetter (sets formulas) and the Shelf (the models on this machine).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ardoise.core.budget import Mode
from ardoise.core.conditions import Conditions
from ardoise.core.events import CheckEvent, EngineState, Event, SolveEvent
from ardoise.core.expression import Expr, Span
from ardoise.core.generation import GREEDY, Branch, EngineInfo, GenerationEvent, Request, Sampling
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import CatalogueEntry, FetchProgress, Inspection, Machine, ModelFile
from ardoise.core.pictures import FormulaBox, Patch, Picture, Theme
from ardoise.core.plots import Plot, Sketch, View
from ardoise.core.problem import ALONE, EMPTY, Asked, Problem, Task, Working, WorkingKind
from ardoise.core.solution import Answer, Claim
from ardoise.core.verdict import Check, Verdict

# --- Engine ---------------------------------------------------------------------------------------------------------------------------


class Engine(Protocol):
    """Writes text. One request at a time; all methods from one thread, except `state` and what Cancel allows."""

    @property
    def state(self) -> EngineState: ...

    @property
    def info(self) -> EngineInfo | None:
        """The loaded model; None before and after."""

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        """Start the child if need be and load the model, giving progress from 0 to 1 as it comes; `info` is set when it has ended.

        Gives nothing where the model is loaded already; ends early on a cancel (`info` is then None). Raises KnownError: not a GGUF,
        truncated, no chat model, no memory, the child died. After an error the next call starts afresh.
        """

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        """Stream; ends with exactly one `Written`, within 0.3 s of a cancel.

        Raises KnownError if the child dies; the next `load` starts another.
        """

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        """Write several continuations together, each until its own end or its own cancel (`cancels` in the order of `requests`).

        What the prompts have in common at their beginning is read once and shared. Gives exactly one `Written` for each request.
        Raises KnownError like `generate`.
        """

    def forgive(self, model: ModelFile) -> None:
        """The person wants this model loaded although it brought the engine down before; `load` then tries once more."""

    def close(self) -> None:
        """End the child. Safe to call twice."""


# --- Verifier -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Context:
    """What a claim is judged against: what the problem states, then every earlier claim in reading order."""

    problem: tuple[Claim, ...] = ()
    earlier: tuple[Claim, ...] = ()
    kind: WorkingKind = WorkingKind.SOLUTION
    new_step: bool = True
    """The claim is the first of its step (a line of working), so it is to be compared with the line before."""
    line: tuple[Claim, ...] = ()
    """Every claim of the step that this one stands in, itself included ("x = 2 or x = 3" is judged whole); empty where not known."""
    starts: tuple[int, ...] = ()
    """Where in `earlier` each earlier step begins, in order; empty where not known, and then guessed from the claims' spans."""
    amounts: tuple[Claim, ...] = ()
    """Of a word problem: the claims AMOUNTS of the problem, which are GIVEN, then of the earlier steps, which are STATED."""
    assumed: tuple[Claim, ...] = ()
    """What the person takes for granted of the letters, as GIVEN claims: x > 0, x in ℤ or ℂ."""

    def only(self, keep: Callable[[Claim], bool]) -> Context:
        """The same without those earlier claims that are not to be kept."""
        kept = [keep(c) for c in self.earlier]
        earlier = tuple(c for c, k in zip(self.earlier, kept, strict=True) if k)
        return dataclasses.replace(self, earlier=earlier, starts=tuple(sum(kept[:start]) for start in self.starts))


class Verifier(Protocol):
    """Checks claims in children that can be killed. Never raises for what a claim says: every trouble is an UNDECIDED check."""

    def warm(self) -> None:
        """Start what the first claim needs, so that it does not wait. Returns at once and never raises."""
        return

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        """Queue a claim and return its ticket at once."""

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        """The checks that have ended, in the order of submission; waits up to `wait` seconds for the first. Deadlines are kept here.

        `of` are the tickets of who asks; those of others stay for them. None: all.
        """

    def drop(self, tickets: Collection[int]) -> None:
        """Nobody waits for these any more: what was not begun never runs, what runs is ended soon, and none of them is given out."""

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        """Submit one claim and wait for it."""

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        """The answer with its confirmation: put back into the problem's equations, or worked out independently as the task says."""

    def work_out(self, program: str, limit: Limit) -> tuple[Expr, ...]:
        """What a short program of a model calculates, read by our own interpreter; empty where it gives no value, or not in time."""

    def agree(self, one: Answer, other: Answer, limit: Limit) -> Verdict:
        """Whether two answers are the same, however they are written: VERIFIED the same, REFUTED another, UNDECIDED not to be told."""

    def close(self) -> None: ...


# --- Tutor ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SolveOptions:
    model: str = ""
    """Name or file; empty for the settings' choice."""
    sampling: Sampling = GREEDY
    most_tokens: int = 2_048
    keep: bool = True
    """Whether the history keeps the sheet."""
    asked: Asked = ALONE
    """What the problem belongs to, where it is not a new sheet's own."""
    mode: Mode = Mode.QUICK


class Tutor(Protocol):
    """Tells the whole story as one stream of events; never raises after the first event has been given."""

    def solve(self, problem: Problem, *, cancel: Cancel, options: SolveOptions = ...) -> Iterator[SolveEvent]: ...

    def check(self, working: Working, *, cancel: Cancel, keep: bool = True) -> Iterator[CheckEvent]: ...

    def desk(self, sheet: str = "", working: Working = EMPTY) -> Desk:
        """A desk for a new working, or for one that the history keeps as `sheet`."""


class Desk(Protocol):
    """One working while it is edited: kept as it changes, and checked again from the first line that changed."""

    @property
    def sheet(self) -> str:
        """Where the history keeps it; empty before anything was written, and where nothing can be kept."""

    def look(self, working: Working, *, cancel: Cancel) -> Iterator[CheckEvent]:
        """The stream of one check. Steps are numbered as their lines are, empty ones counted. Never raises after its first event.

        A look that is cancelled is gone on with by the next. One look at a time.
        """


# --- History --------------------------------------------------------------------------------------------------------------------------


class SheetKind(StrEnum):
    SOLVE = "solve"
    CHECK = "check"


@dataclass(frozen=True)
class Sheet:
    """One entry of the history; times are seconds since the epoch, UTC."""

    id: str
    title: str
    kind: SheetKind
    created: float
    updated: float
    finished: bool
    tags: tuple[str, ...] = ()
    """In the order of the alphabet."""
    found: str = ""
    """The text in which a search found its first word; empty where that is the title, or nothing was searched."""


class History(Protocol):
    """Keeps every event as it happens. Raises KnownError where the folder cannot be written; what was kept before stays."""

    @property
    def notice(self) -> str:
        """A sentence to show once (ask after the first use): an unusable file was kept aside. Else empty."""
        return ""

    def begin(self, kind: SheetKind, title: str) -> str:
        """A new sheet's id."""

    def append(self, sheet: str, event: Event) -> None:
        """Keep one event, durably: a crash of this process directly after the call does not lose it."""

    def events(self, sheet: str) -> list[Event]:
        """A sheet's events in order, to be replayed; empty if it is unknown."""

    def sheets(self, *, search: str = "", most: int = 200, offset: int = 0) -> list[Sheet]:
        """Newest first, from the `offset`th on; `search` finds words in titles and texts, and tags by "#tag"."""

    def sheet(self, sheet: str) -> Sheet | None:
        """One sheet of the list by its id; None where it is deleted or unknown."""

    def rename(self, sheet: str, title: str) -> None: ...

    def delete(self, sheet: str) -> None:
        """Take a sheet out of the list; `restore` brings it back."""

    def restore(self, sheet: str) -> None: ...

    def duplicate(self, sheet: str) -> str:
        """The id of a new sheet with the same events and tags, newest of all."""

    def tag(self, sheet: str, tags: Sequence[str]) -> None:
        """Let a sheet have these tags and no others."""

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with how many sheets of the list have it, in the order of the alphabet."""

    def purge(self) -> int:
        """Remove the deleted sheets for good; how many they were."""

    def back_up(self, path: Path) -> int:
        """Write a copy of everything to one file, while sheets may be written; how many sheets it holds.

        Raises KnownError where it cannot be written; a file that was there before is replaced by a whole one, or stays.
        """

    def restore_from(self, path: Path) -> int:
        """Add the sheets of a backup that are not in the list; how many they were. Nothing that is here is changed.

        Raises KnownError where the file is no history of Ardoise, a damaged one, or one of a newer version.
        """

    def close(self) -> None: ...


# --- Plotter and Typesetter -----------------------------------------------------------------------------------------------------------


class Plotter(Protocol):
    """Samples and draws in a child with a limit; raises KnownError with a sentence where that fails. Any thread may call."""

    def warm(self) -> None:
        """Start what the first plot needs, so that it does not wait. Returns at once and never raises."""
        return

    def survey(self, sketch: Sketch) -> Plot | None:
        """What can be drawn of a sketch, the marks that it asks for, and a sensible first view; None if nothing can be drawn."""

    def draw(
        self, plot: Plot, *, view: View | None = None, width: int, height: int, scale: float = 1.0, theme: Theme = Theme.LIGHT
    ) -> Picture:
        """A picture of width x height device-independent pixels at `scale` pixels each."""

    def save(self, plot: Plot, path: Path, *, theme: Theme = Theme.LIGHT) -> None:
        """Write PNG, SVG or PDF by the file's ending."""

    def close(self) -> None: ...


class Typesetter(Protocol):
    def typeset(self, tex: str, *, display: bool = False) -> FormulaBox | None:
        """The formula set, from a cache where possible; None where it cannot be set and the source is to be shown."""

    def patches(self, tex: str, spans: Sequence[Span], *, display: bool = False) -> tuple[Patch, ...]:
        """Where these parts of the source stand in the box; the whole box where that cannot be told, nothing where there is no box."""


# --- Models ---------------------------------------------------------------------------------------------------------------------------


class Shelf(Protocol):
    """The models on this machine and those that can be fetched. Raises KnownError with the way on."""

    def here(self) -> list[ModelFile]:
        """Models that are ready to use: its own, those of files and folders that were imported, and those that other programs keep."""

    def rejected(self) -> list[Inspection]:
        """Files of its own folder, and files that were added, that cannot be used, each with its trouble."""
        return []

    def find(self, name: str = "") -> ModelFile:
        """By name or path; empty: the default, else its stand-in. Raises KnownError if it is not here or is no usable GGUF."""

    def catalogue(self) -> list[CatalogueEntry]: ...

    def get(self, name: str = "", *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        """Fetch (resumable), check the hash, put in place; the default's stand-in where the hub cannot be reached.

        A cancel keeps what has arrived (a pause); `discard` throws it away.
        """

    def discard(self, name: str) -> None:
        """Throw away what has arrived of an unfinished fetch."""

    def inspect(self, path: Path) -> Inspection:
        """What a file is, without loading it. Never raises for what the file holds: that is the Inspection's `trouble`."""

    def add(self, path: Path) -> list[ModelFile]:
        """Remember a GGUF file, or a folder of them, and use it where it is; what was found. Raises KnownError: nothing usable."""

    def remove(self, model: ModelFile) -> None:
        """Delete a file of its own folder; a file that others keep, or that was added, is only forgotten. Raises KnownError."""

    def verify(self, model: ModelFile, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
        """Read the whole file again and compare its SHA-256 with the recorded one; a sentence with the result. KnownError: it differs."""

    def licence(self, name: str) -> str:
        """The full text of a catalogue entry's licence."""

    def machine(self) -> Machine:
        """What this machine has for models now."""

    def preflight(self, model: ModelFile, *, given_back: int = 0) -> None:
        """Raise KnownError, with every way on, where loading this model would fail or be of no use: too little memory, the file is gone.

        `given_back`: bytes that the engine will give back first, of another model that it holds.
        """


class Servers(Protocol):
    """Servers that speak OpenAI's chat interface, for who wants to use one. Nothing is sent anywhere unless a person asks for it here."""

    def models(self, url: str, *, cancel: Cancel) -> list[str]:
        """The names of the models that a server has; empty on a cancel. Raises KnownError: not there, wants a key, is none, offline."""

    def set_key(self, url: str, key: str) -> None:
        """Keep the key to a server in the system's keyring; an empty one is forgotten. Raises KnownError where there is no keyring."""

    def has_key(self, url: str) -> bool: ...


@dataclass(frozen=True)
class Actors:
    """Everything that the two faces are handed."""

    tutor: Tutor
    engine: Engine
    verifier: Verifier
    history: History
    plotter: Plotter
    typesetter: Typesetter
    shelf: Shelf
    servers: Servers
    conditions: Conditions = field(default_factory=Conditions)
    """What holds for all of them, to be changed while they work."""

    def warm(self) -> None:
        """Start the children of checks and plots ahead of need, as a window does; a single command starts what it uses."""
        self.verifier.warm()
        self.plotter.warm()

    def close(self) -> None:
        """End every child and close the history, in the order that loses nothing."""
        self.engine.close()
        self.verifier.close()
        self.plotter.close()
        self.history.close()
