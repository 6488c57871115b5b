"""The Engine of the whole program: llama.cpp on this machine, or a server, as the model says that is to be loaded. One at a time.

The server's side is made when a model of a server is first loaded, so that who uses none pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ardoise.core.events import EngineState
from ardoise.core.generation import Branch, EngineInfo, GenerationEvent, Request
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine


class ChoosingEngine(Engine):
    """See the port. The one that is not in use holds nothing: it was closed when the other was chosen."""

    def __init__(self, here: Engine, server: Callable[[], Engine]) -> None:
        self._here = self._chosen = here
        self._make = server
        self._server: Engine | None = None

    @property
    def state(self) -> EngineState:
        return self._chosen.state

    @property
    def info(self) -> EngineInfo | None:
        return self._chosen.info

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        if model.server and self._server is None:
            self._server = self._make()
        chosen = self._server if model.server and self._server is not None else self._here
        if chosen is not self._chosen:
            self._chosen.close()
            self._chosen = chosen
        return chosen.load(model, cancel=cancel)

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        return self._chosen.generate(request, cancel=cancel)

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        return self._chosen.generate_many(requests, cancels=cancels)

    def forgive(self, model: ModelFile) -> None:
        self._here.forgive(model)

    def close(self) -> None:
        self._here.close()
        if self._server is not None:
            self._server.close()
