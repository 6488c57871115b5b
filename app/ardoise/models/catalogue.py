"""The models that Ardoise knows how to fetch, read from `resources/models.toml`: data, so that a new model is a row and no code.

(Rejected: a catalogue fetched from the network, which would be a network act that nobody asked for.)
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ardoise import paths
from ardoise.core.models import CatalogueEntry, Figures, ModelFile, Needs, PromptForm
from ardoise.models import needs


class Site(StrEnum):
    """Where repositories of models are."""

    HUB = "hub"
    MODELSCOPE = "modelscope"


SITE_NAMES: Final = {Site.HUB: "Hugging Face", Site.MODELSCOPE: "ModelScope"}
PACKAGE_INDEX: Final = "package index"


@dataclass(frozen=True)
class Source:
    """A repository that should have the file; `file` where it is called otherwise there."""

    site: Site
    repository: str
    file: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a model that lies as `member` in the wheel of a package; the SHA-256 is of the piece."""

    package: str
    version: str
    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Shape:
    """The numbers that say how much memory a model takes; see `needs.py`."""

    layers: int
    kv_heads: int
    key_length: int
    value_length: int
    vocabulary: int
    embedding: int
    trained_tokens: int


@dataclass(frozen=True)
class Listing:
    """One row of the catalogue. It has `sources` or `parts`, tried in this order; `sha256` is empty where the source states it."""

    name: str
    title: str
    licence: str
    file: str
    bytes: int
    prompt_form: PromptForm
    note: str = ""
    sha256: str = ""
    sources: tuple[Source, ...] = ()
    instead: str = ""
    stand_in: bool = False
    for_mathematics: bool = True
    parts: tuple[Part, ...] = ()
    licence_note: str = ""
    quantisation: str = ""
    parameters: int = 0
    figures: Figures = field(default_factory=Figures)
    shape: Shape | None = None

    @property
    def entry(self) -> CatalogueEntry:
        title = f"{self.title} ({self.note})" if self.note else self.title
        sites = dict.fromkeys(SITE_NAMES[source.site] for source in self.sources)
        return CatalogueEntry(
            self.name,
            title,
            self.licence,
            self.bytes,
            self.stand_in,
            self.file,
            self.for_mathematics,
            parameters=self.parameters,
            figures=self.figures,
            needs=self.needs,
            sources=(*sites, *([PACKAGE_INDEX] if self.parts else [])),
            licence_note=self.licence_note,
        )

    @property
    def needs(self) -> Needs | None:
        """What the model will take, before its file is here to say so."""
        shape = self.shape
        if shape is None:
            return None
        cache = needs.kv_bytes((shape.kv_heads,) * shape.layers, shape.key_length, shape.value_length)
        return Needs(self.bytes, cache, needs.scratch_bytes(shape.vocabulary, shape.embedding), shape.trained_tokens)

    def at(self, path: Path) -> ModelFile:
        """This model, whose file lies at `path`."""
        return ModelFile(path, self.title, self.stand_in, self.prompt_form)


def read(file: Path | None = None) -> tuple[Listing, ...]:
    """Every listing in the order of the file; a catalogue that does not fit is a fault of the installation and raises ValueError."""
    return _read(file or paths.resource("models.toml"))


def licence_file(licence: str) -> str:
    """The resource that holds the text of a licence."""
    return f"licences/{licence.lower().replace(' ', '-')}.txt"


@functools.cache
def _read(file: Path) -> tuple[Listing, ...]:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["model"]
    try:
        listings = tuple(_listing(row) for row in rows)
    except TypeError as e:
        raise ValueError(f"{file}: {e}") from e
    for key in ("name", "title", "file"):
        values = [getattr(listing, key) for listing in listings]
        if len(set(values)) < len(values):
            raise ValueError(f"{file}: two models have the same {key}")
    for listing in listings:
        if not listing.sources and not listing.parts:
            raise ValueError(f"{file}: {listing.name} needs sources or parts")
        if listing.parts and (sum(p.bytes for p in listing.parts) != listing.bytes or not listing.sha256):
            raise ValueError(f"{file}: the parts of {listing.name} are not as large as the whole, or it has no SHA-256")
    return listings


def _listing(row: dict[str, Any]) -> Listing:
    fields = {
        **row,
        "prompt_form": PromptForm(row["prompt_form"]),
        "sources": tuple(Source(**{**source, "site": Site(source["site"])}) for source in row.get("sources", ())),
        "parts": tuple(Part(**part) for part in row.get("parts", ())),
        "figures": Figures(**row.get("figures", {})),
        "shape": Shape(**row["shape"]) if "shape" in row else None,
    }
    return Listing(**fields)
