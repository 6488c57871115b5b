"""`ardoise model`: what is on this machine and what could be, fetch, add, look at, check, remove."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from ardoise import settings
from ardoise.cli import codes
from ardoise.cli.model_words import entry_record, inspection_lines, inspection_record, list_lines, model_record, rejected_record
from ardoise.cli.progress import Progress
from ardoise.cli.server import server
from ardoise.cli.telling import interruptible
from ardoise.core import addresses
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, ModelFile, Place
from ardoise.core.ports import Actors, Shelf
from ardoise.core.sizes import size_words


def model(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Do what was asked; returns the exit code."""
    cancel = Cancel()
    now = settings.load()
    with interruptible(cancel), closing(build(now)) as actors:
        shelf = actors.shelf
        match chosen.action:
            case "list":
                return _list(shelf, now.context_tokens, as_json=chosen.json)
            case "get":
                return _get(shelf, chosen.name, cancel, as_json=chosen.json)
            case "import":
                return _import(shelf, Path(chosen.path), as_json=chosen.json)
            case "inspect":
                return _inspect(shelf, chosen.path, now.context_tokens, as_json=chosen.json)
            case "verify":
                return _verify(shelf, chosen.name, cancel, as_json=chosen.json)
            case "server":
                return server(chosen, now, actors.servers, cancel)
            case "remove":
                return _remove(shelf, chosen.name, sure=chosen.yes, as_json=chosen.json)
            case _:
                return _licence(shelf, chosen.name, as_json=chosen.json)


def _list(shelf: Shelf, context_tokens: int, *, as_json: bool) -> int:
    here, entries, machine = shelf.here(), shelf.catalogue(), shelf.machine()
    if not as_json:
        print("\n".join(list_lines(here, entries, machine, context_tokens, shelf.rejected())))
        if told := addresses.told(settings.load().model):
            print(f"In use: a server's {told}")
        return codes.DONE
    entry_of = {entry.file: entry for entry in entries if entry.file}
    for file in here:
        print(json.dumps(model_record(file, machine, context_tokens, entry_of.get(file.path.name))))
    names = {file.path.name for file in here}
    for entry in entries:
        if not entry.file or entry.file not in names:
            print(json.dumps(entry_record(entry, machine, context_tokens)))
    for broken in shelf.rejected():
        print(json.dumps(rejected_record(broken)))
    return codes.DONE


def _get(shelf: Shelf, name: str, cancel: Cancel, *, as_json: bool) -> int:
    entry = _entry(shelf, name)
    if entry is not None and (file := next((m for m in shelf.here() if entry.file and m.path.name == entry.file), None)):
        return _tell_ready(file, as_json=as_json)
    _tell_licence(entry)
    progress = Progress(sys.stderr)
    try:
        file = shelf.get(name, on_progress=_shown(progress, "Fetching"), cancel=cancel)
    except KnownError:
        progress.clear()
        if cancel.requested:
            print("Stopped. What was fetched is kept; the same command goes on from there.", file=sys.stderr)
            return codes.INTERRUPTED
        raise
    progress.clear()
    return _tell_ready(file, as_json=as_json)


def _tell_ready(file: ModelFile, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(model_record(file)))
    else:
        print(f"Ready: {file.name}{' (a stand-in for the default model)' if file.stand_in else ''}, {file.path}")
    return codes.DONE


def _entry(shelf: Shelf, name: str) -> CatalogueEntry | None:
    """What the catalogue says of a model: by its name, or the default."""
    entries = shelf.catalogue()
    if not name:
        return entries[0] if entries else None
    return next((entry for entry in entries if name in (entry.name, entry.title, entry.file)), None)


def _tell_licence(entry: CatalogueEntry | None) -> None:
    """Before anything is fetched, and where it does not disturb a script."""
    if entry is not None:
        note = f" {entry.licence_note}" if entry.licence_note else ""
        print(f"{entry.title}: licence {entry.licence}, in full with `ardoise model licence {entry.name}`.{note}", file=sys.stderr)


def _import(shelf: Shelf, path: Path, *, as_json: bool) -> int:
    for file in shelf.add(path):
        if as_json:
            print(json.dumps(model_record(file)))
        else:
            print(f"Added: {file.name}, used where it is: {file.path}")
    return codes.DONE


def _inspect(shelf: Shelf, asked: str, context_tokens: int, *, as_json: bool) -> int:
    """A path, or the name of a model that is here; ENVIRONMENT where the file cannot be used."""
    path = Path(asked).expanduser()
    if not path.exists():
        with suppress(KnownError):  # the Inspection says that there is no such file
            path = shelf.find(asked).path
    found = shelf.inspect(path)
    if as_json:
        print(json.dumps(inspection_record(found, shelf.machine(), context_tokens)))
    else:
        print("\n".join(inspection_lines(found, shelf.machine(), context_tokens)))
    return codes.DONE if found.usable else codes.ENVIRONMENT


def _verify(shelf: Shelf, name: str, cancel: Cancel, *, as_json: bool) -> int:
    file = shelf.find(name)
    progress = Progress(sys.stderr)
    try:
        said = shelf.verify(file, on_progress=_shown(progress, "Checking"), cancel=cancel)
    except KnownError:
        progress.clear()
        if cancel.requested:
            print("Stopped.", file=sys.stderr)
            return codes.INTERRUPTED
        raise
    progress.clear()
    print(json.dumps({**model_record(file), "result": said}) if as_json else said)
    return codes.DONE


def _remove(shelf: Shelf, name: str, *, sure: bool, as_json: bool) -> int:
    file = shelf.find(name)
    deletes = file.place is Place.ARDOISE
    question = f"Delete {file.path}?" if deletes else f"Take {file.name} out of the list? Its file, {file.path}, stays."
    if not sure:
        if not sys.stdin.isatty():
            print(f"ardoise: {question} Nobody can answer here: add --yes.", file=sys.stderr)
            return codes.USAGE
        print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            print("Nothing was done.", file=sys.stderr)
            return codes.DONE
    shelf.remove(file)
    if as_json:
        print(json.dumps({**model_record(file), "here": False, "deleted": deletes}))
    else:
        print(f"Deleted: {file.path}" if deletes else f"Out of the list: {file.name}. Its file stays: {file.path}")
    return codes.DONE


def _licence(shelf: Shelf, name: str, *, as_json: bool) -> int:
    text = shelf.licence(name)
    entry = _entry(shelf, name)
    print(json.dumps({"v": 1, "model": name, "licence": entry.licence if entry else "", "text": text}) if as_json else text.rstrip("\n"))
    return codes.DONE


def _shown(progress: Progress, usual: str) -> Callable[[FetchProgress], None]:
    """A listener that keeps one line up to date."""

    def show(event: FetchProgress) -> None:
        share = event.done_bytes / event.total_bytes if event.total_bytes else 0.0
        rate = f", {event.rate / 1e6:.1f} MB a second" if event.rate else ""
        progress.say(f"{event.what or usual} … {share:.0%} of {size_words(event.total_bytes)}{rate}")

    return show
