"""What every text on the sheet is set with: colours, size of letters, and the setter of formulas."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from ardoise.core.pictures import Theme
from ardoise.core.ports import Typesetter
from ardoise.gui.theme import LIGHT, Colours


@dataclass(frozen=True)
class Paper:
    """`points` is the size of running text; `typesetter` is None until the actors are there, and formulas show as source so long."""

    colours: Colours = LIGHT
    points: float = 11.0
    typesetter: Typesetter | None = None
    theme: Theme = Theme.LIGHT

    def on_field(self, palette: QPalette) -> QPalette:
        """The palette of something that is written in: ink on the colour of a field."""
        role, colours = QPalette.ColorRole, self.colours
        for which, colour in ((role.Text, colours.ink), (role.Base, colours.field), (role.PlaceholderText, colours.muted)):
            palette.setColor(which, QColor(colour))
        return palette
