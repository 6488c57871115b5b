"""Keys to servers, in the system's own keyring and nowhere else; the environment variable ARDOISE_SERVER_KEY goes before it.

They are never in the settings, the log or an error. `keyring` is loaded when a key is first asked for.
"""

from __future__ import annotations

import os
from typing import Final

from ardoise.core.addresses import is_this_machine
from ardoise.core.errors import KnownError

VARIABLE: Final = "ARDOISE_SERVER_KEY"
_SERVICE: Final = "ardoise"


def get(url: str) -> str:
    """The key to this server; empty where there is none, or no keyring to ask. Raises KnownError for a variable that holds no key."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return _checked(named)
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, url) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""


def set_(url: str, key: str) -> None:
    """Keep it, or forget it if it is empty. Raises KnownError where the system has no keyring, and for a key that is none."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    key = _checked(key.strip())
    try:
        if key:
            keyring.set_password(_SERVICE, url, key)
        elif get(url):
            keyring.delete_password(_SERVICE, url)
    except PasswordDeleteError:
        return
    except (KeyringError, RuntimeError, OSError) as e:
        needed = "" if is_this_machine(url) else f" Or set the environment variable {VARIABLE} before Ardoise is started."
        raise KnownError("This system has no keyring that could keep the key.", f"Install one (GNOME Keyring, KWallet).{needed}") from e


def _checked(key: str) -> str:
    """Raises KnownError for what the network's client would refuse: its words would repeat the key."""
    if not key.isascii() or not key.isprintable() or len(key) > 4_096:
        raise KnownError("That is not a key: a key has letters, digits and signs only.", "Copy it again from where you got it.")
    return key
