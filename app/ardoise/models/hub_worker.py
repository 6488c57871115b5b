"""Child side of a fetch from the hub: the only importer of huggingface_hub.

The hub's client finds the file and makes the connections, so the machine's settings hold: HF_ENDPOINT for a mirror, proxies, certificates,
HF_HUB_OFFLINE. How the bytes arrive is `downloading.py`. No token is sent: the models are public.
"""

from __future__ import annotations

import os
from typing import Final

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from huggingface_hub import get_hf_file_metadata, get_session, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError

from ardoise.models import downloading, patience
from ardoise.models.downloading import Found, Missing
from ardoise.process.frames import Channel

_NOT_THERE: Final = frozenset({401, 403, 404, 410})
"""What the hub answers for a repository or file that it has not, or does not show."""


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Fetch `file` of `repository`; returns when all is said."""
    repository, file = str(arguments["repository"]), str(arguments["file"])
    bears = patience.of(arguments.get("patience"))
    downloading.serve(channel, get_session(), lambda: _look_up(repository, file, bears.connect), bears)


def _look_up(repository: str, file: str, timeout: float) -> Found:
    """What the hub states of a file; ValueError where the answer is not the hub's, as in a network with a log-in page."""
    try:
        metadata = get_hf_file_metadata(hf_hub_url(repository, file), token=False, timeout=timeout)
    except HfHubHTTPError as e:
        if e.response.status_code in _NOT_THERE:
            raise Missing(f"it answers {e.response.status_code} for {repository}") from e
        if e.response.status_code in downloading.AGAIN:
            raise downloading.wait_of(e.response) from e
        raise
    sha256 = downloading.sha256_of(metadata.etag)
    if not metadata.size or not metadata.commit_hash:
        raise ValueError("the answer did not come from the hub; perhaps this network wants a log-in first")
    return Found(hf_hub_url(repository, file, revision=metadata.commit_hash), metadata.size, sha256)
