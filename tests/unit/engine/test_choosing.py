from __future__ import annotations

from pathlib import Path

import pytest

from ardoise.core.events import EngineState
from ardoise.core.generation import Fragment, Message, Request
from ardoise.core.limits import Cancel
from ardoise.core.models import ModelFile
from ardoise.engine.choosing import ChoosingEngine
from tests.fakes.engine import FakeEngine

HERE = ModelFile(Path("/models/here.gguf"), "here")
THERE = ModelFile(Path("there"), "there", server="https://school.example")
ASKED = Request((Message("user", "1 + 1"),))


def written(engine: ChoosingEngine, model: ModelFile) -> str:
    list(engine.load(model, cancel=Cancel()))
    return "".join(e.text for e in engine.generate(ASKED, cancel=Cancel()) if isinstance(e, Fragment))


def test_the_model_says_who_writes_and_the_other_holds_nothing() -> None:
    here, there = FakeEngine(["here"]), FakeEngine(["there"])
    engine = ChoosingEngine(here, lambda: there)
    assert written(engine, HERE) == "here"
    assert written(engine, THERE) == "there"
    assert (here.state, here.info) == (EngineState.STOPPING, None)
    assert engine.info == there.info
    assert written(engine, HERE) == "here"
    assert there.state is EngineState.STOPPING
    together = [b.event.text for b in engine.generate_many([ASKED] * 2, cancels=[Cancel()] * 2) if isinstance(b.event, Fragment)]
    assert together == ["here", "here"]


def test_a_server_s_side_is_made_only_for_who_uses_one() -> None:
    engine = ChoosingEngine(FakeEngine(["here"]), lambda: pytest.fail("nobody asked for a server"))
    assert written(engine, HERE) == "here"
    engine.forgive(HERE)
    engine.close()
    assert engine.state is EngineState.STOPPING


def test_closing_ends_both() -> None:
    here, there = FakeEngine(["here"]), FakeEngine(["there"])
    engine = ChoosingEngine(here, lambda: there)
    written(engine, THERE)
    engine.close()
    assert here.state is there.state is EngineState.STOPPING
