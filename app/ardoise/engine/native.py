"""llama.cpp itself: one model, one context, one sequence. Child side, and the only importer of llama_cpp.

The low-level interface and not `llama_cpp.Llama`: that class can neither report progress nor be stopped while it reads a prompt, and its
sampling defaults are not greedy. `stopped` is asked by llama.cpp at every node of its graph (some 500 times a token; measured: no slower),
so a stop takes milliseconds at any moment. Nothing is freed: the child loads one model and ends with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import llama_cpp as llama
from llama_cpp.llama_cpp import ggml_abort_callback

from ardoise.core.errors import KnownError
from ardoise.core.generation import Sampling
from ardoise.engine import chat, faults

BATCH: Final = 128
"""Most tokens that `Model.read` takes at a time."""
_NO_ROOM, _ABORTED = 1, 2
_WARNING, _ERROR = 3, 4
_F16_BYTES: Final = 2


class Stopped(Exception):
    """The wish to stop was seen; what was being read is forgotten again."""


class NoRoom(Exception):
    """The context is full."""


class Model:
    """A loaded chat model and its context. `kept` is exactly what the KV cache holds, in order."""

    def __init__(
        self, path: Path, *, context_tokens: int, threads: int, stopped: Callable[[], bool], on_progress: Callable[[float], None]
    ) -> None:
        """Raises KnownError if the file is no chat model that fits into memory, and Stopped. `on_progress` gets 0 to 1."""
        self.path, self.threads, self._stopped = path, threads, stopped
        self.kept: list[int] = []
        self._log: deque[str] = deque(maxlen=40)
        self._held: list[Any] = []  # callbacks: C does not keep them alive
        llama.llama_log_set(self._hold(llama.llama_log_callback(self._listen)), None)
        llama.llama_backend_init()
        self._model = self._load(lambda done: on_progress(0.9 * done))
        self._vocab = llama.llama_model_get_vocab(self._model)
        self.template = self._chat_template()
        self.trained_tokens: int = llama.llama_model_n_ctx_train(self._model)
        self._context = self._open(context_tokens)
        self.context_tokens: int = llama.llama_n_ctx(self._context)
        self._memory = llama.llama_get_memory(self._context)
        if not self._memory:
            raise faults.no_chat_model(path, "it turns text into vectors and does not write")
        self._warm_up()
        on_progress(1.0)

    def _hold(self, callback: Any) -> Any:
        self._held.append(callback)
        return callback

    def _listen(self, level: int, text: bytes, _data: object) -> None:
        if level in (_WARNING, _ERROR):
            line = text.decode("utf-8", errors="replace").rstrip()
            self._log.append(line)
            print(line, file=sys.stderr)

    def _load(self, on_progress: Callable[[float], None]) -> Any:
        def go_on(done: float, _data: object) -> bool:
            on_progress(done)
            return not self._stopped()

        params = llama.llama_model_default_params()
        params.progress_callback = self._hold(llama.llama_progress_callback(go_on))
        model = llama.llama_model_load_from_file(os.fsencode(self.path), params)
        if self._stopped():
            raise Stopped
        if not model:
            raise faults.from_log(self.path, list(self._log))
        return model

    def _chat_template(self) -> chat.ChatTemplate:
        kind = self.metadata("general.architecture")
        if not llama.llama_model_has_decoder(self._model) or llama.llama_model_has_encoder(self._model):
            raise faults.no_chat_model(self.path, f"a {kind} model does not simply write on")
        if self.metadata(f"{kind}.pooling_type") not in ("", "0"):
            raise faults.no_chat_model(self.path, "it turns text into vectors and does not write")
        raw = llama.llama_model_chat_template(self._model, None)
        if not raw and kind != "qwen2":
            raise faults.no_chat_model(self.path, "it brings no chat template")
        source = raw.decode("utf-8", errors="replace") if raw else chat.CHATML
        bos, eos = llama.llama_vocab_bos(self._vocab), llama.llama_vocab_eos(self._vocab)
        try:
            return chat.ChatTemplate(source, bos=self._special(bos), eos=self._special(eos))
        except chat.BadTemplate as e:
            raise faults.no_chat_model(self.path, f"its chat template fails ({e})") from e

    def _open(self, wanted: int) -> Any:
        params = llama.llama_context_default_params()
        params.n_ctx = min(wanted, self.trained_tokens) if self.trained_tokens > 0 else wanted
        params.n_batch = params.n_ubatch = BATCH
        params.n_threads = params.n_threads_batch = self.threads
        params.abort_callback = self._hold(ggml_abort_callback(lambda _data: self._stopped()))
        context = llama.llama_init_from_model(self._model, params)
        if not context:
            raise faults.from_log(self.path, list(self._log))
        return context

    def _warm_up(self) -> None:
        """Touch every weight once, so that the first request does not wait for the disk."""
        llama.llama_set_warmup(self._context, True)
        self.read([0])
        llama.llama_set_warmup(self._context, False)
        self.keep_only(0)

    def metadata(self, key: str) -> str:
        """A scalar of the file's metadata; empty where there is none."""
        buffer = ctypes.create_string_buffer(256)
        length = llama.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", errors="replace") if length >= 0 else ""

    @property
    def kv_bytes(self) -> int:
        """Of the cache at its full length: layers x cells x KV heads x (key + value length) x two bytes (f16)."""
        heads = max(1, llama.llama_model_n_head(self._model))
        kind, usual = self.metadata("general.architecture"), llama.llama_model_n_embd(self._model) // heads
        lengths = [int(self.metadata(f"{kind}.attention.{part}_length") or usual) for part in ("key", "value")]
        cells = llama.llama_model_n_layer(self._model) * self.context_tokens * llama.llama_model_n_head_kv(self._model)
        return int(cells * sum(lengths) * _F16_BYTES)

    # --- tokens -----------------------------------------------------------------------------------------------------------------------

    def tokens(self, pieces: Sequence[chat.Piece]) -> list[int]:
        """Control tokens come from template pieces only; a sequence begins as the vocabulary wants it to."""
        found: list[int] = []
        for piece in pieces:
            data = piece.text.encode("utf-8", errors="replace")
            room = len(data) + 8
            buffer = (llama.llama_token * room)()
            count = llama.llama_tokenize(self._vocab, data, len(data), buffer, room, False, piece.template)
            found.extend(buffer[: max(0, count)])
        bos = llama.llama_vocab_bos(self._vocab)
        if llama.llama_vocab_get_add_bos(self._vocab) and bos >= 0 and found[:1] != [bos]:
            found.insert(0, bos)
        return found

    def text(self, token: int) -> bytes:
        """The bytes of a token, which may begin or end inside a character; none for a control token."""
        return self._piece(token, special=False)

    def ends(self, token: int) -> bool:
        """The token ends the answer (or the message, or the file)."""
        return bool(llama.llama_vocab_is_eog(self._vocab, token))

    def _special(self, token: int) -> str:
        return self._piece(token, special=True).decode("utf-8", errors="replace") if token >= 0 else ""

    def _piece(self, token: int, *, special: bool) -> bytes:
        room = 256
        while True:
            buffer = ctypes.create_string_buffer(room)
            length = llama.llama_token_to_piece(self._vocab, token, buffer, room, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            room = -length

    # --- the context ------------------------------------------------------------------------------------------------------------------

    def keep_only(self, count: int) -> int:
        """Forget all but the first `count` tokens, or all of them where the model cannot do that; returns how many are kept."""
        if not llama.llama_memory_seq_rm(self._memory, 0, count, -1):
            llama.llama_memory_clear(self._memory, True)
            count = 0
        del self.kept[count:]
        return count

    def read(self, tokens: Sequence[int]) -> None:
        """Append up to BATCH tokens to the context. Raises Stopped, NoRoom, or KnownError if llama.cpp fails; nothing is then appended."""
        array = (llama.llama_token * len(tokens))(*tokens)
        result = llama.llama_decode(self._context, llama.llama_batch_get_one(array, len(tokens)))
        if result == 0:
            self.kept.extend(tokens)
            return
        self.keep_only(len(self.kept))
        if result == _ABORTED:
            raise Stopped
        if result == _NO_ROOM:
            raise NoRoom
        raise KnownError(f"llama.cpp failed with the model {self.path} (code {result}).", "Try again, or choose another model.")

    @contextlib.contextmanager
    def sampler(self, sampling: Sampling) -> Iterator[Callable[[], int]]:
        """Gives a function that picks the next token from the last logits; every value of the sampling is set here, none by default."""
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        if sampling.temperature <= 0:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_greedy())
        else:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_top_p(sampling.top_p, 1))
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_temp(sampling.temperature))
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFF))
        try:
            yield lambda: int(llama.llama_sampler_sample(chain, self._context, -1))
        finally:
            llama.llama_sampler_free(chain)
