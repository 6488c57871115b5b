"""A server on this machine that speaks the hub's endpoints for one file, and its faults."""

from __future__ import annotations

import hashlib
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

REVISION: Final = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves `body` at the address that the hub would; the attributes are its faults. Use as a context manager."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.stated_sha256 = hashlib.sha256(body).hexdigest()
        self.stated_bytes = len(body)
        self.page = b""
        """A log-in page that answers everything, as in a network that wants a log-in first."""
        self.cut_after: list[int] = []
        """How many bytes the next downloads send before the line breaks."""
        self.stall_after: int | None = None
        """Send so many bytes, then nothing until `go_on` is set."""
        self.go_on = threading.Event()
        self.ranges: list[str] = []
        """The Range header of each download."""
        self.statuses: list[int] = []
        """Statuses to answer the next look-ups with, in place of what they ask for."""

        class Handler(_Handler):
            hub = self

        self._servers = [_Server(("127.0.0.1", 0), Handler) for _ in range(2)]
        for server in self._servers:
            server.daemon_threads = True
        self._threads = [threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True) for server in self._servers]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def storage(self) -> str:
        """The files lie at another address than the hub, as they really do: the client treats such a redirection in its own way.

        (By number: a bare machine may not know the name of localhost.)
        """
        return f"http://127.0.0.1:{self._servers[1].server_port}/storage"

    def __enter__(self) -> Hub:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        hub = self.hub
        if hub.page:
            self._send(200, {"Content-Type": "text/html"}, hub.page)
        elif hub.statuses:
            self._send(hub.statuses.pop(0), {}, b"")
        elif re.search(r"/resolve/[^/]+/", self.path):
            self._send(302, {
                "Location": f"{hub.storage}/file?signed=1", "X-Repo-Commit": REVISION, "X-Linked-Size": str(hub.stated_bytes),
                "X-Linked-ETag": f'"{hub.stated_sha256}"',
            }, b"")  # fmt: skip
        else:
            self._send_file()

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _send_file(self) -> None:
        hub = self.hub
        wanted = self.headers.get("Range", "")
        if self.command == "GET":
            hub.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(hub.body) - start))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.body) - 1}/{len(hub.body)}")
        self.end_headers()
        body = hub.body[start:]
        if self.command == "HEAD":
            return
        if hub.cut_after:
            self.wfile.write(body[: hub.cut_after.pop(0)])
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif hub.stall_after is not None:
            self.wfile.write(body[: hub.stall_after])
            hub.go_on.wait(30)
            self.close_connection = True
        else:
            self.wfile.write(body)
