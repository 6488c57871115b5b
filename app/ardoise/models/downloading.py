"""Child side of every fetch from a site: one file over plain HTTP, with ranges, in spite of whatever the network does.

A process of its own, since no HTTP client has a way to be stopped while it waits for the network: the parent ends the child, and the bytes
that were written stay. What is written is only ever appended, and only bytes that belong there:

- a server that answers 206 for another place, or for a file of another size, is not believed;
- one that ignores the range and answers 200 sends the whole file again: what is here already is read over, and compared at its beginning;
- a page in the file's place (a network that wants a log-in) is recognised by its type or its first bytes, and not written.

Whether the bytes are right is for the SHA-256 to say, which the parent checks; an ETag that changes on the way only makes this ask the site
again what it has. (Rejected: the hub client's own download loop, which deletes what was fetched when a log-in page answers 200, waits for
ever on Retry-After, and can tell nobody that it waits; a chunk protocol, which can neither be stopped nor resumed across runs.)

It says {"found": {url, bytes, sha256}}, {"missing": why} or {"unreachable": why}; is told {"fetch": path}; says {"done": bytes} again and
again and {"waiting": [seconds, try, tries, why]} before each new try; and at last {"fetched": bytes}, {"cut": why}, {"changed": why} or
{"disk": [errno, words]}.
"""

from __future__ import annotations

import email.utils
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

import httpx2

from ardoise.models.patience import Patience
from ardoise.process.frames import Channel

AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses of a server that may answer better in a while."""
WORLD: Final = (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError)
"""What HTTP clients raise for the world's faults."""
PAGE: Final = "a page came in its place; perhaps this network wants a log-in first"
_MAGIC: Final = b"GGUF"
_PROGRESS: Final = 1 << 20
"""Bytes that make a try count as a success."""
_SAFE: Final = 32 << 20
"""Bytes after which what was written is put on the disk for good, against a loss of power."""
_TELL: Final = 0.1
_ALIKE: Final = 4_096
"""Bytes at the beginning by which a whole file that comes again is known to be the same."""


@dataclass(frozen=True)
class Found:
    """What a site states of a file."""

    url: str
    bytes: int
    sha256: str

    @property
    def message(self) -> dict[str, object]:
        return {"url": self.url, "bytes": self.bytes, "sha256": self.sha256}


class Missing(Exception):
    """The site answers, and has no such file."""


class Wait(Exception):
    """This try failed, the next may not. `seconds`: what the server asks for."""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class _Changed(Exception):
    """The file at the site is not the one that was begun."""


def serve(channel: Channel, client: httpx2.Client, look_up: Callable[[], Found], patience: Patience) -> None:
    """Look up, say what was found, fetch it where the parent says; returns when all is said. `look_up` raises Missing, Wait, WORLD."""
    try:
        found = _patiently(channel, look_up, patience)
    except Missing as e:
        channel.send({"missing": first_line(e)})
        return
    except (Wait, *WORLD) as e:
        channel.send({"unreachable": first_line(e)})
        return
    channel.send({"found": found.message})
    order = channel.receive()
    if isinstance(order, dict):
        channel.send(_Download(channel, client, look_up, patience, found).into(Path(order["fetch"])))


def wait_of(response: httpx2.Response) -> Wait:
    """For a status of AGAIN: when the server wants to be asked again."""
    return Wait(f"the server answers {response.status_code} {response.reason_phrase}".strip(), _retry_after(response))


def sha256_of(text: object) -> str:
    """A SHA-256 as it is written here; ValueError for anything else."""
    sha256 = text.lower() if isinstance(text, str) else ""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("the answer states no SHA-256; perhaps this network wants a log-in first")
    return sha256


def first_line(error: Exception) -> str:
    return next((line.strip().rstrip(".") for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]


def _patiently(channel: Channel, look_up: Callable[[], Found], patience: Patience) -> Found:
    """A busy server is asked again; one that cannot be reached is not, since another source may be."""
    failed = 0
    while True:
        try:
            return look_up()
        except Wait as e:
            failed += 1
            _wait(channel, patience, failed, e)


def _wait(channel: Channel, patience: Patience, failed: int, fault: Exception) -> None:
    """Tell and sleep; raises the fault again once patience is at its end."""
    asked = fault.seconds if isinstance(fault, Wait) else None
    seconds = patience.wait(failed) if asked is None else asked
    if failed >= patience.tries or seconds > patience.longest_wait:
        raise fault
    channel.send({"waiting": [seconds, failed + 1, patience.tries, first_line(fault)]})
    time.sleep(seconds)


class _Download:
    """One file on its way, over as many tries as it takes."""

    def __init__(self, channel: Channel, client: httpx2.Client, look_up: Callable[[], Found], patience: Patience, found: Found) -> None:
        self._channel = channel
        self._client = client
        self._look_up = look_up
        self._patience = patience
        self._found = found
        self._timeout = httpx2.Timeout(patience.silence, connect=patience.connect)
        self._etag = ""
        self._told = 0.0

    def into(self, path: Path) -> dict[str, object]:
        """The last message to the parent."""
        try:
            with path.open("ab", buffering=0) as file:
                if file.tell() and not _begins_like_a_model(path):
                    file.truncate(0)
                    file.seek(0)
                return self._all(file)
        except OSError as e:
            return {"disk": [e.errno or 0, e.strerror or ""]}

    def _all(self, file: FileIO) -> dict[str, object]:
        failed, mark = 0, file.tell()
        while file.tell() < self._found.bytes:
            try:
                self._once(file)
            except (_Changed, Missing) as e:
                return {"changed": first_line(e)}
            except _DiskFault as e:
                raise e.error from None
            except (Wait, *WORLD) as e:
                if file.tell() - mark >= _PROGRESS:
                    failed, mark = 0, file.tell()
                failed += 1
                try:
                    _wait(self._channel, self._patience, failed, e)
                except (Wait, *WORLD):
                    return {"cut": first_line(e)}
        return {"fetched": file.tell()}

    def _once(self, file: FileIO) -> None:
        """One answer of the server, to its end; raises Wait or WORLD where the file is not whole then."""
        have = file.tell()
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        with self._client.stream("GET", self._found.url, headers=headers, timeout=self._timeout, follow_redirects=True) as response:
            self._judge(response, have)
            pieces = response.iter_bytes()
            if response.status_code == 200:
                pieces = _after(pieces, file, have)
            self._write(file, pieces)
        if file.tell() < self._found.bytes:
            raise Wait("the server ended in the middle")

    def _judge(self, response: httpx2.Response, have: int) -> None:
        """Raise unless what follows is the rest of this file."""
        if response.status_code in AGAIN:
            raise wait_of(response)
        if response.status_code == 416:
            raise _Changed("the file at the source has become shorter")
        if response.status_code not in (200, 206):
            raise Wait(f"the server answers {response.status_code} {response.reason_phrase}".strip())
        if (
            "text/html" in response.headers.get("Content-Type", "").lower()
            or response.headers.get("Content-Encoding", "identity") != "identity"
        ):
            raise Wait(PAGE)
        if response.status_code == 206:
            start, total = _content_range(response)
            if start != have:
                raise Wait("the server sent another piece than it was asked for")
            if total not in (None, self._found.bytes):
                raise _Changed("the file at the source has another size now")
        self._heed_etag(response.headers.get("ETag", ""))

    def _heed_etag(self, etag: str) -> None:
        """Another ETag than before may only be another machine of the site's; whether the file is another, the site says."""
        if self._etag and etag and etag != self._etag and self._look_up().sha256 != self._found.sha256:
            raise _Changed("the file at the source was replaced by another meanwhile")
        self._etag = etag or self._etag

    def _write(self, file: FileIO, pieces: Iterator[bytes]) -> None:
        at_start = file.tell() == 0
        safe = done = file.tell()
        for piece in pieces:
            if not piece:
                continue
            if at_start and not piece.startswith(_MAGIC[: len(piece)]):
                raise Wait(PAGE)
            at_start = False
            rest = memoryview(piece)[: self._found.bytes - done]
            try:
                while rest:
                    rest = rest[file.write(rest) or 0 :]
                done = file.tell()
                if done - safe >= _SAFE:
                    os.fsync(file.fileno())
                    safe = done
            except OSError as e:
                raise _DiskFault(e) from e
            if done >= self._found.bytes:
                break
            if time.monotonic() - self._told >= _TELL:
                self._tell(done)
        self._tell(done)

    def _tell(self, done: int) -> None:
        self._told = time.monotonic()
        self._channel.send({"done": done})


def _begins_like_a_model(path: Path) -> bool:
    """Whether going on makes sense: a loss of power can leave zeros in the place of what was written last."""
    with path.open("rb") as here:
        return _MAGIC.startswith(here.read(len(_MAGIC)))


class _DiskFault(Exception):
    """An OSError of the disk's, kept apart from those of the network."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


def _after(pieces: Iterator[bytes], file: FileIO, have: int) -> Iterator[bytes]:
    """The pieces without their first `have` bytes, whose beginning has to be what is here already."""
    with open(file.name, "rb") as here:
        known = here.read(min(have, _ALIKE))
    begun = b""
    for piece in pieces:
        if len(begun) < len(known):
            begun = (begun + piece)[: len(known)]
            if not known.startswith(begun):
                raise Wait(PAGE)
        skipped = min(have, len(piece))
        have -= skipped
        yield piece[skipped:]


def _content_range(response: httpx2.Response) -> tuple[int | None, int | None]:
    """Where the piece begins and how large the whole is; None for what is not stated."""
    text = response.headers.get("Content-Range", "").removeprefix("bytes").strip()
    place, _, total = text.partition("/")
    start = place.partition("-")[0]
    return (int(start) if start.isdecimal() else None, int(total) if total.isdecimal() else None)


def _retry_after(response: httpx2.Response) -> float | None:
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
