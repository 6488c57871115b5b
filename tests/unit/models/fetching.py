"""What the tests of fetching share: a model to be fetched, shelves that fetch it, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import FetchProgress, PromptForm
from ardoise.models import catalogue
from ardoise.models.catalogue import Listing, Source
from ardoise.models.patience import Patience
from ardoise.models.shelf import ModelShelf

FILE = "Math-Q4_K_M.gguf"
HUB = Source(catalogue.Site.HUB, "someone/Math-GGUF")
MODELSCOPE = Source(catalogue.Site.MODELSCOPE, "somebody/Math-GGUF")
BRIEF = Patience(first_wait=0.01)


def listing(*sources: Source) -> Listing:
    """A row of a catalogue; from the hub unless told otherwise."""
    return Listing("math", "Math 1.5B", "Apache-2.0", FILE, 12_000_000, PromptForm.QWEN2_MATH, sources=sources or (HUB,))


def shelf_of(tmp_path: Path, *sources: Source, patience: Patience = BRIEF) -> ModelShelf:
    return ModelShelf(tmp_path / "models", listings=[listing(*sources)], patience=patience)


def get(shelf: ModelShelf, cancel: Cancel | None = None, on_progress: Callable[[FetchProgress], None] | None = None) -> Path:
    return shelf.get(on_progress=on_progress or (lambda _: None), cancel=cancel or Cancel()).path


def fault(shelf: ModelShelf, cancel: Cancel | None = None, on_progress: Callable[[FetchProgress], None] | None = None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        get(shelf, cancel, on_progress)
    return caught.value


def part(tmp_path: Path, sha256: str) -> Path:
    """Where the unfinished file lies."""
    return tmp_path / "models" / f"{FILE}.{sha256[:16]}.part"


def words(seen: list[FetchProgress]) -> list[str]:
    """What was said on the way, each once."""
    return list(dict.fromkeys(progress.what for progress in seen))
