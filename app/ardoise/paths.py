"""Where things are: the program's resources, and the learner's data, models and settings.

Resources lie at the top of a checkout, inside the package in a wheel, and beside it in a frozen bundle. The data folder is the platform's
own unless ARDOISE_DATA names another; tests always set it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

STARTUP_LOG = "ARDOISE_STARTUP_LOG"
"""Names the file into which the window writes when it was painted; `ardoise bench startup` sets it."""
HEARTBEAT_LOG = "ARDOISE_HEARTBEAT_LOG"
"""Names the file into which the window writes how long its event loop was blocked; `ardoise bench engine` sets it."""

TYPING_LOG = "ARDOISE_TYPING_LOG"
"""Names the file into which the window writes how long its keys took, which it then presses itself; `ardoise bench window` sets it."""


def resource(name: str) -> Path:
    """The file of this name in `resources/` ("icons/mark-proved.svg"); raises FileNotFoundError, which is a fault of the installation."""
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    roots = [package / "resources", package.parent.parent / "resources"]
    if bundle:
        roots.insert(0, Path(bundle) / "resources")
    for root in roots:
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"resource {name} is not in {', '.join(map(str, roots))}")


def data_folder() -> Path:
    """The folder of everything that is the learner's; not created here."""
    named = os.environ.get("ARDOISE_DATA")
    return Path(named).expanduser() if named else platformdirs.user_data_path("ardoise", appauthor=False)


def models_folder() -> Path:
    return data_folder() / "models"


def history_file() -> Path:
    return data_folder() / "history.sqlite3"


def settings_file() -> Path:
    return data_folder() / "settings.json"


def log_folder() -> Path:
    return data_folder() / "logs"


def others() -> tuple[Path, Mapping[str, str]]:
    """The home folder and the environment in which to look for what other programs keep.

    ARDOISE_HOME names another home, and then no other variable is heeded: tests set it, and see nothing of the person who runs them.
    """
    named = os.environ.get("ARDOISE_HOME")
    return (Path(named), {}) if named else (Path.home(), os.environ)
