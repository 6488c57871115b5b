"""Read values from the bytes of a GGUF header, doubting every count and length."""

from __future__ import annotations

import struct
from typing import Final

LARGEST_HEADER: Final = 256 << 20
LONGEST_TEXT: Final = 1 << 20
"""Bytes of one text that is kept: a chat template is the longest."""
LONGEST_LIST: Final = 1_024
NUMBERS: Final = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
TEXT: Final = 8
ARRAY: Final = 9
_COUNT: Final = struct.Struct("<Q")


class TooShort(Exception):
    """The bytes read so far end before the header does."""


class Broken(Exception):
    """The bytes cannot be a header."""


class Cursor:
    """Reads forward through bytes; never past their end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self, form: str) -> int | float | bool:
        size = struct.calcsize(form)
        self.skip(size)
        value: int | float | bool = struct.unpack_from(form, self.data, self.at - size)[0]
        return value

    def count(self) -> int:
        return int(self.number("<Q"))

    def skip(self, size: int) -> None:
        if size > LARGEST_HEADER:
            raise Broken(f"a length of {size} bytes in its header")
        self.at += size
        if self.at > len(self.data):
            raise TooShort

    def text(self) -> str:
        size = self.count()
        start = self.at
        self.skip(size)
        return self.data[start : start + min(size, LONGEST_TEXT)].decode("utf-8", errors="replace")

    def array(self) -> int | tuple[int | float | bool, ...]:
        """Go past an array: its values if they are up to LONGEST_LIST numbers (one for each layer, say), else how many it has."""
        kind, count = int(self.number("<I")), self.count()
        if kind in NUMBERS:
            if count <= LONGEST_LIST:
                return tuple(self.number(NUMBERS[kind]) for _ in range(count))
            self.skip(count * struct.calcsize(NUMBERS[kind]))
        elif kind == TEXT:
            self._skip_texts(count)
        else:
            raise Broken(f"an array of type {kind}")
        return count

    def _skip_texts(self, count: int) -> None:
        if count > LARGEST_HEADER:
            raise Broken(f"an array of {count} texts")
        at, end, unpack, data = self.at, len(self.data), _COUNT.unpack_from, self.data
        for _ in range(count):  # a vocabulary: the loop is kept short, it runs 300,000 times
            if at + 8 > end:
                raise TooShort
            at += 8 + unpack(data, at)[0]
        self.at = 0
        self.skip(at)
