"""What can be drawn of the claims at hand; a plot is a help, so a failure to draw never disturbs the story."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from ardoise.core.errors import KnownError
from ardoise.core.plots import Plot
from ardoise.core.ports import Plotter
from ardoise.core.solution import Claim
from ardoise.notation.sketch import sketch

log = logging.getLogger(__name__)


def picture(claims: Sequence[Claim], plotter: Plotter, *, text: str = "") -> Plot | None:
    """The plot of these claims, or None where there is nothing to draw or the drawing child failed (which is logged).

    `text` is the problem's: its words say what is to be marked.
    """
    sketched = sketch(claims, text=text)
    if not sketched:
        return None
    try:
        return plotter.survey(sketched)
    except KnownError as e:
        log.info("no plot: %s", e)
        return None
