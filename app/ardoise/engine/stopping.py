"""The wish to stop, in a form that llama.cpp's own code can look at: no Python runs while it calculates.

llama.cpp asks its abort callback at every node of its graph, some 500 times a token. A callback in Python would take the interpreter's lock
as often, from the thread that listens and the one that sends. Here the callback is C's own `strlen`, and its argument a text of one byte:
its length is 0 while the work may go on, and 1 once it is to stop.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_C: Final = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)


class StopByte:
    """A wish to stop that any thread may set, and C and Python may look at. Lives as long as the child: C holds its address."""

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)

    def set(self, wished: bool) -> None:
        self._text[0] = b"\x01" if wished else b"\x00"

    @property
    def wished(self) -> bool:
        return self._text[0] != b"\x00"

    @property
    def argument(self) -> ctypes.c_void_p:
        """For `abort_callback_data`."""
        return ctypes.c_void_p(ctypes.addressof(self._text))

    @staticmethod
    def callback() -> int:
        """The address of `bool (*)(void *)` for `abort_callback`: the low byte of a length of 0 or 1 is false or true."""
        address = ctypes.cast(_C.strlen, ctypes.c_void_p).value
        assert address is not None
        return address
