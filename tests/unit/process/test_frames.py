from __future__ import annotations

import contextlib
import multiprocessing
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ardoise.process import frames
from ardoise.process.frames import BadFrame, Channel

VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(categories=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_every_json_value_comes_back_as_it_was(value: object) -> None:
    assert frames.decode(frames.encode(value)) == value


@given(st.binary())
def test_any_bytes_are_a_message_or_a_bad_frame(data: bytes) -> None:
    with contextlib.suppress(BadFrame):
        assert frames.decode(data) is not None


@pytest.mark.parametrize("data", [b"", b"null", b"[" * 100_000, b"\xff", b"1" * 5_000, b'{"a":1}{"b":2}', b"\x80\x04K\x01."])
def test_junk_is_a_bad_frame(data: bytes) -> None:
    with pytest.raises(BadFrame):
        frames.decode(data)


@pytest.mark.parametrize("value", [None, object(), {1, 2}, b"bytes", [10**5_000]], ids=["none", "object", "set", "bytes", "digits"])
def test_what_has_no_json_form_is_refused_by_the_sender(value: object) -> None:
    with pytest.raises(BadFrame):
        frames.encode(value)


def test_a_frame_over_the_cap_is_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "LARGEST", 100)
    with pytest.raises(BadFrame):
        frames.encode("x" * 101)
    here, there = multiprocessing.Pipe()
    there.send_bytes(b'"' + b"x" * 200 + b'"')
    with pytest.raises(BadFrame):
        Channel(here).receive()


def test_receive_gives_none_only_when_the_wait_has_run_out_and_eof_when_the_other_end_is_gone() -> None:
    here, there = multiprocessing.Pipe()
    channel = Channel(here)
    assert channel.receive(wait=0) is None
    Channel(there).send([1, "two"])
    assert channel.receive() == [1, "two"]
    there.close()
    with pytest.raises(EOFError):
        channel.receive()
    with pytest.raises(EOFError):
        channel.send("to nobody")


@given(st.binary(max_size=64), st.booleans())
def test_whatever_bytes_come_through_the_pipe_they_are_a_message_a_bad_frame_or_the_end(data: bytes, framed: bool) -> None:
    """Raw, as a child writes them that speaks no protocol, or as one message with a length before it."""
    here, there = multiprocessing.Pipe()
    with there:
        if framed:
            there.send_bytes(data)
        else:
            os.write(there.fileno(), data)
    with here, contextlib.suppress(BadFrame, EOFError):
        assert Channel(here).receive(wait=5) is not None


@pytest.mark.parametrize("length", [frames.LARGEST + 1, 2**31 - 1, 2**62], ids=["one too many", "two gigabytes", "exabytes"])
def test_a_length_beyond_the_cap_is_refused_before_any_memory_is_taken(length: int) -> None:
    here, there = multiprocessing.Pipe()
    header = struct.pack("!i", length) if length < 2**31 else struct.pack("!i", -1) + struct.pack("!Q", length)
    with here, there:
        os.write(there.fileno(), header)
        with pytest.raises(BadFrame):
            Channel(here).receive(wait=5)


def test_a_frame_that_breaks_off_is_the_end() -> None:
    here, there = multiprocessing.Pipe()
    with here:
        with there:
            os.write(there.fileno(), struct.pack("!i", 1_000) + b'{"half":')
        with pytest.raises(EOFError):
            Channel(here).receive(wait=5)
