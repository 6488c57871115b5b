"""What `ardoise model` prints of models: tables for people, records for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ardoise.core.models import CatalogueEntry, Figures, Fit, Inspection, Machine, ModelFile, Needs, Place
from ardoise.core.sizes import size_words

PLACES: Final = {
    Place.ARDOISE: "Ardoise",
    Place.CHOSEN: "added",
    Place.LM_STUDIO: "LM Studio",
    Place.OLLAMA: "Ollama",
    Place.HUB_CACHE: "hub cache",
}
_FITS: Final = {Fit.FITS: "yes", Fit.TIGHT: "tight", Fit.TOO_LARGE: "no", Fit.UNKNOWN: "?"}
_NOTHING: Final = "-"


def list_lines(
    here: Sequence[ModelFile],
    entries: Sequence[CatalogueEntry],
    machine: Machine,
    context_tokens: int,
    rejected: Sequence[Inspection] = (),
) -> Iterator[str]:
    """The catalogue, what else is here, what cannot be used, then what the columns mean on this machine."""
    if not here:
        yield "No model is on this machine yet. Fetch one: ardoise model get"
    where = {file.path.name: file for file in here}
    yield "The catalogue (`ardoise model get NAME` fetches one):"
    rows: list[tuple[str, ...]] = [("NAME", "HERE", "SIZE", "MEMORY", "FITS", "GSM8K", "MATH", "COLLEGE", "LICENCE", "")]
    for entry in entries:
        file = where.get(entry.file) if entry.file else None
        takes = (file.needs if file else None) or entry.needs
        rows.append((
            entry.name, _here(entry, file), size_words(entry.size_bytes), *_memory(takes, machine, context_tokens),
            *(_NOTHING if share is None else f"{share:.1f}" for share in _shares(entry.figures)),
            entry.licence, entry.title + (" (stand-in)" if entry.stand_in else ""),
        ))  # fmt: skip
    yield from _table(rows, left={0, 1, 4, 8, 9})
    others = [file for file in here if file.path.name not in {entry.file for entry in entries}]
    if others:
        yield "Other models on this machine:"
        rows = [("NAME", "KEPT BY", "SIZE", "MEMORY", "FITS", "PATH")]
        rows += [
            (file.name, PLACES[file.place], size_words(file.needs.file_bytes) if file.needs else "?",
             *_memory(file.needs, machine, context_tokens), str(file.path))
            for file in others
        ]  # fmt: skip
        yield from _table(rows, left={0, 1, 4, 5})
    total, free, disk = (size_words(count) for count in (machine.memory_total, machine.memory_free, machine.disk_free))
    if rejected:
        yield "Files that cannot be used:"
        yield from (f"  {found.path}: {found.trouble} {found.remedy}".rstrip() for found in rejected)
    yield f"MEMORY is file, cache and buffers with {context_tokens:,} tokens of context."
    yield f"This machine has {total} of memory, {free} of it free, and {disk} free on the disk."
    if any(machine.fit(entry.needs, context_tokens) is Fit.TIGHT for entry in entries):
        yield "tight: it would fit if other programs gave back the memory that they hold now."
    if sources := sorted({entry.figures.source for entry in entries if entry.figures.source}):
        yield f"GSM8K, MATH, COLLEGE: published shares of problems solved, in percent ({'; '.join(sources)})."


def inspection_lines(found: Inspection, machine: Machine, context_tokens: int) -> Iterator[str]:
    """One fact a line; first of all whether it can be used."""
    yield f"{found.name}  {found.path}"
    if found.trouble:
        yield f"  It cannot be used: {found.trouble} {found.remedy}".rstrip()
    facts = (
        ("architecture", found.architecture),
        ("parameters", parameters_words(found.parameters) if found.parameters else ""),
        ("quantisation", found.quantisation),
        ("size", size_words(found.file_bytes) if found.file_bytes else ""),
        ("context", f"{found.needs.trained_tokens:,} tokens trained" if found.needs and found.needs.trained_tokens else ""),
        ("chat template", "yes" if found.has_chat_template else "none" if found.architecture else ""),
        ("memory", _memory_words(found.needs, machine, context_tokens)),
    )
    for name, words in facts:
        if words:
            yield f"  {name}: {words}"
    for note in found.notes:
        yield f"  note: {note}"


def model_record(
    file: ModelFile, machine: Machine | None = None, context_tokens: int = 0, entry: CatalogueEntry | None = None
) -> dict[str, object]:
    """A model that is here."""
    record: dict[str, object] = {"v": 1, "model": file.name, "here": True, "path": str(file.path), "stand_in": file.stand_in}
    if machine is not None:
        record |= {"place": file.place.value, "bytes": file.needs.file_bytes if file.needs else None}
        record |= _fit_record(file.needs, machine, context_tokens)
        record |= {"name": entry.name, "licence": entry.licence, **_figures_record(entry.figures)} if entry else {}
    return record


def entry_record(entry: CatalogueEntry, machine: Machine, context_tokens: int) -> dict[str, object]:
    """A model that can be fetched."""
    return {
        "v": 1, "model": entry.name, "here": False, "name": entry.name, "title": entry.title, "bytes": entry.size_bytes,
        "fetched_bytes": entry.fetched_bytes,
        "licence": entry.licence, "stand_in": entry.stand_in, "sources": list(entry.sources),
        **_fit_record(entry.needs, machine, context_tokens), **_figures_record(entry.figures),
    }  # fmt: skip


def inspection_record(found: Inspection, machine: Machine, context_tokens: int) -> dict[str, object]:
    """All that a file says of itself."""
    return {
        "v": 1, "path": str(found.path), "name": found.name, "usable": found.usable, "trouble": found.trouble, "remedy": found.remedy,
        "architecture": found.architecture, "parameters": found.parameters, "quantisation": found.quantisation, "bytes": found.file_bytes,
        "trained_tokens": found.needs.trained_tokens if found.needs else 0, "chat_template": found.has_chat_template,
        "notes": list(found.notes), **_fit_record(found.needs, machine, context_tokens),
    }  # fmt: skip


def rejected_record(found: Inspection) -> dict[str, object]:
    """A file that lies where models are and is none that can be used."""
    return {
        "v": 1, "model": found.name, "here": False, "path": str(found.path), "trouble": found.trouble, "remedy": found.remedy,
    }  # fmt: skip


def parameters_words(count: int) -> str:
    """ "135 million", "1.78 billion"."""
    return f"{count / 1e9:.3g} billion" if count >= 1e9 else f"{count / 1e6:.0f} million"


def _here(entry: CatalogueEntry, file: ModelFile | None) -> str:
    if file is not None:
        return "yes" if file.place is Place.ARDOISE else f"yes, {PLACES[file.place]}"
    return f"{min(entry.fetched_bytes / entry.size_bytes, 0.99):.0%}" if entry.fetched_bytes and entry.size_bytes else "no"


def _shares(figures: Figures) -> tuple[float | None, float | None, float | None]:
    return figures.gsm8k, figures.math, figures.college_math


def _memory(takes: Needs | None, machine: Machine, context_tokens: int) -> tuple[str, str]:
    wanted = size_words(takes.memory_bytes(takes.context(context_tokens))) if takes else "?"
    return wanted, _FITS[machine.fit(takes, context_tokens)]


def _memory_words(takes: Needs | None, machine: Machine, context_tokens: int) -> str:
    if takes is None:
        return ""
    tokens = takes.context(context_tokens)
    fits = {
        Fit.FITS: "fits this machine",
        Fit.TIGHT: "fits this machine if other programs give back what they hold",
        Fit.TOO_LARGE: "too large for this machine",
        Fit.UNKNOWN: "",
    }[machine.fit(takes, context_tokens)]
    return f"{size_words(takes.memory_bytes(tokens))} with {tokens:,} tokens of context, {fits}"


def _fit_record(takes: Needs | None, machine: Machine, context_tokens: int) -> dict[str, object]:
    wanted = takes.memory_bytes(takes.context(context_tokens)) if takes else None
    return {"memory_bytes": wanted, "fit": machine.fit(takes, context_tokens).value}


def _figures_record(figures: Figures) -> dict[str, object]:
    return {"gsm8k": figures.gsm8k, "math": figures.math, "college_math": figures.college_math, "figures_source": figures.source}


def _table(rows: Sequence[Sequence[str]], *, left: set[int]) -> Iterator[str]:
    """Columns as wide as their widest cell, numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) if i in left else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        yield f"  {'  '.join(cells)}".rstrip()
