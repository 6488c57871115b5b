"""The model's file in memory: its weights, its vocabulary, its chat template. Child side; it, `context.py` and `trial.py` import llama_cpp.

The low-level interface and not `llama_cpp.Llama`: that class can neither report progress nor be stopped while it reads a prompt, decodes
one sequence only, and its sampling defaults are not greedy. Nothing is freed: the child loads one model and ends with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import llama_cpp as llama

from ardoise.engine import chat, faults
from ardoise.engine.stopping import StopByte

_WARNING, _ERROR = 3, 4
ALL_LAYERS: Final = 999


class Stopped(Exception):
    """The wish to stop was seen; what was being read is forgotten again."""


class Weights:
    """A loaded chat model; `pointer` and `vocabulary` are llama.cpp's own."""

    def __init__(self, path: Path, *, gpu_layers: int, stop: StopByte, on_progress: Callable[[float], None]) -> None:
        """Raises KnownError if the file is no chat model that fits into memory, and Stopped. `on_progress` gets 0 to 1.

        `gpu_layers` below 0: all of them, where this llama.cpp was built for a graphics processor.
        """
        self.path, self._stop = path, stop
        self.log: deque[str] = deque(maxlen=40)
        self._held: list[Any] = []  # callbacks: C does not keep them alive
        llama.llama_log_set(self.hold(llama.llama_log_callback(self._listen)), None)
        llama.llama_backend_init()
        offloads = bool(llama.llama_supports_gpu_offload())
        self.gpu_layers = (ALL_LAYERS if gpu_layers < 0 else gpu_layers) if offloads else 0
        self.pointer = self._load(on_progress)
        self.vocabulary = llama.llama_model_get_vocab(self.pointer)
        self.template = self._chat_template()
        self.trained_tokens: int = llama.llama_model_n_ctx_train(self.pointer)
        _give_back(path)

    def hold(self, callback: Any) -> Any:
        self._held.append(callback)
        return callback

    def _listen(self, level: int, text: bytes, _data: object) -> None:
        if level in (_WARNING, _ERROR):
            line = text.decode("utf-8", errors="replace").rstrip()
            self.log.append(line)
            print(line, file=sys.stderr)

    def _load(self, on_progress: Callable[[float], None]) -> Any:
        def go_on(done: float, _data: object) -> bool:
            on_progress(done)
            return not self._stop.wished

        params = llama.llama_model_default_params()
        params.n_gpu_layers = self.gpu_layers
        params.progress_callback = self.hold(llama.llama_progress_callback(go_on))
        model = llama.llama_model_load_from_file(os.fsencode(self.path), params)
        if self._stop.wished:
            raise Stopped
        if not model and self.gpu_layers and faults.wants_memory(self.log):  # the graphics processor's is full: without it, slower
            self.gpu_layers = params.n_gpu_layers = 0
            self.log.clear()
            model = llama.llama_model_load_from_file(os.fsencode(self.path), params)
        if not model:
            raise faults.from_log(self.path, list(self.log))
        return model

    def _chat_template(self) -> chat.ChatTemplate:
        kind = self.metadata("general.architecture")
        if not llama.llama_model_has_decoder(self.pointer) or llama.llama_model_has_encoder(self.pointer):
            raise faults.no_chat_model(self.path, f"a {kind} model does not simply write on")
        if self.metadata(f"{kind}.pooling_type") not in ("", "0"):
            raise faults.no_chat_model(self.path, "it turns text into vectors and does not write")
        raw = llama.llama_model_chat_template(self.pointer, None)
        if not raw and kind != "qwen2":
            raise faults.no_chat_model(self.path, "it brings no chat template")
        source = raw.decode("utf-8", errors="replace") if raw else chat.CHATML
        bos, eos = llama.llama_vocab_bos(self.vocabulary), llama.llama_vocab_eos(self.vocabulary)
        try:
            return chat.ChatTemplate(source, bos=self._special(bos), eos=self._special(eos))
        except chat.BadTemplate as e:
            raise faults.no_chat_model(self.path, f"its chat template fails ({e})") from e

    def metadata(self, key: str) -> str:
        """A scalar of the file's metadata; empty where there is none."""
        buffer = ctypes.create_string_buffer(256)
        length = llama.llama_model_meta_val_str(self.pointer, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", errors="replace") if length >= 0 else ""

    # --- tokens -----------------------------------------------------------------------------------------------------------------------

    def tokens(self, pieces: Sequence[chat.Piece]) -> list[int]:
        """Control tokens come from template pieces only; a sequence begins as the vocabulary wants it to."""
        found: list[int] = []
        for piece in pieces:
            data = piece.text.encode("utf-8", errors="replace")
            room = len(data) + 8
            buffer = (llama.llama_token * room)()
            count = llama.llama_tokenize(self.vocabulary, data, len(data), buffer, room, False, piece.template)
            found.extend(buffer[: max(0, count)])
        bos = llama.llama_vocab_bos(self.vocabulary)
        if llama.llama_vocab_get_add_bos(self.vocabulary) and bos >= 0 and found[:1] != [bos]:
            found.insert(0, bos)
        return found

    def text(self, token: int) -> bytes:
        """The bytes of a token, which may begin or end inside a character; none for a control token."""
        return self._piece(token, special=False)

    def ends(self, token: int) -> bool:
        """The token ends the answer (or the message, or the file)."""
        return bool(llama.llama_vocab_is_eog(self.vocabulary, token))

    def _special(self, token: int) -> str:
        return self._piece(token, special=True).decode("utf-8", errors="replace") if token >= 0 else ""

    def _piece(self, token: int, *, special: bool) -> bytes:
        room = 256
        while True:
            buffer = ctypes.create_string_buffer(room)
            length = llama.llama_token_to_piece(self.vocabulary, token, buffer, room, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            room = -length


def _give_back(path: Path) -> None:
    """Tell Linux that the file's pages are not needed: llama.cpp has made a second copy of many weights, in the order that its kernels
    read, and never looks at the first again. The others come back from the file at the first token. Elsewhere the system sees to it."""
    if sys.platform != "linux":
        return
    name = os.fsencode(path.resolve())
    advise = ctypes.CDLL(None).madvise
    with contextlib.suppress(OSError), open("/proc/self/maps", "rb") as maps:
        for line in maps:
            parts = line.split(maxsplit=5)
            if len(parts) == 6 and parts[5].rstrip(b"\n") == name:
                first, last = (int(number, 16) for number in parts[0].split(b"-"))
                advise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), mmap.MADV_DONTNEED)
