"""A model on this machine, as a card: use it, read it again against its hash, take it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ardoise.core.errors import KnownError
from ardoise.core.models import Machine, ModelFile, Place
from ardoise.core.ports import Shelf
from ardoise.gui.model_card import ModelCard
from ardoise.gui.model_words import fit_look, here_words
from ardoise.gui.paper import Paper
from ardoise.gui.progress_thread import ProgressThread


class HereCard(ModelCard):
    """`use_wanted` and `removal_wanted` carry the model; a removal is wanted only after it was confirmed in the card."""

    use_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(
        self, shelf: Shelf, model: ModelFile, machine: Machine, *, in_use: bool, context_tokens: int, paper: Paper, parent: QWidget
    ) -> None:
        super().__init__(model.name, paper, parent)
        self.model = model
        self._shelf = shelf
        self.say(self.about, here_words(model, context_tokens))
        self.about.setToolTip(str(model.path))
        self.show_mark(fit_look(machine.fit(model.needs, context_tokens)))
        if model.stand_in:
            self.badge.setText(self.tr("stand-in"))
            self.badge.show()
        own = model.place is Place.ARDOISE
        self._take_away = self.tr("Remove") if own else self.tr("Forget")
        self.use = self.button(self.tr("Load again") if in_use else self.tr("Use"))
        if in_use:
            self.say(self.note, self.tr("In use."))
            self.use.setToolTip(self.tr("Load it anyway, also after it brought the engine down"))
        self.check = self.button(self.tr("Check file"))
        self.check.setToolTip(self.tr("Read the whole file again and compare it with what was fetched"))
        self.remove = self.button(self._take_away)
        self.sure = self.button(self.tr("Yes, delete the file") if own else self.tr("Yes, forget it"))
        self.keep = self.button(self.tr("Keep it"))
        self.sure.hide()
        self.keep.hide()
        self.use.clicked.connect(lambda: self.use_wanted.emit(self.model))
        self.check.clicked.connect(self._on_check)
        self.remove.clicked.connect(lambda: self._ask(asking=True))
        self.keep.clicked.connect(lambda: self._ask(asking=False))
        self.sure.clicked.connect(lambda: self.removal_wanted.emit(self.model))

    def _ask(self, *, asking: bool) -> None:
        """Whether the person is sure, in the place of the buttons."""
        for button in (self.use, self.check, self.remove):
            button.setVisible(not asking)
        self.sure.setVisible(asking)
        self.keep.setVisible(asking)
        (self.keep if asking else self.remove).setFocus()

    def _on_check(self) -> None:
        if self.thread_at_work is not None:
            self.thread_at_work.cancel()
            return
        model = self.model
        thread = ProgressThread(lambda report, cancel: self._shelf.verify(model, on_progress=report, cancel=cancel), self)
        self.thread_at_work = thread
        thread.progressed.connect(self.show_progress)
        thread.done.connect(lambda sentence: self.end(str(sentence)))
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_ended)
        self.begin(self.tr("Checking"))
        self.check.setText(self.tr("Stop"))
        thread.start()

    def _on_failed(self, error: KnownError) -> None:
        stopped = self.thread_at_work is not None and self.thread_at_work.cancelled
        self.end(self.tr("Not checked to the end.") if stopped else f"{error.what} {error.remedy}")

    def _on_ended(self) -> None:
        self.thread_at_work = None
        self.check.setText(self.tr("Check file"))
