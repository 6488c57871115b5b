"""Read the header of a GGUF file without loading the model: what it is, and whether all of it is there.

A GGUF is four magic bytes, a version, counts, then key-value pairs, then a table of tensors with their offsets, then the weights. Files
come from anywhere, so every count and length is doubted: whatever the bytes are, this ends soon with a Header or a KnownError.
(Rejected: the `gguf` package, which loads numpy and trusts the file; llama.cpp itself, which belongs to the engine's child.)
"""

from __future__ import annotations

import functools
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.models.ggml_types import BLOCKS, FILE_KINDS
from ardoise.models.gguf_bytes import ARRAY, LARGEST_HEADER, NUMBERS, TEXT, Broken, Cursor, TooShort

FIRST_READ: Final = 16 << 20
MOST_KEYS: Final = 4_096
MOST_TENSORS: Final = 1 << 16
_NOT_WRITERS: Final = frozenset({"bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "modern-bert",
                                 "gemma-embedding", "t5encoder", "clip", "whisper", "wavtokenizer-dec", "flux", "sd1", "sdxl"})  # fmt: skip
"""Architectures that do not write text."""


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
    has_vocabulary: bool
    has_chat_template: bool
    tensors: int
    needed_bytes: int


def usable(path: Path) -> Header:
    """The header of a model that can write text; raises KnownError saying in plain words why this file is none."""
    header = read(path)
    other = "Choose another file: a GGUF of a language model."
    if header.kind == "vocab" or (header.tensors == 0 and header.has_vocabulary):
        raise KnownError(f"{path.name} holds a vocabulary only, without the weights of a model.", other)
    if header.kind not in ("", "model") or header.architecture in _NOT_WRITERS or not header.has_vocabulary or header.tensors == 0:
        raise KnownError(f"{path.name} is a GGUF file, but not a model that writes text ({_says(header)}).", other)
    size = path.stat().st_size
    if size < header.needed_bytes:
        raise KnownError(
            f"{path.name} is not whole: {size / 1e6:,.1f} of {header.needed_bytes / 1e6:,.1f} MB are there.", "Fetch or copy it again."
        )
    return header


def _says(header: Header) -> str:
    return f"it says {header.kind or 'nothing of its kind'}, {header.architecture or 'no architecture'}"


def read(path: Path) -> Header:
    """The header, cached while the file is unchanged; KnownError where there is no such file, it cannot be read, or it is no GGUF."""
    try:
        if not path.exists():
            raise KnownError(f"There is no file {path}.", "Check the name, or choose another file with --model FILE.")
        if not path.is_file():
            raise KnownError(f"{path} is not a file.", "Choose a file that ends in .gguf.")
        status = path.stat()
        return _read(path, status.st_size, status.st_mtime_ns)
    except OSError as e:
        raise KnownError(f"{path} cannot be read: {e.strerror}.", "Make it readable, or choose another file.") from e
    except ValueError as e:  # a NUL in the name
        raise KnownError("That is not the name of a file.", "Check the name, or choose another file with --model FILE.") from e


@functools.lru_cache(maxsize=64)
def _read(path: Path, size: int, changed: int) -> Header:
    del changed  # only tells the cache one state of the file from another
    with path.open("rb") as file:
        data = file.read(min(size, FIRST_READ))
        if data[:4] != b"GGUF":
            raise KnownError(f"{path.name} is not a GGUF model file.", "Choose a file that ends in .gguf, as language models come in.")
        while True:
            try:
                return _parse(data)
            except TooShort:
                more = file.read(min(len(data), LARGEST_HEADER - len(data)))
                if not more:
                    raise KnownError(f"{path.name} is not whole: it breaks off in its first pages.", "Fetch or copy it again.") from None
                data += more
            except Broken as e:
                raise KnownError(f"{path.name} is damaged, or no GGUF that can be used: {e}.", "Fetch or copy it again.") from e


def _parse(data: bytes) -> Header:
    cursor = Cursor(data)
    cursor.skip(4)
    version = int(cursor.number("<I"))
    if version not in (2, 3):
        other = struct.unpack(">I", struct.pack("<I", version))[0]
        raise Broken("it is of the other byte order" if other in (2, 3) else f"it is of version {version}, and 2 and 3 are known")
    tensors, keys = cursor.count(), cursor.count()
    if keys > MOST_KEYS or tensors > MOST_TENSORS:
        raise Broken(f"{keys} keys and {tensors} tensors")
    values: dict[str, int | float | bool | str] = {}
    for _ in range(keys):
        key, kind = cursor.text(), int(cursor.number("<I"))
        if kind == ARRAY:
            values[key] = cursor.skip_array()
        elif kind == TEXT:
            values[key] = cursor.text()
        elif kind in NUMBERS:
            values[key] = cursor.number(NUMBERS[kind])
        else:
            raise Broken(f"a value of type {kind}")
    end = max((_tensor_end(cursor) for _ in range(tensors)), default=0)
    alignment = max(1, _whole(values, "general.alignment") or 32)
    start = -(-cursor.at // alignment) * alignment
    architecture = _text(values, "general.architecture")
    return Header(
        version=version,
        architecture=architecture,
        name=_text(values, "general.name"),
        kind=_text(values, "general.type"),
        quantisation=FILE_KINDS.get(_whole(values, "general.file_type", -1), ""),
        context_tokens=_whole(values, f"{architecture}.context_length"),
        has_vocabulary=_whole(values, "tokenizer.ggml.tokens") > 0,
        has_chat_template=bool(_text(values, "tokenizer.chat_template")),
        tensors=tensors,
        needed_bytes=start + end if tensors else cursor.at,
    )


def _tensor_end(cursor: Cursor) -> int:
    """Read one row of the table of tensors; where its weights end, counted from the first weight."""
    cursor.text()
    dimensions = int(cursor.number("<I"))
    if dimensions > 8:
        raise Broken(f"a tensor of {dimensions} dimensions")
    shape = [cursor.count() for _ in range(dimensions)]
    kind, offset = int(cursor.number("<I")), cursor.count()
    values, size = BLOCKS.get(kind, (1, 0))
    return offset + math.prod(shape) // values * size


def _text(values: dict[str, int | float | bool | str], key: str) -> str:
    value = values.get(key)
    return "".join(c for c in value if c.isprintable() or c == "\n") if isinstance(value, str) else ""


def _whole(values: dict[str, int | float | bool | str], key: str, default: int = 0) -> int:
    value = values.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else default
