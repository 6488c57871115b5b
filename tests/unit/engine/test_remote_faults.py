"""The remote engine against a server that answers badly, slowly or not at all; and a stop at any moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, GenerationEvent, Request, StopReason
from ardoise.core.limits import Cancel
from ardoise.engine.calling import Patience
from ardoise.engine.remote import RemoteEngine
from tests.unit.engine.chat_server import ChatServer, Handler, Script, serving, writes
from tests.unit.engine.remote_stage import ASKED, impatient, load, model, refused, run


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(writes("x", " = ", "2")) as made:
        yield made


@pytest.fixture
def engine() -> Iterator[RemoteEngine]:
    with impatient() as made:
        yield made


def junk(handler: Handler) -> None:
    handler.head()
    handler.bytes(b"data: {not json}\n\n")


def endless_line(handler: Handler) -> None:
    handler.head()
    while True:
        handler.bytes(b"data: " + b"x" * 65_536)


def page(handler: Handler) -> None:
    handler.head(kind="text/html")
    handler.bytes(b"<html>Please log in</html>")


def page_as_events(handler: Handler) -> None:
    handler.head()
    handler.bytes(b"<html>\nPlease log in</html>\n")


def wrong_types(handler: Handler) -> None:
    handler.head()
    handler.event({"choices": [{"delta": {"content": 5}}]})


def trouble(handler: Handler) -> None:
    handler.head()
    handler.text("x")
    handler.event({"error": {"message": "out of memory"}})


def gone(handler: Handler) -> None:
    handler.head()
    handler.text("x")


def silent(handler: Handler) -> None:
    handler.head()
    handler.text("x")
    time.sleep(2)


def mute(handler: Handler) -> None:
    time.sleep(2)
    handler.close_connection = True


def nothing(handler: Handler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize(
    ("script", "what"),
    [
        (junk, "no JSON"),
        (endless_line, "without an end"),
        (page, "no JSON"),
        (page_as_events, "no stream of events"),
        (wrong_types, "a text that is none"),
        (trouble, "out of memory"),
        (gone, "broke off"),
        (silent, "nothing came any more"),
        (mute, "did not begin to answer"),
        (nothing, "cannot be reached"),
        (lambda h: h.answer(401, {"error": {"message": "bad key sk-..."}}), "does not accept the key"),
        (lambda h: h.answer(403, {}), "does not accept the key"),
        (lambda h: h.answer(404, {"error": "no such model"}), "does not have the model math"),
        (lambda h: h.answer(400, {"message": "top_p\x1b[31m"}), "status 400: top_p"),
        (lambda h: h.answer(302, {}, Location="http://127.0.0.1:1/"), "sends elsewhere"),
        (lambda h: h.answer(500, []), "status 500"),
        (lambda h: h.answer(429, {"error": {"message": "slow down"}}), "asked too often"),
    ],
)  # fmt: skip
def test_a_server_that_answers_badly_is_told_in_plain_words(engine: RemoteEngine, server: ChatServer, script: Script, what: str) -> None:
    assert what in refused(engine, server, script).what


def test_a_server_that_is_not_there_is_told(engine: RemoteEngine, server: ChatServer) -> None:
    there = model(server)
    server.shutdown()
    server.server_close()
    with pytest.raises(KnownError, match="cannot be reached"):
        load(engine, there)
    assert (engine.state, engine.info) == (EngineState.FAILED, None)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_trouble_that_passes_is_waited_for(engine: RemoteEngine, server: ChatServer, status: int) -> None:
    load(engine, model(server))
    tries = 0

    def later(handler: Handler) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            handler.answer(status, {"error": "not yet"}, Retry_After="0")
        else:
            writes("2")(handler)

    server.script = later
    assert run(engine)[0] == "2"
    assert tries == 3


def test_what_a_server_began_is_never_asked_for_again(engine: RemoteEngine, server: ChatServer) -> None:
    refused(engine, server, gone)
    assert [path for path, _, _ in server.seen].count("/v1/chat/completions") == 2, "the broken one, and the next request"


def waits_for_headers(handler: Handler) -> None:
    time.sleep(1.5)
    handler.close_connection = True


def waits_for_a_word(handler: Handler) -> None:
    handler.head()
    time.sleep(1.5)


def in_mid_stream(handler: Handler) -> None:
    handler.head()
    while True:
        handler.text("x")
        time.sleep(0.01)


def says_come_later(handler: Handler) -> None:
    handler.answer(503, {}, Retry_After="20")


@pytest.mark.parametrize("script", [waits_for_headers, waits_for_a_word, in_mid_stream, says_come_later])
def test_a_stop_is_answered_at_any_moment(server: ChatServer, script: Script) -> None:
    """A hang guard of a second on a promise of 0.3."""
    engine = RemoteEngine(key=lambda _: "", patience=Patience())
    server.script = script
    load(engine, model(server))
    cancel = Cancel()
    threading.Timer(0.2, cancel.request).start()
    began = time.monotonic()
    assert run(engine, cancel=cancel)[1].reason is StopReason.CANCELLED
    assert time.monotonic() - began < 1.2
    engine.close()


def test_a_stream_that_nobody_reads_to_its_end_is_left(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    server.script = in_mid_stream
    stream: Iterator[GenerationEvent] = engine.generate(Request(ASKED.messages, most_tokens=10_000), cancel=Cancel())
    while not isinstance(next(stream), Fragment):
        pass
    del stream
    assert server.left.wait(5)
    server.script = writes("2")
    assert run(engine)[0] == "2"
