"""Small GGUF files, written with the reference implementation of the format."""

from __future__ import annotations

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
) -> Path:
    """A file with a header that is like a model's, and one tensor of `weights` x 32 halves (none for 0)."""
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_type(kind)
    writer.add_name(name)
    writer.add_context_length(4_096)
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
