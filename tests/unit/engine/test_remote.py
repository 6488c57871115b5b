"""The remote engine against a server that answers well: what is sent, what is heard, and what stands between."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ardoise.core.conditions import Conditions
from ardoise.core.errors import BugError, KnownError
from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, Request, Sampling, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.remote import MOST_BESIDE, RemoteEngine
from ardoise.models import served
from tests.unit.engine.chat_server import ChatServer, Handler, has, serving, writes
from tests.unit.engine.remote_stage import ASKED, KEY, impatient, load, model, run


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(writes("x", " = ", "2")) as made:
        yield made


@pytest.fixture
def engine() -> Iterator[RemoteEngine]:
    with impatient() as made:
        yield made


def test_an_answer_is_streamed_to_its_end(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    text, end = run(engine)
    assert (text, end.reason, end.tokens) == ("x = 2", StopReason.END, 3)


def test_everything_that_decides_the_text_is_sent_and_the_key_with_it(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    run(engine, Request(ASKED.messages, sampling=Sampling(0.7, 0.9, 5), most_tokens=77))
    (asked, _, _), (path, headers, body) = server.seen
    assert (asked, path) == ("/v1/models", "/v1/chat/completions")
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body == {
        "model": "math",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Solve x - 2 = 0"}],
        "stream": True,
        "temperature": 0.7,
        "top_p": 0.9,
        "seed": 5,
        "max_tokens": 77,
    }


def test_the_most_tokens_end_it_whether_or_not_the_server_heeds_them(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    assert run(engine, Request(ASKED.messages, most_tokens=2))[1].reason is StopReason.LENGTH

    def endless(handler: Handler) -> None:
        handler.head()
        while True:
            handler.text("again ")

    server.script = endless
    text, end = run(engine, Request(ASKED.messages, most_tokens=5))
    assert (text, end.reason, end.tokens) == ("again " * 5, StopReason.LENGTH, 5)
    assert server.left.wait(5), "the server is told to stop"


def test_a_server_that_streams_nothing_is_heard_too(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    server.script = lambda handler: handler.answer(200, {"choices": [{"message": {"content": "x = 2"}, "finish_reason": "stop"}]})
    assert run(engine)[0] == "x = 2"


def test_characters_that_arrive_in_halves_are_whole(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))

    def halves(handler: Handler) -> None:
        handler.head()
        data = 'data: {"choices": [{"delta": {"content": "π ≤ 4 🦉"}}]}\r\n\r\ndata: [DONE]\n'.encode()
        for i in range(len(data)):
            handler.bytes(data[i : i + 1])

    server.script = halves
    assert run(engine)[0] == "π ≤ 4 🦉"


@pytest.mark.parametrize(("says", "new"), [(("x = ", "2"), "2"), (("x", " = 2"), "2"), (("2",), "2"), (("x + 1",), "x + 1"), (("x",), "x")])
def test_the_prefix_is_sent_and_left_out_where_a_server_repeats_it(
    engine: RemoteEngine, server: ChatServer, says: tuple[str, ...], new: str
) -> None:
    load(engine, model(server))
    server.script = writes(*says)
    assert run(engine, Request(ASKED.messages, prefix="x = "))[0] == new
    assert server.seen[-1][2]["messages"][-1] == {"role": "assistant", "content": "x = "}


def test_a_vllm_server_is_told_to_write_on(engine: RemoteEngine, server: ChatServer) -> None:
    server.models = has({"id": "math", "owned_by": "vllm", "max_model_len": 4096})
    load(engine, model(server))
    assert engine.info is not None
    assert engine.info.context_tokens == 4_096
    run(engine, Request(ASKED.messages, prefix="x = "))
    assert server.seen[-1][2]["continue_final_message"] is True


def test_several_are_written_beside_each_other_each_with_its_own_stop(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))

    def slowly(handler: Handler) -> None:
        handler.head()
        for _ in range(handler.body["max_tokens"]):
            handler.text("word ")
            time.sleep(0.02)
        handler.bytes(b"data: [DONE]\n\n")

    server.script = slowly
    cancels = [Cancel(), Cancel(), Cancel()]
    ends: dict[int, Written] = {}
    for branch in engine.generate_many([Request(ASKED.messages, most_tokens=20)] * 3, cancels=cancels):
        if branch.index == 1 and isinstance(branch.event, Fragment):
            cancels[1].request()
        if isinstance(branch.event, Written):
            ends[branch.index] = branch.event
    assert [ends[i].reason for i in range(3)] == [StopReason.LENGTH, StopReason.CANCELLED, StopReason.LENGTH]


def test_a_server_is_asked_for_a_few_at_a_time_and_for_all_in_the_end(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    lock = threading.Lock()
    now, most = 0, 0

    def slowly(handler: Handler) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        handler.head()
        handler.text("x = 2")
        handler.bytes(b"data: [DONE]\n\n")

    server.script = slowly
    count = 3 * MOST_BESIDE
    branches = engine.generate_many([ASKED] * count, cancels=[Cancel() for _ in range(count)])
    assert sorted(b.index for b in branches if isinstance(b.event, Written)) == list(range(count))
    assert 1 < most <= MOST_BESIDE


# --- loading --------------------------------------------------------------------------------------------------------------------------


def test_a_model_that_the_server_does_not_have_is_told_with_those_that_it_has(engine: RemoteEngine, server: ChatServer) -> None:
    with pytest.raises(KnownError, match="no model called other") as caught:
        load(engine, model(server, "other"))
    assert "math" in caught.value.remedy


def test_without_a_name_it_is_the_servers_first_model(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server, ""))
    assert run(engine)[0] == "x = 2"
    assert server.seen[-1][2]["model"] == "math"


@pytest.mark.parametrize("rows", [{"data": 5}, {"data": None}, {}, []])
def test_a_server_that_lists_no_models_is_no_chat_server(engine: RemoteEngine, server: ChatServer, rows: object) -> None:
    server.models = lambda handler: handler.answer(200, rows)
    with pytest.raises(KnownError, match="not like a chat server"):
        load(engine, model(server))


def test_rows_of_models_that_make_no_sense_are_left_out(engine: RemoteEngine, server: ChatServer) -> None:
    server.models = lambda h: h.answer(200, {"data": [5, {"id": 7}, {"id": "a\x1b"}, {"id": "math", "meta": [], "max_model_len": "long"}]})
    load(engine, model(server))
    assert engine.info is not None
    assert engine.info.context_tokens == 0


def test_offline_nothing_is_sent_to_another_machine(server: ChatServer) -> None:
    engine = RemoteEngine(key=lambda _: KEY, conditions=Conditions(offline=True))
    with pytest.raises(KnownError, match="stay offline"):
        load(engine, ModelFile(Path("math"), "math", server="https://chat.example"))
    load(engine, model(server))
    assert engine.state is EngineState.READY
    engine.close()


# --- what stands between ----------------------------------------------------------------------------------------------------------------


def test_a_model_whose_name_has_a_slash_is_found_and_asked_for(engine: RemoteEngine, server: ChatServer) -> None:
    server.models = has({"id": "Other/One"}, {"id": "Qwen/Qwen2-Math-72B-Instruct", "max_model_len": 4096})
    load(engine, served.model(f"{server.url}#Qwen/Qwen2-Math-72B-Instruct"))
    assert engine.info is not None
    assert engine.info.context_tokens == 4096
    run(engine)
    assert server.seen[-1][2]["model"] == "Qwen/Qwen2-Math-72B-Instruct"


def test_no_compressed_answer_is_asked_for(engine: RemoteEngine, server: ChatServer) -> None:
    load(engine, model(server))
    run(engine)
    assert [headers["Accept-Encoding"] for _, headers, _ in server.seen] == ["identity", "identity"]


def test_what_is_for_this_machine_passes_no_proxy(engine: RemoteEngine, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    load(engine, model(server))
    assert run(engine)[0] == "x = 2"


def test_half_a_character_and_an_error_that_is_none_do_no_harm(engine: RemoteEngine, server: ChatServer) -> None:
    def script(handler: Handler) -> None:
        handler.head()
        handler.event({"error": None, "choices": [{"delta": {"content": "2\ud83d"}, "finish_reason": "stop"}]})
        handler.bytes(b"data: [DONE]\n\n")

    server.script = script
    load(engine, model(server))
    assert run(engine)[0] == "2?"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_of_ours_is_heard_and_not_waited_for(server: ChatServer) -> None:
    asked: list[str] = []

    def key(url: str) -> str:
        asked.append(url)
        if len(asked) > 1:
            raise LookupError("the keyring broke")
        return ""

    engine = RemoteEngine(key=key)
    load(engine, model(server))
    with pytest.raises(BugError):
        run(engine)
    assert engine.state is EngineState.READY
