"""Children that behave."""

from __future__ import annotations

import os
import sys

from ardoise.process.frames import Channel


def echo(channel: Channel, arguments: dict[str, object]) -> None:
    """Says back what it hears, and its arguments first where there are any."""
    if arguments:
        channel.send(arguments)
    while True:
        channel.send(channel.receive())


def modules(channel: Channel, _arguments: dict[str, object]) -> None:
    """Answers with what it is made of: the names of the modules it has loaded, and its main module's names."""
    main = sys.modules["__main__"]
    channel.send({"modules": sorted(sys.modules), "main": sorted(vars(main)), "pid": os.getpid(), "parent": os.getppid()})
    channel.receive()
