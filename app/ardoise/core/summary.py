"""What is said of a whole working once it is judged: its first error, what follows from that, what else to look at.

The same words for the terminal and the window. Which values show the error stands beside its line and is not said again, unless no known
slip gives it a name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from ardoise.core.verdict import Check, carries_slip, findings, is_error, is_suspect, sentence


def summary(steps: Mapping[int, Sequence[Check]], noun: str) -> tuple[str, ...]:
    """Sentences about the checks of each step, by its index; Markdown with LaTeX. `noun` is "line" or "step". Empty where all is well."""
    wrong = [i for i, checks in sorted(steps.items()) if is_error(checks)]
    looked_at = [i for i, checks in sorted(steps.items()) if is_suspect(checks) and i not in wrong]
    carrying = [i for i, checks in sorted(steps.items()) if carries_slip(checks) and i not in wrong]
    if not wrong:
        named = _named(steps[looked_at[0]]) if len(looked_at) == 1 else "."
        return (f"Please look at {_numbered(noun, looked_at)}{named}",) if looked_at else ()
    said = [f"First error: {noun} {wrong[0] + 1}{_named(steps[wrong[0]])}"]
    if carrying:
        verb = "follows" if len(carrying) == 1 else "follow"
        mended = f"mend {noun} {wrong[0] + 1}, then work on from there"
        said.append(f"{_numbered(noun, carrying).capitalize()} {verb} correctly from what is wrong: {mended}.")
    if wrong[1:]:
        said.append(f"Also wrong: {_numbered(noun, wrong[1:])}.")
    if looked_at:
        said.append(f"Please look at {_numbered(noun, looked_at)}, too.")
    return tuple(said)


def _named(checks: Sequence[Check]) -> str:
    """The name of the likely slip, else what was found; ends the sentence that names the step."""
    found = findings(checks)
    slip = next((c.slip for c in found if c.slip is not None), None)
    if slip is not None:
        return f" (likely slip: {slip.name[:1].lower()}{slip.name[1:]})."
    return f". {sentence(dataclasses.replace(found[0], look=False))}"


def _numbered(noun: str, indices: Iterable[int]) -> str:
    """ "line 3", "lines 3 and 5", "lines 3 to 6": numbers as a person counts."""
    numbers = [i + 1 for i in indices]
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{noun}s {numbers[0]} to {numbers[-1]}"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
