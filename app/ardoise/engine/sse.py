"""Server-sent events out of pieces of bytes as they come from the network, and what a chat server says in them. Pure; doubts everything."""

from __future__ import annotations

import codecs
import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Final

LONGEST_LINE: Final = 1 << 20
"""Characters after which a line is taken for junk."""
DONE: Final = "[DONE]"


class Junk(ValueError):
    """What came is not what a chat server sends; the text says what it is instead."""


class Lines:
    """Cuts a stream into lines; a piece may end inside a character."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""

    def feed(self, data: bytes) -> list[str]:
        """The lines that are whole now. Raises Junk for a line without an end."""
        self._rest += self._decoder.decode(data)
        *lines, self._rest = self._rest.replace("\r\n", "\n").split("\n")
        if len(self._rest) > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in lines):
            raise Junk("a line without an end")
        return lines


@dataclass(frozen=True)
class Delta:
    """What one event brings: text; why the answer ended ("stop", "length", "[DONE]"; empty while it goes on); prompt tokens, if told."""

    text: str = ""
    finish: str = ""
    prompt_tokens: int = 0


class Trouble(Exception):
    """The server says in words that something is wrong."""


class Reader:
    """One answer, as events or (from a server that streams nothing) as one JSON object. Both methods raise Junk and Trouble."""

    def __init__(self, kind: str) -> None:
        """`kind`: the answer's content type."""
        self._lines = Lines() if "event-stream" in kind else None
        self._whole = b""

    def feed(self, data: bytes) -> list[Delta]:
        """What these bytes bring."""
        if self._lines is not None:
            return [found for line in self._lines.feed(data) if (found := read(line)) is not None]
        self._whole += data
        if len(self._whole) > LONGEST_LINE:
            raise Junk("something without an end")
        return []

    def end(self) -> list[Delta]:
        """What the end of the bytes brings."""
        if self._lines is not None:
            return []
        found = delta(parsed(self._whole.decode("utf-8", errors="replace")))
        return [dataclasses.replace(found, finish=found.finish or DONE)]


def read(line: str) -> Delta | None:
    """An event's line; None for comments and other fields. Raises Junk, and Trouble for an error that the server tells."""
    if not line.startswith("data:"):
        if line and not line.startswith((":", "event:", "id:", "retry:")):
            raise Junk("no stream of events")
        return None
    data = line[5:].strip()
    if data == DONE:
        return Delta(finish=DONE)
    return delta(parsed(data)) if data else None


def parsed(text: str) -> dict[str, Any]:
    """A JSON object; raises Junk."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise Junk("no JSON") from e
    if not isinstance(found, dict):
        raise Junk("no JSON object")
    return found


def delta(event: dict[str, Any]) -> Delta:
    """Raises Junk and Trouble."""
    if event.get("error"):  # some send "error": null with every event
        raise Trouble(error_words(event))
    usage = event.get("usage")
    tokens = usage.get("prompt_tokens") if isinstance(usage, dict) else 0
    prompt_tokens = tokens if isinstance(tokens, int) else 0
    choices = event.get("choices", [])
    if not isinstance(choices, list):
        raise Junk("choices that are no list")
    if not choices:
        return Delta(prompt_tokens=prompt_tokens)
    choice = choices[0]
    said = choice.get("delta", choice.get("message")) if isinstance(choice, dict) else None
    if not isinstance(said, dict):
        raise Junk("an event without a text")
    text, finish = said.get("content") or "", choice.get("finish_reason") or ""
    if not isinstance(text, str) or not isinstance(finish, str):
        raise Junk("a text that is none")
    # Half of a pair of surrogates is no character: it could not be kept or printed.
    return Delta(text.encode("utf-8", "replace").decode(), finish, prompt_tokens)


def error_words(event: dict[str, Any]) -> str:
    """The words of an error object, in one short line."""
    error = event.get("error", event)
    words = error.get("message", "") if isinstance(error, dict) else error
    return " ".join("".join(c if c.isprintable() else " " for c in str(words)[:2_000]).split())[:200] or "no reason given"
