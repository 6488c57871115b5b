"""Every model on this machine that can be used: those of Ardoise's folder, those that were added, and those that other programs keep.

Asked often and by any thread: folders are listed anew each time, which takes milliseconds, and headers come from a cache. A file is shown
once, by its real path, under the first of the places in this order: Ardoise's folder, added, LM Studio, Ollama, the hub's cache.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.models import Inspection, ModelFile, Place, PromptForm
from ardoise.models import fitness, header, inspecting, locate, needs, remembered
from ardoise.models.catalogue import Listing
from ardoise.models.header import Header
from ardoise.models.inspecting import file_bytes, one_line
from ardoise.models.locate import Located, Roots

PLACES: Final = {
    Place.ARDOISE: "Ardoise",
    Place.CHOSEN: "added",
    Place.LM_STUDIO: "LM Studio",
    Place.OLLAMA: "Ollama",
    Place.HUB_CACHE: "the hub's cache",
}


def models(folder: Path, roots: Roots, listings: Sequence[Listing]) -> list[ModelFile]:
    """In Ardoise's folder those of the catalogue come first, in its order; else by place, then as the place is listed. Names are unique."""
    order = {listing.file: i for i, listing in enumerate(listings)}
    found: list[ModelFile] = []
    headers: list[Header] = []
    seen: set[str] = set()
    kept = remembered.load(folder)
    for candidate in _candidates(folder, roots, kept.added):
        real = locate.real_path(candidate.path)
        hidden = candidate.place is not Place.ARDOISE and str(candidate.path) in kept.hidden
        if real is None or real in seen or hidden:
            continue
        try:
            says = fitness.usable(candidate.path)
        except KnownError:
            continue
        seen.add(real)
        headers.append(says)
        found.append(model_of(candidate, says, listings))
    named = _distinct(found, headers)
    return sorted(named, key=lambda m: order.get(m.path.name, len(order)) if m.place is Place.ARDOISE else len(order) + 1)


def rejected(folder: Path) -> list[Inspection]:
    """Files of Ardoise's folder and added ones that cannot be used; not those that belong to another file, as later parts do."""
    found = [inspecting.inspect(candidate.path) for candidate in _candidates(folder, Roots(), remembered.load(folder).added)]
    return [i for i in found if i.trouble and not _belongs(i.path)]


def _belongs(path: Path) -> bool:
    try:
        says = header.read(path)
    except KnownError:
        return False
    return says.part > 1 or says.kind == "mmproj"


def model_of(candidate: Located, says: Header, listings: Sequence[Listing]) -> ModelFile:
    """What a person should know a file as: its title in the catalogue, its program's name, the name in its header, or the file's."""
    path = candidate.path
    takes = needs.of(says, file_bytes(path, says))
    for listing in listings:
        if listing.file == path.name:
            return dataclasses.replace(listing.at(path), place=candidate.place, needs=takes)
    name = one_line(candidate.name or says.name) or path.stem
    form = prompt_form(f"{says.name} {candidate.name} {path.name}", says)
    return ModelFile(path, name, prompt_form=form, place=candidate.place, needs=takes)


def prompt_form(text: str, says: Header) -> PromptForm:
    """A guess for files that are not in the catalogue: what they call themselves, and whether they know conversations."""
    if not says.has_chat_template:
        return PromptForm.PLAIN
    plain = text.lower().replace(" ", "-").replace("_", "-")
    return PromptForm.QWEN25_MATH if "qwen2.5-math" in plain else PromptForm.QWEN2_MATH


def in_folder(folder: Path) -> Iterator[Path]:
    """Candidates of a folder that a person names: its own files, then those of the folders in it."""
    return locate.gguf_files(folder, levels=1)


def _candidates(folder: Path, roots: Roots, added: Sequence[str]) -> Iterator[Located]:
    for path in locate.gguf_files(folder, levels=0):
        yield Located(path, Place.ARDOISE)
    for text in added:
        path = Path(text)
        if path.is_dir():
            yield from (Located(file, Place.CHOSEN) for file in in_folder(path))
        else:
            yield Located(path, Place.CHOSEN)
    yield from locate.locate(roots)


def _distinct(found: Sequence[ModelFile], headers: Sequence[Header]) -> list[ModelFile]:
    """The same models; where several have one name, their quantisation or else their place, file or number is put behind it."""
    named = list(found)
    for behind in (
        [says.quantisation for says in headers],
        [PLACES[model.place] for model in found],
        [model.path.name for model in found],
        [str(number) for number in range(1, len(found) + 1)],
    ):
        names = [model.name for model in named]
        named = [
            dataclasses.replace(model, name=f"{model.name} ({more})") if more and name in names[:i] else model
            for i, (model, name, more) in enumerate(zip(named, names, behind, strict=True))
        ]
    return named
