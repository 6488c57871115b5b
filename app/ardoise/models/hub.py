"""Fetch one file from the hub, by way of a child that can be stopped at any moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.core.sizes import size_words
from ardoise.models.catalogue import Listing
from ardoise.models.place import KEPT, Destination, FetchStopped, disk_fault, raise_if_stopped
from ardoise.process.child import Child

_LOOK: Final = 0.1
"""Seconds between two looks at the wish to stop."""


class HubUnreachable(KnownError):
    """The hub gave no usable answer, before any byte was fetched."""


def fetch(listing: Listing, folder: Path, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> Path:
    """The file in place. Raises HubUnreachable before the first byte; KnownError for a cut, a full disk, a wrong file or the wish to stop.

    Call inside `place.locked(folder)`.
    """
    on_progress(FetchProgress(0, listing.bytes, "Asking the hub"))
    child = Child(
        "ardoise.models.hub_worker:serve",
        name="fetcher",
        arguments={"repository": listing.sources[0].repository, "file": listing.sources[0].file or listing.file},
    )
    child.start()
    try:
        found = _found(_answer(child, cancel))
        what = listing.title
        destination = Destination(folder, listing.file, total=found.bytes, sha256=found.sha256, what=what, on_progress=on_progress)
        destination.check_room()
        child.send({"fetch": str(destination.part)})
        _follow(child, destination, cancel)
    finally:
        child.kill()
        child.stop()
    return destination.finish(found.url, cancel)


class _Found:
    """What the hub states of the file; ValueError for an answer of another shape."""

    def __init__(self, data: object) -> None:
        if not isinstance(data, dict):
            raise ValueError("no answer of the fetcher's")
        self.url = str(data["url"])
        self.bytes = int(data["bytes"])
        self.sha256 = str(data["sha256"])


def _answer(child: Child, cancel: Cancel) -> dict[str, object]:
    """The child's next message; FetchStopped on the wish to stop."""
    while not cancel.requested:
        message = child.receive(_LOOK)
        if isinstance(message, dict):
            return message
    raise FetchStopped("The fetch was stopped.", "Fetch again whenever you like.")


def _found(message: dict[str, object]) -> _Found:
    if "unreachable" in message:
        raise HubUnreachable(f"The hub cannot be reached: {message['unreachable']}.", "Look after the connection, then fetch again.")
    return _Found(message["found"])


def _follow(child: Child, destination: Destination, cancel: Cancel) -> None:
    """Pass the progress on until the last byte is there."""
    destination.report(destination.done())
    while True:
        raise_if_stopped(destination, cancel)
        match child.receive(_LOOK):
            case {"done": int(done)}:
                destination.report(done)
            case {"fetched": int()}:
                return
            case {"disk": [int(number), str(words)]}:
                raise disk_fault(destination.part.parent, number, words)
            case {"cut": str(why)}:
                raise _cut(destination, why)
            case _:
                pass


def _cut(destination: Destination, why: str) -> KnownError:
    """The sentence for a connection that broke off; a page of HTML that came in the model's place is thrown away."""
    with destination.part.open("rb") as file:
        foreign = file.read(4) not in (b"GGUF", b"")
    if foreign:
        destination.part.unlink()
    return KnownError(f"The connection broke off at {size_words(destination.done())} of {size_words(destination.total)}: {why}.", KEPT)
