"""A small server on this machine that speaks OpenAI's chat interface, well or badly, as a test says."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler"], None]
"""Answers one chat request, whose JSON is the handler's `body`."""


class Handler(BaseHTTPRequestHandler):
    """One request; scripts use the methods without an underscore."""

    protocol_version = "HTTP/1.1"
    server: ChatServer
    body: dict[str, Any]

    def head(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def bytes(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def event(self, value: object) -> None:
        self.bytes(b"data: " + json.dumps(value).encode() + b"\n\n")

    def text(self, text: str, finish: str | None = None) -> None:
        self.event({"choices": [{"delta": {"content": text}, "finish_reason": finish}]})

    def answer(self, status: int, value: object, **headers: str) -> None:
        self.head(status, "application/json", **headers)
        self.bytes(json.dumps(value).encode())

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers), {}))
        with contextlib.suppress(OSError):
            self.server.models(self)

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), self.body))
        try:
            self.server.script(self)
        except OSError:
            self.server.left.set()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Silent."""


def writes(*texts: str, finish: str = "stop") -> Script:
    """Streams these texts as a good server does."""

    def script(handler: Handler) -> None:
        handler.head()
        handler.event({"choices": [{"delta": {"role": "assistant"}, "finish_reason": None}]})
        for text in texts[: handler.body["max_tokens"]]:
            handler.text(text)
        handler.text("", finish if len(texts) <= handler.body["max_tokens"] else "length")
        handler.event({"choices": [], "usage": {"prompt_tokens": 21, "completion_tokens": len(texts)}})
        handler.bytes(b"data: [DONE]\n\n")

    return script


def has(*rows: dict[str, Any]) -> Callable[[Handler], None]:
    """A list of models."""
    return lambda handler: handler.answer(200, {"object": "list", "data": list(rows)})


class ChatServer(ThreadingHTTPServer):
    """`script` answers chat requests, `models` the list; `seen` holds path, headers and body of each; `left`: a listener hung up."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.models = has({"id": "math", "owned_by": "somebody"})
        self.seen: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.left = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A listener that hangs up is what the tests are about."""
        self.left.set()


@contextlib.contextmanager
def serving(script: Script) -> Iterator[ChatServer]:
    """The server, while the block runs."""
    with ChatServer(script) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
