"""A History in memory."""

from __future__ import annotations

import dataclasses
import itertools
import time

from ardoise.core import codec, ports
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckFinished, Event, SolveFinished, TextArrived
from ardoise.core.ports import Sheet, SheetKind


class FakeHistory(ports.History):
    """Keeps events in lists. `fault` is raised by every call while it is set."""

    def __init__(self) -> None:
        self.fault: KnownError | None = None
        self.notice_text = ""
        self._sheets: dict[str, Sheet] = {}
        self._events: dict[str, list[Event]] = {}
        self._deleted: set[str] = set()
        self._ids = itertools.count(1)

    @property
    def notice(self) -> str:
        return self.notice_text

    def begin(self, kind: SheetKind, title: str) -> str:
        self._fail()
        number, now = f"sheet-{next(self._ids)}", time.time()
        self._sheets[number] = Sheet(number, " ".join(title.split()), kind, now, now, finished=False)
        self._events[number] = []
        return number

    def append(self, sheet: str, event: Event) -> None:
        self._fail()
        if sheet not in self._sheets:
            raise KnownError("This sheet is no longer in the history.")
        events = self._events[sheet]
        if isinstance(event, TextArrived) and events and isinstance(before := events[-1], TextArrived):
            events[-1] = TextArrived(before.text + event.text, before.tokens + event.tokens, event.rate)
        else:
            events.append(event)
        finished = isinstance(event, SolveFinished | CheckFinished)
        self._sheets[sheet] = dataclasses.replace(self._sheets[sheet], updated=time.time(), finished=finished)

    def events(self, sheet: str) -> list[Event]:
        self._fail()
        return list(self._events.get(sheet, ()))

    def sheets(self, *, search: str = "", most: int = 200) -> list[Sheet]:
        self._fail()
        words = search.lower().split()
        found = [
            s for s in reversed(self._sheets.values()) if s.id not in self._deleted and all(word in self._text(s.id) for word in words)
        ]
        return found[:most]

    def rename(self, sheet: str, title: str) -> None:
        self._fail()
        if sheet in self._sheets and title.split():
            self._sheets[sheet] = dataclasses.replace(self._sheets[sheet], title=" ".join(title.split()))

    def delete(self, sheet: str) -> None:
        self._fail()
        self._deleted.add(sheet)

    def restore(self, sheet: str) -> None:
        self._fail()
        self._deleted.discard(sheet)

    def close(self) -> None:
        """Nothing is open."""

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault

    def _text(self, sheet: str) -> str:
        """Title, problems and steps in lower case."""
        parts = [self._sheets[sheet].title]
        for event in self._events[sheet]:
            match codec.encode_event(event):
                case {"event": "solve_started", "problem": str(text)} | {"working": {"problem": str(text)}} | {"step": {"text": str(text)}}:
                    parts.append(text)
                case _:
                    pass
        return "\n".join(parts).lower()
