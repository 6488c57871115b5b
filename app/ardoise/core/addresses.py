"""The address of a server: what a person types, in one form, and whether what is sent there leaves this machine.

A model that a server has is named by both, "https://school.example:8080/v1#qwen2-math-72b", wherever a model is named.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from ardoise.core.errors import KnownError

_FORM: Final = re.compile(r"(?:(https?)://)?(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::([0-9]{1,5}))?(/[^\s?#@]*)?", re.IGNORECASE)
LONGEST: Final = 500


def normal(typed: str) -> str:
    """ "scheme://host[:port][/path]" without a slash at the end; http where no scheme was typed and the host is this machine, else https.

    Raises KnownError for anything else: no user, no password, no query stands in it.
    """
    found = _FORM.fullmatch(typed.strip()) if len(typed) <= LONGEST else None
    if found is None or not typed.isprintable() or int(found[3] or 0) > 65_535:
        raise KnownError("That is not the address of a server.", "Type it like http://192.168.1.20:8080 or https://api.example.org/v1.")
    scheme = (found[1] or ("http" if _local(found[2]) else "https")).lower()
    port = f":{found[3]}" if found[3] else ""
    return f"{scheme}://{found[2].lower()}{port}{(found[4] or '').rstrip('/')}"


def is_server(name: str) -> bool:
    """This names a model that a server has, and none on this machine."""
    return name.lower().startswith(("http://", "https://"))


def split(name: str) -> tuple[str, str]:
    """Address and model (empty: the server's first) of such a name; raises KnownError for an address that is none."""
    url, _, model = name.partition("#")
    return normal(url), model.strip()


def joined(url: str, model: str) -> str:
    """The inverse of `split`."""
    return f"{url}#{model}" if model else url


def host(url: str) -> str:
    """The host and port of a normal address, for a person to read."""
    return url.partition("://")[2].partition("/")[0]


def is_this_machine(url: str) -> bool:
    """The server is another program on this machine, so that nothing leaves it."""
    found = _FORM.fullmatch(url)
    return found is not None and _local(found[2])


def is_open(url: str) -> bool:
    """What is sent there can be read on the way: not encrypted, and not to this machine."""
    return url.startswith("http://") and not is_this_machine(url)


def told(name: str) -> str:
    """Of a name as in the settings: which model where, in words; empty where it is none of a server's."""
    if not is_server(name):
        return ""
    try:
        url, model = split(name)
    except KnownError:
        return "an address that is none"
    return f"{model or 'its first model'}; {where(url)}"


def where(url: str) -> str:
    """In words, for every place that shows who writes."""
    return f"another program on this machine ({host(url)})" if is_this_machine(url) else f"leaves this machine: {host(url)}"


def _local(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
