"""The parent's hold on one child: start, speak, stop. A child is used once; who needs another makes another `Child`.

A child is started by the name of its entry, which only the child imports, so the parent never loads SymPy or llama.cpp. multiprocessing's
spawn starts it: it works in a frozen program and on all three systems. Spawn would also run the parent's main script again in each
child; that is prevented here (see `_no_main`), so that a script without `if __name__ == "__main__"`, a console script and pytest are safe.
(Rejected: fork, which is unsafe beside Qt's threads; subprocess with our own bootstrap, which a frozen program cannot run.)

Nothing here blocks for ever on a child that hangs, is stopped by a debugger, or says half a frame: a send or a receive that is not through
after STUCK seconds kills the child, and the caller gets ChildDied.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
import types
import weakref
from collections.abc import Iterator, Mapping
from multiprocessing import resource_tracker, util
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from ardoise.core.errors import BugError, KnownError
from ardoise.process import boot, frames
from ardoise.process.frames import BadFrame, Channel

STUCK: Final = 10.0
"""Seconds after which a half-done send or receive counts as stuck."""
_TAIL: Final = 4_096
_PREFIX: Final = "ardoise-"
_SUFFIX: Final = ".log"
FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which a child's output in the temporary folder is nobody's any more."""
_starting = threading.Lock()


class ChildDied(KnownError):
    """A child is gone. `stderr` holds its last lines, `out_of_memory` says whether it ran out of its allowance."""

    def __init__(self, what: str, remedy: str = "", stderr: str = "", *, out_of_memory: bool = False) -> None:
        super().__init__(what, remedy)
        self.stderr = stderr
        self.out_of_memory = out_of_memory


class Child:
    """One child process. Invariants: started at most once; once it is gone or stopped it stays so; every failure to speak is ChildDied.

    One thread speaks to it; `stop`, `kill` and the properties may be called from any thread.
    """

    def __init__(
        self,
        entry: str,
        *,
        name: str,
        arguments: Mapping[str, object] | None = None,
        memory_bytes: int | None = None,
        fenced: bool = False,
    ) -> None:
        """`entry`: "module:function". `name`: a noun for people ("checker"). `memory_bytes`: address space over the idle child.

        `fenced`: it may calculate and answer, and nothing else; for every child that reads text of a stranger and needs no file.
        """
        self.name = name
        self._orders = boot.Orders(entry, json.dumps(dict(arguments or {})), "", memory_bytes, fenced)
        self._process: SpawnProcess | None = None
        self._channel: Channel | None = None
        self._hello = False
        self._stopped = False
        self._log = self._tail = ""
        self._exit: int | None = None
        self._ladder = threading.Lock()
        self._speaking_since = 0.0
        """When the send or receive in hand began; 0 while none is."""
        self._over = threading.Event()
        self._clean: util.Finalize[None] | None = None

    def start(self) -> None:
        """Spawn, and return at once; the child's hello is checked at the first receive. Raises KnownError if no process can be had."""
        if self._process is not None or self._stopped:
            raise BugError("a Child is started once")
        _sweep()
        try:
            handle, self._log = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX)
            os.close(handle)
            here, there = multiprocessing.Pipe(duplex=True)
            process = multiprocessing.get_context("spawn").Process(
                target=boot.run, args=(there, dataclasses.replace(self._orders, log=self._log)), name=f"ardoise {self.name}", daemon=True
            )
            with there, _deaf_to_interrupts(), _starting, _no_main():
                process.start()
        except OSError as e:
            _remove(self._log)
            raise KnownError(f"The {self.name} could not be started: {e.strerror}.", "Free memory and disk space, then try again.") from e
        self._channel, self._process = Channel(here), process
        self._clean = util.Finalize(self, _end, args=(process, here, self._log), exitpriority=10)
        threading.Thread(target=_watch, args=(weakref.ref(self), self._over), name=f"watch {self.name}", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Asked of the sentinel and not of the system's table of children, from which other code may have taken the entry."""
        return self._process is not None and not wait([self._process.sentinel], 0)

    @property
    def ready(self) -> bool:
        """The hello has been received: the entry is imported. Only `receive` reads it."""
        return self._hello

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @property
    def sentinel(self) -> int:
        """For `multiprocessing.connection.wait`: ready when the child has ended."""
        assert self._process is not None, "not started"
        return self._process.sentinel

    @property
    def connection(self) -> Connection:
        """For `multiprocessing.connection.wait`: ready when `receive` has something to say. Not to be used after `stop`."""
        assert self._channel is not None, "not started"
        return self._channel.connection

    def send(self, message: object) -> None:
        """Write one message; ChildDied if the child is gone, or does not take it within STUCK seconds (it is then killed)."""
        channel = self._open_channel()
        try:
            with self._guard():
                channel.send(message)
        except EOFError:
            raise self._died() from None

    def receive(self, wait: float = 0.0) -> object | None:
        """The next message, or None after `wait` seconds; ChildDied once the child is gone and all it said has been read."""
        channel = self._open_channel()
        until = time.monotonic() + wait
        while True:
            try:
                if not channel.connection.poll(max(0.0, until - time.monotonic())):
                    return None
                with self._guard():
                    message = channel.receive()
            except BadFrame:
                self.kill()
                raise self._died("sent something that is no message") from None
            except (EOFError, OSError):
                raise self._died() from None
            if self._hello:
                return message
            if message != {"hello": frames.VERSION}:
                self.kill()
                raise self._died("belongs to another version of Ardoise", "Install Ardoise again, then start it afresh.")
            self._hello = True

    def stop(self, grace: float = 1.0) -> None:
        """Close the pipe, wait `grace` seconds, terminate, wait, kill, wait. Safe to call twice and on a child never started."""
        with self._ladder:
            if self._stopped:
                return
            self._stopped = True
            self._over.set()
            if self._process is not None and self._channel is not None:
                self._hang_up()
                self._process.join(grace)
                if self._process.is_alive():
                    self._process.terminate()
                    self._process.join(grace)
                if self._process.is_alive():
                    self._process.kill()
                    self._process.join()
                self._exit = self._process.exitcode
            self._tail = _read_tail(self._log)
            if self._clean is not None:
                self._clean()

    def kill(self) -> None:
        """End the child now, with no chance to tidy up. Returns when it has ended; what it had said can still be received."""
        if self._process is not None and not self._stopped:
            self._process.kill()
            self._process.join()

    @property
    def stderr_tail(self) -> str:
        """The last of what the child printed, on either stream, at most 4 KiB."""
        return self._tail if self._stopped else _read_tail(self._log)

    def _open_channel(self) -> Channel:
        if self._stopped:
            raise ChildDied(f"The {self.name} has been stopped.", "Try again.", self._tail)
        if self._channel is None:
            raise BugError("the child was never started")
        return self._channel

    def _hang_up(self) -> None:
        """Close our end, also under a thread that waits on it."""
        with contextlib.suppress(OSError):
            self.connection.close()

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """What is done inside is ended by the watch if it is stuck. (Not by a timer for each frame: a thread costs more than a frame.)"""
        self._speaking_since = time.monotonic()
        try:
            yield
        finally:
            self._speaking_since = 0.0

    def _kill_if_stuck(self) -> None:
        since = self._speaking_since
        if since and time.monotonic() > since + STUCK:
            self.kill()

    def _died(self, how: str = "", remedy: str = "Try again: it is started afresh.") -> ChildDied:
        """Reap the child and say in plain words how it ended."""
        self.stop(grace=0.5)
        code = self._exit
        if not how:
            how = "ran out of memory" if code == boot.OUT_OF_MEMORY else f"stopped unexpectedly ({_exit_words(code)})"
        return ChildDied(f"The {self.name} {how}.", remedy, self._tail, out_of_memory=code == boot.OUT_OF_MEMORY)


def _watch(child: weakref.ref[Child], over: threading.Event) -> None:
    """Until the child is stopped, or forgotten, look now and then whether a send or receive is stuck."""
    while not over.wait(min(1.0, STUCK / 4)):
        living = child()
        if living is None:
            return
        living._kill_if_stuck()
        del living


_SIGNALS: Final = {
    "SIGKILL": ": something outside Ardoise ended it, perhaps for want of memory",
    "SIGILL": ": a library was compiled with an instruction that this processor cannot do",
}


def _exit_words(code: int | None) -> str:
    if code is None:
        return "how is unknown"
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        return f"signal {name}" + _SIGNALS.get(name, "")
    return f"exit code {code}" if code < 256 else f"exit code {code & 0xFFFFFFFF:#010x}"


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Let spawn see an empty main module, so that it does not run the real one again in the child. Hold `_starting`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started within never hears Ctrl+C, which reaches the whole group: `boot` says so too, but only after Python's own start, and
    an interrupt before that would write a traceback into the person's terminal."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # else spawn starts it meanwhile, and that unblocks the signal again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _read_tail(log: str) -> str:
    try:
        with open(log, "rb") as file:
            file.seek(max(0, os.path.getsize(log) - _TAIL))
            text = file.read(_TAIL).decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "".join(c for c in text if c in "\n\t" or c.isprintable()).strip()


@functools.cache
def _sweep() -> None:
    """Remove, once, what programs left that were killed before their children could do it (a child does from its first moment on)."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < time.time() - FORGOTTEN:
                        os.remove(entry.path)


def _remove(log: str) -> None:
    with contextlib.suppress(OSError):
        os.remove(log)


def _end(process: SpawnProcess, connection: Connection, log: str) -> None:
    """When a Child is forgotten, or the program ends: no process, no descriptor and no file stays behind."""
    with contextlib.suppress(OSError):
        connection.close()
    process.kill()
    process.join()
    _remove(log)
