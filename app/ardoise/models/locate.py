"""Model files that other programs on this machine keep, found where they lie and used in place. Nothing is copied, written or moved.

| Program | Where | How a model is found |
|---|---|---|
| LM Studio | `models` in its home, or what its settings name | publisher/repository/file.gguf |
| Ollama | `OLLAMA_MODELS`, else `~/.ollama/models`; on Linux also the folder of its service | a manifest names a blob by its SHA-256 |
| the hub's cache | `HF_HUB_CACHE`, `HF_HOME`, else `~/.cache/huggingface/hub` | models--owner--name/snapshots/revision/ |

LM Studio's home is what `~/.lmstudio-home-pointer` names, `~/.lmstudio`, and before that `~/.cache/lm-studio`.

What these folders hold is doubted like any input: a manifest is small JSON whose digest must look like one, so it cannot name a path;
linked folders are not followed, so no cycle is; so many entries and no more are looked at; and what is found is a candidate only,
which `fitness.py` has yet to accept. Ollama and the hub's cache name their blobs by hash, so those can be verified.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ardoise.core.models import Place

MOST_ENTRIES: Final = 5_000
"""Files and folders that are looked at in each place."""
MOST_FILES: Final = 300
"""Models that are taken from each place."""
MOST_MANIFEST: Final = 1 << 20
"""Bytes of a manifest; Ollama's own have some hundreds."""
_OLLAMA_MODEL: Final = "application/vnd.ollama.image.model"
_DIGEST: Final = re.compile(r"sha256[:-]([0-9a-f]{64})")


@dataclass(frozen=True)
class Roots:
    """The folders that are looked into; those that are not there cost nothing."""

    lm_studio: tuple[Path, ...] = ()
    ollama: tuple[Path, ...] = ()
    hub: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Located:
    """A file that may be a model. `name`: what its program calls it, empty where only the file says."""

    path: Path
    place: Place
    name: str = ""


def usual_roots(home: Path, environment: Mapping[str, str]) -> Roots:
    """Where the three programs keep models, as the environment or else their own habit says."""

    def named(*variables: str) -> Path | None:
        return next((Path(os.path.expanduser(value)) for v in variables if (value := environment.get(v))), None)

    ollama = named("OLLAMA_MODELS")
    service = (Path("/usr/share/ollama/.ollama/models"),) if sys.platform == "linux" and environment else ()
    cache = named("XDG_CACHE_HOME") or home / ".cache"
    hub = named("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
    hub_home = named("HF_HOME") or cache / "huggingface"
    return Roots(
        lm_studio=_lm_studio_roots(home),
        ollama=(ollama,) if ollama else (home / ".ollama" / "models", *service),
        hub=(hub or hub_home / "hub",),
    )


def _lm_studio_roots(home: Path) -> tuple[Path, ...]:
    """The folder of models of each home that it may have, and the one that its settings name instead."""
    pointed = _small_text(home / ".lmstudio-home-pointer").strip().splitlines()[:1]
    found: list[Path] = []
    for place in (*(Path(line) for line in pointed if line), home / ".lmstudio", home / ".cache" / "lm-studio"):
        try:
            named = json.loads(_small_text(place / "settings.json") or "{}")["downloadsFolder"]
        except (ValueError, KeyError, TypeError, RecursionError):
            named = ""
        found += [*([Path(named)] if isinstance(named, str) and named else []), place / "models"]
    return tuple(dict.fromkeys(path for path in found if path.is_absolute()))


def _small_text(path: Path) -> str:
    """Of a file of another program; empty where there is none, or none that could be meant."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_MANIFEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return ""


def locate(roots: Roots) -> list[Located]:
    """Every candidate, each real file once, in the order LM Studio, Ollama, hub's cache; by name within a place."""
    found: list[Located] = []
    seen: set[str] = set()
    sources = (
        *(_in_folders(root, Place.LM_STUDIO) for root in roots.lm_studio),
        *(_in_ollama(root) for root in roots.ollama),
        *(_in_hub(root) for root in roots.hub),
    )
    for source in sources:
        for number, candidate in enumerate(source):
            if number >= MOST_FILES:
                break
            real = real_path(candidate.path)
            if real is not None and real not in seen:
                seen.add(real)
                found.append(candidate)
    return found


def gguf_files(folder: Path, *, levels: int) -> Iterator[Path]:
    """GGUF files in a folder and so many levels of folders below it, by name; linked folders are not entered."""
    budget = MOST_ENTRIES
    level = [folder]
    for _ in range(levels + 1):
        below: list[Path] = []
        for place in level:
            for entry in _entries(place, budget):
                budget -= 1
                if entry.name.lower().endswith(".gguf") and _is_file(entry):
                    yield Path(entry.path)
                elif _is_folder(entry):
                    below.append(Path(entry.path))
        level = below


def real_path(path: Path) -> str | None:
    """The path without links; None where it leads nowhere or in a circle."""
    try:
        return os.path.realpath(path, strict=True)
    except (OSError, ValueError):
        return None


def recorded_sha256(path: Path) -> str:
    """The SHA-256 that Ollama or the hub's cache named the real file by; empty where the file's name is no hash."""
    real = Path(real_path(path) or path)
    match = _DIGEST.fullmatch(real.name) or re.fullmatch(r"([0-9a-f]{64})", real.name)
    return match[1] if match and real.parent.name == "blobs" else ""


def _in_folders(root: Path, place: Place) -> Iterator[Located]:
    for path in gguf_files(root, levels=2):
        yield Located(path, place)


def _in_ollama(root: Path) -> Iterator[Located]:
    """manifests/HOST/NAMESPACE/NAME/TAG, each of which names the model's blob."""
    budget = MOST_ENTRIES
    level: list[tuple[str, ...]] = [()]
    for _ in range(4):
        below: list[tuple[str, ...]] = []
        for names in level:
            for entry in _entries(root.joinpath("manifests", *names), budget):
                budget -= 1
                below.append((*names, entry.name))
        level = below
    for names in level:
        digest = _model_digest(root.joinpath("manifests", *names))
        blob = root / "blobs" / f"sha256-{digest}"
        if digest and blob.is_file():
            yield Located(blob, Place.OLLAMA, _ollama_name(*names))


def _ollama_name(host: str, namespace: str, name: str, tag: str) -> str:
    """As `ollama list` shows it: what is usual is left out."""
    short = name if namespace == "library" else f"{namespace}/{name}"
    return f"{short}:{tag}" if host == "registry.ollama.ai" else f"{host}/{short}:{tag}"


def _model_digest(manifest: Path) -> str:
    """The hash of the one blob that is the model; empty where the manifest names none, or several, or is none."""
    try:
        if not manifest.is_file():  # a pipe would never end
            return ""
        with manifest.open("rb") as file:
            data = file.read(MOST_MANIFEST + 1)
        layers = json.loads(data)["layers"] if len(data) <= MOST_MANIFEST else []
        digests = {layer["digest"] for layer in layers if layer["mediaType"] == _OLLAMA_MODEL}
        match = _DIGEST.fullmatch(digests.pop()) if len(digests) == 1 else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return match[1] if match else ""


def _in_hub(root: Path) -> Iterator[Located]:
    """models--owner--name/snapshots/REVISION/, where files are links to blobs, or files on systems without links."""
    for model in _entries(root, MOST_ENTRIES):
        if not model.name.startswith("models--"):
            continue
        for revision in _entries(Path(model.path) / "snapshots", MOST_FILES):
            for path in gguf_files(Path(revision.path), levels=1):
                yield Located(path, Place.HUB_CACHE)


def _entries(folder: Path, most: int) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it is no folder or may not be read."""
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(found) >= most:
                    break
                found.append(entry)
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda entry: entry.name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A file, or a link to one: the hub's cache links."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
