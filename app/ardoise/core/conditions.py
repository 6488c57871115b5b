"""What holds for every actor and may change while they work: whether the network may be used, how much of the machine a model may take.

The window writes it when a person changes a setting; the actors read it each time they are about to do something it is about. (Rejected:
values that are handed over once, so that a switch acts after the next start only; a hard switch acts at once.)
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Conditions:
    """Plain values, each read and written whole, so any thread may.

    `offline`: nothing leaves this machine, whoever asks. `threads` 0: as many as a trial finds best. `gpu_layers` -1: all that a graphics
    processor can hold. The last three hold from the next time a model is loaded.
    """

    offline: bool = False
    threads: int = 0
    context_tokens: int = 4_096
    gpu_layers: int = -1
