from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from ardoise.core import codec
from ardoise.core.generation import Branch, Fragment, Message, PromptRead, Request, Sampling, StopReason, Trial, Written
from ardoise.engine.messages import Generate, Loaded, Loading, Progress, Refused, Rested, Stop, ToChild, ToParent, to_child, to_parent
from ardoise.process import frames

TEXT = st.text(st.characters(categories=None))
SMALL = st.integers(0, 10**6)
REQUESTS = st.builds(
    Request,
    st.lists(st.builds(Message, TEXT, TEXT)).map(tuple),
    TEXT,
    st.builds(Sampling, st.floats(0, 5), st.floats(0, 1), SMALL),
    SMALL,
)
EVENTS = (
    st.builds(PromptRead, SMALL, SMALL)
    | st.builds(Fragment, TEXT, SMALL)
    | st.builds(Written, st.sampled_from(StopReason), SMALL, SMALL, SMALL, st.floats(0, 1e6))
)
REPLIES = (
    st.builds(Loading, st.floats(0, 1))
    | st.builds(Loaded, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL, st.just(Trial(2, (1, 2), (0.04, 0.05))))
    | st.builds(Progress, SMALL, st.lists(st.builds(Branch, SMALL, EVENTS), max_size=3).map(tuple))
    | st.builds(Refused, SMALL, TEXT, TEXT)
    | st.just(Rested())
)
KEYS = ["body", "is", "ticket", "events", "index", "event", "text", "tokens"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["progress", "fragment", "end"]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@given(st.builds(Generate, SMALL, st.lists(REQUESTS, max_size=3).map(tuple)) | st.builds(Stop, SMALL, st.none() | SMALL))
def test_what_is_said_to_the_child_arrives_as_it_was(body: Generate | Stop) -> None:
    assert codec.decode(ToChild, frames.decode(frames.encode(to_child(body)))).body == body


@given(REPLIES)
def test_what_the_child_says_arrives_as_it_was(body: Loading | Loaded | Progress | Refused | Rested) -> None:
    assert codec.decode(ToParent, frames.decode(frames.encode(to_parent(body)))).body == body


@given(JSON)
def test_any_json_from_a_child_is_a_reply_or_a_value_error(value: object) -> None:
    with contextlib.suppress(ValueError):
        codec.decode(ToParent, value)
