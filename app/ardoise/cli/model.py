"""`ardoise model`: what is on this machine, and fetch more."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing

from ardoise import settings
from ardoise.cli import codes
from ardoise.cli.progress import Progress
from ardoise.cli.telling import interruptible
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, ModelFile
from ardoise.core.ports import Actors, Shelf
from ardoise.core.sizes import size_words


def model(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """List or fetch; returns the exit code."""
    cancel = Cancel()
    with interruptible(cancel), closing(build(settings.load())) as actors:
        if chosen.action == "list":
            _list(actors.shelf, as_json=chosen.json)
            return codes.DONE
        return _get(actors.shelf, chosen.name, cancel, as_json=chosen.json)


def _list(shelf: Shelf, *, as_json: bool) -> None:
    here = shelf.here()
    names = {file.path.name for file in here}
    rest = [entry for entry in shelf.catalogue() if not entry.file or entry.file not in names]
    if as_json:
        for file in here:
            print(json.dumps(_record(file)))
        for entry in rest:
            sizes = {"bytes": entry.size_bytes, "licence": entry.licence, "stand_in": entry.stand_in}
            print(json.dumps({"v": 1, "model": entry.name, "here": False, **sizes}))
        return
    print("On this machine:" if here else "No model is on this machine yet. Fetch one: ardoise model get")
    for file in here:
        print(f"  {file.name}{' (stand-in)' if file.stand_in else ''}  {file.path}")
    if rest:
        print("Can be fetched with `ardoise model get NAME`:")
    for entry in rest:
        print(f"  {described(entry)}")


def _record(file: ModelFile) -> dict[str, object]:
    return {"v": 1, "model": file.name, "here": True, "path": str(file.path), "stand_in": file.stand_in}


def described(entry: CatalogueEntry) -> str:
    """A catalogue entry in one line: name, size, licence."""
    return f"{entry.name}  {entry.title}, {size_words(entry.size_bytes)}, licence {entry.licence}"


def _get(shelf: Shelf, name: str, cancel: Cancel, *, as_json: bool) -> int:
    progress = Progress(sys.stderr)

    def show(event: FetchProgress) -> None:
        share = event.done_bytes / event.total_bytes if event.total_bytes else 0.0
        progress.say(f"{event.what or 'Fetching'} … {share:.0%} of {size_words(event.total_bytes)}")

    try:
        file = shelf.get(name, on_progress=show, cancel=cancel)
    except KnownError:
        progress.clear()
        if cancel.requested:
            print("Stopped. What was fetched is kept; the same command goes on from there.", file=sys.stderr)
            return codes.INTERRUPTED
        raise
    progress.clear()
    _tell(file, as_json=as_json)
    return codes.DONE


def _tell(file: ModelFile, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_record(file)))
    else:
        print(f"Ready: {file.name}{' (a stand-in for the default model)' if file.stand_in else ''}, {file.path}")
