"""The models that Ardoise knows how to fetch, read from `resources/models.toml`: data, so that a new model is a row and no code.

(Rejected: a catalogue fetched from the network, which would be a network act that nobody asked for.)
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ardoise import paths
from ardoise.core.models import CatalogueEntry, ModelFile, PromptForm


@dataclass(frozen=True)
class Part:
    """A piece of a model that lies as `member` in the wheel of a package; the SHA-256 is of the piece."""

    package: str
    version: str
    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Listing:
    """One row of the catalogue. It has either a hub `repository` or `parts`; `sha256` is empty where the hub states it."""

    name: str
    title: str
    licence: str
    file: str
    bytes: int
    prompt_form: PromptForm
    note: str = ""
    sha256: str = ""
    repository: str = ""
    instead: str = ""
    stand_in: bool = False
    for_mathematics: bool = True
    parts: tuple[Part, ...] = ()

    @property
    def entry(self) -> CatalogueEntry:
        title = f"{self.title} ({self.note})" if self.note else self.title
        return CatalogueEntry(self.name, title, self.licence, self.bytes, self.stand_in, self.file, self.for_mathematics)

    def at(self, path: Path) -> ModelFile:
        """This model, whose file lies at `path`."""
        return ModelFile(path, self.title, self.stand_in, self.prompt_form)


def read(file: Path | None = None) -> tuple[Listing, ...]:
    """Every listing in the order of the file; a catalogue that does not fit is a fault of the installation and raises ValueError."""
    return _read(file or paths.resource("models.toml"))


@functools.cache
def _read(file: Path) -> tuple[Listing, ...]:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["model"]
    try:
        listings = tuple(_listing(row) for row in rows)
    except TypeError as e:
        raise ValueError(f"{file}: {e}") from e
    for listing in listings:
        if bool(listing.repository) == bool(listing.parts):
            raise ValueError(f"{file}: {listing.name} needs either a repository or parts")
        if listing.parts and sum(p.bytes for p in listing.parts) != listing.bytes:
            raise ValueError(f"{file}: the parts of {listing.name} are not as large as the whole")
    return listings


def _listing(row: dict[str, Any]) -> Listing:
    fields = {**row, "prompt_form": PromptForm(row["prompt_form"]), "parts": tuple(Part(**part) for part in row.get("parts", ()))}
    return Listing(**fields)
