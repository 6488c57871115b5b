"""Requests from prompt to last token, one or several at a time, on a context. Child side; knows nothing of llama.cpp.

Several are written together: what their prompts have in common is read once, each goes on as a sequence of its own that shares those cells,
and every step decodes the next token of all of them in one batch. One request is the same with a batch of one. Of more than can be written
together the rest wait, and each begins where another has ended.
"""

from __future__ import annotations

import codecs
import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ardoise.core.errors import KnownError
from ardoise.core.generation import Branch, Fragment, GenerationEvent, PromptRead, Request, StopReason, Written
from ardoise.engine.chat import BadTemplate
from ardoise.engine.context import BATCH, TRUNK, Context, NoRoom
from ardoise.engine.drafting import Drafter
from ardoise.engine.pacing import Pace
from ardoise.engine.weights import Stopped

Events = tuple[Branch, ...]


@dataclass
class _Line:
    """One continuation being written: `following` tokens are decided and not yet read, `draft` of them only guessed."""

    index: int
    sequence: int
    request: Request
    prompt: list[int]
    pick: Callable[[int], int]
    following: list[int]
    began: float
    kept: int = 0
    draft: int = 0
    count: int = 0
    silent: int = 0
    decoder: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace"))

    def written(self, reason: StopReason) -> Branch:
        return self.said(Written(reason, self.count, len(self.prompt), self.kept, time.monotonic() - self.began))

    def said(self, event: GenerationEvent) -> Branch:
        return Branch(self.index, event)


def write(
    context: Context,
    requests: Sequence[Request],
    *,
    stopped: Callable[[int], bool],
    drafter: Drafter | None = None,
    pace: Pace | None = None,
) -> Iterator[Events]:
    """The stream of `Engine.generate_many`, the events of a step together; raises KnownError if a prompt cannot be made or does not fit.

    `stopped(index)`: the end of that request is wished. `pace` may change the threads between two steps.
    """
    began = time.monotonic()
    prompts = [_prompt(context, request) for request in requests]
    common = _common(prompts)
    kept = context.go_on_from(prompts[0])
    if len(prompts) > 1:
        kept = context.keep_only(min(kept, common))
        tails = sorted(len(p) - common + r.most_tokens for p, r in zip(prompts, requests, strict=True))
        context.make_room(common + sum(tails[-context.places :]))
    with contextlib.ExitStack() as samplers:
        lines = []
        for index, (request, prompt) in enumerate(zip(requests, prompts, strict=True)):
            pick = samplers.enter_context(context.sampler(request.sampling))
            lines.append(_Line(index, TRUNK, request, prompt, pick, [], began, kept))
        yield from _write(context, lines, common, stopped, drafter if len(lines) == 1 else None, pace)


def _write(
    context: Context, lines: list[_Line], common: int, stopped: Callable[[int], bool], drafter: Drafter | None, pace: Pace | None
) -> Iterator[Events]:
    alive: list[_Line] = []
    waiting = list(lines)
    has_room = True
    try:
        yield tuple(line.said(PromptRead(line.kept, len(line.prompt))) for line in lines)
        if len(lines) > 1:
            yield from _read(context, TRUNK, lines[0].prompt[:common], lines, stopped)
        if drafter is not None:
            drafter.begin(lines[0].prompt)
        while alive or waiting:
            gone = {line.index for line in (*alive, *waiting) if stopped(line.index)}
            if gone:
                yield tuple(line.written(StopReason.CANCELLED) for line in (*alive, *waiting) if line.index in gone)
                alive = [line for line in alive if line.index not in gone]
                waiting = [line for line in waiting if line.index not in gone]
                has_room = True
                continue
            if waiting and (has_room or not alive) and len(alive) < context.places:
                try:
                    yield from _begin(context, waiting[0], alive, len(lines), stopped)
                    alive.append(waiting.pop(0))
                except NoRoom:
                    if waiting[0].sequence != TRUNK:
                        context.drop(waiting[0].sequence)
                    has_room = _forget_ended(context, alive)
                    if not has_room and not alive:
                        yield (waiting.pop(0).written(StopReason.CONTEXT),)
                        has_room = True
                continue
            step_began = time.monotonic()
            try:
                places = context.step({line.sequence: line.following for line in alive}, every=any(line.draft for line in alive))
            except NoRoom:
                has_room = False
                yield _make_way(context, alive)
                continue
            if pace is not None and [len(line.following) for line in alive] == [1]:
                context.set_threads(pace.took(time.monotonic() - step_began))
            said: list[Branch] = []
            for line in list(alive):
                events, going_on = _decode(context, line, places[line.sequence], drafter)
                said.extend(events)
                if not going_on:
                    alive.remove(line)
                    has_room = True
            if said:
                yield tuple(said)
    except Stopped:
        yield tuple(line.written(StopReason.CANCELLED) for line in (*alive, *waiting))


def _begin(context: Context, line: _Line, alive: list[_Line], of: int, stopped: Callable[[int], bool]) -> Iterator[Events]:
    """Give it a sequence, and read all of its prompt but what the first step takes. Raises NoRoom."""
    if of > 1:
        places = set(range(TRUNK + 1, TRUNK + 1 + context.places))
        if places <= context.held.keys():
            context.drop_all_but(set(context.held) - places | {other.sequence for other in alive})
        line.sequence = min(places - context.held.keys())
        line.kept = max(line.kept, context.branch(line.sequence, line.prompt))
    rest = max(len(context.held[line.sequence]), len(line.prompt) - max(1, BATCH // min(of, context.places)))
    yield from _read(context, line.sequence, line.prompt[:rest], [line], stopped)
    line.following = line.prompt[rest:]


def _read(context: Context, sequence: int, prompt: list[int], lines: list[_Line], stopped: Callable[[int], bool]) -> Iterator[Events]:
    """Ends early where none of the lines is wished any more."""
    for start in range(len(context.held[sequence]), len(prompt), BATCH):
        if all(stopped(line.index) for line in lines):
            return
        context.read(prompt[start : start + BATCH], sequence)
        done = min(start + BATCH, len(prompt))
        yield tuple(line.said(PromptRead(done, len(line.prompt))) for line in lines)


def _decode(context: Context, line: _Line, place: int, drafter: Drafter | None) -> tuple[list[Branch], bool]:
    """What a step has brought to a line, and whether it goes on."""
    said: list[Branch] = []
    if line.count == 0 and line.silent == 0:
        said.append(line.said(PromptRead(len(line.prompt), len(line.prompt))))
    guessed, line.following = line.following[len(line.following) - line.draft :], []
    taken = 0
    reason: StopReason | None = None
    for guess in (*guessed, None):
        token = line.pick(place - len(guessed) + taken)
        if context.weights.ends(token):
            reason = StopReason.END
            break
        line.count += 1
        line.silent += 1
        text = line.decoder.decode(context.weights.text(token))
        if text:
            said.append(line.said(Fragment(text, line.silent)))
            line.silent = 0
        line.following = [token]
        if line.count >= line.request.most_tokens:
            reason = StopReason.LENGTH
            break
        if drafter is not None:
            drafter.add(token)
        if token != guess:
            break
        taken += 1
    right = len(context.held[line.sequence]) - (len(guessed) - taken)
    if right < len(context.held[line.sequence]):
        context.keep_only(right, line.sequence)
    if reason is None and right + 1 > context.longest:
        reason = StopReason.CONTEXT
    if reason is not None:
        said.append(line.written(reason))
        return said, False
    line.draft = 0
    if drafter is not None:
        if guessed:
            drafter.learn(len(guessed), taken)
        draft = drafter.draft(most=min(context.longest - right - 1, line.request.most_tokens - line.count - 1))
        line.following += draft
        line.draft = len(draft)
    return said, True


def _make_way(context: Context, alive: list[_Line]) -> Events:
    """The cells are full: forget lines that have ended; if there are none, the longest ends, so that the others can go on."""
    if _forget_ended(context, alive):
        return ()
    longest = max(alive, key=lambda line: len(context.held[line.sequence]))
    alive.remove(longest)
    if longest.sequence != TRUNK:
        context.drop(longest.sequence)
    return (longest.written(StopReason.CONTEXT),)


def _forget_ended(context: Context, alive: Sequence[_Line]) -> bool:
    """Lines that have ended stay held while there is room, to be gone on from; returns whether there were any."""
    return context.drop_all_but({TRUNK, *(line.sequence for line in alive)})


def _prompt(context: Context, request: Request) -> list[int]:
    weights = context.weights
    try:
        prompt = weights.tokens(weights.template.pieces(request.messages, prefix=request.prefix))
    except BadTemplate as e:
        raise KnownError(f"The chat template of {weights.path} fails with this conversation: {e}.", "Choose another model.") from e
    if not prompt:
        raise KnownError("There is nothing to go on from: the conversation is empty.", "Type a problem.")
    if len(prompt) >= context.longest:
        more = ", or raise the context length in the settings" if weights.trained_tokens > context.longest else ""
        raise KnownError(
            f"The problem and what stands already take {len(prompt):,} tokens; the model can hold {context.longest:,}.",
            f"Shorten the problem{more}.",
        )
    return prompt


def _common(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with, but for the last one of each, whose logits are needed."""
    shortest = min(len(p) for p in prompts) - 1
    return next((i for i in range(shortest) if len({p[i] for p in prompts}) > 1), shortest)
