"""Folders as LM Studio, Ollama and the hub's cache lay them out, written for a test."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from ardoise.models.locate import Roots
from tests.unit.models import gguf_files

MODEL_TYPE: Final = "application/vnd.ollama.image.model"


def roots(home: Path) -> Roots:
    return Roots(lm_studio=(home / "lm",), ollama=(home / "ollama",), hub=(home / "hub",))


def lm_studio(home: Path, file: str = "Model-Q4_K_M.gguf", *, name: str = "Of LM Studio") -> Path:
    folder = home / "lm" / "publisher" / "repository"
    folder.mkdir(parents=True, exist_ok=True)
    return gguf_files.write(folder / file, name=name, layers=2)


def ollama(home: Path, *names: str, name: str = "Of Ollama", digest: str = "", manifest: bytes | None = None) -> Path:
    """A blob and the manifest HOST/NAMESPACE/NAME/TAG that names it; the blob's path."""
    names = names or ("registry.ollama.ai", "library", "qwen2-math", "1.5b")
    blobs = home / "ollama" / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)
    data = gguf_files.write(blobs / "new", name=name, layers=2).read_bytes()
    (blobs / "new").unlink()
    sha256 = hashlib.sha256(data).hexdigest()
    blob = blobs / f"sha256-{sha256}"
    blob.write_bytes(data)
    path = home.joinpath("ollama", "manifests", *names)
    path.parent.mkdir(parents=True, exist_ok=True)
    layers = [
        {"mediaType": "application/vnd.ollama.image.license", "digest": f"sha256:{'0' * 64}", "size": 1},
        {"mediaType": MODEL_TYPE, "digest": digest or f"sha256:{sha256}", "size": len(data)},
    ]
    path.write_bytes(manifest if manifest is not None else json.dumps({"schemaVersion": 2, "layers": layers}).encode())
    return blob


def hub(home: Path, file: str = "Model-Q8_0.gguf", *, revision: str = "a" * 40, name: str = "Of the hub") -> Path:
    """A snapshot whose file is a link to a blob that is named by its hash; the link."""
    model = home / "hub" / "models--owner--Model-GGUF"
    snapshot = model / "snapshots" / revision
    for folder in (model / "blobs", snapshot):
        folder.mkdir(parents=True, exist_ok=True)
    data = gguf_files.write(model / "blobs" / "new", name=name, layers=2).read_bytes()
    (model / "blobs" / "new").unlink()
    blob = model / "blobs" / hashlib.sha256(data).hexdigest()
    blob.write_bytes(data)
    link = snapshot / file
    link.symlink_to(Path("..") / ".." / "blobs" / blob.name)
    return link
