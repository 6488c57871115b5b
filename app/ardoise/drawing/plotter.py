"""The plotter, parent side: asks a child for what is to be seen and for pictures, with a deadline for each request.

The child alone loads matplotlib and numpy. Whatever an expression makes of it (too slow, too much memory, a crash in native code), that
child is ended, the caller gets a sentence, and the next request starts another. (Rejected: drawing in a thread of the window, which would
bring 80 MB and half a second of imports there, and could not be stopped.)
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Plot, Sketch, View
from ardoise.core.ports import Plotter
from ardoise.drawing import messages
from ardoise.drawing.messages import Draw, FileKind, Request, Save, Survey
from ardoise.process.child import Child

ENTRY: Final = "ardoise.drawing.worker:serve"
START_SECONDS: Final = 30.0
"""For the child to load matplotlib, which builds its list of fonts at the first start on a machine."""
SURVEY_SECONDS: Final = 3.0
DRAW_SECONDS: Final = 5.0
SAVE_SECONDS: Final = 15.0
MEMORY_BYTES: Final = 1 << 30
T = TypeVar("T")
_BROKEN = "The plotting process gave no usable answer."
_AGAIN = "Try again: it is started afresh."


class ChildPlotter(Plotter):
    """Draws in a child that is started at the first request and again after each fault. Any thread may call; requests wait in line."""

    def __init__(self, entry: str = ENTRY) -> None:
        self._entry = entry
        self._child: Child | None = None
        self._line = threading.Lock()
        """Held by the thread whose request is with the child."""
        self._guard = threading.Lock()
        """Held for moments, around `_child`, `_greeted` and `_closed`."""
        self._greeted = False
        """The present child has said that it is ready."""
        self._closed = False

    def warm(self) -> None:
        """Start the child now; a fault shows at the first request."""
        with self._guard, contextlib.suppress(KnownError):
            self._present_child()

    def survey(self, sketch: Sketch) -> Plot | None:
        """As the port says; what takes longer than SURVEY_SECONDS is a KnownError, like every other fault."""
        if not sketch:
            return None
        reply = self._ask(Survey(sketch), SURVEY_SECONDS, "The curves took too long to look at.")
        return _read(lambda: messages.decode_plot(reply))

    def draw(
        self, plot: Plot, *, view: View | None = None, width: int, height: int, scale: float = 1.0, theme: Theme = Theme.LIGHT
    ) -> Picture:
        """As the port says; the ground of the picture is transparent."""
        reply = self._ask(Draw(plot, view, width, height, float(scale), theme), DRAW_SECONDS, "The plot took too long to draw.")
        return _read(lambda: messages.decode_picture(reply))

    def save(self, plot: Plot, path: Path, *, theme: Theme = Theme.LIGHT) -> None:
        """Draw the plot's first view into a file, written whole and renamed into place."""
        ending = path.suffix.lstrip(".").lower()
        if ending not in set(FileKind):
            raise KnownError(f"A plot cannot be saved as “{path.name}”.", "Use a name that ends in .png, .svg or .pdf.")
        reply = self._ask(Save(plot, FileKind(ending), theme), SAVE_SECONDS, "The plot took too long to save.")
        data = _read(lambda: messages.decode_file(reply))
        part = path.with_name(path.name + ".part")
        try:
            part.write_bytes(data)
            os.replace(part, path)
        except OSError as e:
            with contextlib.suppress(OSError):
                part.unlink()
            raise KnownError(f"The plot could not be saved to {path}: {e.strerror}.", "Choose another folder or free some space.") from e

    def close(self) -> None:
        """End the child, also under a request that waits for it: that request then raises KnownError. Safe to call twice."""
        with self._guard:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.stop(grace=0.2)

    def _ask(self, request: Request, seconds: float, late: str) -> object:
        with self._line:
            child = self._ready_child()
            try:
                child.send(messages.encode_request(request))
                reply = child.receive(seconds)
            except KnownError:
                self._drop(child)
                raise
            if reply is None:
                self._drop(child)
                raise KnownError(late, "Try a smaller range or a simpler expression.")
            return reply

    def _ready_child(self) -> Child:
        with self._guard:
            child = self._present_child()
            if self._greeted:
                return child
        try:
            greeting = child.receive(START_SECONDS)
        except KnownError:
            self._drop(child)
            raise
        if greeting != messages.READY:
            self._drop(child)
            raise KnownError("The plotter could not be started.", "Free memory or close other programs, then try again.")
        with self._guard:
            self._greeted = True
        return child

    def _present_child(self) -> Child:
        """The child that runs, or a new one. Hold `_guard`."""
        if self._closed:
            raise KnownError("The plotter has been closed.", "Start Ardoise again.")
        if self._child is None or not self._child.alive:
            child = Child(self._entry, name="plotter", memory_bytes=MEMORY_BYTES, fenced=True)
            child.start()
            self._child, self._greeted = child, False
        return self._child

    def _drop(self, child: Child) -> None:
        """End a child that is late or broken."""
        with self._guard:
            if self._child is child:
                self._child = None
        child.kill()
        child.stop(grace=0.2)


def _read(decode: Callable[[], T]) -> T:
    """A reply decoded; what the child cannot have meant is a KnownError too, since it may have been sent by a damaged child."""
    try:
        return decode()
    except ValueError as e:
        raise KnownError(_BROKEN, _AGAIN) from e
