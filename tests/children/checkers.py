"""Children of the verifier that misbehave for claims of certain texts, and are the real worker for all others."""

from __future__ import annotations

import os
import signal
import time

from ardoise.core.ports import Context
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check
from ardoise.process.frames import Channel
from ardoise.verify import worker
from ardoise.verify.checks import judge


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """The real worker, but "hang" never ends, "die" kills the process, "eat" takes memory without end, "junk" answers nonsense."""
    real = judge.judge

    def misled(claim: Claim, context: Context) -> Check:
        match claim.text:
            case "hang":
                while True:
                    time.sleep(1)
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "exit":
                os._exit(3)
            case "eat":
                hoard = []
                while True:
                    hoard.append(bytearray(1 << 24))
            case "junk":
                channel.send(["no", "reply"])
            case "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            case _:
                pass
        return real(claim, context)

    judge.judge = misled
    worker.serve(channel, arguments)


def stillborn(channel: Channel, arguments: dict[str, object]) -> None:
    """Ends before it says anything but hello."""
    del channel, arguments
    os._exit(4)
