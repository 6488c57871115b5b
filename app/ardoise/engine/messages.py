"""What the engine's parent and child say to each other: frozen dataclasses, as JSON by `core.codec`.

The child is started for one model file (`Load` is its argument) and loads it at once. It answers `Loading` ..., then `Loaded` or `Refused`.
After that each `Generate` is answered by `Progress` frames of its ticket, the last of which holds a `Written`, or by `Refused`. `Stop` may
come at any time, also while loading (ticket LOADING); a stop for a ticket that has ended is ignored, so none can hit the next request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ardoise.core import codec
from ardoise.core.generation import GenerationEvent, Request

LOADING: Final = 0
"""The ticket of the load; requests count from 1."""


@dataclass(frozen=True)
class Load:
    """The model file, the tokens of context wished for, threads (0: the physical cores)."""

    path: str
    context_tokens: int
    threads: int


@dataclass(frozen=True)
class Generate:
    ticket: int
    request: Request


@dataclass(frozen=True)
class Stop:
    ticket: int


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


@dataclass(frozen=True)
class Progress:
    ticket: int
    event: GenerationEvent


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
    body: Loading | Loaded | Progress | Refused


def to_child(body: Generate | Stop) -> object:
    return codec.encode(ToChild(body))


def to_parent(body: Loading | Loaded | Progress | Refused) -> object:
    return codec.encode(ToParent(body))
