"""The cards of the page of models: a title, what is to be known, a mark, buttons; and below a bar while something is under way."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ardoise.core.models import FetchProgress
from ardoise.gui.mark_label import MarkLabel
from ardoise.gui.marks import Look
from ardoise.gui.model_words import BETWEEN, progress_words
from ardoise.gui.paper import Paper
from ardoise.gui.progress_thread import ProgressThread

LICENCE_LINES = 12
LARGE = 15.0
"""Points from which on words and buttons do not stand beside each other."""


class ModelCard(QFrame):
    """A heading with a mark, rows of words, a bar while something is under way, buttons at the foot; what is empty takes no room."""

    def __init__(self, title: str, paper: Paper, parent: QWidget | None = None, *, long_mark: bool = False) -> None:
        """`long_mark`: the mark is a sentence, and has a row of its own."""
        super().__init__(parent)
        large = paper.points > LARGE  # then the mark has its own row too, and the buttons stand below each other
        below = large or long_mark
        self.setObjectName("card")
        self.title = words(title, "choice", self)
        self.badge = QLabel(self)
        self.badge.setObjectName("badge")
        self.badge.hide()
        self.about = words("", "lead", self)
        self.more = words("", "lead", self)
        self.mark = MarkLabel(paper, wraps=below, parent=self)
        if not below:
            self.mark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.mark.hide()
        self.note = words("", "note", self)
        for label in (self.about, self.more, self.note):
            label.hide()
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar_words = words("", "hint", self)
        self.bar.hide()
        self.bar_words.hide()
        heading = QGridLayout()
        heading.setHorizontalSpacing(10)
        heading.setColumnStretch(0, 1)
        heading.addWidget(self.title, 0, 0)
        heading.addWidget(self.badge, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        if below:
            heading.addWidget(self.mark, 1, 0, 1, 2)
        else:
            heading.addWidget(self.mark, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 14, 20, 14)
        self.column.setSpacing(4)
        self.column.addLayout(heading)
        for widget in (self.about, self.more, self.note):
            self.column.addWidget(widget)
        self.column.addSpacing(2)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.bar_words)
        self.foot = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        """A link at the left, buttons at the right."""
        self.foot.setSpacing(8)
        self.foot.setContentsMargins(0, 6, 0, 0)
        self.foot.addStretch(1)
        self.column.addLayout(self.foot)
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
        self.foot.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
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
        counted = progress_words(progress.done_bytes, progress.total_bytes, rate)
        said = progress.what if progress.what != self.title.text() else ""  # a stand-in, a source that is asked, a second try
        self.say(self.bar_words, BETWEEN.join(w for w in (said, counted) if w))

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
    label.setWordWrap(name != "eyebrow")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
