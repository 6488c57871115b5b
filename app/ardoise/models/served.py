"""A model that a server has, as a ModelFile: nothing is asked of the server here."""

from __future__ import annotations

from pathlib import Path

from ardoise.core import addresses
from ardoise.core.models import ModelFile, PromptForm


def model(name: str) -> ModelFile:
    """Of "https://host:port#name". Raises KnownError for an address that is none."""
    url, at_server = addresses.split(name)
    plain = at_server.lower().replace("_", "-").replace(":", "-")
    form = PromptForm.QWEN25_MATH if "qwen2.5-math" in plain else PromptForm.QWEN2_MATH
    shown = at_server.rpartition("/")[2] or addresses.host(url)
    return ModelFile(Path(at_server), shown, prompt_form=form, server=url)
