"""A plotter that draws real, plain pictures at once, and remembers what it was asked for."""

from __future__ import annotations

import struct
import threading
import zlib
from pathlib import Path

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Plot, PlotPoint, PointKind, Sketch, Trace, View
from ardoise.core.ports import Plotter

GROUND = {Theme.LIGHT: (250, 250, 240), Theme.DARK: (20, 24, 28)}
MARGIN = 10.0


def plain_png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + bytes(colour) * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class FakePlotter(Plotter):
    """Pictures of one colour a theme, axes MARGIN inside. `fault` is raised while it is set; `gate`, while cleared, holds `draw` back.

    `picture`, where it is set, is what every `draw` gives.
    """

    def __init__(self) -> None:
        self.fault: KnownError | None = None
        self.picture: Picture | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.surveyed: list[Sketch] = []
        self.drawn: list[tuple[Plot, View | None, int, int, float, Theme]] = []
        self.saved: list[tuple[Plot, Path, Theme]] = []
        self.threads: set[int] = set()
        self.closed = 0

    def survey(self, sketch: Sketch) -> Plot | None:
        self._fail()
        self.surveyed.append(sketch)
        if not sketch:
            return None
        view = View(-5.0, 5.0, -4.0, 4.0)
        return Plot(sketch.curves, (), view, things=sketch.things, wishes=sketch.wishes, sliders=sketch.sliders)

    def draw(
        self, plot: Plot, *, view: View | None = None, width: int, height: int, scale: float = 1.0, theme: Theme = Theme.LIGHT
    ) -> Picture:
        self.threads.add(threading.get_ident())
        self.drawn.append((plot, view, width, height, scale, theme))
        if not self.gate.wait(20):
            raise KnownError("The gate stayed shut.")
        self._fail()
        if self.picture is not None:
            return self.picture
        png = plain_png(round(width * scale), round(height * scale), GROUND[theme])
        return Picture(
            png, (MARGIN * scale, MARGIN * scale, (width - 2 * MARGIN) * scale, (height - 2 * MARGIN) * scale), view or plot.view
        )

    def save(self, plot: Plot, path: Path, *, theme: Theme = Theme.LIGHT) -> None:
        self._fail()
        self.saved.append((plot, path, theme))

    def close(self) -> None:
        self.closed += 1
        self.gate.set()

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


class TracingPlotter(FakePlotter):
    """Sends y = x and a level line at 2 along with every picture, whatever is drawn; a plot whose slider moved comes back surveyed."""

    def draw(
        self, plot: Plot, *, view: View | None = None, width: int, height: int, scale: float = 1.0, theme: Theme = Theme.LIGHT
    ) -> Picture:
        made = super().draw(plot, view=view, width=width, height=height, scale=scale, theme=theme)
        along = tuple((-4.0 + 0.1 * k, -4.0 + 0.1 * k) for k in range(81))
        traces = (Trace(0, (along,)), Trace(1, (((-5.0, 2.0), (5.0, 2.0)),)))
        found = Plot(
            plot.curves, (PlotPoint(0.0, 0.0, PointKind.ROOT, "x = 0"),), plot.view, sliders=plot.sliders
        )  # fmt: skip
        return Picture(made.png, made.axes, made.view, traces, None if plot.surveyed else found)
