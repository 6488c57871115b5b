"""The icons of `resources/icons`: line drawings in one colour, painted in the theme's colours at any scale.

Each file is a 24 x 24 SVG that draws with `currentColor`; the colour is put in before it is rendered. (Rejected: an icon font, since its
glyphs would be read out by screen readers; one file a colour, since tones and themes would multiply them.)
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ardoise import paths


@functools.cache
def _source(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """The icon `size` device-independent pixels wide and high."""
    app = QGuiApplication.instance()
    return _pixmap(name, colour, size, app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0)


def icon(name: str, colour: str, disabled: str, size: int = 20) -> QIcon:
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made
