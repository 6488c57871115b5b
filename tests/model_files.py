"""Model files for tests: a tiny one that a test writes itself, the 98 MB SmolLM2, and a 1.5B where this machine has one.

The tiny model is a real qwen2 GGUF that llama.cpp loads and decodes, whose weights are made so that each token is followed by a known
one: a token's embedding is a random direction, and the output row of its successor is the same direction. Its layers are small noise. So it
writes a text that the test chooses, byte by byte, through the whole of the real machinery.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import gguf
import numpy as np
import platformdirs
import pytest

from ardoise.engine.chat import CHATML
from tests import conftest

SMOLLM2 = "SmolLM2-135M-Instruct.Q4_1.gguf"
_WIDTH, _LAYERS, _HEADS, _KV_HEADS = 128, 2, 4, 2
_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_FIRST_SPECIAL, _IM_END = 256, 258


def tiny_gguf(
    folder: Path,
    *,
    says: str | None = None,
    template: str | None = CHATML,
    architecture: str = "qwen2",
    trained_tokens: int = 8_192,
    pooling: bool = False,
    name: str = "tiny.gguf",
) -> Path:
    """Write the model and return its path.

    `says` is the answer to everything, in which no byte may occur twice; None: it never comes to an end. A `prefix` that is the beginning
    of `says` is continued. `template` None leaves the chat template out; `pooling` marks an embedding model.
    """
    path = folder / name
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("Tiny")
    writer.add_context_length(trained_tokens)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_WIDTH)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10_000.0)
    if pooling:
        writer.add_pooling_type(gguf.PoolingType.MEAN)
    _add_vocabulary(writer, template)
    for tensor, values in _weights(_successors(says)).items():
        writer.add_tensor(tensor, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def split(path: Path, folder: Path, *, tensors: int, name: str = "parts") -> list[Path]:
    """The tiny model of `path` again, in parts of so many tensors, as the reference implementation splits."""
    reader = gguf.GGUFReader(path)
    writer = gguf.GGUFWriter(folder / f"{name}.gguf", "qwen2", split_max_tensors=tensors)
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name == "general.architecture":
            continue
        kind = field.types[0]
        writer.add_key_value(field.name, field.contents(), kind, sub_type=field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, np.array(tensor.data))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return sorted(folder.glob(f"{name}-*-of-*.gguf"))


def smollm2() -> Path:
    """The SmolLM2 file; skips the test where the set-up has not fetched it."""
    path = _models_folder() / SMOLLM2
    if not path.exists():
        pytest.skip(f"the small model {SMOLLM2} is not in {path.parent}; `make test` fetches it")
    return path


def big_model() -> Path:
    """A 1.5B chat model of this machine; skips the test where there is none."""
    found = sorted(_models_folder().glob("*1.5B*.gguf"))
    if not found:
        pytest.skip(f"there is no 1.5B model in {_models_folder()}; get one: ardoise model get")
    return found[0]


def _models_folder() -> Path:
    real = conftest.REAL_DATA_FOLDER
    return (Path(real) if real else platformdirs.user_data_path("ardoise", appauthor=False)) / "models"


def _add_vocabulary(writer: gguf.GGUFWriter, template: str | None) -> None:
    """One token for each byte in GPT-2's spelling of bytes, one merge (the format wants some), and ChatML's control tokens."""
    spelling = _spelling()
    tokens = [*(spelling[b] for b in range(256)), *_SPECIAL, spelling[0x20] + "t"]
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([control if t in _SPECIAL else normal for t in tokens])
    writer.add_token_merges([f"{spelling[0x20]} t"])
    writer.add_eos_token_id(_IM_END)
    writer.add_pad_token_id(_FIRST_SPECIAL)
    writer.add_add_bos_token(False)
    if template is not None:
        writer.add_chat_template(template)


def _spelling() -> dict[int, str]:
    """GPT-2's byte alphabet: printable bytes stand for themselves, the others are shifted behind U+0100."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(others)}


def _successors(says: str | None) -> dict[int, int]:
    """Which token follows which; the newline is what every ChatML prompt ends with."""
    if says is None:
        cycle = [*range(0x21, 0x7F), 0x20]
        return {**dict(pairwise(cycle)), 0x20: 0x21, 0x0A: 0x21}
    data = says.encode()
    assert len(set(data)) == len(data), "no byte may occur twice"
    assert 0x0A not in data
    return dict(pairwise([0x0A, *data, _IM_END]))


def _weights(successors: dict[int, int]) -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)

    def noise(*shape: int) -> np.ndarray:
        return (0.01 * random.standard_normal(shape)).astype(np.float32)

    size = 256 + len(_SPECIAL) + 1
    embedding = random.standard_normal((size, _WIDTH)).astype(np.float32)
    embedding /= np.linalg.norm(embedding, axis=1, keepdims=True)
    output = np.zeros_like(embedding)
    for token, following in successors.items():
        output[following] += embedding[token]
    ones, kv = np.ones(_WIDTH, np.float32), _WIDTH * _KV_HEADS // _HEADS
    weights = {"token_embd.weight": embedding, "output.weight": output, "output_norm.weight": ones}
    for layer in range(_LAYERS):
        block = {
            "attn_norm.weight": ones,
            "ffn_norm.weight": ones,
            "attn_q.weight": noise(_WIDTH, _WIDTH),
            "attn_k.weight": noise(kv, _WIDTH),
            "attn_v.weight": noise(kv, _WIDTH),
            "attn_q.bias": noise(_WIDTH),
            "attn_k.bias": noise(kv),
            "attn_v.bias": noise(kv),
            "attn_output.weight": noise(_WIDTH, _WIDTH),
            "ffn_gate.weight": noise(_WIDTH, _WIDTH),
            "ffn_up.weight": noise(_WIDTH, _WIDTH),
            "ffn_down.weight": noise(_WIDTH, _WIDTH),
        }
        weights |= {f"blk.{layer}.{name}": values for name, values in block.items()}
    return weights
