"""The actors beside Tutor and History, as far as a face needs them, and a set of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from ardoise.core import ports
from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.expression import Expr, Span
from ardoise.core.generation import Branch, EngineInfo, GenerationEvent, Request
from ardoise.core.limits import Cancel, Limit
from ardoise.core.models import CatalogueEntry, FetchProgress, Inspection, Machine, ModelFile, Place
from ardoise.core.pictures import FormulaBox, Patch
from ardoise.core.ports import Actors, Context, History, Tutor
from ardoise.core.problem import Task
from ardoise.core.solution import Answer, Claim
from ardoise.core.verdict import Check, Verdict
from tests.fakes.history import FakeHistory
from tests.fakes.plotter import FakePlotter
from tests.fakes.tutor import FakeTutor


class FakeShelf(ports.Shelf):
    """Holds `files`; every fetch reports `progress`, then puts a file of the asked name there. `fault` is raised while it is set."""

    def __init__(self, *files: ModelFile, catalogue: Sequence[CatalogueEntry] = (), progress: Sequence[FetchProgress] = ()) -> None:
        self.files = list(files)
        self.fault: KnownError | None = None
        self.inspections: dict[Path, Inspection] = {}
        self.forgotten: list[str] = []
        """Names that were discarded or removed."""
        self.broken: list[Inspection] = []
        """What `rejected` gives."""
        self.refuses: dict[str, KnownError] = {}
        """Names of models that the preflight refuses, with the reason."""
        self.has = Machine(memory_total=16 << 30, memory_free=12 << 30, disk_free=100 << 30)
        self.given_back = 0
        self._catalogue = list(catalogue)
        self._progress = progress

    def here(self) -> list[ModelFile]:
        return list(self.files)

    def rejected(self) -> list[Inspection]:
        return list(self.broken)

    def find(self, name: str = "") -> ModelFile:
        for file in self.files:
            if name in ("", file.name):
                return file
        raise KnownError("There is no model on this machine yet.", "Fetch one: ardoise model get")

    def catalogue(self) -> list[CatalogueEntry]:
        return list(self._catalogue)

    def get(self, name: str = "", *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        for progress in self._progress:
            on_progress(progress)
            if cancel.requested:
                raise KnownError("Stopped.")
        if self.fault is not None:
            raise self.fault
        file = ModelFile(Path(f"/models/{name or 'default'}.gguf"), name or "default")
        self.files.append(file)
        return file

    def discard(self, name: str) -> None:
        self.forgotten.append(name)

    def inspect(self, path: Path) -> Inspection:
        return self.inspections.get(path, Inspection(path, path.stem, trouble=f"There is no file {path}.", remedy="Choose another."))

    def add(self, path: Path) -> list[ModelFile]:
        found = self.inspect(path)
        if found.trouble:
            raise KnownError(found.trouble, found.remedy)
        self.files.append(ModelFile(path, found.name, place=Place.CHOSEN, needs=found.needs))
        return self.files[-1:]

    def remove(self, model: ModelFile) -> None:
        if self.fault is not None:
            raise self.fault
        self.files.remove(model)
        self.forgotten.append(model.name)

    def verify(self, model: ModelFile, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
        for progress in self._progress:
            on_progress(progress)
        if self.fault is not None:
            raise self.fault
        return f"{model.name} is what it was when it was fetched."

    def licence(self, name: str) -> str:
        return f"The licence of {name}, in full."

    def machine(self) -> Machine:
        return self.has

    def preflight(self, model: ModelFile, *, given_back: int = 0) -> None:
        self.given_back = given_back
        if model.name in self.refuses:
            raise self.refuses[model.name]


class IdleEngine(ports.Engine):
    """Is never asked for anything; says whether it was closed, and which models a person wanted in spite of a crash."""

    def __init__(self) -> None:
        self.closed = 0
        self.forgiven: list[ModelFile] = []

    @property
    def state(self) -> EngineState:
        return EngineState.STARTING

    @property
    def info(self) -> EngineInfo | None:
        return None

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        raise AssertionError("this test has no engine")

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        raise AssertionError("this test has no engine")

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        raise AssertionError("this test has no engine")

    def forgive(self, model: ModelFile) -> None:
        self.forgiven.append(model)

    def close(self) -> None:
        self.closed += 1


class IdleVerifier(ports.Verifier):
    """Is never asked for anything."""

    def submit(self, claim: Claim, context: Context, limit: Limit) -> int:
        raise AssertionError("this test has no verifier")

    def collect(self, *, wait: float = 0.0, of: Collection[int] | None = None) -> list[tuple[int, Check]]:
        return []

    def drop(self, tickets: Collection[int]) -> None:
        """Nothing runs."""

    def check(self, claim: Claim, context: Context, limit: Limit) -> Check:
        raise AssertionError("this test has no verifier")

    def confirm(self, problem: Sequence[Claim], answer: Answer, limit: Limit, *, task: Task | None = None) -> Answer:
        raise AssertionError("this test has no verifier")

    def work_out(self, program: str, limit: Limit) -> tuple[Expr, ...]:
        raise AssertionError("this test has no verifier")

    def agree(self, one: Answer, other: Answer, limit: Limit) -> Verdict:
        raise AssertionError("this test has no verifier")

    def close(self) -> None:
        """Nothing runs."""


class FakeServers(ports.Servers):
    """One server that has `names`; keeps keys in the open. `fault` is raised by every question while it is set."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.keys: dict[str, str] = {}
        self.asked: list[str] = []
        self.fault: KnownError | None = None

    def models(self, url: str, *, cancel: Cancel) -> list[str]:
        self.asked.append(url)
        if self.fault is not None:
            raise self.fault
        return list(self.names)

    def set_key(self, url: str, key: str) -> None:
        self.keys[url] = key

    def has_key(self, url: str) -> bool:
        return bool(self.keys.get(url))


class NoTypesetter(ports.Typesetter):
    """Cannot set any formula."""

    def typeset(self, tex: str, *, display: bool = False) -> FormulaBox | None:
        return None

    def patches(self, tex: str, spans: Sequence[Span], *, display: bool = False) -> tuple[Patch, ...]:
        return ()


def fake_actors(
    *,
    tutor: Tutor | None = None,
    history: History | None = None,
    plotter: FakePlotter | None = None,
    shelf: FakeShelf | None = None,
    servers: FakeServers | None = None,
) -> Actors:
    """All actors, those that a test does not name being fakes that do nothing."""
    return Actors(
        tutor=tutor or FakeTutor(),
        engine=IdleEngine(),
        verifier=IdleVerifier(),
        history=history or FakeHistory(),
        plotter=plotter or FakePlotter(),
        typesetter=NoTypesetter(),
        shelf=shelf or FakeShelf(),
        servers=servers or FakeServers(),
    )
