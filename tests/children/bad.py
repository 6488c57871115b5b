"""Children that misbehave on purpose, one way each."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import time

from ardoise.process.frames import Channel


def crash(channel: Channel, _arguments: dict[str, object]) -> None:
    """Dies in native code at the first message, after it has printed."""
    channel.receive()
    os.write(2, b"about to read address zero\n")
    ctypes.string_at(0)


def hang(_channel: Channel, _arguments: dict[str, object]) -> None:
    """Never listens, and never looks whether it should end."""
    while True:
        pass


def ignore_stop(channel: Channel, _arguments: dict[str, object]) -> None:
    """Outlives the closed pipe and the polite signal."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    channel.send("listening to nothing")
    while True:
        time.sleep(60)


def chatter(channel: Channel, _arguments: dict[str, object]) -> None:
    """Prints on both streams, through Python and past it, then answers."""
    print("a line from Python")
    os.write(1, b"a line from native code\n")
    os.write(2, b"\xff\xfe not UTF-8 \x1b[31m red\n")
    channel.send("said")
    channel.receive()


def flood(channel: Channel, _arguments: dict[str, object]) -> None:
    """Prints four megabytes."""
    for _ in range(64):
        os.write(2, b"x" * 65_535 + b"\n")
    channel.send("said")
    channel.receive()


def junk(channel: Channel, arguments: dict[str, object]) -> None:
    """Sends these bytes as one frame."""
    channel.connection.send_bytes(bytes.fromhex(str(arguments["hex"])))
    channel.receive()


def half_frame(channel: Channel, _arguments: dict[str, object]) -> None:
    """Promises a hundred bytes and gives three."""
    os.write(channel.connection.fileno(), struct.pack("!i", 100) + b"abc")
    time.sleep(600)


def huge_frame(channel: Channel, _arguments: dict[str, object]) -> None:
    """Promises two gigabytes."""
    os.write(channel.connection.fileno(), struct.pack("!i", 0x7FFFFFFF))
    time.sleep(600)


def eat_memory(channel: Channel, _arguments: dict[str, object]) -> None:
    """Takes ten megabytes, says so, and then takes all there is."""
    kept = [bytearray(10 << 20)]
    channel.send("ten")
    while True:
        kept.append(bytearray(10 << 20))


def leave(channel: Channel, arguments: dict[str, object]) -> None:
    """Says three things and ends with this exit code."""
    for number in (1, 2, 3):
        channel.send(number)
    os._exit(int(str(arguments["code"])))


def raise_error(_channel: Channel, _arguments: dict[str, object]) -> None:
    raise RuntimeError("a bug in the child")


def announce_and_spin(channel: Channel, _arguments: dict[str, object]) -> None:
    """Says that it is up, and is busy from then on."""
    channel.send("up")
    while True:
        pass


def nonsense(channel: Channel, _arguments: dict[str, object]) -> None:
    """Sends JSON that is no answer to anything."""
    channel.send({"body": {"is": "loaded", "threads": "many"}})
    channel.receive()
