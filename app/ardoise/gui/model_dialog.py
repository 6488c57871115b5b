"""The page for a first start, and for whenever there is no model: three choices, on the sheet itself and never in the way of the rest."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, FetchProgress, ModelFile
from ardoise.core.ports import Shelf
from ardoise.core.sizes import size_words
from ardoise.gui.fetch_thread import FetchThread


class ModelPage(QScrollArea):
    """`model_chosen` with a ModelFile that was fetched, `file_chosen` with a path; `declined` to go on without a model."""

    model_chosen = Signal(object)
    file_chosen = Signal(object)
    declined = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Choose a model"))
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._shelf: Shelf | None = None
        self._thread: FetchThread | None = None
        self._picker: QFileDialog | None = None
        page = QWidget(self)
        page.setObjectName("sheet")
        page.setMaximumWidth(820)
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 24, 28, 28)
        column.setSpacing(12)
        title = QLabel(self.tr("Choose how Ardoise writes solutions"), page)
        title.setObjectName("title")
        column.addWidget(title)
        lead = self.tr("A language model on this machine writes, and Ardoise checks every step. Nothing you type leaves the machine.")
        column.addWidget(_words(lead, "lead", page))
        self._entries = QVBoxLayout()
        self._entries.setSpacing(12)
        column.addLayout(self._entries)
        self._file_button = QPushButton(self.tr("Choose a file…"), page)
        self._file_button.clicked.connect(self.pick_file)
        column.addWidget(
            _choice(
                self.tr("Use a file on this machine"),
                self.tr("Any chat model as a GGUF file. It is used where it is, not copied."),
                [self._file_button],
                page,
            )
        )
        self._decline_button = QPushButton(self.tr("Start without"), page)
        self._decline_button.clicked.connect(self.declined)
        without = self.tr("Your own work is checked, and the history can be read. Only writing a solution needs a model.")
        column.addWidget(_choice(self.tr("Start without a model"), without, [self._decline_button], page))
        column.addStretch(1)
        self.setWidget(page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fetch_buttons: list[QPushButton] = []
        self.progress = QProgressBar(page)
        self.progress.setAccessibleName(self.tr("Fetching the model"))
        self.progress.setTextVisible(False)
        self.progress_text = QLabel(page)
        self.cancel_button = QPushButton(self.tr("Cancel"), page)
        self.cancel_button.clicked.connect(self.cancel_fetch)
        fetching = QHBoxLayout()
        fetching.setSpacing(12)
        for widget in (self.progress, self.progress_text, self.cancel_button):
            fetching.addWidget(widget)
            widget.hide()
        column.insertLayout(3, fetching)

    @property
    def fetching(self) -> FetchThread | None:
        """The thread that fetches, while it does."""
        return self._thread

    def show_catalogue(self, shelf: Shelf, entries: list[CatalogueEntry]) -> None:
        """Offer those of these that are meant for mathematics to be fetched."""
        self._shelf = shelf
        self.fetch_buttons.clear()
        while (item := self._entries.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for entry in (e for e in entries if e.for_mathematics):
            button = QPushButton(self.tr("Fetch it"), self)
            if not self.fetch_buttons:
                button.setObjectName("primary")
            button.setAccessibleName(self.tr("Fetch {title}").format(title=entry.title))
            button.clicked.connect(lambda _=False, name=entry.name: self.fetch(name))
            text = self.tr("{size}, licence {licence}. Fetched once, checked against its hash, then kept on this machine.").format(
                size=size_words(entry.size_bytes), licence=entry.licence
            )
            if entry.stand_in:
                text += " " + self.tr("A stand-in: weaker at mathematics than the model Ardoise is made for.")
            self._entries.addWidget(_choice(self.tr("Fetch {title}").format(title=entry.title), text, [button], self))
            self.fetch_buttons.append(button)

    def fetch(self, name: str) -> None:
        """Begin to fetch; one at a time."""
        if self._shelf is None or self._thread is not None:
            return
        thread = FetchThread(self._shelf, name, self)
        self._thread = thread
        thread.progressed.connect(self._on_progressed)
        thread.fetched.connect(self._on_fetched)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_ended)
        self._set_fetching(True)
        thread.start()

    def cancel_fetch(self) -> None:
        """Stop fetching; what has arrived is kept and resumed next time."""
        if self._thread is not None:
            self._thread.cancel()
            self.cancel_button.setEnabled(False)
            self.progress_text.setText(self.tr("Stopping…"))

    def pick_file(self) -> None:
        self._picker = QFileDialog(self, self.tr("Choose a model"), str(Path.home()), self.tr("Models (*.gguf);;All files (*)"))
        self._picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picker.fileSelected.connect(lambda path: self.file_chosen.emit(Path(path)))
        self._picker.open()

    def _set_fetching(self, fetching: bool) -> None:
        for widget in (self.progress, self.progress_text, self.cancel_button):
            widget.setVisible(fetching)
        for button in (*self.fetch_buttons, self._file_button):
            button.setEnabled(not fetching)
        self.cancel_button.setEnabled(True)
        self.progress.setRange(0, 0 if fetching else 1_000)
        self.progress_text.setText(self.tr("Connecting…"))

    def _on_progressed(self, progress: FetchProgress) -> None:
        if self._thread is not None and self._thread.cancelled:
            return
        if progress.total_bytes > 0:
            self.progress.setRange(0, 1_000)
            self.progress.setValue(int(1_000 * progress.done_bytes / progress.total_bytes))
            done, total = size_words(progress.done_bytes), size_words(progress.total_bytes)
            self.progress_text.setText(
                self.tr("{done} of {total}").format(done=done, total=total) + (f" · {progress.what}" if progress.what else "")
            )
        else:
            self.progress_text.setText(progress.what)

    def _on_fetched(self, model: ModelFile) -> None:
        self.model_chosen.emit(model)

    def _on_failed(self, error: KnownError) -> None:
        if self._thread is None or not self._thread.cancelled:
            self.failed.emit(error)

    def _on_ended(self) -> None:
        self._thread = None
        self._set_fetching(False)


def _words(text: str, name: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _choice(title: str, text: str, buttons: list[QPushButton], parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setObjectName("card")
    row = QHBoxLayout(card)
    row.setContentsMargins(20, 16, 20, 16)
    row.setSpacing(20)
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(_words(title, "choice", card))
    words.addWidget(_words(text, "lead", card))
    row.addLayout(words, 1)
    for button in buttons:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    return card
