"""A History in memory."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import time
from collections.abc import Sequence
from pathlib import Path

from ardoise.core import codec, ports
from ardoise.core.errors import KnownError
from ardoise.core.events import CheckFinished, Event, SolveFinished, TextArrived
from ardoise.core.ports import Sheet, SheetKind
from ardoise.history.words import as_tag


class FakeHistory(ports.History):
    """Keeps events in lists. `fault` is raised by every call while it is set."""

    def __init__(self) -> None:
        self.fault: KnownError | None = None
        self.notice_text = ""
        self._sheets: dict[str, Sheet] = {}
        self._events: dict[str, list[Event]] = {}
        self._deleted: set[str] = set()
        self._ids = itertools.count(1)
        self.backups: dict[Path, tuple[dict[str, Sheet], dict[str, list[Event]]]] = {}

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

    def sheets(self, *, search: str = "", most: int = 200, offset: int = 0) -> list[Sheet]:
        self._fail()
        words = search.lower().split()
        found = [s for s in reversed(self._sheets.values()) if s.id not in self._deleted and all(self._has(s, word) for word in words)]
        return found[offset : offset + most]

    def sheet(self, sheet: str) -> Sheet | None:
        self._fail()
        return None if sheet in self._deleted else self._sheets.get(sheet)

    def duplicate(self, sheet: str) -> str:
        before = self._sheets[sheet]
        copy = self.begin(before.kind, before.title)
        self._sheets[copy] = dataclasses.replace(self._sheets[copy], finished=before.finished, tags=before.tags)
        self._events[copy] = list(self._events[sheet])
        return copy

    def tag(self, sheet: str, tags: Sequence[str]) -> None:
        self._fail()
        names = sorted({name for tag in tags if (name := as_tag(tag))})
        self._sheets[sheet] = dataclasses.replace(self._sheets[sheet], tags=tuple(names))

    def tags(self) -> list[tuple[str, int]]:
        self._fail()
        return sorted(collections.Counter(tag for s in self.sheets(most=10**6) for tag in s.tags).items())

    def purge(self) -> int:
        self._fail()
        gone, self._deleted = self._deleted, set()
        for sheet in gone:
            del self._sheets[sheet], self._events[sheet]
        return len(gone)

    def back_up(self, path: Path) -> int:
        self._fail()
        self.backups[path] = (dict(self._sheets), {k: list(v) for k, v in self._events.items()})
        return len(self.sheets(most=10**6))

    def restore_from(self, path: Path) -> int:
        self._fail()
        if path not in self.backups:
            raise KnownError(f"{path.name} is no history of Ardoise.", "Choose a file that “Back up” has written.")
        sheets, events = self.backups[path]
        missing = [s for s in sheets if s not in self._sheets or s in self._deleted]
        for sheet in missing:
            self._sheets[sheet], self._events[sheet] = sheets[sheet], events[sheet]
            self._deleted.discard(sheet)
        return len(missing)

    def _has(self, sheet: Sheet, word: str) -> bool:
        return word[1:] in sheet.tags if word.startswith("#") and len(word) > 1 else word in self._text(sheet.id)

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
                case {"event": "working_changed", "problem": str(problem), "lines": list(lines)}:
                    parts += [problem, *map(str, lines)]
                case _:
                    pass
        return "\n".join(parts).lower()
