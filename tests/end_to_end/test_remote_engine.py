"""The remote engine against a real server process: llama-cpp-python's own, with the small model."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.generation import Fragment, Message, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.remote import RemoteEngine
from tests.model_files import smollm2

pytestmark = [pytest.mark.slow, pytest.mark.engine, pytest.mark.timeout(200)]
ASKED = Request((Message("user", "Tell me a long story about a river and a mill."),), most_tokens=400)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def server(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server, once it answers; killed at the end."""
    command = [sys.executable, "-W", "ignore", "-m", "llama_cpp.server", "--model", str(smollm2()), "--model_alias", "smol",
               "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "1024", "--n_threads", "2", "--verbose", "false"]  # fmt: skip
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    try:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, (folder / "server.log").read_text(errors="replace")[-2_000:]
            time.sleep(0.2)
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_real_server_streams_is_stopped_dies_in_mid_sentence_and_comes_back(tmp_path: Path) -> None:
    port = free_port()
    model = ModelFile(Path("smol"), "smol", server=f"http://127.0.0.1:{port}")
    engine = RemoteEngine(key=lambda _: "", pauses=(0.1,))
    with server(port, tmp_path) as process:
        list(engine.load(model, cancel=Cancel()))
        *pieces, end = engine.generate(Request(ASKED.messages, most_tokens=12), cancel=Cancel())
        assert isinstance(end, Written)
        assert (end.reason, end.tokens) == (StopReason.LENGTH, 12)
        assert len("".join(p.text for p in pieces if isinstance(p, Fragment))) > 12

        cancel = Cancel()
        for event in engine.generate(ASKED, cancel=cancel):
            if isinstance(event, Fragment) and not cancel.requested:
                cancel.request()
                asked = time.monotonic()
        assert isinstance(event, Written)
        assert event.reason is StopReason.CANCELLED
        assert time.monotonic() - asked < 2.0

        *_, end = engine.generate(Request(ASKED.messages, most_tokens=5), cancel=Cancel())
        assert isinstance(end, Written)
        assert end.tokens == 5, "the stop reached the server, which is free for the next request"

        stream = engine.generate(ASKED, cancel=Cancel())
        while not isinstance(next(stream), Fragment):
            pass
        process.kill()
        with pytest.raises(KnownError, match="broke off"):
            list(stream)
        with pytest.raises(KnownError, match="cannot be reached"):
            list(engine.generate(ASKED, cancel=Cancel()))
    with server(port, tmp_path):
        *_, end = engine.generate(Request(ASKED.messages, most_tokens=5), cancel=Cancel())
        assert isinstance(end, Written)
        assert end.tokens == 5
    engine.close()
