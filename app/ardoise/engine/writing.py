"""One request from prompt to last token, on anything that reads and picks tokens. Child side; knows nothing of llama.cpp.

The KV cache keeps the last conversation: only what differs from it is read again, so going back to the end of a step and writing on costs
next to nothing.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterator, Sequence

from ardoise.core.errors import KnownError
from ardoise.core.generation import Fragment, GenerationEvent, PromptRead, Request, StopReason, Written
from ardoise.engine.chat import BadTemplate
from ardoise.engine.native import BATCH, Model, NoRoom, Stopped


def write(model: Model, request: Request, *, stopped: Callable[[], bool]) -> Iterator[GenerationEvent]:
    """The stream of `Engine.generate`; raises KnownError if the prompt cannot be made or does not fit."""
    began = time.monotonic()
    prompt = _prompt(model, request)
    kept = model.keep_only(min(_common(model.kept, prompt), len(prompt) - 1))
    count = 0

    def end(reason: StopReason) -> Written:
        return Written(reason, tokens=count, prompt_tokens=len(prompt), prompt_kept=kept, seconds=time.monotonic() - began)

    try:
        yield PromptRead(kept, len(prompt))
        for start in range(kept, len(prompt), BATCH):
            if stopped():
                raise Stopped
            model.read(prompt[start : start + BATCH])
            yield PromptRead(min(start + BATCH, len(prompt)), len(prompt))
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        silent = 0
        with model.sampler(request.sampling) as pick:
            while count < request.most_tokens:
                if stopped():
                    raise Stopped
                token = pick()
                if model.ends(token):
                    yield end(StopReason.END)
                    return
                count += 1
                silent += 1
                text = decoder.decode(model.text(token))
                if text:
                    yield Fragment(text, silent)
                    silent = 0
                if count < request.most_tokens:
                    model.read([token])
        yield end(StopReason.LENGTH)
    except NoRoom:
        yield end(StopReason.LENGTH)
    except Stopped:
        yield end(StopReason.CANCELLED)


def _prompt(model: Model, request: Request) -> list[int]:
    try:
        prompt = model.tokens(model.template.pieces(request.messages, prefix=request.prefix))
    except BadTemplate as e:
        raise KnownError(f"The chat template of {model.path} fails with this conversation: {e}.", "Choose another model.") from e
    if not prompt:
        raise KnownError("There is nothing to go on from: the conversation is empty.", "Type a problem.")
    if len(prompt) >= model.context_tokens:
        more = ", or raise the context length in the settings" if model.trained_tokens > model.context_tokens else ""
        raise KnownError(
            f"The problem and what stands already take {len(prompt):,} tokens; the model can hold {model.context_tokens:,}.",
            f"Shorten the problem{more}.",
        )
    return prompt


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """Length of the common prefix."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
