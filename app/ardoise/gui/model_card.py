"""The cards of the page of models: a title, what is to be known, a mark, buttons; and below a bar while something is under way."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ardoise.core.models import FetchProgress
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import Look
from ardoise.gui.model_words import progress_words
from ardoise.gui.paper import Paper
from ardoise.gui.progress_thread import ProgressThread

LICENCE_LINES = 12


class ModelCard(QFrame):
    """Rows of words at the left, buttons at the right, a bar beneath; what is empty takes no room."""

    def __init__(self, title: str, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = words(title, "choice", self)
        self.badge = QLabel(self)
        self.badge.setObjectName("badge")
        self.badge.hide()
        self.about = words("", "lead", self)
        self.more = words("", "lead", self)
        self.mark = MarkLabel(paper, parent=self)
        self.mark.hide()
        self.note = words("", "note", self)
        for label in (self.about, self.more, self.note):
            label.hide()
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar_words = words("", "hint", self)
        self.bar.hide()
        self.bar_words.hide()
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(self.title)
        heading.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        heading.addStretch(1)
        self.words_column = QVBoxLayout()
        self.words_column.setSpacing(4)
        self.words_column.addLayout(heading)
        for widget in (self.about, self.more, self.mark, self.note):
            self.words_column.addWidget(widget)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(self.words_column, 1)
        row.addLayout(self.buttons)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(8)
        self.column.addLayout(row)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.bar_words)
        self.thread_at_work: ProgressThread | None = None
        self._speed = Speed()

    def say(self, label: QLabel, text: str) -> None:
        """Show a text in one of the rows, or hide the row where there is none."""
        label.setText(text)
        label.setVisible(bool(text))

    def show_mark(self, look: Look) -> None:
        self.mark.show_look(look)
        self.mark.show()

    def button(self, text: str, *, name: str = "", about: str = "") -> QPushButton:
        """A new button at the right; `about` completes what a screen reader says of it."""
        made = QPushButton(text, self)
        if name:
            made.setObjectName(name)
        made.setAccessibleName(f"{text}: {about or self.title.text()}")
        self.buttons.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def begin(self, text: str) -> None:
        """Something is under way, and not yet known how far."""
        self._speed = Speed()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(f"{text} {self.title.text()}")
        self.bar.show()
        self.say(self.bar_words, text)

    def show_progress(self, progress: FetchProgress) -> None:
        """How far; what is not bytes is only said."""
        if progress.total_bytes <= 0:
            self.say(self.bar_words, progress.what)
            return
        self.bar.setRange(0, 1_000)
        self.bar.setValue(int(1_000 * progress.done_bytes / progress.total_bytes))
        rate = self._speed.of(progress.done_bytes, time.monotonic())
        self.say(self.bar_words, progress_words(progress.done_bytes, progress.total_bytes, rate))
        self.bar_words.setToolTip(progress.what)

    def end(self, text: str = "") -> None:
        """Nothing is under way any more; `text` says how it ended."""
        self.bar.hide()
        self.say(self.bar_words, text)

    def restyle(self, paper: Paper) -> None:
        self.mark.restyle(paper)


class Speed:
    """Bytes a second over the last seconds, from counts as they come."""

    SECONDS = 5.0

    def __init__(self) -> None:
        self._seen: list[tuple[float, int]] = []

    def of(self, done: int, now: float) -> float:
        """0 until there is enough to tell."""
        self._seen = [(then, count) for then, count in self._seen if now - then <= self.SECONDS and count <= done]
        self._seen.append((now, done))
        then, count = self._seen[0]
        return (done - count) / (now - then) if now - then >= 1.0 else 0.0


class Reading(QPlainTextEdit):
    """A long text to be read in a card: a licence."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setObjectName("reading")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LICENCE_LINES)


def words(text: str, name: str, parent: QWidget) -> QLabel:
    """A label of plain text that wraps."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setWordWrap(name not in ("choice", "eyebrow"))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
