"""What is dragged into the window: a model file or a folder is meant for the page of models, a text file for the learner's working."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped(data: QMimeData) -> Path | None:
    """The first file on this machine that may be a model or a text, or folder; None for anything else."""
    for url in data.urls():
        if url.isLocalFile():
            path = Path(url.toLocalFile())
            if is_text(path) or path.suffix.lower() == ".gguf" or path.is_dir():
                return path
    return None


def is_text(path: Path) -> bool:
    return path.suffix.lower() in (".txt", ".md", ".tex")
