"""What a learner reads beside each line and at the end, from the command line down to the checks: only the children are left out."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ardoise.core.ports import Actors
from ardoise.tutor.tutor import StoryTutor
from tests.cli.running import CommandLine
from tests.fakes.actors import FakeShelf, IdleEngine, fake_actors
from tests.fakes.history import FakeHistory
from tests.fakes.judging import JudgingVerifier
from tests.fakes.plotter import FakePlotter

WORKINGS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "margin.toml").read_text(encoding="utf-8"))["working"]


@pytest.fixture(params=WORKINGS, ids=lambda row: str(row["about"]))
def working(request: pytest.FixtureRequest) -> dict[str, Any]:
    row: dict[str, Any] = request.param
    return row


def actors() -> Actors:
    tutor = StoryTutor(engine=IdleEngine(), verifier=JudgingVerifier(), history=FakeHistory(), plotter=FakePlotter(), shelf=FakeShelf())
    return fake_actors(tutor=tutor)


def typed(working: dict[str, Any]) -> str:
    problem = [f"Problem: {working['problem']}"] if "problem" in working else []
    return "\n".join([*problem, *(text for text, *_ in working["lines"])])


def margins(out: str) -> list[tuple[str, str]]:
    """The word and the slip that stand beside each line, in order; a line without a mark has neither."""
    found = []
    for block in re.split(r"\n(?= ?\d+  )", out)[1:]:
        mark = re.search(r"^    \S (\w+(?: \w+)?)  ", block, re.MULTILINE)
        slip = re.search(r"Likely slip[^:]*: ([^.]*)\.", block.split("\n\n")[0])
        found.append((mark[1] if mark else "", slip[1] if slip else ""))
    return found


def test_each_line_has_its_mark_and_its_slip_and_the_end_sums_up(line: CommandLine, working: dict[str, Any]) -> None:
    ran = line.run("check", "-", actors=actors(), stdin=typed(working))
    assert margins("\n" + ran.out) == [(mark, slip[0] if slip else "") for _, mark, *slip in working["lines"]]
    *_, said, tally = ran.out.splitlines()
    assert [said, tally.rpartition(";")[0]] == working["end"]
    assert ran.code == int(any(mark in ("Wrong", "Loses solutions") for _, mark, *_ in working["lines"]))


def test_the_records_of_a_table_say_the_same(line: CommandLine, working: dict[str, Any], tmp_path: Path) -> None:
    steps = [text for text, *_ in working["lines"]]
    table = tmp_path / "table.jsonl"
    table.write_text(json.dumps({"id": "a", "problem": working.get("problem", ""), "steps": steps}), encoding="utf-8")
    record: dict[str, Any] = line.run("check", "--jsonl", str(table), actors=actors()).records[0]
    words = [mark for _, mark, *_ in working["lines"]]
    wrong = [i for i, mark in enumerate(words) if mark in ("Wrong", "Loses solutions")]
    looked_at = [i for i, mark in enumerate(words) if i in wrong or mark in ("Please look", "Weaker")]
    assert (record["first_error"], record["first_suspect"]) == (next(iter(wrong), None), next(iter(looked_at), None))
    for step, (_, mark, *slip) in zip(record["steps"], working["lines"], strict=True):
        assert any(claim["carries_slip"] for claim in step["claims"]) == (mark == "Follows")
        named = {claim["slip"]["name"].replace("$", "").lower() for claim in step["claims"] if claim["slip"]}
        assert named == {name.lower() for name in slip}
