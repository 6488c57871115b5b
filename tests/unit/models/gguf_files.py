"""Small GGUF files, written with the reference implementation of the format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np


def write(
    path: Path,
    *,
    architecture: str = "qwen2",
    name: str = "Tiny",
    kind: str = "model",
    tokens: int = 40,
    weights: int = 64,
    template: str = "{{ messages }}",
    layers: int = 0,
    kv_heads: int | Sequence[int] = 2,
    lengths: tuple[int, int] | None = None,
    pooling: int = 0,
    part: tuple[int, int] | None = None,
) -> Path:
    """A file with a header that is like a model's, and one tensor of `weights` x 32 halves (none for 0).

    With `layers` it has the numbers of a model of width 1,536 with 12 heads. `lengths`: of keys and values. `part`: (1, 3): first of 3.
    """
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_type(kind)
    writer.add_name(name)
    writer.add_context_length(4_096)
    if layers:
        writer.add_block_count(layers)
        writer.add_embedding_length(1_536)
        writer.add_head_count(12)
        writer.add_head_count_kv(kv_heads)
    if lengths:
        writer.add_key_length(lengths[0])
        writer.add_value_length(lengths[1])
    if pooling:
        writer.add_pooling_type(gguf.PoolingType(pooling))
    if part:
        writer.add_uint16("split.no", part[0] - 1)
        writer.add_uint16("split.count", part[1])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_K_M)
    if tokens:
        writer.add_tokenizer_model("gpt2")
        writer.add_token_list([f"token {i}" for i in range(tokens)])
        writer.add_token_types([1] * tokens)
    if template:
        writer.add_chat_template(template)
    if weights:
        writer.add_tensor("token_embd.weight", np.ones((weights, 32), dtype=np.float16))
        writer.add_tensor("output_norm.weight", np.ones((32,), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
