"""Several continuations of one beginning, on the tiny model: what is read once, what is kept, and what happens when the cells run out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ardoise.core.errors import BugError
from ardoise.core.generation import Fragment, Message, PromptRead, Request, Sampling, StopReason, Written
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.context import MOST_BRANCHES
from ardoise.engine.llama import LlamaEngine
from tests.model_files import tiny_gguf

CONTEXT = 512
LONG = "Solve this: " + "1 + 2 " * 20
ASKED = (Message("user", LONG),)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaEngine]:
    """Writes the printable characters in order, without an end."""
    made = LlamaEngine(threads=1, context_tokens=CONTEXT)
    list(made.load(ModelFile(tiny_gguf(tmp_path_factory.mktemp("endless")), "Tiny"), cancel=Cancel()))
    yield made
    made.close()


def run(engine: LlamaEngine, *requests: Request) -> list[tuple[str, Written, list[PromptRead]]]:
    """Text, end and readings of each."""
    texts, ends, reads = [""] * len(requests), {}, [list[PromptRead]() for _ in requests]
    for branch in engine.generate_many(requests, cancels=[Cancel() for _ in requests]):
        match branch.event:
            case Fragment(text, _):
                texts[branch.index] += text
            case PromptRead():
                reads[branch.index].append(branch.event)
            case Written():
                assert branch.index not in ends, "exactly one end each"
                ends[branch.index] = branch.event
    return [(texts[i], ends[i], reads[i]) for i in range(len(requests))]


def test_the_common_beginning_is_read_once(engine: LlamaEngine) -> None:
    (_, first, reads), *others = run(engine, *[Request(ASKED, most_tokens=5)] * 4)
    assert [end.prompt_kept for _, end, _ in others] == [first.prompt_kept] * 3
    assert reads[-1] == PromptRead(first.prompt_tokens, first.prompt_tokens)
    again = run(engine, *[Request(ASKED, most_tokens=5)] * 4)
    assert [end.prompt_kept for _, end, _ in again] == [first.prompt_tokens - 1] * 4


def test_prompts_of_several_kinds_are_each_read_once(engine: LlamaEngine) -> None:
    """Worked examples come again with every problem, between other requests."""
    shown = {kind: kind * 120 for kind in "abc"}
    run(engine, *[Request((Message("user", f"{examples} first"),), most_tokens=2) for examples in shown.values()])
    for problem in ("second", "third"):
        for kind, examples in shown.items():
            ((_, end, _),) = run(engine, Request((Message("user", f"{examples} {problem}"),), most_tokens=9))
            assert end.prompt_kept >= len(examples), (problem, kind)
        run(engine, Request((Message("user", problem),), most_tokens=9))


def test_what_is_kept_for_later_makes_way_for_what_is_written_now(engine: LlamaEngine) -> None:
    for kind in "def":
        run(engine, Request((Message("user", kind * 140),), most_tokens=2))
    ((_, end, _),) = run(engine, Request((Message("user", "g" * 200),), most_tokens=5_000))
    assert end.reason is StopReason.CONTEXT
    assert end.prompt_tokens + end.tokens == pytest.approx(CONTEXT, abs=1)


def test_what_one_of_several_wrote_is_kept_for_going_on_from_it(engine: LlamaEngine) -> None:
    _, (written, _, _) = run(engine, Request(ASKED, prefix="ab", most_tokens=9), Request(ASKED, prefix="xy", most_tokens=9))
    assert written == 'z{|}~ !"#'
    ((_, end, _),) = run(engine, Request(ASKED, prefix=f"xy{written}", most_tokens=1))
    assert end.prompt_kept == end.prompt_tokens - 1, "nothing is read again but the token before the next"


def test_several_draw_what_each_draws_alone(engine: LlamaEngine) -> None:
    drawn = [Request(ASKED, sampling=Sampling(5.0, 1.0, seed), most_tokens=20) for seed in (1, 2, 3)]
    together = [text for text, _, _ in run(engine, *drawn)]
    assert together == [run(engine, request)[0][0] for request in drawn]


def test_prompts_that_differ_early_are_written_together_too(engine: LlamaEngine) -> None:
    other = (Message("user", "Another problem"),)
    (one, _, _), (two, end, _) = run(engine, Request(ASKED, most_tokens=5), Request(other, most_tokens=5, prefix="abc"))
    assert (one, two) == ('!"#$%', "defgh")
    assert end.prompt_kept <= len("user\n") + 1


def test_more_cells_are_made_where_one_context_does_not_hold_them_all(engine: LlamaEngine) -> None:
    ends = [end for _, end, _ in run(engine, *[Request(ASKED, most_tokens=CONTEXT // 2)] * 6)]
    assert [end.reason for end in ends] == [StopReason.LENGTH] * 6


def test_each_ends_at_the_length_that_one_conversation_may_have(engine: LlamaEngine) -> None:
    ends = [end for _, end, _ in run(engine, *[Request(ASKED, most_tokens=5_000)] * 2)]
    assert [end.reason for end in ends] == [StopReason.CONTEXT] * 2
    assert all(end.prompt_tokens + end.tokens == pytest.approx(CONTEXT, abs=1) for end in ends)


def test_of_more_than_there_are_places_for_the_rest_begin_as_others_end(engine: LlamaEngine) -> None:
    asked = [Request((Message("user", f"Problem {n}"),), prefix=chr(ord("a") + n), most_tokens=3 + n % 4) for n in range(3 * MOST_BRANCHES)]
    done = run(engine, *asked)
    assert [text for text, _, _ in done] == [run(engine, request)[0][0] for request in asked]
    assert [end.reason for _, end, _ in done] == [StopReason.LENGTH] * len(asked)


def test_one_that_waits_can_be_cancelled_and_the_others_do_not_mind(engine: LlamaEngine) -> None:
    count = MOST_BRANCHES + 3
    cancels = [Cancel() for _ in range(count)]
    ends: dict[int, Written] = {}
    for branch in engine.generate_many([Request(ASKED, most_tokens=20)] * count, cancels=cancels):
        cancels[count - 1].request()
        if isinstance(branch.event, Written):
            ends[branch.index] = branch.event
    assert (ends[count - 1].reason, ends[count - 1].tokens) == (StopReason.CANCELLED, 0)
    assert [ends[i].tokens for i in range(count - 1)] == [20] * (count - 1)


def test_one_that_is_cancelled_while_its_prompt_is_read_ends_alone(engine: LlamaEngine) -> None:
    other = Request((Message("user", "Another problem. " * 20),), most_tokens=5)
    cancels = [Cancel(), Cancel()]
    ends: dict[int, Written] = {}
    for branch in engine.generate_many([Request(ASKED, most_tokens=20), other], cancels=cancels):
        if branch.index == 1 and isinstance(branch.event, PromptRead) and branch.event.done > 100:
            cancels[1].request()
        if isinstance(branch.event, Written):
            ends[branch.index] = branch.event
    assert [ends[0].reason, ends[1].reason] == [StopReason.LENGTH, StopReason.CANCELLED]


def test_none_is_a_bug_of_the_caller(engine: LlamaEngine) -> None:
    with pytest.raises(BugError):
        run(engine)
