"""Fetch a model from the first source that has it: the sites in the catalogue's order, then the package index.

- A site that cannot be reached is not asked again for another repository; a repository that lacks the file is passed over.
- Where the line to one source broke for good in the middle, another goes on from there if it states the same SHA-256, and is not used if it
  states another: what was fetched is worth more than a fresh start, and the person can still choose to discard it.
- A file with a wrong hash is told and not looked for elsewhere: something between here and there changes what it carries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress
from ardoise.models import online, parts
from ardoise.models.catalogue import Listing, Site
from ardoise.models.online import BrokeOff, SourceLacks, SourceUnreachable
from ardoise.models.patience import Patience


class NoSource(KnownError):
    """None of the sources gave a byte of the file."""


def fetch(
    listing: Listing,
    folder: Path,
    *,
    on_progress: Callable[[FetchProgress], None],
    cancel: Cancel,
    pip_options: Sequence[str] = (),
    patience: Patience | None = None,
) -> Path:
    """The file in place. Raises NoSource, and KnownError for a cut, a full disk, a wrong file or the wish to stop.

    Call inside `place.locked(folder)`.
    """
    down: set[Site] = set()
    refusals: list[KnownError] = []
    broken: BrokeOff | None = None
    bears = patience or Patience()
    for source in listing.sources:
        if source.site in down:
            continue
        try:
            return online.fetch(
                listing, source, folder, on_progress=on_progress, cancel=cancel, patience=bears,
                only=broken.sha256 if broken else "", keep_others=bool(refusals),
            )  # fmt: skip
        except SourceUnreachable as e:
            down.add(source.site)
            refusals.append(e)
        except SourceLacks as e:
            refusals.append(e)
        except BrokeOff as e:
            down.add(source.site)
            if e.sha256:
                broken = e
            else:
                refusals.append(e)
    if broken is not None:
        raise broken
    if listing.parts:
        return parts.fetch(listing, folder, on_progress=on_progress, cancel=cancel, pip_options=pip_options)
    said = list(dict.fromkeys(e.what for e in refusals))
    raise NoSource(" ".join(said), refusals[0].remedy)
