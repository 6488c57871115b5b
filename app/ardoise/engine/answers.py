"""What is said to a server and what its answers mean: the calls, the list of its models, its refusals in words for a person."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ardoise.core.addresses import host
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine import sse
from ardoise.engine.calling import Answer, Call, End, Patience

LONGEST_ANSWER: Final = 1 << 20
MOST_MODELS: Final = 500
_LOOK: Final = 0.05
NOT_THERE: Final = "Look whether it runs and whether the address is right, then try again."


@dataclass(frozen=True)
class ServedModel:
    """A model that a server has; `context_tokens` is 0 where it does not say."""

    name: str
    owner: str = ""
    context_tokens: int = 0


def name_of(model: ModelFile) -> str:
    """What the server calls it ("Qwen/Qwen2-Math-72B-Instruct"); empty where none was named."""
    return "" if model.path == Path() else model.path.as_posix()


class Asking:
    """How a server is called: address, key, patience."""

    def __init__(self, key: Callable[[str], str], patience: Patience) -> None:
        self._key, self.patience = key, patience

    def call(self, server: str, what: str, body: Mapping[str, Any] | None = None) -> Call:
        """Begin a call; with a body it is a POST."""
        base = server if "/" in server.partition("://")[2] else f"{server}/v1"
        key = self._key(server)
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"} | (
            {"Authorization": f"Bearer {key}"} if key else {}
        )
        return Call("POST" if body is not None else "GET", f"{base}/{what}", headers=headers, body=body, patience=self.patience)


class Echo:
    """Leaves out the prefix where a server says it again at the beginning of what it writes."""

    def __init__(self, prefix: str) -> None:
        self._rest = prefix
        self._held = ""

    def without(self, text: str, *, last: bool = False) -> str:
        """What of this text is new."""
        if not self._rest:
            return text
        self._held += text
        if self._rest.startswith(self._held) and not last and self._held != self._rest:
            return ""
        held, rest, self._held, self._rest = self._held, self._rest, "", ""
        return held.removeprefix(rest)


def models_of(asking: Asking, server: str, cancel: Cancel) -> list[ServedModel] | None:
    """What a server has; None when the wish to stop came first. Raises KnownError."""
    call = asking.call(server, "models")
    body, status = b"", 0
    until = time.monotonic() + min(30.0, asking.patience.first)
    try:
        while not cancel.requested:
            found = call.next(_LOOK)
            match found:
                case Answer():
                    status = found.status
                    if status != 200:
                        raise refusal(call, found, None, server)
                case bytes():
                    body += found
                    if len(body) > LONGEST_ANSWER:
                        raise _no_list(server)
                case End():
                    if found.fault is not None or not status:
                        raise refusal(call, found, None, server)
                    return _read_models(body, server)
                case None if time.monotonic() > until:
                    raise KnownError(f"The server {host(server)} does not answer.", NOT_THERE)
        return None
    finally:
        call.leave()


def _read_models(body: bytes, server: str) -> list[ServedModel]:
    try:
        rows = sse.parsed(body.decode("utf-8", errors="replace")).get("data")
    except sse.Junk as e:
        raise _no_list(server) from e
    if not isinstance(rows, list):
        raise _no_list(server)
    found = []
    for row in rows[:MOST_MODELS]:
        if isinstance(row, dict) and isinstance(row.get("id"), str) and row["id"].isprintable():
            owner = row.get("owned_by")
            found.append(ServedModel(row["id"][:300], owner if isinstance(owner, str) else "", _context(row)))
    return found


def _context(row: dict[str, Any]) -> int:
    meta = row.get("meta")
    said = row.get("max_model_len") or (meta.get("n_ctx_train") if isinstance(meta, dict) else 0)
    return said if isinstance(said, int) and said > 0 else 0


def _no_list(server: str) -> KnownError:
    return KnownError(
        f"{host(server)} answers, but not like a chat server: it gave no list of models.", "Look whether the address is right."
    )


def cut_off(model: ModelFile, why: str) -> KnownError:
    """The stream ended before the answer did."""
    return KnownError(
        f"The answer of the server {host(model.server)} broke off: {_plain(why)}.",
        "What was written is kept. Try again later.",
    )


def refusal(call: Call, answer: Answer | End, model: ModelFile | None, server: str = "") -> KnownError:
    """Why a server did not do what it was asked for. Reads what it says about it, for a second at most."""
    server = model.server if model else server
    name = host(server)
    if isinstance(answer, End):
        why = _plain(str(answer.fault)) if answer.fault is not None else "it hung up"
        return KnownError(f"The server {name} cannot be reached: {why}.", NOT_THERE)
    if answer.status in (401, 403):
        return KnownError(f"The server {name} does not accept the key.", "Set another one: ardoise model server --key, or under Models.")
    if 300 <= answer.status < 400:
        return KnownError(f"The server {name} sends elsewhere, and what you type goes nowhere else than you said.", "Type its new address.")
    said = _words(call)
    if answer.status == 404:
        which = f"the model {name_of(model)}" if model else "a list of models"
        return KnownError(f"The server {name} does not have {which} at this address ({said}).", "Look at the address and the model's name.")
    if answer.status == 429:
        return KnownError(f"The server {name} is asked too often ({said}).", "Wait a little, then try again.")
    return KnownError(f"The server {name} refuses (status {answer.status}: {said}).", "Try again, or choose another model.")


def _words(call: Call) -> str:
    """What a refusal says of itself."""
    body, until = b"", time.monotonic() + 1.0
    while time.monotonic() < until and len(body) < LONGEST_ANSWER:
        found = call.next(_LOOK)
        if isinstance(found, End):
            break
        if isinstance(found, bytes):
            body += found
    try:
        return sse.error_words(sse.parsed(body.decode("utf-8", errors="replace")))
    except sse.Junk:
        return "no reason given"


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isprintable()).strip().rstrip(".")[:200] or "no reason given"
