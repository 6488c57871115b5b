"""What the tests of the remote engine have in common: an engine with little patience, and how it is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, Message, Request, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.calling import Patience
from ardoise.engine.remote import RemoteEngine
from tests.unit.engine.chat_server import ChatServer, Script, writes

ASKED = Request((Message("system", "Be brief."), Message("user", "Solve x - 2 = 0")))
KEY = "sk-very-secret"


@contextlib.contextmanager
def impatient() -> Iterator[RemoteEngine]:
    """An engine that waits for nothing long, closed at the end."""
    made = RemoteEngine(key=lambda _: KEY, patience=Patience(connect=1.0, first=0.6, between=0.4), pauses=(0.01, 0.01))
    yield made
    made.close()


def model(server: ChatServer, name: str = "math") -> ModelFile:
    return ModelFile(Path(name), name or "server", server=server.url)


def load(engine: RemoteEngine, model: ModelFile) -> None:
    list(engine.load(model, cancel=Cancel()))


def run(engine: RemoteEngine, request: Request = ASKED, cancel: Cancel | None = None) -> tuple[str, Written]:
    *events, end = engine.generate(request, cancel=cancel or Cancel())
    assert isinstance(end, Written)
    return "".join(e.text for e in events if isinstance(e, Fragment)), end


def refused(engine: RemoteEngine, server: ChatServer, script: Script) -> KnownError:
    """What the engine says when the server answers like this."""
    server.script = script
    load(engine, model(server))
    with pytest.raises(KnownError) as caught:
        run(engine)
    assert caught.value.remedy
    assert KEY not in str(caught.value)
    assert engine.state is EngineState.READY
    server.script = writes("2")
    assert run(engine)[0] == "2", "the next request goes well"
    return caught.value
