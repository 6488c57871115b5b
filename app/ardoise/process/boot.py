"""The first of our code that runs in a child: fence it in, then run the named entry.

In this order: nothing it prints reaches the terminal; it ends when its parent ends; its entry is imported; its memory is limited from what
it uses now; a child that reads text of strangers is fenced in (`fence.py`); it says hello. The entry is `serve(channel, arguments)`; it
returns, or lets EOFError through, when the parent closes the pipe.

Memory: on Linux RLIMIT_AS counts address space, so the limit is "so many bytes more than the idle child has". macOS accepts the limit but
does not keep it, and Windows has none (a job object could; nothing here needs it yet): there only the deadlines hold.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import io
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final, cast

from ardoise.process import fence
from ardoise.process.frames import VERSION, Channel

OUT_OF_MEMORY: Final = 71
"""Exit code of a child whose entry let a MemoryError through."""
LONGEST_LOG: Final = 1 << 20
"""Bytes of output kept on disk before the file is begun again."""
_LOOK: Final = 2.0
"""Seconds between two looks at the size of the output."""


@dataclass(frozen=True)
class Orders:
    """What the parent tells a child: "module:function", its arguments as JSON text, the file for its output, bytes over the idle child, and
    whether it is kept from the network, from programs and from writing (`fence.py`)."""

    entry: str
    arguments: str
    log: str
    memory_bytes: int | None
    fenced: bool


def run(connection: Connection, orders: Orders) -> None:
    """The target of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides what it means
    log = _quieten(orders.log)
    threading.Thread(target=_watch, args=(orders.log, log), name="watch", daemon=True).start()
    module, _, function = orders.entry.partition(":")
    serve = cast(Callable[[Channel, dict[str, object]], None], getattr(importlib.import_module(module), function))
    if orders.memory_bytes is not None:
        limit_memory(orders.memory_bytes)
    if orders.fenced:
        fence.raise_fence(orders.log)
    channel = Channel(connection)
    try:
        channel.send({"hello": VERSION})
        serve(channel, json.loads(orders.arguments))
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def limit_memory(more: int) -> bool:
    """Let this process's address space grow by at most `more` bytes from now; false where the platform keeps no such limit."""
    if sys.platform == "win32":
        return False
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return False
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = now + more
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    return True


def _quieten(log: str) -> int:
    """Send descriptors 1 and 2 to the file, read nothing from 0; native code that prints obeys this too. Returns the file's descriptor."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True)
    faulthandler.enable(2)
    return file


def _watch(path: str, log: int) -> None:
    """End this process as soon as the parent has ended, however busy it is; keep its output short, and remove it when the parent cannot."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    while parent.is_alive():
        parent.join(_LOOK)
        with contextlib.suppress(OSError):
            if os.fstat(log).st_size > LONGEST_LOG:
                os.ftruncate(log, 0)
    with contextlib.suppress(OSError):
        os.remove(path)
    os._exit(1)
