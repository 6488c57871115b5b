"""Models: a file on this machine, what it needs, and what the catalogue says of those that can be fetched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ardoise.core.events import ModelName


class PromptForm(StrEnum):
    """Where a model wants the instruction to reason step by step; the chat template itself is read from the GGUF."""

    QWEN2_MATH = "qwen2_math"
    """In the user's message, after the problem."""
    QWEN25_MATH = "qwen25_math"
    """In the system message."""
    PLAIN = "plain"
    """No instruction and no system message."""


@dataclass(frozen=True)
class Needs:
    """What a model takes of a machine's memory, computed from the numbers in its GGUF; all in bytes but `trained_tokens`."""

    file_bytes: int
    kv_bytes_per_token: int
    """One token of context in the KV cache at f16: layers x KV heads x (key + value length) x 2."""
    scratch_bytes: int
    """Buffers of the calculation beside file and cache."""
    trained_tokens: int
    """The longest context it was trained at; 0 where the file does not say."""

    def context(self, wanted: int) -> int:
        """So many tokens of context, cut to what the model was trained at."""
        return min(wanted, self.trained_tokens) if self.trained_tokens else wanted

    def memory_bytes(self, context_tokens: int) -> int:
        """File, cache of so many tokens, and scratch."""
        return self.file_bytes + self.kv_bytes_per_token * context_tokens + self.scratch_bytes


class Fit(StrEnum):
    """Whether a model fits into this machine's memory."""

    FITS = "fits"
    TIGHT = "tight"
    """It would, if other programs gave back what they hold now."""
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


class Place(StrEnum):
    """Who keeps a model file."""

    ARDOISE = "ardoise"
    """Its own folder of models."""
    CHOSEN = "chosen"
    """A file or folder that the person named; used where it is."""
    LM_STUDIO = "lm_studio"
    OLLAMA = "ollama"
    HUB_CACHE = "hub_cache"


@dataclass(frozen=True)
class ModelFile:
    """A GGUF on this machine; or, where `server` is set, a model that a server has (`path` is then its name there)."""

    path: Path
    name: str
    stand_in: bool = False
    prompt_form: PromptForm = PromptForm.QWEN2_MATH
    place: Place = Place.ARDOISE
    needs: Needs | None = None
    server: str = ""
    """The server's base URL; empty for a file here."""

    @property
    def label(self) -> ModelName:
        return ModelName(self.name, self.stand_in, self.server)


@dataclass(frozen=True)
class Inspection:
    """What a file says of itself, read without loading it. `trouble` in plain words why it cannot be used, empty if it can.

    `notes`: what else a person should know ("not made for mathematics").
    """

    path: Path
    name: str
    architecture: str = ""
    parameters: int = 0
    quantisation: str = ""
    file_bytes: int = 0
    has_chat_template: bool = False
    needs: Needs | None = None
    trouble: str = ""
    remedy: str = ""
    notes: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return not self.trouble


@dataclass(frozen=True)
class Figures:
    """Published shares of problems solved, in percent; None where none was published. `source` says where (an arXiv number, a page)."""

    gsm8k: float | None = None
    math: float | None = None
    college_math: float | None = None
    source: str = ""


@dataclass(frozen=True)
class CatalogueEntry:
    """A model that can be fetched."""

    name: str
    title: str
    licence: str
    size_bytes: int
    stand_in: bool = False
    file: str = ""
    """The name of its file in the folder of models: a ModelFile of this name is this model."""
    for_mathematics: bool = True
    """False for a model that serves tests only: it can be fetched by its name, and is offered to nobody."""
    parameters: int = 0
    figures: Figures = Figures()
    needs: Needs | None = None
    sources: tuple[str, ...] = ()
    """Where it can be had, in the order in which they are tried, as a person knows them ("Hugging Face", "ModelScope")."""
    licence_note: str = ""
    """What the licence asks for beyond keeping its text, in a sentence; empty where nothing."""
    fetched_bytes: int = 0
    """Of an unfinished fetch that can be gone on with."""


@dataclass(frozen=True)
class FetchProgress:
    done_bytes: int
    total_bytes: int
    what: str = ""
    rate: float = 0.0
    """Bytes a second over the last seconds; 0 where unknown, or nothing arrives."""


@dataclass(frozen=True)
class Machine:
    """What this machine has for models, in bytes; `lacks` names processor features that llama.cpp was built for and that are missing.

    `graphics`: llama.cpp here can put layers on a graphics processor, whose own memory nobody can ask for without loading it.
    """

    memory_total: int
    memory_free: int
    disk_free: int
    lacks: tuple[str, ...] = ()
    graphics: bool = False

    def fit(self, needs: Needs | None, context_tokens: int) -> Fit:
        """Whether a model with these needs can be loaded with so much context (cut to what it was trained at)."""
        if needs is None:
            return Fit.UNKNOWN
        wanted = needs.memory_bytes(needs.context(context_tokens))
        if wanted <= self.memory_free:
            return Fit.FITS
        if self.graphics:
            return Fit.UNKNOWN
        return Fit.TOO_LARGE if wanted > self.memory_total else Fit.TIGHT
