"""`ardoise model server`: which server writes, if any; choose one, give its key, go back to this machine."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import sys

from ardoise import settings
from ardoise.cli import codes
from ardoise.core import addresses
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.ports import Servers

OPEN = "What is sent there is not encrypted: anyone on the way can read it."


def server(chosen: argparse.Namespace, now: settings.Settings, servers: Servers, cancel: Cancel) -> int:
    """Returns the exit code. An address is asked for its models before it is chosen."""
    if chosen.off:
        kept = now if not addresses.is_server(now.model) else dataclasses.replace(now, model="")
        settings.save(kept)
        return _tell(kept, as_json=chosen.json)
    if not chosen.address and not chosen.key and not chosen.model:
        return _tell(now, as_json=chosen.json)
    url, at_server = addresses.split(chosen.address or now.server)
    if chosen.key:
        servers.set_key(url, getpass.getpass(f"Key to {addresses.host(url)}: ") if sys.stdin.isatty() else sys.stdin.readline())
    names = servers.models(url, cancel=cancel)
    if cancel.requested:
        return codes.INTERRUPTED
    model = chosen.model or at_server or (names[0] if names else "")
    if names and model not in names:
        raise KnownError(f"The server {addresses.host(url)} has no model called {model}.", f"It has: {', '.join(names[:20])}.")
    name = addresses.joined(url, model)
    kept = dataclasses.replace(now, model=name, server=name)
    settings.save(kept)
    return _tell(kept, as_json=chosen.json)


def _tell(now: settings.Settings, *, as_json: bool) -> int:
    """Who writes from now on."""
    url, model = addresses.split(now.model) if addresses.is_server(now.model) else ("", "")
    if as_json:
        print(json.dumps({"v": 1, "server": url, "model": model, "leaves_machine": bool(url) and not addresses.is_this_machine(url)}))
    elif not url:
        print("No server: solutions are written on this machine.")
        if now.server:
            print(f"The one used last: ardoise model server '{now.server}'")
    elif addresses.is_this_machine(url):
        print(f"{model or 'Its first model'} writes, in another program on this machine ({addresses.host(url)}).")
    else:
        print(f"{model or 'Its first model'} on {addresses.host(url)} writes. What you type leaves this machine and goes there.")
        if addresses.is_open(url):
            print(OPEN)
        print("Back to this machine: ardoise model server --off")
    return codes.DONE
