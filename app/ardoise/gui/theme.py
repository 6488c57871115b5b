"""The window's colours, light and dark, and the rule by which one of them is chosen.

Two palettes of our own rather than the platform's: marks must keep their meaning and their contrast (at least 4.5 to 1 for every text on
every ground it may stand on; a test computes it) on any desktop. The system decides between them unless the settings name one. (Rejected:
following the system's accent colour, since red and green are taken by the marks; a stylesheet a theme, since one template with colours put
in is shorter.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QStyleHints

from ardoise.core.pictures import Theme
from ardoise.settings import Appearance


class Tone(StrEnum):
    """What a colour says; always beside an icon and a word."""

    GOOD = "good"
    LIKELY = "likely"
    CAUTION = "caution"
    WRONG = "wrong"
    QUIET = "quiet"
    BUSY = "busy"


@dataclass(frozen=True)
class Colours:
    """One theme. `ink`, `muted`, `link` and the tones may stand on `window`, `card`, `field` and `hover`, a tone on its tint."""

    window: str
    card: str
    field: str
    hover: str
    line: str
    strong_line: str
    ink: str
    muted: str
    link: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    good: str
    likely: str
    caution: str
    wrong: str
    good_tint: str
    likely_tint: str
    caution_tint: str
    wrong_tint: str
    quiet_tint: str

    def tone(self, tone: Tone) -> str:
        """The colour of a text or icon of this tone."""
        match tone:
            case Tone.GOOD:
                return self.good
            case Tone.LIKELY:
                return self.likely
            case Tone.CAUTION:
                return self.caution
            case Tone.WRONG:
                return self.wrong
            case Tone.QUIET:
                return self.muted
            case Tone.BUSY:
                return self.link

    def tint(self, tone: Tone) -> str:
        """The ground of a banner or badge of this tone."""
        match tone:
            case Tone.GOOD:
                return self.good_tint
            case Tone.LIKELY:
                return self.likely_tint
            case Tone.CAUTION:
                return self.caution_tint
            case Tone.WRONG:
                return self.wrong_tint
            case Tone.QUIET | Tone.BUSY:
                return self.quiet_tint


LIGHT = Colours(
    window="#f3f5f6",
    card="#ffffff",
    field="#ffffff",
    hover="#e7ebee",
    line="#dde3e7",
    strong_line="#b4c0c8",
    ink="#1d272e",
    muted="#55636d",
    link="#2a5d86",
    accent="#2a5d86",
    accent_hover="#234e71",
    on_accent="#ffffff",
    selection="#cfe1f0",
    good="#1b6e3c",
    likely="#0f6275",
    caution="#835000",
    wrong="#b0261f",
    good_tint="#e6f3ea",
    likely_tint="#e2f1f4",
    caution_tint="#fbf0da",
    wrong_tint="#fbe9e7",
    quiet_tint="#ebeff2",
)
DARK = Colours(
    window="#161c20",
    card="#1f272c",
    field="#1a2126",
    hover="#2a343b",
    line="#2f3a42",
    strong_line="#4d5c67",
    ink="#e6ebee",
    muted="#a2b0b9",
    link="#8fc1ea",
    accent="#8fc1ea",
    accent_hover="#a9d0f0",
    on_accent="#10212e",
    selection="#2d4b63",
    good="#7fd19b",
    likely="#7ccbdb",
    caution="#eabf6a",
    wrong="#ff9d93",
    good_tint="#1d3327",
    likely_tint="#1b3238",
    caution_tint="#38301d",
    wrong_tint="#402524",
    quiet_tint="#263038",
)


def colours(theme: Theme) -> Colours:
    return DARK if theme is Theme.DARK else LIGHT


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def qt_palette(c: Colours) -> QPalette:
    """For what the stylesheet does not reach: text cursors, selections, placeholder texts, tooltips."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.window,
        QPalette.ColorRole.WindowText: c.ink,
        QPalette.ColorRole.Base: c.field,
        QPalette.ColorRole.AlternateBase: c.window,
        QPalette.ColorRole.Text: c.ink,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Button: c.card,
        QPalette.ColorRole.ButtonText: c.ink,
        QPalette.ColorRole.BrightText: c.wrong,
        QPalette.ColorRole.Highlight: c.selection,
        QPalette.ColorRole.HighlightedText: c.ink,
        QPalette.ColorRole.Link: c.link,
        QPalette.ColorRole.LinkVisited: c.link,
        QPalette.ColorRole.ToolTipBase: c.card,
        QPalette.ColorRole.ToolTipText: c.ink,
        QPalette.ColorRole.Accent: c.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return palette


class ThemeWatcher(QObject):
    """Says which theme holds, and when it changes: the settings' choice, else the system's."""

    changed = Signal(object)
    """The new Theme."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._hints: QStyleHints = QGuiApplication.styleHints()
        self._system_dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        self._theme = self._choose()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._update()

    def _choose(self) -> Theme:
        match self._appearance:
            case Appearance.LIGHT:
                return Theme.LIGHT
            case Appearance.DARK:
                return Theme.DARK
            case Appearance.SYSTEM:
                return Theme.DARK if self._system_dark else Theme.LIGHT

    def _on_system_changed(self, scheme: Qt.ColorScheme) -> None:
        self._system_dark = scheme == Qt.ColorScheme.Dark
        self._update()

    def _update(self) -> None:
        theme = self._choose()
        if theme is not self._theme:
            self._theme = theme
            self.changed.emit(theme)
