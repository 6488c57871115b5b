"""Children that note every deed of Python that no reader, check or printer needs: a file opened, a text compiled, a program, the network.

An audit hook sees them all. Modules that are imported late come from Python's own folders and are let through, and so is what SymPy reads
out of its own tables or writes to multiply monomials fast (`ardoise.process.fence` says which texts those are).
"""

from __future__ import annotations

import os
import sys
import sysconfig
import time
from pathlib import Path
from types import CodeType
from typing import Final

import sympy

from ardoise.core.expression import Expr
from ardoise.core.solution import Unreadable
from ardoise.notation.answer import read_answer
from ardoise.notation.claims import read_claims, read_line, read_problem
from ardoise.notation.latex import latex, plain
from ardoise.notation.parser import parse, parse_statement, readings
from ardoise.notation.plain_text import plain_formula, plain_text
from ardoise.notation.sketch import sketch
from ardoise.notation.speech import speak
from ardoise.notation.task import task_of
from ardoise.process import fence
from ardoise.process.frames import Channel
from ardoise.verify import worker

SEEN: Final = 77
"""Exit code of a watched checker in which something was done."""
_ROOTS: Final = tuple({
    *(os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    os.path.realpath(Path(sympy.__file__).parent),
    os.path.realpath(Path(worker.__file__).parents[1]),
})  # fmt: skip
_HARMLESS: Final = frozenset({"import", "marshal.loads", "os.listdir", "os.scandir", "builtins.id"})
"""What an import does, and what shows nothing."""
_MAKERS: Final = frozenset({"typing", "dataclasses", "collections"})
"""Modules that make code out of the classes of a module, as it is imported."""
_ROOT_EVENTS: Final = frozenset({
    "open", "compile", "exec", "import", "os", "subprocess", "socket", "shutil", "ctypes", "pickle", "marshal", "tempfile", "glob", "pty",
    "urllib", "http", "sqlite3", "webbrowser", "builtins", "code", "cpython", "mmap", "fcntl", "resource", "signal", "pathlib", "winreg",
})  # fmt: skip
seen: list[str] = []


def watch() -> None:
    """From now on everything done is noted in `seen`, and printed."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.partition(".")[0] not in _ROOT_EVENTS or event in _HARMLESS or _is_needed(event, arguments):
            return
        if sys._getframe(1).f_globals.get("__name__") not in _MAKERS:
            seen.append(f"{event} {arguments!r:.200}")
            os.write(2, f"{seen[-1]}\n".encode(errors="replace"))

    sys.addaudithook(hook)


def _is_needed(event: str, arguments: tuple[object, ...]) -> bool:
    match event, arguments:
        case "open", (str(path), mode, _):
            return mode in ("r", "rb") and os.path.realpath(path).startswith(_ROOTS)
        case "exec", (CodeType() as code,):
            return code.co_filename.startswith(_ROOTS) or code.co_filename in ("<string>", "<frozen importlib._bootstrap>")
        case "compile", (source, name):
            return source is None or str(name).startswith(_ROOTS) or _is_plain(source)
        case _:
            return False


def _is_plain(source: object) -> bool:
    text = source.encode() if isinstance(source, str) else source
    return isinstance(text, bytes) and (fence._PLAIN.fullmatch(text) is not None or text.startswith(b"def monomial_"))


def checker(channel: Channel, arguments: dict[str, object]) -> None:
    """The real checker; it ends with SEEN as soon as anything was done that no check needs."""
    watch()
    sys.addaudithook(lambda *_: os._exit(SEEN) if seen else None)
    worker.serve(channel, arguments)


def reader(channel: Channel, arguments: dict[str, object]) -> None:
    """Each message is a text. The answer: all that the writers make of what the readers find in it, the seconds of the processor that
    each reader took, and what was done meanwhile."""
    del arguments
    read_claims("x = 1")
    watch()
    while True:
        text = str(channel.receive())
        written, seconds = _read(text)
        channel.send({"written": written, "seconds": seconds, "seen": list(seen)})
        seen.clear()


def _read(text: str) -> tuple[list[str], dict[str, float]]:
    written, exprs, seconds = [plain_text(text), plain_formula(text[:10_000])], list[Expr](), dict[str, float]()
    for read in (read_claims, read_line, parse_statement):
        started = time.process_time()
        claims, unreadable = read(text)
        seconds[read.__name__] = time.process_time() - started
        exprs += [e for claim in claims for e in (claim.left, claim.right)]
        written += [piece.why for piece in unreadable]
        sketch(claims)
    started = time.process_time()
    exprs += [e for claim in read_problem(text) for e in (claim.left, claim.right)]
    answer, whole = read_answer(text), parse(text)
    task_of(text)
    exprs += [*(answer.exprs if answer is not None else ()), *([] if isinstance(whole, Unreadable) else [whole]), *readings(text)]
    seconds["the others"] = time.process_time() - started
    for expr in exprs[:400]:
        written += [latex(expr), plain(expr), speak(expr)]
    return written, seconds
