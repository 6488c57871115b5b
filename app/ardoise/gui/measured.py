"""How often answers of each level of trust were right when that was measured; the figures come with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ardoise import paths
from ardoise.core.solution import Trust


@dataclass(frozen=True)
class Measured:
    """Of `levels`, how many answers there were and how many of them right, with which model and when, on which sets of problems; empty
    where nothing was measured."""

    model: str = ""
    date: str = ""
    levels: dict[Trust, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def measured() -> Measured:
    """What `resources/accuracy.json` says, written by `ardoise bench report --levels`."""
    try:
        kept = json.loads(paths.resource("accuracy.json").read_text(encoding="utf-8"))
        levels = {Trust(name): (int(of["n"]), int(of["correct"])) for name, of in kept["levels"].items()}
        return Measured(str(kept["model"]), str(kept["date"]), levels, tuple(map(str, kept["problems"])))
    except (OSError, ValueError, KeyError, TypeError):
        return Measured()
