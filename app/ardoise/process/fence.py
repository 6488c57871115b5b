"""The fence of a child that reads text of strangers: no network, no programs, nothing written, no text run as code.

An audit hook of Python (PEP 578), which once set cannot be taken away: what SymPy, matplotlib or our own code do in Python passes it, on
all three systems. It is the second wall. No text of a stranger reaches anything that would do such a thing (a test walks the code); if one
ever does, the deed is refused, the child ends with the traceback in its log, and the claim is UNDECIDED. Native code that calls the system
itself passes the hook by; no means against that is the same everywhere. (Rejected: network namespaces and seccomp, which only Linux has and
which containers and some distributions forbid; a hook that ends the process, since libraries try and do without.)
"""

from __future__ import annotations

import os
import re
import sys
from typing import Final

_REFUSED: Final = frozenset({
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty", "pty.spawn",
    "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.chflags", "os.utime", "os.setxattr",
    "os.removexattr", "os.putenv", "os.unsetenv", "os.killpg", "webbrowser.open", "sqlite3.connect", "pickle.find_class",
    "code.__new__", "_winapi.CreateProcess", "_winapi.CreateFile", "_winapi.CreateNamedPipe", "_winapi.TerminateProcess",
    "winreg.CreateKey", "winreg.SetValue", "winreg.DeleteKey", "winreg.DeleteValue", "winreg.LoadKey", "winreg.SaveKey",
})  # fmt: skip
"""Events that reach out of the process."""
_REFUSED_ROOTS: Final = frozenset({
    "socket", "ctypes", "ftplib", "http", "imaplib", "nntplib", "poplib", "smtplib", "telnetlib", "urllib", "shutil", "tempfile", "syslog",
})  # fmt: skip
"""What stands before the dot of events that are refused altogether."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_READERS: Final = frozenset({"ardoise", "sympy", "mpmath"})
"""Packages that formulas of strangers reach. Others make functions out of text of their own as they are imported."""
_PLAIN: Final = re.compile(
    rb"\s*(?:from sympy import \*"
    rb"|(?:[0-9 ()/*+,-]|\.(?=\d)|(?:Integer|Rational|Float|Symbol|sqrt|exp|log)(?= ?\()|'[A-Za-z0-9.]*'"
    rb"|[A-Za-z]+(?![A-Za-z]|\s*[.('\[_]))*)\s*"
)
"""What SymPy gives its own reader: constants of its tables such as S('3/2'), names of units, the forms that it finds for a decimal."""


class Refused(PermissionError):
    """The child tried what a checker or a plotter never does."""


def raise_fence(log: str) -> None:
    """From now on, and for good, this process may only calculate and speak over the pipe that it has. It may still remove `log`."""
    sys.dont_write_bytecode = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        root, dot, _ = event.partition(".")
        if event in _REFUSED or (dot and root in _REFUSED_ROOTS):
            raise Refused(f"A fenced child does not do this: {event}.")
        match event:
            case "open" if _writes(arguments):
                raise Refused(f"A fenced child writes no file: {arguments[0]!r}.")
            case "os.remove" if arguments[0] != log:
                raise Refused(f"A fenced child removes no file: {arguments[0]!r}.")
            case "os.truncate" if not isinstance(arguments[0], int):
                raise Refused(f"A fenced child changes no file: {arguments[0]!r}.")
            case "os.kill" if arguments[0] != os.getpid():
                raise Refused("A fenced child ends no other process.")
            case "compile" if arguments[0] is not None and str(arguments[1]).startswith("<"):
                _allow_text(arguments[0])
            case _:
                pass

    sys.addaudithook(hook)


def _writes(arguments: tuple[object, ...]) -> bool:
    _, mode, flags = arguments
    return (isinstance(mode, str) and bool(set(mode) & set("wax+"))) or (isinstance(flags, int) and bool(flags & _WRITING))


def _allow_text(source: object) -> None:
    """Where formulas are read, text becomes code only if it is plain numbers and names, or SymPy's own way to multiply monomials fast."""
    module = str(sys._getframe(2).f_globals.get("__name__"))
    if module.partition(".")[0] not in _READERS or module == "sympy.polys.monomials":
        return
    text = source.encode() if isinstance(source, str) else source
    if not (isinstance(text, bytes) and _PLAIN.fullmatch(text)):
        raise Refused(f"A fenced child runs no text as code: {module}.")
