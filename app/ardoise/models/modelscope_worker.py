"""Child side of a fetch from ModelScope, by its public HTTP interface.

The list of a repository's files states each file's path, size and SHA-256; a file itself is served at `resolve/master/PATH`, with ranges.
MODELSCOPE_DOMAIN names another domain, as it does for ModelScope's own client (which is not used: it brings a hundred packages and can
neither say where it is nor be stopped). Proxies and certificates are the machine's; nothing of an account is sent.
"""

from __future__ import annotations

import json
import os
from typing import Any, Final
from urllib.parse import quote

import httpx2

from ardoise.models import downloading, patience
from ardoise.models.downloading import PAGE, Found, Missing
from ardoise.process.frames import Channel

_USUAL: Final = "https://modelscope.cn"
_LARGEST_LIST: Final = 8 << 20
"""Bytes of a list of files; a repository with a thousand has half a megabyte."""


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Fetch `file` of `repository`; returns when all is said."""
    repository, file = str(arguments["repository"]), str(arguments["file"])
    bears = patience.of(arguments.get("patience"))
    with httpx2.Client(timeout=httpx2.Timeout(bears.silence, connect=bears.connect), follow_redirects=True) as client:
        downloading.serve(channel, client, lambda: _look_up(client, repository, file), bears)


def endpoint() -> str:
    """Where ModelScope is; a domain without a scheme is asked over https."""
    named = os.environ.get("MODELSCOPE_DOMAIN", "").strip().rstrip("/")
    return (named if "://" in named else f"https://{named}") if named else _USUAL


def _look_up(client: httpx2.Client, repository: str, file: str) -> Found:
    """What ModelScope states of a file; ValueError where the answer is not ModelScope's, as in a network with a log-in page."""
    listed = f"{endpoint()}/api/v1/models/{quote(repository)}/repo/files"
    with client.stream("GET", listed, params={"Revision": "master", "Recursive": "true"}) as response:
        if response.status_code in downloading.AGAIN:
            raise downloading.wait_of(response)
        if response.status_code in (401, 403, 404, 410):
            raise Missing(f"it answers {response.status_code} for {repository}")
        response.raise_for_status()
        text = _read(response)
    entry = next((entry for entry in _files(text, repository) if entry.get("Path") == file and entry.get("Type") != "tree"), None)
    if entry is None:
        raise Missing(f"{repository} holds no such file")
    size = entry.get("Size")
    if not isinstance(size, int) or size <= 0:
        raise ValueError("the answer states no size of the file")
    return Found(f"{endpoint()}/models/{quote(repository)}/resolve/master/{quote(file)}", size, downloading.sha256_of(entry.get("Sha256")))


def _read(response: httpx2.Response) -> bytes:
    text = b""
    for piece in response.iter_bytes():
        text += piece
        if len(text) > _LARGEST_LIST:
            raise ValueError("the answer is too long for a list of files")
    return text


def _files(text: bytes, repository: str) -> list[dict[str, Any]]:
    try:
        answer = json.loads(text)
        if isinstance(answer, dict) and answer.get("Code") not in (None, 200):
            raise Missing(f"it answers {answer.get('Code')} for {repository}")
        return [entry for entry in answer["Data"]["Files"] if isinstance(entry, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise ValueError(PAGE) from e
