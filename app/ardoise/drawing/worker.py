"""The plotter's child: takes a request, draws, answers; one after the other until the parent hangs up.

What a request asks for and cannot be had is answered with a sentence; a bug ends the child, and the parent says so.
"""

from __future__ import annotations

from typing import assert_never

from ardoise.core.errors import KnownError
from ardoise.drawing import messages, plots
from ardoise.drawing.messages import Draw, Save, Survey
from ardoise.drawing.numeric import Undrawable
from ardoise.drawing.survey import survey
from ardoise.process.frames import Channel


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """The child's entry; `arguments` has none. EOFError, when the parent is gone, is for the caller."""
    del arguments
    plots.warm_up()
    channel.send(messages.READY)
    while True:
        channel.send(answer(channel.receive()))


def answer(request: object) -> dict[str, object]:
    """The reply to one request."""
    try:
        return _answer(messages.decode_request(request))
    except KnownError as e:
        return messages.encode_error(e)
    except Undrawable as e:
        return messages.encode_error(KnownError(f"This cannot be drawn: {e}."))
    except ValueError as e:
        return messages.encode_error(KnownError(f"The plotter did not understand its order: {e}."))


def _answer(request: messages.Request) -> dict[str, object]:
    match request:
        case Survey(sketch):
            return messages.encode_plot(survey(sketch))
        case Draw(plot, view, width, height, scale, theme):
            return messages.encode_picture(plots.draw(plot, view, width=width, height=height, scale=scale, theme=theme))
        case Save(plot, kind, theme):
            return messages.encode_file(plots.save(plot, kind, theme=theme))
        case _:
            assert_never(request)
