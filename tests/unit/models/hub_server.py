"""Servers on this machine that speak the endpoints of the hub and of ModelScope for one file, their faults, and a forward proxy."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Final, Self
from urllib.parse import urlsplit

REVISION: Final = "0123456789abcdef0123456789abcdef01234567"


class Site:
    """Serves `body` at the address that a site would; the attributes are its faults. Use as a context manager."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.stated_sha256 = hashlib.sha256(body).hexdigest()
        self.stated_bytes = len(body)
        self.page = b""
        """A log-in page that answers everything, as in a network that wants a log-in first."""
        self.portal = ""
        """An address with a log-in page that everything is redirected to."""
        self.cut_after: list[int] = []
        """How many bytes the next downloads send before the line breaks."""
        self.short_by: list[int] = []
        """How many bytes at the end the next downloads leave out, in an answer that claims to be whole."""
        self.stall_after: int | None = None
        """Send so many bytes, then nothing until `go_on` is set; then break off."""
        self.stall_then_all = False
        """Send the rest after that."""
        self.go_on = threading.Event()
        self.ranges: list[str] = []
        """The Range header of each download."""
        self.ignores_ranges = False
        self.pages: list[bytes] = []
        """Log-in pages that answer the next downloads, with 200."""
        self.page_type = "text/html"
        self.etags: list[str] = []
        """ETags of the next downloads."""
        self.statuses: list[tuple[int, dict[str, str]]] = []
        """Statuses, with headers, to answer the next look-ups with, in place of what they ask for."""
        self.download_statuses: list[tuple[int, dict[str, str]]] = []
        """The same for the next downloads."""
        self.range_shift = 0
        """So many bytes further on than it is asked for a server begins to send."""
        self.asked: list[str] = []
        """Every path that was asked for."""
        handler = type("Handler", (_Handler,), {"site": self})
        self._servers = [_Server(("127.0.0.1", 0), handler) for _ in range(2)]
        for server in self._servers:
            server.daemon_threads = True
        self._threads = [threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True) for server in self._servers]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def storage(self) -> str:
        """The files lie at another address than the site, as they really do: clients treat such a redirection in their own way.

        (By number: a bare machine may not know the name of localhost.)
        """
        return f"http://127.0.0.1:{self._servers[1].server_port}/storage"

    def look_up(self, handler: _Handler) -> bool:
        """Answer where the site states what it has; false if this path is no such place."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


class Hub(Site):
    """States the file's facts in the headers of a redirection."""

    def look_up(self, handler: _Handler) -> bool:
        if not re.search(r"/resolve/[^/]+/", handler.path):
            return False
        if handler.command == "HEAD" and self.statuses:
            status, headers = self.statuses.pop(0)
            handler.answer(status, headers, b"")
            return True
        handler.answer(302, {
            "Location": f"{self.storage}/file?signed=1", "X-Repo-Commit": REVISION, "X-Linked-Size": str(self.stated_bytes),
            "X-Linked-ETag": f'"{self.stated_sha256}"',
        }, b"")  # fmt: skip
        return True


class ModelScope(Site):
    """States the file's facts in a list of the repository's files."""

    file = "Math-Q4_K_M.gguf"
    answer: bytes | None = None
    """In place of the list."""

    def look_up(self, handler: _Handler) -> bool:
        path = urlsplit(handler.path)
        if re.fullmatch(r"/api/v1/models/[^/]+/[^/]+/repo/files", path.path):
            if self.statuses:
                status, headers = self.statuses.pop(0)
                handler.answer(status, headers, b"")
                return True
            assert "Recursive=true" in path.query, "the sizes of a list that is not recursive are zero"
            files = [
                {"Name": "README.md", "Path": "README.md", "Type": "blob", "Size": 9, "Sha256": "ab" * 32},
                {"Name": self.file, "Path": self.file, "Type": "tree", "Size": 0, "Sha256": ""},
                {"Name": self.file, "Path": self.file, "Type": "blob", "Size": self.stated_bytes, "Sha256": self.stated_sha256},
            ]
            text = self.answer if self.answer is not None else json.dumps({"Code": 200, "Data": {"Files": files}, "Success": True}).encode()
            handler.answer(200, {"Content-Type": "application/json"}, text)
            return True
        if re.fullmatch(r"/models/[^/]+/[^/]+/resolve/master/.+", path.path):
            handler.answer(302, {"Location": f"{self.storage}/file?signed=1"}, b"")
            return True
        return False


class Proxy:
    """A forward proxy for plain HTTP that notes what it carries. Use as a context manager."""

    def __init__(self) -> None:
        self.carried: list[str] = []
        handler = type("Handler", (_Carrier,), {"proxy": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what these tests are about."""


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


class _Handler(_Quiet):
    site: ClassVar[Site]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        site = self.site
        site.asked.append(self.path)
        if site.portal:
            self.answer(302, {"Location": site.portal}, b"")
        elif site.page:
            self.answer(200, {"Content-Type": "text/html"}, site.page)
        elif not site.look_up(self):
            self._send_file()

    def _send_file(self) -> None:
        site = self.site
        wanted = self.headers.get("Range", "")
        if self.command == "GET":
            site.ranges.append(wanted)
            if site.download_statuses:
                status, headers = site.download_statuses.pop(0)
                self.answer(status, headers, b"")
                return
            if site.pages and not site.cut_after:
                self.answer(200, {"Content-Type": site.page_type}, site.pages.pop(0))
                return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and not site.ignores_ranges else 0
        if start:
            start += site.range_shift
        body = site.body[start : len(site.body) - (site.short_by.pop(0) if site.short_by else 0)]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        if site.etags:
            self.send_header("ETag", site.etags.pop(0))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(site.body) - 1}/{len(site.body)}")
        self.end_headers()
        if self.command == "HEAD":
            return
        if site.cut_after:
            self.wfile.write(body[: site.cut_after.pop(0)])
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif (stall := site.stall_after) is not None:
            self.wfile.write(body[:stall])
            site.go_on.wait(30)
            if site.stall_then_all:
                self.wfile.write(body[stall:])
            self.close_connection = True
        else:
            self.wfile.write(body)


class _Carrier(_Quiet):
    proxy: ClassVar[Proxy]

    def do_HEAD(self) -> None:
        self._carry()

    def do_GET(self) -> None:
        self._carry()

    def _carry(self) -> None:
        """Ask the server for it and give the answer back, headers and all."""
        self.proxy.carried.append(self.path)
        there = urlsplit(self.path)
        connection = http.client.HTTPConnection(there.netloc, timeout=10)
        try:
            headers = {name: value for name, value in self.headers.items() if not name.lower().startswith(("proxy-", "connection"))}
            connection.request(self.command, f"{there.path}?{there.query}" if there.query else there.path, headers=headers)
            answer = connection.getresponse()
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())
        finally:
            connection.close()
