"""What is dragged into the window: a model file or a folder is meant for the page of models, everything else is not ours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped(data: QMimeData) -> Path | None:
    """The first file that may be a model, or folder, on this machine; None for anything else."""
    for url in data.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            if path.suffix.lower() == ".gguf" or path.is_dir():
                return path
    return None
