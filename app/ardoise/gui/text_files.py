"""Text files with lines to be checked: read whole, or a sentence why not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from ardoise.core.errors import KnownError
from ardoise.gui.clean_text import clean

LARGEST: Final = 1 << 20
"""Bytes of a file that is still read: more than the most lines can hold."""


def read_lines(path: Path) -> str:
    """The text of a file, cleaned, without empty lines at its ends; raises KnownError: too large, no text, not to be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            what = _tr("{name} has {size} MB, which no working has.").format(name=path.name, size=f"{size / 1e6:.0f}")
            raise KnownError(what, _tr("Choose a text file with the lines you want checked."))
        return clean(path.read_text(encoding="utf-8-sig")).strip("\n")
    except UnicodeDecodeError as e:
        raise KnownError(_tr("{name} is no text file.").format(name=path.name), _tr("Save your lines as plain text (UTF-8).")) from e
    except OSError as e:
        what = _tr("{name} could not be read: {why}.").format(name=path.name, why=e.strerror or e)
        raise KnownError(what, _tr("Choose another file.")) from e


def _tr(text: str) -> str:
    return QCoreApplication.translate("TextFiles", text)
