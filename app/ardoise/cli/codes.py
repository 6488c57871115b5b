"""Exit codes; documented in `ardoise --help`, so they never change their meaning."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FOUND: Final = 1
"""An error in the working, or an answer that was not confirmed under --strict."""
USAGE: Final = 2
"""The arguments or the input cannot be used."""
ENVIRONMENT: Final = 3
"""A KnownError: something on this machine is missing or failed."""
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""Both as the shells count a process that was ended by SIGINT or SIGPIPE."""
