"""A model that can be fetched, as a card: what it is, its licence, and the fetch with pause, going on, and throwing away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, FetchProgress, Fit, Machine
from ardoise.core.ports import Shelf
from ardoise.core.sizes import size_words
from ardoise.gui.errands import Errands
from ardoise.gui.model_card import ModelCard, Reading
from ardoise.gui.model_words import entry_words, figure_words, fit_look
from ardoise.gui.paper import Paper
from ardoise.gui.progress_thread import ProgressThread


class OfferCard(ModelCard):
    """`fetched` carries the ModelFile. `told` a few words for the status line while it fetches, empty when it does not."""

    fetched = Signal(object)
    failed = Signal(object)
    told = Signal(str)
    fetching_changed = Signal(bool)

    def __init__(
        self, shelf: Shelf, errands: Errands, entry: CatalogueEntry, machine: Machine, *, context_tokens: int, paper: Paper, parent: QWidget
    ) -> None:
        super().__init__(entry.title, paper, parent)
        self.entry = entry
        self._shelf, self._errands = shelf, errands
        self._arrived = entry.fetched_bytes
        self._throw_away = False
        self._others_fetch = False
        self._fit = machine.fit(entry.needs, context_tokens)
        self._room = machine.disk_free > entry.size_bytes - entry.fetched_bytes
        if entry.stand_in:
            self.badge.setText(self.tr("stand-in"))
            self.badge.show()
        self.say(self.about, entry_words(entry, context_tokens))
        self.say(self.more, figure_words(entry.figures))
        if entry.figures.source:
            self.more.setToolTip(self.tr("Source: {source}").format(source=entry.figures.source))
        self.show_mark(fit_look(self._fit))
        self.licence = QPushButton(self.tr("Licence {name}").format(name=entry.licence), self)
        self.licence.setObjectName("licence")
        self.licence.setAccessibleName(self.tr("Read the licence {name} of {title}").format(name=entry.licence, title=entry.title))
        self.licence.setCheckable(True)
        self.licence.clicked.connect(self._on_licence)
        self.foot.insertWidget(0, self.licence, 0, Qt.AlignmentFlag.AlignVCenter)
        self._text: Reading | None = None
        self.get = self.button(self.tr("Fetch"), name="primary")
        self.pause = self.button(self.tr("Pause"))
        self.throw_away = self.button(self.tr("Cancel"))
        self.get.clicked.connect(self.begin_fetch)
        self.pause.clicked.connect(self.stop_fetch)
        self.throw_away.clicked.connect(self._on_throw_away)
        self._show_state()

    @property
    def fetching(self) -> bool:
        return self.thread_at_work is not None

    def hold(self, *, others: bool) -> None:
        """Another card fetches: one at a time."""
        self._others_fetch = others
        self._show_state()

    def begin_fetch(self) -> None:
        if self.fetching:
            return
        shelf, name = self._shelf, self.entry.name
        thread = ProgressThread(lambda report, cancel: shelf.get(name, on_progress=report, cancel=cancel), self)
        self.thread_at_work = thread
        thread.progressed.connect(self._on_progressed)
        thread.done.connect(self.fetched)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_ended)
        self.begin(self.tr("Connecting…"))
        self._show_state()
        self.pause.setFocus()
        self.fetching_changed.emit(True)
        thread.start()

    def stop_fetch(self) -> None:
        """Pause: what has arrived is kept."""
        if self.thread_at_work is not None:
            self.thread_at_work.cancel()
            self.pause.setEnabled(False)
            self.say(self.bar_words, self.tr("Stopping…"))

    def _on_throw_away(self) -> None:
        if self.fetching:
            self._throw_away = True
            self.stop_fetch()
        else:
            self._discard()

    def _discard(self) -> None:
        name = self.entry.name

        def gone(_: None) -> None:
            self._arrived = 0
            self.end(self.tr("What had arrived was thrown away."))
            self._show_state()

        self._errands.send(lambda: self._shelf.discard(name), then=gone, failed=self.failed.emit, owner=self)

    def _on_progressed(self, progress: FetchProgress) -> None:
        if self.thread_at_work is None or self.thread_at_work.cancelled:
            return
        if progress.total_bytes > 0:
            self._arrived = progress.done_bytes
            share = int(100 * progress.done_bytes / progress.total_bytes)
            self.told.emit(self.tr("Fetching {title}, {share} %").format(title=progress.what or self.entry.title, share=share))
        self.show_progress(progress)

    def _on_failed(self, error: KnownError) -> None:
        if self.thread_at_work is not None and self.thread_at_work.cancelled:
            self.end()
            return
        self.end(f"{error.what} {error.remedy}".strip())
        self.failed.emit(error)

    def _on_ended(self) -> None:
        self.thread_at_work = None
        self.bar.hide()
        self.pause.setEnabled(True)
        if self._throw_away:
            self._throw_away = False
            self._discard()
        self._show_state()
        self.told.emit("")
        self.fetching_changed.emit(False)

    def _show_state(self) -> None:
        """The buttons that make sense now, and why the first one cannot be pressed."""
        part = self._arrived > 0
        self.get.setText(self.tr("Go on fetching") if part else self.tr("Fetch"))
        self.get.setAccessibleName(f"{self.get.text()}: {self.entry.title}")
        self.get.setVisible(not self.fetching)
        self.get.setEnabled(self._fit is not Fit.TOO_LARGE and self._room and not self._others_fetch)
        self.pause.setVisible(self.fetching)
        self.throw_away.setVisible(self.fetching or part)
        self.throw_away.setText(self.tr("Cancel") if self.fetching else self.tr("Throw away"))
        reason = ""
        if self._fit is Fit.TOO_LARGE:
            reason = self.tr("This machine has too little memory for it. Take a smaller one, or let a server write.")
        elif not self._room:
            reason = self.tr("The disk has too little room: {size} are needed. Free some, then open this page again.").format(
                size=size_words(self.entry.size_bytes - self._arrived)
            )
        elif self._others_fetch:
            reason = self.tr("One model is fetched at a time.")
        elif part and not self.fetching:
            reason = self.tr("{size} have arrived already.").format(size=size_words(self._arrived))
        self.say(self.note, " ".join(w for w in (self.entry.licence_note, reason) if w))

    def _on_licence(self, shown: bool) -> None:
        """Open or fold the whole text."""
        if self._text is None:
            self._text = text = Reading(self.licence.text(), self)
            self.column.addSpacing(6)
            self.column.addWidget(text)
            name = self.entry.name
            show: Callable[[str], None] = text.setPlainText
            self._errands.send(lambda: self._shelf.licence(name), then=show, failed=lambda e: show(f"{e.what} {e.remedy}"), owner=self)
        self._text.setVisible(shown)
