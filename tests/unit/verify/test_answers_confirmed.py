"""Final answers beside their problems (tests/cases/answers.toml): confirmed, contradicted or left open, each for a whole table."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ardoise.core.solution import Answer, Trust
from ardoise.notation.answer import values
from ardoise.notation.claims import read_problem
from ardoise.notation.task import task_of
from ardoise.verify.checks import confirm

_CASES = Path(__file__).parents[2] / "cases" / "answers.toml"
_TRUST = {"confirmed": Trust.CONFIRMED, "contradicted": Trust.CONTRADICTED, "open": Trust.UNCONFIRMED}


def _rows() -> list[tuple[str, str, Trust]]:
    problems = tomllib.loads(_CASES.read_text(encoding="utf-8"))["problem"]
    return [(p["text"], answer, trust) for p in problems for kind, trust in _TRUST.items() for answer in p.get(kind, ())]


@pytest.mark.parametrize(("problem", "answer", "trust"), _rows())
def test_an_answer_beside_its_problem_gets_the_trust_it_deserves(problem: str, answer: str, trust: Trust) -> None:
    found = confirm.run(read_problem(problem), Answer(answer, answer, values(answer)), task_of(problem))
    assert found.trust is trust, found
    assert bool(found.confirmed_by) is (trust is Trust.CONFIRMED)
