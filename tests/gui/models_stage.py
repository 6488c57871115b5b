"""What the tests of the page of models have in common: a catalogue, a shelf whose fetch waits, and how a person reads and presses."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.models import CatalogueEntry, FetchProgress, Figures, ModelFile, Needs, Place
from ardoise.gui.main_window import MainWindow
from ardoise.gui.models_page import ModelsPage
from tests.fakes.actors import FakeShelf
from tests.gui.conftest import settled

NEEDS = Needs(986_000_000, 28_672, 160_000_000, 4_096)
MATH = CatalogueEntry(
    "math-1.5b",
    "Math 1.5B",
    "Apache-2.0",
    986_000_000,
    parameters=1_540_000_000,
    figures=Figures(84.2, 69.4, 44.2, "arXiv 2409.12122"),
    needs=NEEDS,
)
LARGE = CatalogueEntry("math-72b", "Math 72B", "Tongyi Qianwen", 47_000_000_000, licence_note="Asks more of large firms.",
                       needs=Needs(47_000_000_000, 327_680, 300_000_000, 4_096))  # fmt: skip
TINY = CatalogueEntry("tiny", "Tiny (for tests of the engine)", "Apache-2.0", 98_000_000, for_mathematics=False)
CATALOGUE = (MATH, LARGE, TINY)
FILE = Path("/somewhere/own.gguf")
OLLAMA = ModelFile(Path("/ollama/blob"), "qwen:1.5b", place=Place.OLLAMA, needs=NEEDS)


class SlowShelf(FakeShelf):
    """A fetch comes to half of the file, then waits for a word: `go_on`, or the wish to stop."""

    def __init__(self, *files: ModelFile) -> None:
        super().__init__(*files, catalogue=CATALOGUE)
        self.go_on = threading.Event()
        self.fetches = 0

    def get(self, name: str = "", *, on_progress: Callable[[FetchProgress], None], cancel: Cancel) -> ModelFile:
        self.fetches += 1
        on_progress(FetchProgress(493_000_000, 986_000_000, "Math 1.5B"))
        while not self.go_on.is_set():
            if cancel.wait(0.01):
                raise KnownError("The fetch was stopped.")
        return super().get(name, on_progress=on_progress, cancel=cancel)


def page_of(window: MainWindow, qtbot: QtBot) -> ModelsPage:
    """The page, once it shows what the shelf says."""
    page = window.models.page
    assert page is not None
    qtbot.waitUntil(lambda: page.file is not None)
    settled(qtbot, window)
    return page


def shown(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(button: QPushButton) -> None:
    """As a person with a keyboard: the focus, then the space bar."""
    assert button.isEnabled()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
