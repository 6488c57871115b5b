"""Views of the plane: zoomed, moved, and the writing of a place in them. Numbers only, no Qt."""

from __future__ import annotations

import math
from typing import Final

from ardoise.core.plots import View

ZOOM: Final = 1.25
"""Of one notch of the wheel or one press of a key."""
STEP: Final = 0.12
"""Of the view's width or height, for an arrow key."""
NARROWEST: Final = 1e-9
WIDEST: Final = 1e12


def zoomed(view: View, factor: float, *, x: float, y: float) -> View:
    """The view `factor` times as wide and high, the point (x, y) staying where it is; the same view at the ends of the scale."""
    wide, tall = (view.right - view.left) * factor, (view.top - view.bottom) * factor
    reach = max(abs(view.left), abs(view.right), abs(view.bottom), abs(view.top))
    if min(wide, tall) < max(NARROWEST, 1e-10 * reach) or max(wide, tall) > WIDEST:
        return view
    left, bottom = x + (view.left - x) * factor, y + (view.bottom - y) * factor
    return View(left, left + wide, bottom, bottom + tall)


def moved(view: View, *, across: float, up: float) -> View:
    """The view moved by these parts of its width and height; the same view where it would lie too far out."""
    dx, dy = across * (view.right - view.left), up * (view.top - view.bottom)
    made = View(view.left + dx, view.right + dx, view.bottom + dy, view.top + dy)
    return view if max(abs(made.left), abs(made.right), abs(made.bottom), abs(made.top)) > WIDEST else made


def written(value: float, pixel: float) -> str:
    """A coordinate with as many digits as one pixel tells."""
    digits = min(12, max(0, -math.floor(math.log10(pixel)))) if pixel > 0 else 2
    text = f"{value:.{digits}f}" if abs(value) < 1e9 else f"{value:.3g}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", "−")
