"""Fetch one file from one site, by way of a child that can be stopped at any moment and may be killed by anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.core.sizes import size_words
from ardoise.models.catalogue import Listing, Site, Source
from ardoise.models.patience import Patience
from ardoise.models.place import KEPT, Destination, FetchStopped, disk_fault, raise_if_stopped
from ardoise.process.child import Child, ChildDied

SPOKEN: Final = {Site.HUB: "the hub", Site.MODELSCOPE: "ModelScope"}
_WORKERS: Final = {Site.HUB: "ardoise.models.hub_worker:serve", Site.MODELSCOPE: "ardoise.models.modelscope_worker:serve"}
_LOOK: Final = 0.1
"""Seconds between two looks at the wish to stop."""
_QUIET: Final = 5
"""Looks without a word of the child's, after which the progress is told again, so that its rate goes down."""
_LIVES: Final = 3
"""Children for one source: one that was killed is replaced."""
CONNECTION: Final = "Look after the connection, then fetch again."


class SourceUnreachable(KnownError):
    """The site gave no usable answer; nothing was fetched from it."""


class SourceLacks(KnownError):
    """The site has no such file, or another than the one that is asked for."""


class BrokeOff(KnownError):
    """The line broke and came to no good again. `sha256`: of the unfinished file that is kept; empty where nothing is."""

    def __init__(self, what: str, remedy: str, sha256: str) -> None:
        super().__init__(what, remedy)
        self.sha256 = sha256


class _Replaced(Exception):
    """The site has another file by now than when the fetch began."""


class _Died(Exception):
    """The child ended in mid-fetch. `sha256`: of the unfinished file that is kept; empty where nothing is."""

    def __init__(self, why: str, sha256: str) -> None:
        super().__init__(why)
        self.sha256 = sha256


def fetch(
    listing: Listing,
    source: Source,
    folder: Path,
    *,
    on_progress: Callable[[FetchProgress], None],
    cancel: Cancel,
    patience: Patience,
    only: str = "",
    keep_others: bool = False,
) -> Path:
    """The file in place. `only`: nothing but the file with this SHA-256. `keep_others`: leave unfinished files with another alone.

    Raises SourceUnreachable, SourceLacks, BrokeOff; KnownError for a full disk, a wrong file or the wish to stop. Call inside
    `place.locked(folder)`.
    """
    for life in range(1, _LIVES + 1):
        try:
            return _fetch(listing, source, folder, on_progress, cancel, patience, only, keep_others=keep_others)
        except (ChildDied, _Died, _Replaced) as e:
            if life < _LIVES:
                continue
            why = f"The fetch from {SPOKEN[source.site]} failed: {e}"
            if isinstance(e, _Died) and e.sha256:
                raise BrokeOff(why, KEPT, e.sha256) from e
            raise SourceUnreachable(why, CONNECTION) from e
    raise AssertionError


def _fetch(
    listing: Listing,
    source: Source,
    folder: Path,
    on_progress: Callable[[FetchProgress], None],
    cancel: Cancel,
    patience: Patience,
    only: str,
    *,
    keep_others: bool,
) -> Path:
    on_progress(FetchProgress(0, listing.bytes, f"Asking {SPOKEN[source.site]}"))
    arguments = {"repository": source.repository, "file": source.file or listing.file, "patience": patience.as_arguments()}
    child = Child(_WORKERS[source.site], name="fetcher", arguments=arguments)
    child.start()
    try:
        found = _found(child, source, listing, on_progress, cancel)
        if only and found.sha256 != only:
            raise SourceLacks(f"{_name(source)} has another file of this name.", CONNECTION)
        destination = Destination(
            folder,
            listing.file,
            total=found.bytes,
            sha256=found.sha256,
            what=listing.title,
            on_progress=on_progress,
            keep_others=keep_others,
        )
        destination.check_room()
        try:
            child.send({"fetch": str(destination.part)})
            _follow(child, destination, cancel)
        except ChildDied as e:
            raise _Died(str(e), destination.sha256 if destination.done() else "") from e
    finally:
        child.kill()
        child.stop()
    return destination.finish(found.url, cancel)


class _Found:
    """What the site states of the file; ValueError for an answer of another shape."""

    def __init__(self, data: object) -> None:
        if not isinstance(data, dict):
            raise ValueError("no answer of the fetcher's")
        self.url = str(data["url"])
        self.bytes = int(data["bytes"])
        self.sha256 = str(data["sha256"])


def _name(source: Source) -> str:
    name = SPOKEN[source.site]
    return name[0].upper() + name[1:]


def _found(child: Child, source: Source, listing: Listing, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> _Found:
    """What the child finds; FetchStopped on the wish to stop."""
    while not cancel.requested:
        match child.receive(_LOOK):
            case {"found": found}:
                return _Found(found)
            case {"unreachable": why}:
                raise SourceUnreachable(f"{_name(source)} cannot be reached: {why}.", CONNECTION)
            case {"missing": why}:
                file = source.file or listing.file
                raise SourceLacks(f"{_name(source)} has no {file}: {why}.", "Fetch again later, or fetch a GGUF file by hand.")
            case {"waiting": [seconds, number, tries, why]}:
                on_progress(FetchProgress(0, listing.bytes, _waiting(seconds, number, tries, why)))
            case _:
                pass
    raise FetchStopped("The fetch was stopped.", "Fetch again whenever you like.")


def _follow(child: Child, destination: Destination, cancel: Cancel) -> None:
    """Pass the progress on until the last byte is there."""
    what, quiet = "", 0
    destination.report(destination.done())
    while True:
        raise_if_stopped(destination, cancel)
        match child.receive(_LOOK):
            case {"done": int(done)}:
                what, quiet = "", 0
                destination.report(done)
            case {"waiting": [seconds, number, tries, why]}:
                what, quiet = _waiting(seconds, number, tries, why), 0
                destination.report(destination.done(), what)
            case {"fetched": int()}:
                return
            case {"disk": [int(number), str(words)]}:
                raise disk_fault(destination.part.parent, number, words)
            case {"cut": str(why)}:
                raise _cut(destination, why)
            case {"changed": str(why)}:
                raise _Replaced(why)
            case _:
                quiet += 1
                if quiet >= _QUIET:
                    quiet = 0
                    destination.report(destination.done(), what)


def _waiting(seconds: object, number: object, tries: object, why: object) -> str:
    """What is shown meanwhile."""
    return f"Try {number} of {tries} in {float(str(seconds)):.0f} s ({why})"


def _cut(destination: Destination, why: str) -> BrokeOff:
    """The sentence for a line that came to no good again."""
    done = destination.done()
    if not done:
        destination.part.unlink(missing_ok=True)
    where = f"at {size_words(done)} of {size_words(destination.total)}"
    return BrokeOff(f"The connection broke off {where}: {why}.", KEPT if done else CONNECTION, destination.sha256 if done else "")
