"""Texts that a model has written, kept in a file: who asks for the same again gets the same, at once.

Several modes are measured on the same problems. They all begin with the same solution, and what a bench has once waited for need not be
written again; above all, modes are then compared on the very same words.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ardoise.core import codec
from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import GREEDY, Branch, EngineInfo, Fragment, GenerationEvent, Request, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.core.ports import Engine

TOKENS_A_SECOND: Final = 300
"""A kept text comes so fast: the checks of its steps keep up with it, as they do with a model that is writing."""
TOGETHER: Final = 256
"""Texts that are asked for at once, ahead of being needed; the engine writes as many of them together as it has places for."""


@dataclass
class _Text:
    """What was written for one request: pieces of text with their tokens, why it ended (CANCELLED can be gone on with), and how many tokens
    it might have."""

    pieces: list[Fragment] = field(default_factory=list)
    reason: StopReason = StopReason.CANCELLED
    most: int = 0
    is_over: bool = False
    """Nothing that is worth having comes after it: it was stopped for that."""

    @property
    def tokens(self) -> int:
        return sum(p.tokens for p in self.pieces)

    @property
    def words(self) -> str:
        return "".join(p.text for p in self.pieces)

    def suffices(self, request: Request) -> bool:
        """Whether nothing more is to be written for it; one that was ended by its limit can be longer under a higher one."""
        if self.is_over or self.reason in (StopReason.END, StopReason.CONTEXT) or self.tokens >= request.most_tokens:
            return True
        return self.reason is StopReason.LENGTH and self.most >= request.most_tokens  # a server counts otherwise


class KeptTexts(Engine):
    """See the port: `inner` writes what is not kept. One file serves one model, named by `model`; ValueError where it is another's.

    The most tokens allowed are no part of a request's name: a text that was cut off is gone on with from where it ends.
    """

    def __init__(self, inner: Engine, file: Path, model: str) -> None:
        self._inner = inner
        self._file = file
        self._model = model
        self._texts: dict[str, _Text] = {}
        if file.exists():
            self._read()

    def _read(self) -> None:
        whole = self._file.read_text(encoding="utf-8")
        if not whole.endswith("\n"):  # what is added must begin a line of its own
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n")
        for line in whole.split("\n"):
            try:
                row = json.loads(line) if line.strip() else None
            except ValueError:  # the last line of a run that was killed
                continue
            match row:
                case {"model": str(model)} if model != self._model:
                    raise ValueError(f"{self._file.name} holds texts of another model")
                case {"request": str(name), "pieces": list(pieces), "reason": str(reason), **more}:
                    read = [Fragment(text, tokens) for text, tokens in pieces]
                    self._texts[name] = _Text(
                        read, StopReason(reason), most if isinstance(most := more.get("most"), int) else 0, more.get("over") is True
                    )
                case _:
                    pass

    @property
    def state(self) -> EngineState:
        return self._inner.state

    @property
    def info(self) -> EngineInfo | None:
        return self._inner.info

    def load(self, model: ModelFile, *, cancel: Cancel) -> Iterator[float]:
        return self._inner.load(model, cancel=cancel)

    def forgive(self, model: ModelFile) -> None:
        self._inner.forgive(model)

    def close(self) -> None:
        self._inner.close()

    def generate(self, request: Request, *, cancel: Cancel) -> Iterator[GenerationEvent]:
        return (branch.event for branch in self.generate_many([request], cancels=[cancel]))

    def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
        """What is kept comes first, one text after the other; then the rest is written together."""
        left: list[int] = []
        for i, (request, cancel) in enumerate(zip(requests, cancels, strict=True)):
            whole = yield from self._again(i, request, cancel)
            if not whole:
                left.append(i)
        if left:
            yield from self._write([(i, requests[i], cancels[i]) for i in left])

    def write_ahead(self, requests: Sequence[Request], cancel: Cancel, *, is_over: Callable[[Request, str], bool]) -> None:
        """Have these written, several at a time; a text ends where `is_over` says so of what stands. Ends early on a cancel.

        What cannot be written with the others is tried alone, and left out if it fails again: whoever needs it will be told. Raises
        KnownError where none can be written.
        """
        missing = [r for r in requests if not self._kept(r).suffices(r)]
        for first in range(0, len(missing), TOGETHER):
            group = missing[first : first + TOGETHER]
            try:
                self._write_group(group, cancel, is_over)
            except KnownError:
                left = [r for r in group if not self._kept(r).suffices(r)]
                faults = [fault for r in left if (fault := self._fault_of(r, cancel, is_over)) is not None]
                if len(faults) == len(left) > 0:
                    raise

    def _fault_of(self, request: Request, cancel: Cancel, is_over: Callable[[Request, str], bool]) -> KnownError | None:
        """Why it cannot be written alone either."""
        try:
            self._write_group([request], cancel, is_over)
        except KnownError as fault:
            return fault
        return None

    def _write_group(self, requests: Sequence[Request], cancel: Cancel, is_over: Callable[[Request, str], bool]) -> None:
        if cancel.requested:
            return
        asked = [(i, request, cancel.part()) for i, request in enumerate(requests)]
        words = [self._kept(request).words for request in requests]
        over: set[int] = set()
        for branch in self._write(asked, over):
            if isinstance(branch.event, Fragment) and branch.index not in over:
                words[branch.index] += branch.event.text
                if is_over(requests[branch.index], words[branch.index]):
                    over.add(branch.index)
                    asked[branch.index][2].request()

    def _kept(self, request: Request) -> _Text:
        return self._texts.get(_name(request)) or _Text()

    def _again(self, index: int, request: Request, cancel: Cancel) -> Generator[Branch, None, bool]:
        """What is kept of one text, in its pieces; returns whether that is all that is asked for."""
        kept = self._texts.get(_name(request))
        if kept is None:
            return False
        given = 0
        for piece in kept.pieces:
            if given >= request.most_tokens or cancel.wait(piece.tokens / TOKENS_A_SECOND):
                break
            given += piece.tokens
            yield Branch(index, piece)
        if cancel.requested:
            yield Branch(index, Written(StopReason.CANCELLED, given, 0, 0, 0.0))
            return True
        if kept.suffices(request):
            reason = StopReason.LENGTH if given >= request.most_tokens else kept.reason
            yield Branch(index, Written(reason, given, 0, 0, 0.0))
            return True
        return False

    def _write(self, asked: Sequence[tuple[int, Request, Cancel]], over: Set[int] = frozenset()) -> Iterator[Branch]:
        """Have the rest of these written together, and keep it; those in `over` are stopped, and nothing more of them is kept."""
        texts = [_Text(list(self._kept(request).pieces), most=request.most_tokens) for _, request, _ in asked]
        rest = [_after(request, text) for (_, request, _), text in zip(asked, texts, strict=True)]
        left = dict(enumerate(texts))
        try:
            for branch in self._inner.generate_many(rest, cancels=[cancel for _, _, cancel in asked]):
                index, request, _ = asked[branch.index]
                text = texts[branch.index]
                match branch.event:
                    case Fragment() as piece:
                        if index not in over:
                            text.pieces.append(piece)
                    case Written(reason=reason):
                        # among others the cells may have run out before its own context was full
                        text.reason = StopReason.CANCELLED if reason is StopReason.CONTEXT and len(asked) > 1 else reason
                        text.is_over = index in over
                        self._keep(_name(request), left.pop(branch.index))
                    case _:
                        pass
                yield Branch(index, branch.event)
        finally:
            for place, text in left.items():
                self._keep(_name(asked[place][1]), text)

    def _keep(self, name: str, text: _Text) -> None:
        if not text.pieces:
            return
        self._texts[name] = text
        fresh = not self._file.exists()
        pieces = [[p.text, p.tokens] for p in text.pieces]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            if fresh:
                file.write(json.dumps({"model": self._model}) + "\n")
            row = {"request": name, "pieces": pieces, "reason": text.reason.value, "most": text.most, "over": text.is_over}
            file.write(json.dumps(row) + "\n")


def _name(request: Request) -> str:
    """Of a request, whatever it may cost; the likeliest words are the same for every seed."""
    sampling = request.sampling if request.sampling.temperature else GREEDY
    known = codec.encode(dataclasses.replace(request, sampling=sampling, most_tokens=1))
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def _after(request: Request, text: _Text) -> Request:
    """What is still to be written where a part is kept."""
    return dataclasses.replace(request, prefix=request.prefix + text.words, most_tokens=max(1, request.most_tokens - text.tokens))
