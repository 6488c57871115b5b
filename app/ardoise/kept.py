"""A small JSON file of the program's own notes: read whole, written whole. Losing it costs nothing but doing something again.

(Not for what a person has chosen or written: that is in `settings` and in the history, which never lose anything silently.)
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any, Final

MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 1 << 20


def load(file: Path) -> dict[str, Any]:
    """The notes; none where there is no file, or something else than notes in it."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return {}
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def save(file: Path, notes: dict[str, Any]) -> bool:
    """Write into place, the newest MOST_ENTRIES of them; False where the folder cannot be written."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(dict(list(notes.items())[-MOST_ENTRIES:]), indent=1), encoding="utf-8")
        os.replace(part, file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        return False
    return True
