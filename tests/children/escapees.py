"""A child that tries what a fenced child must not do, one deed a message, and says what came of it."""

from __future__ import annotations

import ctypes
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

import sympy

from ardoise.process.frames import Channel


class _Bomb:
    """Its pickle runs a program when it is read."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("true",)


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Each message names a deed; the answer is "done", or the name of what was raised. `arguments`: a folder with a file "kept"."""
    folder = Path(str(arguments["folder"]))
    kept, new = folder / "kept", folder / "new"
    bomb = pickle.dumps(_Bomb())
    shell, become, read_pickle = os.system, os.execv, pickle.loads
    deeds: dict[str, Callable[[], object]] = {
        "make a socket": lambda: socket.socket().close(),
        "make a socket pair": lambda: socket.socketpair(),
        "look up a name": lambda: socket.getaddrinfo("localhost", 80),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "fetch a page": lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
        "start a program": lambda: subprocess.run([sys.executable, "-c", ""], check=False),
        "use a shell": lambda: shell("true"),
        "become a program": lambda: become(sys.executable, [sys.executable, "-c", ""]),
        "spawn a program": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}),
        "fork": lambda: os.fork() or os._exit(0),
        "write a file": lambda: new.write_text("x"),
        "append to a file": lambda: kept.open("a").close(),
        "change a file": lambda: kept.open("r+b").close(),
        "open a file to write": lambda: os.close(os.open(new, os.O_WRONLY | os.O_CREAT)),
        "remove a file": lambda: kept.unlink(),
        "rename a file": lambda: kept.rename(new),
        "cut a file": lambda: os.truncate(kept, 0),
        "link to a file": lambda: new.symlink_to(kept),
        "let all read a file": lambda: kept.chmod(0o777),
        "make a folder": lambda: new.mkdir(),
        "remove a folder": lambda: shutil.rmtree(folder),
        "make a temporary file": lambda: tempfile.mkstemp(),
        "end the parent": lambda: os.kill(os.getppid(), 0),
        "set the environment": lambda: os.putenv("ARDOISE_CANARY", "1"),
        "load a library": lambda: ctypes.CDLL(None),
        "read a pickle": lambda: read_pickle(bomb),
        "run a text as a formula": lambda: sympy.sympify("__import__('os').getpid()"),
        "run a text as a formula by its attributes": lambda: sympy.sympify("x.__class__.__mro__"),
        "call a function of a text": lambda: sympy.sympify("open('x')"),
        "read a file": lambda: kept.read_text(),
        "print": lambda: os.write(2, b"said\n"),
        "read a number": lambda: sympy.sympify("3/2"),
        "read a name": lambda: sympy.sympify("exa"),
        "find the form of a decimal": lambda: sympy.nsimplify(1.0 + 2.0**0.5, [sympy.sqrt(2)]) + sympy.nsimplify(0.7071067811865476),
        "end": lambda: os._exit(5),
    }
    while True:
        deed = deeds[str(channel.receive())]
        try:
            deed()
        except OSError as e:
            channel.send(type(e).__name__)
        else:
            channel.send("done")
