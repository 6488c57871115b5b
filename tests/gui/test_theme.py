"""The palettes are legible, and the theme follows the system unless the settings name one."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ardoise.core.pictures import Theme
from ardoise.gui.theme import DARK, LIGHT, Colours, ThemeWatcher, Tone, colours, contrast
from ardoise.settings import Appearance

ENOUGH = 4.5


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_enough_contrast_on_every_ground(c: Colours) -> None:
    texts = {"ink": c.ink, "muted": c.muted, "link": c.link, **{tone.value: c.tone(tone) for tone in Tone}}
    grounds = {"window": c.window, "card": c.card, "field": c.field, "hover": c.hover}
    poor = {(t, g): contrast(texts[t], grounds[g]) for t, g in itertools.product(texts, grounds) if contrast(texts[t], grounds[g]) < ENOUGH}
    assert not poor


@pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])
def test_tones_and_ink_have_enough_contrast_on_their_tints(c: Colours) -> None:
    for tone in Tone:
        assert contrast(c.tone(tone), c.tint(tone)) >= ENOUGH, tone
        assert contrast(c.ink, c.tint(tone)) >= ENOUGH, tone
        assert contrast(c.muted, c.tint(tone)) >= ENOUGH, tone
    assert contrast(c.on_accent, c.accent) >= ENOUGH
    assert contrast(c.on_accent, c.accent_hover) >= ENOUGH
    assert contrast(c.ink, c.selection) >= ENOUGH
    assert contrast(c.muted, c.quiet_tint) >= ENOUGH


def collected(watcher: ThemeWatcher) -> list[Theme]:
    themes: list[Theme] = []
    watcher.changed.connect(themes.append)
    return themes


def test_the_theme_follows_the_system_and_its_changes(qtbot: QtBot) -> None:
    watcher = ThemeWatcher(Appearance.SYSTEM)
    themes = collected(watcher)
    hints = QGuiApplication.styleHints()
    with qtbot.waitSignal(watcher.changed) as seen:
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert seen.args == [Theme.DARK]
    assert watcher.theme == Theme.DARK
    with qtbot.waitSignal(watcher.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert themes[-1] is Theme.LIGHT


def test_a_chosen_appearance_does_not_follow_the_system(qtbot: QtBot) -> None:
    watcher = ThemeWatcher(Appearance.LIGHT)
    themes = collected(watcher)
    with qtbot.assertNotEmitted(watcher.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert watcher.theme is Theme.LIGHT
    watcher.choose(Appearance.SYSTEM)
    assert themes[-1] is Theme.DARK
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)


def test_each_theme_has_its_colours() -> None:
    assert colours(Theme.LIGHT) is LIGHT
    assert colours(Theme.DARK) is DARK
