"""`ardoise doctor`: what this machine has, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing

from ardoise import settings
from ardoise.cli import codes, paint
from ardoise.cli.facts import facts
from ardoise.core.ports import Actors


def doctor(chosen: argparse.Namespace, build: Callable[[settings.Settings], Actors]) -> int:
    """Print every fact; ENVIRONMENT where something is missing, else DONE."""
    with closing(build(settings.load())) as actors:
        found = list(facts(actors))
    colour = paint.shows_colours(sys.stdout)
    for fact in found:
        if chosen.json:
            print(json.dumps({"v": 1, "name": fact.name, "found": fact.found, "fine": fact.fine, "remedy": fact.remedy}))
            continue
        sign = "✓" if fact.fine else "!"
        hue = paint.GREEN if fact.fine else paint.YELLOW
        print(f"{paint.coloured(sign, hue) if colour else sign} {fact.name}: {fact.found}")
        if fact.remedy:
            print(f"    {fact.remedy}")
    missing = sum(not fact.fine for fact in found)
    if not chosen.json:
        print("Everything is here." if not missing else f"{missing} {'thing needs' if missing == 1 else 'things need'} a look, see above.")
    return codes.ENVIRONMENT if missing else codes.DONE
