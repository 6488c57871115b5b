"""Keep a story's events in the history as they are told. A history that fails is told of once, and the story goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ardoise.core.errors import KnownError
from ardoise.core.events import Event, Noticed
from ardoise.core.ports import History, SheetKind

TITLE_LENGTH = 80
E = TypeVar("E", bound=Event)


def title_of(text: str) -> str:
    """What a sheet is called at first: its text in one line, cut where that is long."""
    title = " ".join(text.split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


class Keeper:
    """One sheet of the history, or nothing where `history` is None; `kept` gives each event on, after it was kept."""

    def __init__(self, history: History | None) -> None:
        self._history = history
        self._sheet = ""
        self._trouble = ""

    def begin(self, kind: SheetKind, text: str) -> str:
        """The new sheet's id; empty where nothing can be kept (told after the first event)."""
        if self._history is None:
            return ""
        try:
            self._sheet = self._history.begin(kind, title_of(text))
        except KnownError as e:
            self._trouble = f"This sheet is not kept. {e}"
        return self._sheet

    def go_on(self, sheet: str) -> str:
        """Keep what follows in a sheet that is there."""
        self._sheet = sheet if self._history is not None else ""
        return self._sheet

    def kept(self, event: E) -> Iterator[E | Noticed]:
        if self._sheet and self._history is not None:
            try:
                self._history.append(self._sheet, event)
            except KnownError as e:
                self._sheet = ""
                self._trouble = f"From here on this sheet is not kept. {e}"
        yield event
        if self._trouble:
            yield Noticed(self._trouble)
            self._trouble = ""
