"""What a file is, as an Inspection: without loading it, and never raising for what it holds."""

from __future__ import annotations

from pathlib import Path

from ardoise.core.errors import KnownError
from ardoise.core.models import Inspection
from ardoise.models import fitness, header, needs
from ardoise.models.header import Header


def inspect(path: Path, *, known_as: str = "") -> Inspection:
    """See `Shelf.inspect`. `known_as`: a name that the file goes by and that does not stand in it, such as Ollama's."""
    try:
        found = header.read(path)
    except KnownError as e:
        return Inspection(path, one_line(known_as or path.name), file_bytes=_size(path), trouble=e.what, remedy=e.remedy)
    trouble = fitness.trouble_of(path, found)
    size = file_bytes(path, found)
    return Inspection(
        path,
        one_line(known_as or found.name) or path.stem,
        architecture=one_line(found.architecture),
        parameters=parameters(path, found),
        quantisation=found.quantisation,
        file_bytes=size,
        has_chat_template=found.has_chat_template,
        needs=needs.of(found, size) if trouble is None else None,
        trouble=trouble.what if trouble else "",
        remedy=trouble.remedy if trouble else "",
        notes=() if trouble else fitness.notes_of(path, found, known_as),
    )


def file_bytes(path: Path, found: Header) -> int:
    """Of the whole model, all its parts together."""
    return sum(_size(part) for part in fitness.part_paths(path, found))


def parameters(path: Path, found: Header) -> int:
    """Of the whole model, all its parts together."""
    if found.parts == 1 or found.part > 1:
        return found.parameters
    total = 0
    for part in fitness.part_paths(path, found):
        try:
            total += header.read(part).parameters
        except KnownError:
            return 0
    return total


def one_line(text: str) -> str:
    """At most 80 characters, without line breaks and signs that cannot be shown."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:400]).split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError):
        return 0
