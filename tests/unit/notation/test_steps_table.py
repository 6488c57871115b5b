"""The table of steps: every row of tests/cases/reading_steps*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ardoise.core.solution import Claim, Relation, Role
from ardoise.notation.claims import read_claims
from ardoise.notation.functions import RELATIONS
from ardoise.notation.latex import plain

FILES = sorted((Path(__file__).parents[2] / "cases").glob("reading_steps*.toml"))
ROWS: list[dict[str, Any]] = [row for p in FILES for row in tomllib.loads(p.read_text(encoding="utf-8"))["row"]]


def written(claim: Claim) -> str:
    """A claim as the table writes it."""
    role = "" if claim.role is Role.STATED else f"{claim.role.value}: "
    dots = "… " if claim.linked else ""
    if claim.relation is Relation.STATES:
        return f"{role}{dots}{plain(claim.left)}"
    modulus = "" if claim.modulus is None else f" (mod {plain(claim.modulus)})"
    return f"{role}{dots}{plain(claim.left)} {RELATIONS[claim.relation.value].plain} {plain(claim.right)}{modulus}"


def test_the_table_is_not_empty() -> None:
    assert len(ROWS) >= 40
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_step_claims_what_the_table_says(row: dict[str, Any]) -> None:
    claims, unreadable = read_claims(row["text"])
    assert [written(c) for c in claims] == row["claims"]
    assert bool(unreadable) == row.get("unread", False)
