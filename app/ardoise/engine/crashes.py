"""Which models have brought the engine down, so that none does it again unasked. Parent side.

A note is made before a model is loaded and taken back when it stands in memory, or the load was stopped or refused in words: so a crash
that takes the whole program, or the machine, with it is noticed at the next start. A death while loading counts at once. A process that
dies later is given one more try, since something else may have ended it; an answer that comes to its end forgives it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import psutil

from ardoise import kept
from ardoise.core.errors import KnownError

MOST_DEATHS: Final = 2
"""So many deaths without a finished answer between them, and a model is not loaded unasked."""
LOAD_WEIGHT: Final = MOST_DEATHS
"""A death while loading counts for so many."""


class Crashes:
    """Notes in a file; with None there are none. Keyed by path, size and time of change: another file of the same name begins anew."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def raise_if_blocked(self, model: Path) -> None:
        """KnownError if this model is not to be loaded unless a person wishes it."""
        note = self._note(model)
        if _deaths(note) + (LOAD_WEIGHT if _left_loading(note) else 0) >= MOST_DEATHS:
            raise KnownError(
                f"The model {model.name} brought the engine down last time, so it is not loaded by itself.",
                "Press Load again under Models (in a terminal: name it with --model), or choose another one.",
            )

    def loading(self, model: Path) -> None:
        """It is about to be loaded: if this whole program ends before `loaded`, that counts as a death while loading."""
        note = self._note(model)
        deaths = _deaths(note) + (LOAD_WEIGHT if _left_loading(note) else 0)
        me = psutil.Process()
        self._write(model, {"deaths": deaths, "loading": [me.pid, me.create_time()]})

    def loaded(self, model: Path) -> None:
        """It stands in memory, or the load was stopped or refused in words: that was no death."""
        self._write(model, {"deaths": _deaths(self._note(model))})

    def died(self, model: Path, *, while_loading: bool) -> None:
        """Its process ended by itself."""
        self._write(model, {"deaths": _deaths(self._note(model)) + (LOAD_WEIGHT if while_loading else 1)})

    def forgive(self, model: Path) -> None:
        """It came to the end of an answer, or a person wants it: nothing is held against it any more."""
        self._write(model, {})

    def _note(self, model: Path) -> dict[str, Any]:
        if self._file is None:
            return {}
        note = kept.load(self._file).get(_key(model))
        return note if isinstance(note, dict) else {}

    def _write(self, model: Path, note: dict[str, Any]) -> None:
        if self._file is None:
            return
        notes = kept.load(self._file)
        before = notes.pop(_key(model), {})
        if note.get("deaths") or "loading" in note:
            notes[_key(model)] = note
        elif not before:
            return
        kept.save(self._file, notes)


def _deaths(note: dict[str, Any]) -> int:
    deaths = note.get("deaths")
    return deaths if isinstance(deaths, int) else 0


def _left_loading(note: dict[str, Any]) -> bool:
    """A program that was loading it is gone without a word."""
    match note.get("loading"):
        case [int(pid), int() | float() as created]:
            try:
                return abs(psutil.Process(pid).create_time() - created) > 1.0
            except psutil.Error:
                return True
        case _:
            return False


def _key(model: Path) -> str:
    try:
        status = model.stat()
    except OSError:
        return str(model)
    return f"{model}|{status.st_size}|{status.st_mtime_ns}"
