"""Child side of a fetch from the hub: the only importer of huggingface_hub.

A process of its own, since the client has no way to be stopped while it waits for the network: the parent ends the child, and the bytes
that were written stay. Plain HTTP with ranges is used and not the hub's chunk protocol (xet), which can neither be stopped nor resumed
across runs; the hub serves every file both ways. The machine's settings hold: HF_ENDPOINT, proxies, certificates. No token is sent: the
models are public.

It says {"found": {url, bytes, sha256, revision}} or {"unreachable": why}; is told {"fetch": path}; then says {"done": bytes} again and
again, and at last {"fetched": bytes}, {"cut": why} or {"disk": [errno, words]}.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import httpx2
from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.file_download import http_get

from ardoise.process.frames import Channel

if TYPE_CHECKING:
    from tqdm import tqdm

constants.DOWNLOAD_CHUNK_SIZE = 1 << 20  # not 10 MiB: on a slow line that is minutes without a sign of life, and lost when it breaks
_WORLD: Final = (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError)
"""What the client raises for the world's faults."""


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Fetch `file` of `repository`; returns when all is said."""
    try:
        found = _look_up(str(arguments["repository"]), str(arguments["file"]))
    except _WORLD as e:
        channel.send({"unreachable": _first_line(e)})
        return
    channel.send({"found": found})
    order = channel.receive()
    if isinstance(order, dict):
        channel.send(_fetch(channel, found, Path(order["fetch"])))


def _look_up(repository: str, file: str) -> dict[str, object]:
    """What the hub states of a file; ValueError where the answer is not the hub's, as in a network with a log-in page."""
    metadata = get_hf_file_metadata(hf_hub_url(repository, file))
    sha256 = metadata.etag or ""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef") or not metadata.size or not metadata.commit_hash:
        raise ValueError("the answer did not come from the hub; perhaps this network wants a log-in first")
    url = hf_hub_url(repository, file, revision=metadata.commit_hash)
    return {"url": url, "bytes": metadata.size, "sha256": sha256, "revision": metadata.commit_hash}


def _fetch(channel: Channel, found: dict[str, object], path: Path) -> dict[str, object]:
    total = int(str(found["bytes"]))
    try:
        with path.open("ab") as file:
            have = file.tell()
            report = _reporter(channel, have)
            http_get(str(found["url"]), file, resume_size=have, expected_size=total, tqdm_class=report)
            return {"fetched": file.tell()}
    except _WORLD as e:
        if isinstance(e, OSError) and e.errno is not None and not isinstance(e, httpx2.HTTPError | ConnectionError):
            return {"disk": [e.errno, e.strerror or ""]}
        return {"cut": _first_line(e)}


def _reporter(channel: Channel, have: int) -> type[tqdm[Any]]:
    """What the client takes for a progress bar: it sends numbers to the parent. Made once for each try, so the count is outside of it."""
    done = have

    class Report:
        def __init__(self, **options: object) -> None:
            """`options` are how to draw a bar."""

        def __enter__(self) -> Report:
            return self

        def __exit__(self, *_: object) -> None: ...

        def update(self, more: int) -> None:
            nonlocal done
            done += more
            channel.send({"done": done})

    return cast("type[tqdm[Any]]", Report)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]
