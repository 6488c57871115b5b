"""For `ardoise bench startup`: when the first paint was and the memory then, a line in the file that ARDOISE_STARTUP_LOG names."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from ardoise import paths
from ardoise.gui.main_window import MainWindow


def note_first_paint(window: MainWindow) -> None:
    """Write the line once `window` has been painted; nothing happens where no file is named."""
    file = os.environ.get(paths.STARTUP_LOG)
    if file:
        window.first_painted.connect(lambda: _write(Path(file)))


def _write(file: Path) -> None:
    painted = time.monotonic()
    import psutil  # after the time was taken

    file.write_text(json.dumps({"painted": painted, "rss": psutil.Process().memory_info().rss}) + "\n", encoding="utf-8")
