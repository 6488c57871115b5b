"""What the engine's parent and child say to each other: frozen dataclasses, as JSON by `core.codec`.

The child is started for one model file (`Load` is its argument) and loads it at once. It answers `Loading` ..., then `Loaded` or `Refused`.
After that each `Generate` is answered by `Progress` frames of its ticket until each of its requests has had its `Written`, or by `Refused`.
`Stop` may come at any time, also while loading (ticket LOADING); a stop for a ticket that has ended is ignored, so none can hit the next
request. A child that has had nothing to do for long says `Rested` and ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ardoise.core import codec
from ardoise.core.generation import Branch, Request, Trial

LOADING: Final = 0
"""The ticket of the load; requests count from 1."""


@dataclass(frozen=True)
class Load:
    """The model file; tokens of context wished for; threads (0: what a trial finds best); layers for a graphics processor (-1: all that it
    can hold); seconds without work after which the child ends; the file that keeps trials (empty: none); whether to guess tokens ahead."""

    path: str
    context_tokens: int
    threads: int
    gpu_layers: int
    idle_seconds: float
    trials: str
    drafting: bool


@dataclass(frozen=True)
class Generate:
    """To be written together."""

    ticket: int
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Stop:
    """The request of this index, or all of the ticket."""

    ticket: int
    index: int | None = None


@dataclass(frozen=True)
class Loading:
    """How far the load is, 0 to 1."""

    progress: float


@dataclass(frozen=True)
class Loaded:
    """The numbers of `EngineInfo`, measured by the child."""

    context_tokens: int
    trained_tokens: int
    threads: int
    file_bytes: int
    kv_bytes: int
    gpu_layers: int
    trial: Trial


@dataclass(frozen=True)
class Progress:
    """What one step has brought, of all requests of the ticket."""

    ticket: int
    events: tuple[Branch, ...]


@dataclass(frozen=True)
class Rested:
    """The child ends now, to give the memory back."""


@dataclass(frozen=True)
class Refused:
    """A KnownError of the child, in the words for a person; the child lives on only if this was a request and not the load."""

    ticket: int
    what: str
    remedy: str


@dataclass(frozen=True)
class ToChild:
    """The envelope: `codec` names the class of a field with several choices."""

    body: Generate | Stop


@dataclass(frozen=True)
class ToParent:
    body: Loading | Loaded | Progress | Refused | Rested


def to_child(body: Generate | Stop) -> object:
    return codec.encode(ToChild(body))


def to_parent(body: Loading | Loaded | Progress | Refused | Rested) -> object:
    return codec.encode(ToParent(body))
