"""What the plotter and its child say to each other: one request, one reply, each a JSON object.

A request names its deed under "do"; a reply is its result, or {"error": what, "remedy": remedy} for a KnownError. Both sides use this page,
so that they cannot disagree. Pictures travel as base64, at most MOST_PIXELS of them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ardoise.core.codec import decode, encode
from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Plot, Sketch, Trace, View

MOST_PIXELS: Final = 40_000_000
READY: Final = {"ready": True}
"""The child's first word, when matplotlib is loaded and warm."""


class FileKind(StrEnum):
    """The kinds of file that a plot can be saved as, by their endings."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


@dataclass(frozen=True)
class Survey:
    sketch: Sketch


@dataclass(frozen=True)
class Draw:
    """A picture of `width` x `height` device-independent pixels at `scale` pixels each; `view` None for the plot's first view."""

    plot: Plot
    view: View | None
    width: int
    height: int
    scale: float
    theme: Theme


@dataclass(frozen=True)
class Save:
    plot: Plot
    kind: FileKind
    theme: Theme


Request = Survey | Draw | Save
_REQUESTS: Final[dict[str, type[Survey] | type[Draw] | type[Save]]] = {"survey": Survey, "draw": Draw, "save": Save}


def encode_request(request: Request) -> dict[str, object]:
    deed = next(name for name, cls in _REQUESTS.items() if isinstance(request, cls))
    return {"do": deed, "with": encode(request)}


def decode_request(data: object) -> Request:
    """Raises ValueError on anything else, and on a picture that would be too large."""
    if not isinstance(data, dict) or not isinstance(data.get("do"), str) or data["do"] not in _REQUESTS:
        raise ValueError("not a request to draw")
    request = decode(_REQUESTS[data["do"]], data.get("with"))
    if isinstance(request, Draw):
        sizes = (request.width, request.height, request.scale)
        if not all(0 < s <= 20_000 for s in sizes) or request.width * request.height * request.scale**2 > MOST_PIXELS:
            raise ValueError("no size for a picture")
    return request


def encode_error(error: KnownError) -> dict[str, object]:
    return {"error": error.what, "remedy": error.remedy}


def encode_plot(plot: Plot | None) -> dict[str, object]:
    return {"plot": encode(plot)}


def encode_picture(picture: Picture) -> dict[str, object]:
    return {
        "png": _text(picture.png),
        "axes": list(picture.axes),
        "view": encode(picture.view),
        "traces": encode(picture.traces),
        "plot": encode(picture.plot),
    }


def encode_file(data: bytes) -> dict[str, object]:
    return {"file": _text(data)}


def decode_plot(reply: object) -> Plot | None:
    """Raises the child's KnownError, or ValueError on anything that is not such a reply; so do the next two."""
    data = _checked(reply, "plot")["plot"]
    return None if data is None else decode(Plot, data)


def decode_picture(reply: object) -> Picture:
    data = _checked(reply, "png", "axes", "view")
    axes = data["axes"]
    if not isinstance(axes, list) or len(axes) != 4 or not all(isinstance(a, int | float) for a in axes):
        raise ValueError("not a picture")
    left, top, width, height = (float(a) for a in axes)
    plot = data.get("plot")
    traces = data.get("traces", [])
    if not isinstance(traces, list):
        raise ValueError("no traces")
    return Picture(
        _bytes(data["png"]),
        (left, top, width, height),
        decode(View, data["view"]),
        tuple(decode(Trace, t) for t in traces),
        None if plot is None else decode(Plot, plot),
    )


def decode_file(reply: object) -> bytes:
    return _bytes(_checked(reply, "file")["file"])


def _checked(reply: object, *keys: str) -> Mapping[str, object]:
    match reply:
        case {"error": str(what), "remedy": str(remedy)}:
            raise KnownError(what, remedy)
        case dict() if set(keys) <= set(reply):
            return reply
    raise ValueError("not a reply")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise ValueError("not base64")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as e:
        raise ValueError("not base64") from e
