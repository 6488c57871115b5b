"""How much memory a model takes, from the numbers in its header.

File: every weight is used for every token, so all of it has to lie in memory, be it as pages of the file or copied into a layout that the
processor reads faster (llama.cpp does that for some quantisations and gives the file's pages back).

Cache: layers x KV heads x (key length + value length) x 2 bytes (f16) for a token of context; a list with one number for each layer is
heeded, so layers without attention cost nothing. Sliding windows are counted in full, since llama.cpp allocates them in full unless told
otherwise (`swa_full`), and Ardoise goes back to earlier tokens, which a cache of the window's size cannot.

Scratch, measured with llama.cpp (0.3.36 of its Python package) on two models, flash attention on, 128 tokens read at a time:

    model                        vocabulary  embedding   compute buffer          the rest of the process, after a decode
    SmolLM2 135M Q4_1                49,152        576   24.56 MiB                70 MB beside file and cache
    Qwen2.5-Coder 1.5B Q4_K_M       151,936      1,536   75.69 MiB               118 MB beside file and cache

The compute buffer is exactly 128 x (vocabulary + 2 x embedding) x 4 bytes: the logits of a whole batch and two rows of activations; it
does not grow with the context (without flash attention it does). The rest is the vocabulary as llama.cpp keeps it (0.3-0.5 KB a token),
Python, and the threads' buffers. Only a part of the compute buffer is ever touched, so this counts some 90 MB more than is resident.
"""

from __future__ import annotations

from typing import Final

from ardoise.core.models import Needs
from ardoise.models.header import Header

BATCH: Final = 128
"""Tokens that the engine reads at a time."""
_F16: Final = 2
_F32: Final = 4
_PER_WORD: Final = 400
"""Bytes of a token in llama.cpp's vocabulary, with its merges."""
_PROCESS: Final = 64 << 20
"""Bytes of the engine's process without any model, and of its threads' buffers."""
_MOST: Final = 1 << 50


def of(header: Header, file_bytes: int) -> Needs | None:
    """What a file of so many bytes needs; None where its header has no numbers to tell by."""
    if not header.kv_heads or not header.vocabulary:
        return None
    cache = kv_bytes(header.kv_heads, header.key_length, header.value_length)
    scratch = scratch_bytes(header.vocabulary, header.embedding)
    return Needs(file_bytes, cache, scratch, header.context_tokens) if max(cache, scratch) < _MOST else None


def kv_bytes(kv_heads: tuple[int, ...], key_length: int, value_length: int) -> int:
    """Of one token of context; `kv_heads` has a number for each layer."""
    return sum(kv_heads) * (key_length + value_length) * _F16


def scratch_bytes(vocabulary: int, embedding: int) -> int:
    """Beside file and cache; see the table above."""
    return BATCH * (vocabulary + 2 * embedding) * _F32 + _PER_WORD * vocabulary + _PROCESS
