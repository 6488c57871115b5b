"""Plotters' children that misbehave on purpose."""

from __future__ import annotations

import os
import signal
import time

from ardoise.drawing import messages
from ardoise.process.frames import Channel


def never_answers(channel: Channel, arguments: dict[str, object]) -> None:
    """Takes an order and sleeps over it."""
    del arguments
    channel.send(messages.READY)
    channel.receive()
    time.sleep(600)


def answers_junk(channel: Channel, arguments: dict[str, object]) -> None:
    """Answers every order with something else."""
    del arguments
    channel.send(messages.READY)
    while True:
        channel.receive()
        channel.send({"png": "no base64!", "axes": [1, 2], "view": 7, "plot": "a plot", "file": 3})


def kills_itself(channel: Channel, arguments: dict[str, object]) -> None:
    """Dies of its first order, as a crash in native code would have it."""
    del arguments
    channel.send(messages.READY)
    channel.receive()
    os.kill(os.getpid(), signal.SIGKILL)


def greets_wrongly(channel: Channel, arguments: dict[str, object]) -> None:
    """Says something else than that it is ready."""
    del arguments
    channel.send({"hello": "you"})
    channel.receive()
