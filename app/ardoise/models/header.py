"""Read the header of a GGUF file without loading the model: what it says of itself, and how large it must be to be whole.

A GGUF is four magic bytes, a version, counts, then key-value pairs, then a table of tensors with their offsets, then the weights. Files
come from anywhere, so every count and length is doubted: whatever the bytes are, this ends soon with a Header or a KnownError. What a
header means for a person stands in `fitness.py`, what it means for the memory in `needs.py`.
(Rejected: the `gguf` package, which loads numpy and trusts the file; llama.cpp itself, which belongs to the engine's child.)
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.models.ggml_types import BLOCKS, FILE_KINDS
from ardoise.models.gguf_bytes import ARRAY, LARGEST_HEADER, LONGEST_LIST, NUMBERS, TEXT, Broken, Cursor, TooShort

FIRST_READ: Final = 16 << 20
MOST_KEYS: Final = 4_096
MOST_TENSORS: Final = 1 << 16
KNOWN_VERSIONS: Final = (2, 3)
_LARGEST: Final = 1 << 40
"""No honest number in a header is larger."""

_Values = dict[str, int | float | bool | str | tuple[int | float | bool, ...]]


@dataclass(frozen=True)
class Header:
    """What a GGUF says of itself; texts are empty and numbers 0 where it says nothing. `needed_bytes`: how large the whole file must be."""

    version: int
    architecture: str
    name: str
    kind: str
    """general.type: "model", or "adapter", "mmproj", "vocab" ..."""
    quantisation: str
    context_tokens: int
    vocabulary: int
    """How many tokens it knows."""
    has_chat_template: bool
    tensors: int
    needed_bytes: int
    parameters: int
    """Numbers in all its tensors."""
    part: int
    """Which of `parts` it is, counted from 1; both are 1 for a model in one file."""
    parts: int
    embeds: bool
    """It turns text into vectors."""
    embedding: int
    kv_heads: tuple[int, ...]
    """Of each layer."""
    key_length: int
    value_length: int
    unknown_types: tuple[int, ...]
    """Types of tensor that were not known when this was written; `needed_bytes` leaves them out."""

    @property
    def has_vocabulary(self) -> bool:
        return self.vocabulary > 0


def read(path: Path) -> Header:
    """The header, cached while the file is unchanged; KnownError where there is no such file, it cannot be read, or it is no GGUF."""
    try:
        if not path.exists():
            raise KnownError(f"There is no file {path}.", "Check the name, or choose another file with --model FILE.")
        if not path.is_file():
            raise KnownError(f"{path} is not a file.", "Choose a file that ends in .gguf.")
        status = path.stat()
        found = _read(path, status.st_size, status.st_mtime_ns)
    except OSError as e:
        raise KnownError(f"{path} cannot be read: {e.strerror}.", "Make it readable, or choose another file.") from e
    except ValueError as e:  # a NUL in the name
        raise KnownError("That is not the name of a file.", "Check the name, or choose another file with --model FILE.") from e
    if isinstance(found, Header):
        return found
    raise KnownError(*found)


@functools.lru_cache(maxsize=512)
def _read(path: Path, size: int, changed: int) -> Header | tuple[str, str]:
    """The header, or why there is none, in the words of a KnownError: a file that is no model is not read again either."""
    del changed  # only tells the cache one state of the file from another
    if size == 0:
        return f"{path.name} is empty.", "Fetch or copy it again."
    with path.open("rb") as file:
        data = file.read(min(size, FIRST_READ))
        if data[:4] != b"GGUF":
            return f"{path.name} is not a GGUF model file.", "Choose a file that ends in .gguf, as language models come in."
        if newer := _other_version(data):
            return f"{path.name} cannot be used: {newer[0]}.", newer[1]
        while True:
            try:
                return _parse(data)
            except TooShort:
                more = file.read(min(len(data), LARGEST_HEADER - len(data)))
                if not more:
                    return f"{path.name} is not whole: it breaks off in its first pages.", "Fetch or copy it again."
                data += more
            except Broken as e:
                return f"{path.name} is damaged, or no GGUF that can be used: {e}.", "Fetch or copy it again."


def _other_version(data: bytes) -> tuple[str, str] | None:
    """What is wrong with the version and what to do; None where it is known, or not even that is there."""
    if len(data) < 8:
        return None
    version = int.from_bytes(data[4:8], "little")
    if version in KNOWN_VERSIONS:
        return None
    if int.from_bytes(data[4:8], "big") in KNOWN_VERSIONS:
        return "it was written for machines of the other byte order", "Choose a little-endian GGUF, which is the usual kind."
    words = f"it is of version {version} of the GGUF format, and versions 2 and 3 are known"
    if max(KNOWN_VERSIONS) < version < 100:
        return f"it is too new: {words}", "Install a newer Ardoise, or choose a file of version 3."
    return words, "Choose a file of version 3, or fetch it again."


def _parse(data: bytes) -> Header:
    cursor = Cursor(data)
    cursor.skip(4)
    version = int(cursor.number("<I"))
    tensors, keys = cursor.count(), cursor.count()
    if keys > MOST_KEYS or tensors > MOST_TENSORS:
        raise Broken(f"{keys} keys and {tensors} tensors")
    values: _Values = {}
    for _ in range(keys):
        key, kind = cursor.text(), int(cursor.number("<I"))
        if kind == ARRAY:
            values[key] = cursor.array()
        elif kind == TEXT:
            values[key] = cursor.text()
        elif kind in NUMBERS:
            values[key] = cursor.number(NUMBERS[kind])
        else:
            raise Broken(f"a value of type {kind}")
    table = [_tensor(cursor) for _ in range(tensors)]
    alignment = max(1, _whole(values, "general.alignment") or 32)
    start = -(-cursor.at // alignment) * alignment
    architecture = _text(values, "general.architecture")
    embedding = _whole(values, f"{architecture}.embedding_length")
    heads = _list(values, f"{architecture}.attention.head_count", _whole(values, f"{architecture}.block_count"))
    usual = embedding // max((*heads, 1))
    return Header(
        version=version,
        architecture=architecture,
        name=_text(values, "general.name"),
        kind=_text(values, "general.type"),
        quantisation=FILE_KINDS.get(_whole(values, "general.file_type", -1), ""),
        context_tokens=_whole(values, f"{architecture}.context_length"),
        vocabulary=_count(values, "tokenizer.ggml.tokens"),
        has_chat_template=bool(_text(values, "tokenizer.chat_template")),
        tensors=tensors,
        needed_bytes=start + max((row.end for row in table), default=0) if tensors else cursor.at,
        parameters=sum(row.values for row in table),
        part=_whole(values, "split.no") + 1,
        parts=max(1, _whole(values, "split.count")),
        embeds=_whole(values, f"{architecture}.pooling_type") > 0,
        embedding=embedding,
        kv_heads=_list(values, f"{architecture}.attention.head_count_kv", len(heads)) or heads,
        key_length=_whole(values, f"{architecture}.attention.key_length") or usual,
        value_length=_whole(values, f"{architecture}.attention.value_length") or usual,
        unknown_types=tuple(sorted({row.kind for row in table if row.kind not in BLOCKS})),
    )


@dataclass(frozen=True)
class _Row:
    """Of the table of tensors. `end`: where its weights end, counted from the first weight of the file."""

    kind: int
    values: int
    end: int


def _tensor(cursor: Cursor) -> _Row:
    cursor.text()
    dimensions = int(cursor.number("<I"))
    if dimensions > 8:
        raise Broken(f"a tensor of {dimensions} dimensions")
    shape = [cursor.count() for _ in range(dimensions)]
    kind, offset = int(cursor.number("<I")), cursor.count()
    values = math.prod(shape)
    if values > _LARGEST << 10 or offset > _LARGEST << 10:
        raise Broken(f"a tensor of {values} numbers at byte {offset}")
    block, size = BLOCKS.get(kind, (1, 0))
    return _Row(kind, values, offset + values // block * size)


def _text(values: _Values, key: str) -> str:
    value = values.get(key)
    return "".join(c for c in value if c.isprintable() or c == "\n") if isinstance(value, str) else ""


def _whole(values: _Values, key: str, default: int = 0) -> int:
    """A number of the header; the largest of a list that has one for each layer."""
    value = values.get(key)
    found = value if isinstance(value, tuple) else (value,)
    honest = [v for v in found if isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= _LARGEST]
    return max(honest, default=default)


def _count(values: _Values, key: str) -> int:
    """How many values an array has."""
    value = values.get(key)
    return len(value) if isinstance(value, tuple) else _whole(values, key)


def _list(values: _Values, key: str, length: int) -> tuple[int, ...]:
    """A number for each layer, where the header has either such a list or one number for all."""
    value = values.get(key)
    if isinstance(value, tuple):
        return tuple(v if isinstance(v, int) and 0 <= v <= _LARGEST else 0 for v in value)
    return (_whole(values, key),) * min(length, LONGEST_LIST) if key in values else ()
