"""Ardoise: a mathematics tutor whose every step is checked while it is written, with no network.

From Python: `from ardoise import check, solve` (see `ardoise.api`). From a terminal: `ardoise --help`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    check: Callable[..., Any]
    solve: Callable[..., Any]

__version__ = "0.1.0"
__all__ = ["__version__", "check", "solve"]


def __getattr__(name: str) -> Any:
    """Load the Python interface when it is first asked for, so that importing a room stays light in every child."""
    if name in ("check", "solve"):
        return getattr(importlib.import_module("ardoise.api"), name)
    raise AttributeError(name)
