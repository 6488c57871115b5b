"""llama.cpp's bare decode loop in a child of its own: the measure that `ardoise bench engine` puts beside the engine's stream.

Nothing but decode, pick, decode, on the same file, threads and prompt: no way to stop, no text, no frames, one sequence. What the engine
writes more slowly than this is Ardoise's own cost. It is told {"tokens": n} and answers {"tokens": n, "seconds": s} counted from the first
token picked to the last, as a listener to the engine counts too.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import llama_cpp as llama

from ardoise.core import codec
from ardoise.core.generation import Message
from ardoise.engine.context import BATCH
from ardoise.engine.stopping import StopByte
from ardoise.engine.weights import Weights
from ardoise.process.frames import Channel


def serve(channel: Channel, arguments: dict[str, Any]) -> None:
    """`arguments`: {"path", "threads", "context_tokens", "gpu_layers", "messages": [...]}."""
    weights = Weights(Path(arguments["path"]), gpu_layers=arguments["gpu_layers"], stop=StopByte(), on_progress=lambda _: None)
    prompt = weights.tokens(weights.template.pieces([codec.decode(Message, m) for m in arguments["messages"]]))
    params = llama.llama_context_default_params()
    params.n_ctx, params.n_batch, params.n_ubatch = arguments["context_tokens"], BATCH, BATCH
    params.n_threads = params.n_threads_batch = arguments["threads"]
    context = llama.llama_init_from_model(weights.pointer, params)
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_greedy())
    channel.send({"ready": True})
    while True:
        order: Any = channel.receive()
        channel.send(_run(weights, context, chain, prompt, order["tokens"]))


def _run(weights: Weights, context: Any, chain: Any, prompt: list[int], most: int) -> dict[str, float]:
    llama.llama_memory_clear(llama.llama_get_memory(context), True)
    for start in range(0, len(prompt), BATCH):
        _decode(context, prompt[start : start + BATCH])
    token = llama.llama_sampler_sample(chain, context, -1)
    began, count = time.perf_counter(), 1
    while count < most and not weights.ends(token):
        _decode(context, [token])
        token = llama.llama_sampler_sample(chain, context, -1)
        count += 1
    return {"tokens": count, "seconds": time.perf_counter() - began}


def _decode(context: Any, tokens: list[int]) -> None:
    array = (llama.llama_token * len(tokens))(*tokens)
    if llama.llama_decode(context, llama.llama_batch_get_one(array, len(tokens))):
        raise RuntimeError("llama.cpp failed")
