"""Texts that are written once: what is kept comes again, cut off ones are gone on with, and nothing is mixed up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ardoise.core.errors import KnownError
from ardoise.core.generation import Branch, Fragment, Message, Request, Sampling, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.evaluation.kept_texts import KeptTexts
from tests.fakes.engine import FakeEngine

MODEL = ModelFile(Path("/models/m.gguf"), "m")
ONE, OTHER = (Request((Message("user", text),)) for text in ("One?", "Other?"))
SAYS = ["It ", "is ", "$\\boxed{4}$."]


def kept(file: Path, *scripts: list[str], model: str = "m") -> tuple[KeptTexts, FakeEngine]:
    inner = FakeEngine(*scripts)
    engine = KeptTexts(inner, file, model)
    for _ in engine.load(MODEL, cancel=Cancel()):
        pass
    return engine, inner


def never(_request: Request, _text: str) -> bool:
    return False


def said(engine: KeptTexts, request: Request, cancel: Cancel | None = None) -> tuple[str, StopReason]:
    events = list(engine.generate(request, cancel=cancel or Cancel()))
    (end,) = [e for e in events if isinstance(e, Written)]
    return "".join(e.text for e in events if isinstance(e, Fragment)), end.reason


def test_a_text_is_written_once_and_comes_again_in_the_same_pieces(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS, ["Another."])
    first = [e for e in engine.generate(ONE, cancel=Cancel()) if isinstance(e, Fragment)]
    again, later = kept(tmp_path / "t.jsonl", ["Never asked for."])
    assert [e for e in again.generate(ONE, cancel=Cancel()) if isinstance(e, Fragment)] == first
    assert (len(inner.requests), later.requests) == (1, [])
    assert said(again, OTHER)[0] == "Never asked for."


@pytest.mark.parametrize(
    ("other", "is_the_same"),
    [
        (dataclasses.replace(ONE, sampling=Sampling(seed=7)), True),
        (dataclasses.replace(ONE, most_tokens=9), True),
        (dataclasses.replace(ONE, sampling=Sampling(0.7, 0.9, 1)), False),
        (dataclasses.replace(ONE, prefix="It "), False),
    ],
)
def test_the_likeliest_words_are_the_same_for_every_seed_and_nothing_else_is(tmp_path: Path, other: Request, is_the_same: bool) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS)
    said(engine, ONE)
    said(engine, other)
    assert (len(inner.requests) == 1) is is_the_same


def test_what_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS, ["and so on."])
    assert said(engine, dataclasses.replace(ONE, most_tokens=2)) == ("It is ", StopReason.LENGTH)
    assert said(engine, dataclasses.replace(ONE, most_tokens=1)) == ("It ", StopReason.LENGTH)
    assert said(engine, ONE) == ("It is and so on.", StopReason.END)
    assert [r.prefix for r in inner.requests] == ["", "It is "]
    assert said(kept(tmp_path / "t.jsonl")[0], ONE) == ("It is and so on.", StopReason.END)


def test_a_kept_text_can_be_cancelled_and_stays_whole(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS)
    said(engine, ONE)
    cancel = Cancel()
    heard = ""
    for event in engine.generate(ONE, cancel=cancel):
        if isinstance(event, Fragment):
            heard += event.text
            cancel.request()
    assert heard == "It "
    assert said(engine, ONE) == ("".join(SAYS), StopReason.END)
    assert len(inner.requests) == 1


def test_of_several_those_that_are_kept_come_first(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS, ["Else."])
    said(engine, OTHER)
    branches = list(engine.generate_many([ONE, OTHER], cancels=[Cancel(), Cancel()]))
    texts = ["".join(b.event.text for b in branches if b.index == i and isinstance(b.event, Fragment)) for i in (0, 1)]
    assert texts == ["Else.", "".join(SAYS)]
    assert sorted(b.index for b in branches if isinstance(b.event, Written)) == [0, 1]
    assert len(inner.requests) == 2


def test_what_is_written_ahead_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS)
    engine.write_ahead([ONE, OTHER], Cancel(), is_over=never)
    assert said(engine, OTHER)[0] == "".join(SAYS)
    engine.write_ahead([ONE, OTHER], Cancel(), is_over=never)
    assert len(inner.requests) == 2


def test_what_is_over_is_not_written_to_its_end_nor_gone_on_with(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS)
    for _ in range(2):
        engine.write_ahead([ONE], Cancel(), is_over=lambda _, text: text.endswith("is "))
    assert len(inner.requests) == 1
    assert said(engine, dataclasses.replace(ONE, most_tokens=2))[0] == "It is "
    assert len(inner.requests) == 1


def test_a_text_is_kept_when_it_ends_whatever_becomes_of_the_others(tmp_path: Path) -> None:
    engine, inner = kept(tmp_path / "t.jsonl", SAYS, [*SAYS, "And ", "so ", "on."])
    inner.dies_after = len(SAYS) + 2
    with pytest.raises(KnownError):
        engine.write_ahead([ONE, OTHER], Cancel(), is_over=never)
    again, later = kept(tmp_path / "t.jsonl", ["Never asked for."])
    assert said(again, ONE) == ("".join(SAYS), StopReason.END)
    assert later.requests == []


def test_texts_of_another_model_and_half_a_line_are_never_used(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    said(kept(file, SAYS)[0], ONE)
    with pytest.raises(ValueError, match="another model"):
        kept(file, model="n")
    file.write_bytes(file.read_bytes()[:-20])
    engine, inner = kept(file, ["New."])
    assert said(engine, ONE)[0] == "New."
    assert said(kept(file)[0], ONE)[0] == "New."
    assert len(inner.requests) == 1


def test_what_was_ended_stays_ended_whatever_came_after_the_stop(tmp_path: Path) -> None:
    class Late(FakeEngine):
        """Says two more words after it was stopped."""

        def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
            self.requests += requests
            for i, cancel in enumerate(cancels):
                yield Branch(i, Fragment("Done.\n", 1))
                assert cancel.requested
                yield Branch(i, Fragment("And ", 1))
                yield Branch(i, Written(StopReason.CANCELLED, 2, 0, 0, 0.0))

    inner = Late()
    engine = KeptTexts(inner, tmp_path / "t.jsonl", "m")
    engine.write_ahead([ONE], Cancel(), is_over=lambda _, text: text.endswith("\n"))
    again = KeptTexts(inner, tmp_path / "t.jsonl", "m")
    again.write_ahead([ONE], Cancel(), is_over=lambda _, text: text.endswith("\n"))
    assert len(inner.requests) == 1
    assert said(again, ONE)[0] == "Done.\n"


def test_a_text_of_a_server_that_counts_otherwise_is_whole_at_its_limit(tmp_path: Path) -> None:
    inner = FakeEngine(["Some words."], ends=StopReason.LENGTH)
    engine = KeptTexts(inner, tmp_path / "t.jsonl", "m")
    for _ in engine.load(MODEL, cancel=Cancel()):
        pass
    for _ in range(2):
        assert said(engine, dataclasses.replace(ONE, most_tokens=50))[0] == "Some words."
    assert len(inner.requests) == 1


def test_a_request_that_cannot_be_written_keeps_none_of_the_others_from_it(tmp_path: Path) -> None:
    class Narrow(FakeEngine):
        """Refuses all where one is too long, as a model does whose context it does not fit."""

        def generate_many(self, requests: Sequence[Request], *, cancels: Sequence[Cancel]) -> Iterator[Branch]:
            if OTHER in requests:
                raise KnownError("The problem takes 9,000 tokens.", "Shorten it.")
            yield from super().generate_many(requests, cancels=cancels)

    inner = Narrow(SAYS)
    engine = KeptTexts(inner, tmp_path / "t.jsonl", "m")
    for _ in engine.load(MODEL, cancel=Cancel()):
        pass
    engine.write_ahead([ONE, OTHER], Cancel(), is_over=never)
    assert said(engine, ONE)[0] == "".join(SAYS)
    with pytest.raises(KnownError, match="9,000 tokens"):
        engine.write_ahead([OTHER], Cancel(), is_over=never)


def test_among_others_a_full_context_is_no_end(tmp_path: Path) -> None:
    inner = FakeEngine(SAYS, SAYS, ["And so on."], ends=StopReason.CONTEXT)
    engine = KeptTexts(inner, tmp_path / "t.jsonl", "m")
    for _ in engine.load(MODEL, cancel=Cancel()):
        pass
    engine.write_ahead([ONE, OTHER], Cancel(), is_over=never)
    assert said(engine, ONE) == ("".join(SAYS) + "And so on.", StopReason.CONTEXT)
