"""Whether a model can be loaded into this machine's memory, and what to do if not: pure, so that every machine can be tried in a test.

What is really fatal, on a processor: the cache, the buffers and weights that llama.cpp lays out anew (some quantisations) are memory of its
own; if there is none, the system ends the process or refuses. Weights that are read from the file where it is mapped are not: the system
drops such pages and reads them again. But every weight is used for every token, so with pages missing each token waits for the disk, which
is a hundred times slower than memory: no tutor either. So file, cache and buffers together have to fit.

They have to fit into what is available, which counts pages that the system would give up unasked (this very file's, read before, among
them), and not into what is unused. Swap is not counted: a model that is swapped out with every token is as slow as one read from the
disk. What the engine holds already is given back before it loads another model, so it is added. Where llama.cpp can use a graphics
processor with memory of its own, a model that does not fit here may fit there: then nothing is refused, and llama.cpp itself has the last
word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.models import Fit, Machine, Needs
from ardoise.core.sizes import size_words

FEWEST_TOKENS: Final = 1_024
"""Of context, with which a short problem and its solution fit."""
_STEP: Final = 256


@dataclass(frozen=True)
class Smaller:
    """A model that could be taken instead. `way`: how to have it, a sentence's end ("choose it in the list")."""

    name: str
    needs: Needs
    way: str


def fault(
    name: str,
    needs: Needs | None,
    machine: Machine,
    *,
    context_tokens: int,
    smaller: Sequence[Smaller] = (),
    programs: Callable[[], Sequence[tuple[str, int]]] = tuple,
) -> KnownError | None:
    """Why the model `name` should not be loaded, with every way on that there is; None where it can be, or nothing is known of its needs.

    `smaller`: others, the best first. `programs`: which hold the most memory; asked only where that helps.
    """
    if machine.lacks:
        return KnownError(
            f"llama.cpp was installed for processors with {', '.join(machine.lacks)}, which this one does not have: it would stop at once.",
            "Install llama-cpp-python anew, built from its source on this machine; `ardoise doctor` says how.",
        )
    fit = machine.fit(needs, context_tokens)
    if needs is None or fit in (Fit.FITS, Fit.UNKNOWN):
        return None
    tokens = needs.context(context_tokens)
    wanted = needs.memory_bytes(tokens)
    large = fit is Fit.TOO_LARGE
    room = machine.memory_total if large else machine.memory_free
    what = (
        f"{name} needs {size_words(wanted)} of memory with {tokens:,} tokens of context, and this machine has "
        f"{size_words(machine.memory_total)}" + (" in all." if large else f", of which {size_words(machine.memory_free)} are free.")
    )
    ways = []
    if not large:
        ways.append(_close(wanted - machine.memory_free, programs()))
    fitting = fitting_tokens(needs, room)
    if FEWEST_TOKENS <= fitting < tokens:
        ways.append(f"allow only {fitting:,} tokens of context in the settings")
    if other := next((s for s in smaller if machine.fit(s.needs, context_tokens) is Fit.FITS), None):
        taken = size_words(other.needs.memory_bytes(other.needs.context(context_tokens)))
        ways.append(f"take {other.name}, which needs {taken}: {other.way}")
    return KnownError(what, _sentence(ways or ["choose a smaller model, or one whose weights are quantised more coarsely"]))


def fitting_tokens(needs: Needs, room: int) -> int:
    """The longest context that fits into so many bytes, in whole steps; 0 where not even the weights do."""
    left = room - needs.file_bytes - needs.scratch_bytes
    if left <= 0:
        return 0
    most = left // needs.kv_bytes_per_token if needs.kv_bytes_per_token else needs.trained_tokens
    return most // _STEP * _STEP


def _close(missing: int, programs: Sequence[tuple[str, int]]) -> str:
    held = [f"{name} holds {size_words(count)}" for name, count in programs if count >= 100_000_000]
    return f"close other programs until {size_words(missing)} more are free" + (f" ({', '.join(held)})" if held else "")


def _sentence(ways: list[str]) -> str:
    """Ways on as one sentence."""
    text = "; or ".join(ways)
    return f"{text[0].upper()}{text[1:]}."
