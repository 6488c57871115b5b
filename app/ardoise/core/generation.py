"""What is asked of an Engine, and what it answers: requests, and the pieces of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ardoise.core.models import ModelFile


@dataclass(frozen=True)
class Trial:
    """How fast a model is on a machine, measured once: with so many threads a step of `tokens[i]` tokens takes `seconds[i]`."""

    threads: int
    tokens: tuple[int, ...]
    seconds: tuple[float, ...]

    def cost(self, tokens: int) -> float:
        """Of a step of so many tokens, as a multiple of a step of one; KeyError where that was not measured."""
        measured = dict(zip(self.tokens, self.seconds, strict=True))
        return measured[tokens] / measured[1]

    def gain(self, together: int) -> float:
        """Tokens a second of so many continuations written together, as a multiple of one alone."""
        return together / self.cost(together)


@dataclass(frozen=True)
class EngineInfo:
    """What a loaded model says of itself: tokens of context for one conversation, what it was trained at, threads, bytes of file and KV
    cache, layers that a graphics processor holds, and the trial (None where there was none: a server's model)."""

    model: ModelFile
    context_tokens: int
    trained_tokens: int
    threads: int
    file_bytes: int
    kv_bytes: int
    gpu_layers: int = 0
    trial: Trial | None = None


@dataclass(frozen=True)
class Message:
    role: str
    """"system", "user" or "assistant"."""
    text: str


@dataclass(frozen=True)
class Sampling:
    """Temperature 0 is greedy; the seed matters above 0 only."""

    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0


GREEDY: Final = Sampling()


@dataclass(frozen=True)
class Request:
    """Write on from a conversation; `prefix` is the beginning of the answer that stands already (repair goes back to it)."""

    messages: tuple[Message, ...]
    prefix: str = ""
    sampling: Sampling = GREEDY
    most_tokens: int = 2_048


@dataclass(frozen=True)
class PromptRead:
    """So many of the prompt's tokens have been read."""

    done: int
    total: int


@dataclass(frozen=True)
class Fragment:
    """A piece of text as it was decoded; it never ends inside a character."""

    text: str
    tokens: int


class StopReason(StrEnum):
    END = "end"
    LENGTH = "length"
    """The most tokens allowed were written."""
    CONTEXT = "context"
    """The context is full."""
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Written:
    """The end of a generation; `prompt_kept` of the prompt's tokens were still in the KV cache."""

    reason: StopReason
    tokens: int
    prompt_tokens: int
    prompt_kept: int
    seconds: float


GenerationEvent = PromptRead | Fragment | Written


@dataclass(frozen=True)
class Branch:
    """An event of one of several requests that are written together; `index` is its place among them."""

    index: int
    event: GenerationEvent
