"""A file of one's own: chosen, or dragged into the window; what it is is shown before it is used where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.models import Inspection, Machine, ModelFile
from ardoise.core.ports import Shelf
from ardoise.gui.errands import Errands
from ardoise.gui.marks import Look
from ardoise.gui.model_card import ModelCard
from ardoise.gui.model_words import fit_look, inspection_words
from ardoise.gui.paper import Paper
from ardoise.gui.theme import Tone


class FileCard(ModelCard):
    """`added` carries the ModelFiles that were found at the path."""

    added = Signal(object)

    def __init__(self, shelf: Shelf, errands: Errands, machine: Machine, *, context_tokens: int, paper: Paper, parent: QWidget) -> None:
        super().__init__(self.tr("A file or folder of your own"), paper, parent)
        self._shelf, self._errands = shelf, errands
        self._machine, self._context_tokens = machine, context_tokens
        self._path: Path | None = None
        self._picker: QFileDialog | None = None
        self.say(self.about, self.tr("Any chat model as a GGUF file. It is used where it is, not copied. You can drag it into the window."))
        self.choose = self.button(self.tr("Choose a file…"))
        self.folder = self.button(self.tr("Choose a folder…"))
        self.use = self.button(self.tr("Use this file"), name="primary")
        self.use.hide()
        self.use.clicked.connect(self._on_use)
        self.choose.clicked.connect(lambda: self._pick(QFileDialog.FileMode.ExistingFile))
        self.folder.clicked.connect(lambda: self._pick(QFileDialog.FileMode.Directory))

    def look_at(self, path: Path) -> None:
        """Say what this is; a folder is searched when it is used."""
        self._path = path
        shelf = self._shelf
        self._errands.send(lambda: None if path.is_dir() else shelf.inspect(path), then=lambda found: self._show(path, found), owner=self)

    def _show(self, path: Path, found: Inspection | None) -> None:
        if path != self._path:
            return
        if found is None:
            self.say(self.more, self.tr("The folder {name}: every usable model in it will be listed.").format(name=path.name))
            self.say(self.note, "")
            self.mark.hide()
            self.use.setText(self.tr("Use this folder"))
        elif found.usable:
            self.say(self.more, f"{found.name}\n{inspection_words(found, self._context_tokens)}")
            self.say(self.note, " ".join(found.notes))
            self.show_mark(fit_look(self._machine.fit(found.needs, self._context_tokens)))
            self.use.setText(self.tr("Use this file"))
        else:
            self.say(self.more, found.trouble)
            self.say(self.note, found.remedy)
            self.show_mark(Look("caution", Tone.CAUTION, self.tr("Cannot be used")))
        self.more.setToolTip(str(path))
        self.use.setVisible(found is None or found.usable)
        (self.use if self.use.isVisible() else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_use(self) -> None:
        path, shelf = self._path, self._shelf
        if path is not None:
            self._errands.send(lambda: shelf.add(path), then=self._on_added, failed=self._on_failed, owner=self)

    def _on_added(self, models: list[ModelFile]) -> None:
        self._path = None
        self.use.hide()
        self.mark.hide()
        self.say(self.more, "")
        self.say(self.note, "")
        self.added.emit(models)

    def _on_failed(self, error: KnownError) -> None:
        self.say(self.more, error.what)
        self.say(self.note, error.remedy)
        self.use.hide()

    def _pick(self, mode: QFileDialog.FileMode) -> None:
        title = self.tr("Choose a model") if mode is QFileDialog.FileMode.ExistingFile else self.tr("Choose a folder with models")
        self._picker = QFileDialog(self, title, str(Path.home()), self.tr("Models (*.gguf);;All files (*)"))
        self._picker.setFileMode(mode)
        self._picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picker.fileSelected.connect(lambda chosen: self.look_at(Path(chosen)))
        self._picker.open()
