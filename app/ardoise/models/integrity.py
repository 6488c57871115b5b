"""Whether a model file is still what it was when it was fetched: its SHA-256, read anew, beside the one that was recorded then.

Recorded by us in FILE.source.json, or by the program that keeps the file in the very name of its blob.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, ModelFile, Place
from ardoise.core.sizes import size_words
from ardoise.models import locate

BLOCK: Final = 1 << 20
_SHA256_LETTERS: Final = 64


def verify(model: ModelFile, expected: str, *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
    """See `Shelf.verify`. `expected`: what the catalogue states, used where nothing was recorded; may be empty."""
    sha256, source = _recorded(model.path)
    if not sha256 and expected:
        sha256, source = expected, "the catalogue"
    found = _hash(model, on_progress, cancel)
    if not sha256:
        return f"{model.name}: its SHA-256 is {found}. Nothing was recorded to compare it with."
    if found != sha256:
        if model.place is Place.ARDOISE:
            remedy = "Remove it and fetch it again."
        else:
            remedy = "Fetch it again with the program that keeps it, or copy it again."
        raise KnownError(f"{model.name} is not what it was: its SHA-256 is {found}, and {source} says {sha256}.", remedy)
    return f"{model.name} is unchanged: its SHA-256 {found} is what {source} says."


def record_file(path: Path) -> Path:
    """Where it is recorded what a fetched file should be."""
    return path.with_name(f"{path.name}.source.json")


def _recorded(path: Path) -> tuple[str, str]:
    """The SHA-256 and who says so; both empty where nobody does."""
    if sha256 := locate.recorded_sha256(path):
        return sha256, "the name of its blob"
    try:
        found = json.loads(record_file(path).read_text(encoding="utf-8"))
        sha256 = str(found["sha256"]).lower()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", ""
    honest = len(sha256) == _SHA256_LETTERS and set(sha256) <= set("0123456789abcdef")
    return (sha256, "the record of its fetch") if honest else ("", "")


def _hash(model: ModelFile, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> str:
    """Of the whole file; raises KnownError where it cannot be read, or on a cancel."""
    digest = hashlib.sha256()
    try:
        total = model.path.stat().st_size
        with model.path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                on_progress(FetchProgress(file.tell(), total, f"Checking {model.name}"))
                if cancel.requested:
                    raise KnownError(f"The check was stopped at {size_words(file.tell())} of {size_words(total)}.")
    except OSError as e:
        raise KnownError(f"{model.path} cannot be read: {e.strerror}.", "Make it readable, or fetch it again.") from e
    return digest.hexdigest()
