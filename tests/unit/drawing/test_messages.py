"""What crosses the pipe comes out as it went in, and junk is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Plot, PlotPoint, PointKind, Sketch, View
from ardoise.drawing import messages, worker
from ardoise.drawing.messages import Draw, FileKind, Request, Save, Survey
from tests.unit.drawing.scenes import CIRCLE, PARABOLA

PLOT = Plot((PARABOLA, CIRCLE), (PlotPoint(2.0, 0.0, PointKind.ROOT, "x = 2"),), View(-1.0, 4.0, -2.0, 8.0))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["do", "with", "plot", "png", "axes", "view", "error", "remedy", "file", "curves", "a"]), inner),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "request_",
    [
        Survey(Sketch((PARABOLA, CIRCLE))),
        Draw(PLOT, None, 400, 300, 2.0, Theme.DARK),
        Draw(PLOT, View(0.0, 1.0, 0.0, 1.0), 400, 300, 1.0, Theme.LIGHT),
        Save(PLOT, FileKind.SVG, Theme.LIGHT),
    ],
)
def test_a_request_comes_through_as_it_is(request_: Request) -> None:
    assert messages.decode_request(json.loads(json.dumps(messages.encode_request(request_)))) == request_


def test_replies_come_through_as_they_are() -> None:
    picture = Picture(b"\x89PNG", (1.0, 2.0, 3.0, 4.0), PLOT.view)
    assert messages.decode_picture(json.loads(json.dumps(messages.encode_picture(picture)))) == picture
    assert messages.decode_plot(messages.encode_plot(PLOT)) == PLOT
    assert messages.decode_plot(messages.encode_plot(None)) is None
    assert messages.decode_file(messages.encode_file(b"abc")) == b"abc"
    with pytest.raises(KnownError) as error:
        messages.decode_plot(messages.encode_error(KnownError("Too far.", "Go back.")))
    assert (error.value.what, error.value.remedy) == ("Too far.", "Go back.")


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(0, 300, 1.0), (400, -1, 1.0), (400, 300, 0.0), (20_000, 20_000, 1.0), (400, 300, float("nan"))]
)
def test_a_picture_of_no_size_or_too_many_pixels_is_refused(width: int, height: int, scale: float) -> None:
    with pytest.raises(ValueError, match="size"):
        messages.decode_request(messages.encode_request(Draw(PLOT, None, width, height, scale, Theme.LIGHT)))


@given(JSON)
@example({"do": {}})
@example({"do": [1], "with": None})
def test_junk_is_refused_on_both_sides(data: object) -> None:
    assert set(worker.answer(data)) == {"error", "remedy"}
    for decode in (messages.decode_plot, messages.decode_picture, messages.decode_file):
        try:
            decode(data)
        except (ValueError, KnownError):
            continue
        assert isinstance(data, dict)
