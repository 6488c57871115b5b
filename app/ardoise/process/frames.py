"""JSON frames over a pipe: what parent and child say to each other.

One frame is one JSON value in UTF-8 inside one message of a multiprocessing Connection. JSON and never pickle: a child that read hostile
text must not be able to hand the parent code. (Rejected: stdout as the channel, since native libraries print; a line protocol, since a
Connection keeps the boundaries of messages on every platform.)
"""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Final

VERSION: Final = 1
"""Of the protocol; the child states it in its first frame and the parent refuses another."""
LARGEST: Final = 32 << 20
"""Bytes in one frame."""


class BadFrame(ValueError):
    """A frame that is no JSON value, is null, or is larger than LARGEST."""


def encode(message: object) -> bytes:
    """One frame's bytes; raises BadFrame for what has no JSON form, for None (which means "nothing came") and for what is too large."""
    if message is None:
        raise BadFrame("null is no message")
    try:
        data = json.dumps(message, separators=(",", ":")).encode("ascii")
    except (TypeError, ValueError, RecursionError) as e:
        raise BadFrame(f"no JSON form: {e}") from e
    if len(data) > LARGEST:
        raise BadFrame(f"{len(data)} bytes; a frame may have {LARGEST}")
    return data


def decode(data: bytes) -> object:
    """The inverse of `encode`; raises BadFrame on junk, however it is made."""
    if len(data) > LARGEST:
        raise BadFrame(f"{len(data)} bytes; a frame may have {LARGEST}")
    try:
        message: object = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        raise BadFrame(f"not JSON: {e}") from e
    if message is None:
        raise BadFrame("null is no message")
    return message


class Channel:
    """One end of the pipe. One thread may send while another receives; each direction has one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, message: object) -> None:
        """Write one frame, waiting while the pipe is full; EOFError when the other end is gone, BadFrame as in `encode`."""
        data = encode(message)
        try:
            self.connection.send_bytes(data)
        except OSError as e:
            raise EOFError("the other end is gone") from e

    def receive(self, wait: float | None = None) -> object | None:
        """The next message, or None only if `wait` seconds ran out first (None waits for ever).

        Raises EOFError when the other end is gone, and BadFrame on junk, after which the channel is of no more use.
        """
        try:
            if wait is not None and not self.connection.poll(wait):
                return None
            data = self.connection.recv_bytes(LARGEST)
        except OSError as e:
            if str(e) == "bad message length":  # multiprocessing gives it no number
                raise BadFrame(f"more than {LARGEST} bytes") from e
            raise EOFError("the other end is gone") from e
        return decode(data)
