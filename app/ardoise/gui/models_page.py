"""The page of models: what is on this machine, what can be fetched, a file of one's own, a server. At a first start it is the first page.

On the sheet itself and never in the way of the rest: a fetch goes on while one works. What it shows is asked for away from the Qt thread,
and again whenever something has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ardoise.core.addresses import is_server
from ardoise.core.errors import KnownError
from ardoise.core.models import CatalogueEntry, Machine, ModelFile
from ardoise.core.ports import Servers, Shelf
from ardoise.gui.errands import Errands
from ardoise.gui.model_card import ModelCard, words
from ardoise.gui.model_file import FileCard
from ardoise.gui.model_here import HereCard
from ardoise.gui.model_offer import OfferCard
from ardoise.gui.model_server import ServerCard
from ardoise.gui.paper import Paper
from ardoise.gui.progress_thread import ProgressThread
from ardoise.settings import Settings


@dataclass(frozen=True)
class Stock:
    """What the shelf says, all of one moment."""

    here: tuple[ModelFile, ...]
    entries: tuple[CatalogueEntry, ...]
    machine: Machine


class ModelsPage(QScrollArea):
    """`model_chosen` carries the ModelFile and the choice for the settings; `declined` to go on without a model."""

    model_chosen = Signal(object, str)
    server_chosen = Signal(str)
    declined = Signal()
    removed = Signal(object)
    """A model was deleted, or is no longer listed."""
    failed = Signal(object)
    told = Signal(str)
    """A few words about a fetch for the status line; empty when none goes on."""

    def __init__(self, shelf: Shelf, servers: Servers, errands: Errands, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Models"))
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._shelf, self._servers, self._errands, self._paper = shelf, servers, errands, paper
        self._all_offers = False
        self._asking = 0
        """How often the shelf was asked and has not answered: the cards will be made anew."""
        self._dropped: Path | None = None
        self.here: list[HereCard] = []
        self.offers: list[OfferCard] = []
        self.file: FileCard | None = None
        self.server: ServerCard | None = None
        self.decline: QPushButton | None = None
        self.more: QPushButton | None = None

    @property
    def threads(self) -> list[ProgressThread]:
        """What is at work: fetches and checks."""
        cards: list[ModelCard] = [*self.here, *self.offers]
        return [card.thread_at_work for card in cards if card.thread_at_work is not None]

    @property
    def fetching(self) -> ProgressThread | None:
        """The thread that fetches, while it does."""
        return next((card.thread_at_work for card in self.offers if card.fetching), None)

    def reload(self, settings: Settings, current: ModelFile | None) -> None:
        """Ask the shelf again, and show what it says; not while something is at work, whose card would vanish."""
        if self.threads:
            return
        self._asking += 1
        shelf = self._shelf

        def ask() -> Stock:
            return Stock(tuple(shelf.here()), tuple(e for e in shelf.catalogue() if e.for_mathematics), shelf.machine())

        self._errands.send(ask, then=lambda stock: self._show(stock, settings, current), failed=self._on_failed)

    def look_at(self, path: Path) -> None:
        """A file or folder was brought: say what it is."""
        if self.file is None or self._asking:
            self._dropped = path
            return
        self.file.look_at(path)
        self.ensureWidgetVisible(self.file)

    def restyle(self, paper: Paper, settings: Settings, current: ModelFile | None) -> None:
        """Other colours at once; another size of text also by cards made anew, since it may place their parts elsewhere."""
        resized = paper.points != self._paper.points
        self._paper = paper
        for card in self.findChildren(ModelCard):
            card.restyle(paper)
        if resized:
            self.reload(settings, current)

    # --- what is shown

    def _show(self, stock: Stock, settings: Settings, current: ModelFile | None) -> None:
        self._asking -= 1
        if self.threads or self._asking:
            return
        page = QWidget(self)
        page.setObjectName("sheet")
        page.setMaximumWidth(900)
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 24, 28, 28)
        column.setSpacing(12)
        first = not settings.welcomed
        column.addWidget(words(self.tr("Choose how Ardoise writes solutions") if first else self.tr("Models"), "title", page))
        if is_server(settings.model):
            lead = self.tr("A server writes, and Ardoise checks every step here. What you type goes to that server.")
        else:
            lead = self.tr("A language model on this machine writes, and Ardoise checks every step. Nothing you type leaves the machine.")
        column.addWidget(words(lead, "lead", page))
        tokens = settings.context_tokens
        kept_here = {model.path.name for model in stock.here}
        self._show_here(stock, settings, current, page, column)
        offered = [e for e in stock.entries if e.file not in kept_here or not e.file]
        self._show_offers(offered, stock.entries[:1], stock.machine, tokens, page, column)
        self._heading(self.tr("Something else"), page, column)
        self.file = FileCard(self._shelf, self._errands, stock.machine, context_tokens=tokens, paper=self._paper, parent=page)
        self.file.added.connect(self._on_added)
        column.addWidget(self.file)
        self.decline = None
        if not stock.here:
            self._show_without(page, column)
        in_use = settings.model if is_server(settings.model) else ""
        self.server = ServerCard(
            self._servers, self._errands, in_use=in_use, last=settings.server, offline=settings.offline, paper=self._paper, parent=page
        )
        self.server.chosen.connect(self.server_chosen)
        column.addWidget(self.server)
        column.addStretch(1)
        self.setWidget(page)
        page.show()
        if self._dropped is not None:
            path, self._dropped = self._dropped, None
            self.look_at(path)

    def _show_here(self, stock: Stock, settings: Settings, current: ModelFile | None, page: QWidget, column: QVBoxLayout) -> None:
        self.here = []
        if stock.here:
            self._heading(self.tr("On this machine"), page, column)
        for model in stock.here:
            in_use = current is not None and not current.server and current.path == model.path
            card = HereCard(
                self._shelf, model, stock.machine, in_use=in_use, context_tokens=settings.context_tokens, paper=self._paper, parent=page
            )
            card.use_wanted.connect(lambda model: self.model_chosen.emit(model, str(model.path)))
            card.removal_wanted.connect(self._on_removal_wanted)
            self.here.append(card)
            column.addWidget(card)

    def _show_offers(
        self,
        entries: list[CatalogueEntry],
        default: tuple[CatalogueEntry, ...],
        machine: Machine,
        tokens: int,
        page: QWidget,
        column: QVBoxLayout,
    ) -> None:
        self.offers = []
        self.more = None
        if not entries:
            return
        self._heading(self.tr("Fetch a model, once"), page, column)
        for entry in entries:
            card = OfferCard(self._shelf, self._errands, entry, machine, context_tokens=tokens, paper=self._paper, parent=page)
            usual = entry in default  # with the default the settings name none, so that its stand-in gives way when the default comes
            card.fetched.connect(lambda model, usual=usual: self.model_chosen.emit(model, "" if usual else str(model.path)))
            card.failed.connect(self.failed)
            card.told.connect(self.told)
            card.fetching_changed.connect(self._on_fetching_changed)
            self.offers.append(card)
            column.addWidget(card)
        if len(entries) > 1:
            self.more = QPushButton(page)
            self.more.setObjectName("link")
            self.more.clicked.connect(self._on_more)
            column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold()

    def _show_without(self, page: QWidget, column: QVBoxLayout) -> None:
        card = ModelCard(self.tr("Start without a model"), self._paper, page)
        card.say(card.about, self.tr("Your own work is checked, and the history can be read. Only writing a solution needs a model."))
        self.decline = card.button(self.tr("Start without"))
        self.decline.clicked.connect(self.declined)
        column.addWidget(card)

    def _heading(self, text: str, page: QWidget, column: QVBoxLayout) -> None:
        column.addSpacing(8)
        column.addWidget(words(text, "eyebrow", page))

    def _fold(self) -> None:
        """The first offer, those that are under way, and the others on a press."""
        for number, card in enumerate(self.offers):
            card.setVisible(self._all_offers or number == 0 or card.fetching or card.entry.fetched_bytes > 0)
        if self.more is not None:
            count = sum(card.isHidden() for card in self.offers)
            self.more.setText(self.tr("Show {n} more").format(n=count) if not self._all_offers else self.tr("Show fewer"))
            self.more.setVisible(self._all_offers or count > 0)

    def _on_failed(self, error: KnownError) -> None:
        self._asking -= 1
        self.failed.emit(error)

    # --- what the person does

    def _on_more(self) -> None:
        self._all_offers = not self._all_offers
        self._fold()

    def _on_fetching_changed(self, fetching: bool) -> None:
        for card in self.offers:
            card.hold(others=fetching and not card.fetching)

    def _on_added(self, models: list[ModelFile]) -> None:
        if models:
            self.model_chosen.emit(models[0], str(models[0].path))

    def _on_removal_wanted(self, model: ModelFile) -> None:
        self._errands.send(lambda: self._shelf.remove(model), then=lambda _: self.removed.emit(model), failed=self.failed.emit)
