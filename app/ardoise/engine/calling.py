"""One call to a server, in a thread of its own, which can be left at any moment. With `remote.py` the engine's only network code.

Nothing that a server does or fails to do holds the caller up: what arrives is put into a queue, and to leave is to shut the socket, which
ends the thread's wait and tells the server to stop writing. (Rejected: the client's own time-outs alone, which are seconds long; asyncio,
which nothing else here uses.)
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from ardoise.core.addresses import is_this_machine

_PIECES: Final = 64
"""Pieces that may wait to be taken, so that a server cannot fill the memory."""


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: for a connection, for the first byte of an answer (the prompt is read meanwhile), between two bytes."""

    connect: float = 5.0
    first: float = 180.0
    between: float = 60.0


@dataclass(frozen=True)
class Answer:
    """The head of an answer."""

    status: int
    kind: str
    retry_after: str


@dataclass(frozen=True)
class End:
    """The call is over; `fault` is what the network had to say about it, None if all arrived."""

    fault: Exception | None = None


class Call:
    """A request that is under way from its making on. `next` gives its Answer, then pieces of bytes, then End."""

    def __init__(self, method: str, url: str, *, headers: Mapping[str, str], body: Mapping[str, Any] | None, patience: Patience) -> None:
        self._items: queue.Queue[Answer | bytes | End] = queue.Queue(_PIECES)
        self._socket: socket.socket | None = None
        self._left = threading.Event()
        self._request = (method, url, dict(headers), body)
        self._patience = patience
        self._here = is_this_machine(url)
        self._thread = threading.Thread(target=self._run, name="call", daemon=True)
        self._thread.start()

    def next(self, wait: float) -> Answer | bytes | End | None:
        """What comes next; None after so many seconds without anything."""
        try:
            return self._items.get(timeout=wait)
        except queue.Empty:
            return None

    def leave(self) -> None:
        """End it now, whatever it is doing; may be called twice."""
        self._left.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(queue.Empty):
            while True:  # the thread may wait for room
                self._items.get_nowait()

    def _run(self) -> None:
        method, url, headers, body = self._request
        p = self._patience
        limits = httpx2.Timeout(connect=p.connect, read=max(p.first, p.between), write=p.connect, pool=p.connect)
        try:
            # No proxy is passed on the way to this machine itself.
            # No redirects: what a person typed and their key go to the address that they named and to no other.
            with (
                httpx2.Client(timeout=limits, follow_redirects=False, trust_env=not self._here) as client,
                client.stream(method, url, headers=headers, json=body, extensions={"trace": self._trace}) as response,
            ):
                self._put(Answer(response.status_code, response.headers.get("content-type", ""), response.headers.get("retry-after", "")))
                for piece in response.iter_raw():
                    if self._left.is_set():
                        return
                    self._put(piece)
            self._put(End())
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as e:
            self._put(End(e))

    def _trace(self, name: str, info: Mapping[str, Any]) -> None:
        """Remember the socket as soon as there is one."""
        if name.endswith(("connect_tcp.complete", "start_tls.complete")):
            found = info["return_value"].get_extra_info("socket")
            self._socket = found if isinstance(found, socket.socket) else None
            if self._left.is_set():
                self.leave()

    def _put(self, item: Answer | bytes | End) -> None:
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._items.put(item, timeout=0.1)
                return
