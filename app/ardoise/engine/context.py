"""What llama.cpp holds of what was read: a KV cache of several sequences that share the cells of a common beginning. Child side.

Sequence 0 is the trunk: the last conversation. Continuations that are written together are the sequences above it, and those above them
the shelf: prompts of earlier conversations, one of each kind. The next request begins from whichever sequence has most of it already, so
that a system message, a problem, worked examples, or the sound steps of an attempt are never read twice.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Final

import llama_cpp as llama
import psutil
from llama_cpp.llama_cpp import ggml_abort_callback

from ardoise.core.errors import KnownError
from ardoise.core.generation import Sampling
from ardoise.engine import faults
from ardoise.engine.stopping import StopByte
from ardoise.engine.weights import Stopped, Weights

BATCH: Final = 128
"""Most tokens that are read at a time."""
MOST_BRANCHES: Final = 16
MOST_WITH_STATES: Final = 3
"""Continuations that are written together; fewer where each sequence has a state of its own, which takes tens of megabytes."""
TRUNK: Final = 0
ON_SHELF: Final = 6
"""Prompts that are kept for later; a problem may be asked for in four ways."""
SHELF: Final = range(1 + MOST_BRANCHES, 1 + MOST_BRANCHES + ON_SHELF + 1)
"""Their sequences, and one to move things."""
WORTH_KEEPING: Final = 96
"""Tokens; a shorter prompt is read again in a moment."""
MOST_OF_FREE_MEMORY: Final = 0.25
"""Of what is free, for the cells of several that are written together."""
_NO_ROOM, _ABORTED = 1, 2
_F16_BYTES: Final = 2


class NoRoom(Exception):
    """The context is full."""


class Context:
    """`held` is exactly what the KV cache holds of each sequence, in order; the trunk is always there."""

    def __init__(self, weights: Weights, *, context_tokens: int, threads: int, stop: StopByte) -> None:
        """`context_tokens` is cut to what the model was trained at. Raises KnownError: no memory, or no model that writes."""
        trained = weights.trained_tokens
        self.longest = min(context_tokens, trained) if trained > 0 else context_tokens
        """Tokens that one sequence may have."""
        self.weights, self._stop = weights, stop
        self.threads = threads
        self.held: dict[int, list[int]] = {TRUNK: []}
        self._asked: dict[int, int] = {TRUNK: 0}
        """How many tokens of a sequence are its prompt; what follows was written."""
        has_states = bool(llama.llama_model_is_recurrent(weights.pointer) or llama.llama_model_is_hybrid(weights.pointer))
        self.can_go_back = not has_states
        """A state that all tokens went into cannot be taken back to what it was some tokens ago."""
        self._keeps_each_token = not (has_states or llama.llama_model_n_swa(weights.pointer))
        """Layers with a window may have given away the cells of what lies behind it."""
        self.places = MOST_WITH_STATES if has_states else MOST_BRANCHES
        """Continuations that can be written together."""
        self._batch = llama.llama_batch_init(BATCH, 0, 1)
        self._open(self.longest)

    def _open(self, cells: int) -> None:
        params = llama.llama_context_default_params()
        params.n_ctx = cells
        params.n_batch = params.n_ubatch = BATCH
        params.n_seq_max = SHELF.stop if self._keeps_each_token else 1 + self.places
        params.kv_unified = True
        params.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_AUTO
        params.n_threads = params.n_threads_batch = self.threads
        params.abort_callback = ggml_abort_callback(self._stop.callback())
        params.abort_callback_data = self._stop.argument
        context = llama.llama_init_from_model(self.weights.pointer, params)
        if not context:
            raise faults.from_log(self.weights.path, list(self.weights.log))
        self._context = context
        self._memory = llama.llama_get_memory(context)
        if not self._memory:
            raise faults.no_chat_model(self.weights.path, "it turns text into vectors and does not write")
        self.cells: int = llama.llama_n_ctx(context)

    def warm_up(self) -> None:
        """Touch every weight once, so that the first request does not wait for the disk."""
        llama.llama_set_warmup(self._context, True)
        self.read([0])
        llama.llama_set_warmup(self._context, False)
        self.keep_only(0)

    def set_threads(self, threads: int) -> None:
        """From the next decoding on."""
        if threads == self.threads:
            return
        self.threads = threads
        llama.llama_set_n_threads(self._context, threads, threads)

    @property
    def kv_bytes(self) -> int:
        """Of the cache: layers x cells x KV heads x (key + value length) x two bytes (f16)."""
        model = self.weights.pointer
        heads = max(1, llama.llama_model_n_head(model))
        kind, usual = self.weights.metadata("general.architecture"), llama.llama_model_n_embd(model) // heads
        lengths = [int(self.weights.metadata(f"{kind}.attention.{part}_length") or usual) for part in ("key", "value")]
        return int(llama.llama_model_n_layer(model) * self.cells * llama.llama_model_n_head_kv(model) * sum(lengths) * _F16_BYTES)

    def make_room(self, cells: int) -> None:
        """Have at least so many cells, if memory allows; what the trunk holds moves along and is not read again."""
        each = max(1, self.kv_bytes // self.cells)
        affordable = int(psutil.virtual_memory().available * MOST_OF_FREE_MEMORY) // each  # for a while, both are there
        cells = -(-min(cells, affordable) // 256) * 256
        if cells <= self.cells:
            return
        self.drop_all_but({TRUNK})
        old, before = self._context, self.cells
        size = llama.llama_state_seq_get_size(old, TRUNK)
        state = (ctypes.c_uint8 * size)()
        llama.llama_state_seq_get_data(old, state, size, TRUNK)
        try:
            self._open(cells)
        except KnownError:
            self._context, self._memory, self.cells = old, llama.llama_get_memory(old), before
            return
        llama.llama_free(old)
        if self.held[TRUNK] and not llama.llama_state_seq_set_data(self._context, state, size, TRUNK):
            llama.llama_memory_clear(self._memory, True)
            self.held[TRUNK] = []

    # --- sequences --------------------------------------------------------------------------------------------------------------------

    def go_on_from(self, prompt: Sequence[int]) -> int:
        """Make the trunk the longest beginning of `prompt` that any sequence holds; prompts of other kinds go on the shelf, the rest is
        forgotten. Returns the length of that beginning."""
        best = max(self.held, key=lambda s: _common(self.held[s], prompt))
        shelved = self._shelve(best)
        if best != TRUNK:
            llama.llama_memory_seq_rm(self._memory, TRUNK, -1, -1)
            llama.llama_memory_seq_cp(self._memory, best, TRUNK, -1, -1)
            self.held[TRUNK] = list(self.held[best])
        self._asked[TRUNK] = len(prompt)
        self.drop_all_but({TRUNK, *shelved})
        return self.keep_only(min(_common(self.held[TRUNK], prompt), max(0, len(prompt) - 1)))

    def _shelve(self, needed: int) -> set[int]:
        """Put the latest prompts on the shelf, one of those that are half the same; `needed` stays held too. Returns their sequences."""
        if not self._keeps_each_token:
            return set()
        prompts = {s: self.held[s][: self._asked[s]] for s in self.held}
        shelf = [s for s in self.held if s in SHELF]
        worth: list[int] = []
        for sequence in (*(s for s in self.held if s not in SHELF), *reversed(shelf)):
            prompt = prompts[sequence]
            if len(prompt) >= WORTH_KEEPING and all(2 * _common(prompt, prompts[other]) < len(prompt) for other in worth):
                worth.append(sequence)
        worth = worth[:ON_SHELF]
        self.drop_all_but({s for s in self.held if s not in SHELF} | {needed, *worth})
        for sequence in reversed([s for s in worth if s not in SHELF]):
            place = next(s for s in SHELF if s not in self.held)
            llama.llama_memory_seq_cp(self._memory, sequence, place, 0, len(prompts[sequence]))
            self.held[place], self._asked[place] = prompts[sequence], len(prompts[sequence])
            worth[worth.index(sequence)] = place
        return set(worth)

    def keep_only(self, count: int, sequence: int = TRUNK) -> int:
        """Forget all but the first `count` tokens, or all of them where the model cannot do that; returns how many are kept."""
        if not llama.llama_memory_seq_rm(self._memory, sequence, count, -1):
            llama.llama_memory_clear(self._memory, True)
            self.held = {s: [] for s in self.held}
            count = 0
        del self.held[sequence][count:]
        return count

    def branch(self, sequence: int, prompt: Sequence[int]) -> int:
        """A new sequence with as much of the prompt as any other holds, but for its last token; it shares their cells. Returns how much of
        that comes from the shelf: 0, or all of it."""
        best = max(self.held, key=lambda s: _common(self.held[s], prompt)) if self._keeps_each_token else TRUNK
        count = min(_common(self.held[best], prompt), len(prompt) - 1)
        llama.llama_memory_seq_cp(self._memory, best, sequence, 0, count)
        self.held[sequence], self._asked[sequence] = list(prompt[:count]), len(prompt)
        return count if best in SHELF else 0

    def drop(self, sequence: int) -> None:
        llama.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        del self.held[sequence], self._asked[sequence]

    def drop_all_but(self, kept: Set[int]) -> bool:
        """Returns whether there was anything to forget."""
        others = [s for s in self.held if s not in kept]
        for sequence in others:
            self.drop(sequence)
        return bool(others)

    # --- reading ----------------------------------------------------------------------------------------------------------------------

    def read(self, tokens: Sequence[int], sequence: int = TRUNK) -> None:
        """Append up to BATCH tokens to a sequence; the last one's logits can then be sampled (at -1).

        Raises Stopped, NoRoom, or KnownError if llama.cpp fails; nothing is then appended.
        """
        self.step({sequence: tokens})

    def step(self, following: Mapping[int, Sequence[int]], *, every: bool = False) -> dict[int, int]:
        """Append tokens to several sequences in one batch of at most BATCH. Returns where each one's last logits are in the batch.

        `every`: each token's logits can be sampled, those of a sequence one after the other before that place. Raises as `read`.
        """
        batch, count, places = self._batch, 0, {}
        for sequence, tokens in following.items():
            start = len(self.held[sequence])
            for offset, token in enumerate(tokens):
                batch.token[count] = token
                batch.pos[count] = start + offset
                batch.n_seq_id[count] = 1
                batch.seq_id[count][0] = sequence
                batch.logits[count] = every or offset == len(tokens) - 1
                count += 1
            places[sequence] = count - 1
        batch.n_tokens = count
        result = llama.llama_decode(self._context, batch)
        if result == _NO_ROOM and self.drop_all_but(self.held.keys() - set(SHELF)):
            result = llama.llama_decode(self._context, batch)
        if result == 0:
            for sequence, tokens in following.items():
                self.held[sequence].extend(tokens)
            return places
        for sequence in following:
            self.keep_only(len(self.held[sequence]), sequence)
        if result == _ABORTED:
            raise Stopped
        if result == _NO_ROOM:
            raise NoRoom
        raise KnownError(f"llama.cpp failed with the model {self.weights.path} (code {result}).", "Try again, or choose another model.")

    @contextlib.contextmanager
    def sampler(self, sampling: Sampling) -> Iterator[Callable[[int], int]]:
        """Gives a function that picks the next token from the logits at a place of the last batch (-1: the last); every value of the
        sampling is set here, none by default."""
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        if sampling.temperature <= 0:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_greedy())
        else:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_top_p(sampling.top_p, 1))
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_temp(sampling.temperature))
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFF))
        try:
            yield lambda place: int(llama.llama_sampler_sample(chain, self._context, place))
        finally:
            llama.llama_sampler_free(chain)


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """Length of the common prefix."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
