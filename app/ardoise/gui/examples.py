"""The gallery's problems, read from `resources/examples.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from ardoise import paths


@dataclass(frozen=True)
class Example:
    """A problem of an area, with a right working of it and its answer, where they can be written down; `plot`: it can be drawn."""

    area: str
    problem: str
    lines: tuple[str, ...] = ()
    answer: str = ""
    plot: bool = False


def read() -> tuple[Example, ...]:
    """All examples, in the order of the file; raises FileNotFoundError, which is a fault of the installation."""
    with paths.resource("examples.toml").open("rb") as file:
        entries = tomllib.load(file)["example"]
    return tuple(
        Example(e["area"], e["problem"], tuple(e.get("lines", ())), e.get("answer", ""), plot=e.get("plot", False)) for e in entries
    )
