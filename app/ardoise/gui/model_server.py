"""A server that writes, for who wants one: address, key, model, and a clear word about where the problems then go. Off by default."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ardoise.core import addresses
from ardoise.core.errors import KnownError
from ardoise.core.limits import Cancel
from ardoise.core.ports import Servers
from ardoise.gui.boxes import ChoiceBox
from ardoise.gui.errands import Errands
from ardoise.gui.marks import Look
from ardoise.gui.model_card import ModelCard
from ardoise.gui.paper import Paper
from ardoise.gui.theme import Tone


class ServerCard(ModelCard):
    """`chosen` carries "https://...#name", or "" to write on this machine again."""

    chosen = Signal(str)

    def __init__(self, servers: Servers, errands: Errands, *, in_use: str, last: str, offline: bool, paper: Paper, parent: QWidget) -> None:
        super().__init__(self.tr("A server"), paper, parent, long_mark=True)
        self._servers, self._errands = servers, errands
        self._url = ""
        about = self.tr("A program that speaks OpenAI's chat interface: llama-server, Ollama, LM Studio, vLLM, or a hosted model.")
        self.say(self.about, about)
        self.address = QLineEdit(self)
        self.address.setPlaceholderText("http://127.0.0.1:8080")
        self.key = QLineEdit(self)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(self.tr("only if the server asks for one; kept in the system's keyring"))
        self.models = ChoiceBox(self)
        self.models.setEnabled(False)
        self.models.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.models.setMinimumContentsLength(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (text, field) in enumerate(
            ((self.tr("Address"), self.address), (self.tr("Key"), self.key), (self.tr("Model"), self.models))
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.column.insertSpacing(2, 4)
        self.column.insertLayout(3, grid)
        self.connect_button = self.button(self.tr("Connect"))
        self.use = self.button(self.tr("Use this server"), name="primary")
        self.off = self.button(self.tr("Write on this machine again"))
        self.connect_button.clicked.connect(self.ask)
        self.address.returnPressed.connect(self.ask)
        self.key.returnPressed.connect(self.ask)
        self.use.clicked.connect(self._on_use)
        self.off.clicked.connect(lambda: self.chosen.emit(""))
        self.use.hide()
        self.off.setVisible(bool(in_use))
        self.address.setText((in_use or last).partition("#")[0])
        if in_use:
            self._show_where(*addresses.split(in_use))
        if offline:
            self.say(self.note, self.tr("Ardoise is set to stay offline: only a server on this machine can be used."))

    def ask(self) -> None:
        """Ask the server for its models; a key that was typed is kept first."""
        try:
            url = addresses.normal(self.address.text())
        except KnownError as error:
            self._on_failed(error)
            return
        self._url = url
        key, servers = self.key.text(), self._servers

        def work() -> list[str]:
            if key.strip():
                servers.set_key(url, key)
            return servers.models(url, cancel=Cancel())

        self.use.hide()
        self.connect_button.setEnabled(False)
        self.begin(self.tr("Asking {host}…").format(host=addresses.host(url)))
        self._errands.send(work, then=self._on_models, failed=self._on_failed, owner=self)

    def _on_models(self, names: list[str]) -> None:
        self.connect_button.setEnabled(True)
        self.key.clear()
        self.end()
        self.models.clear()
        self.models.addItems(names)
        self.models.setEnabled(bool(names))
        self._show_where(self._url, "")
        self.use.show()
        (self.models if len(names) > 1 else self.use).setFocus()

    def _on_failed(self, error: KnownError) -> None:
        self.connect_button.setEnabled(True)
        self.mark.hide()
        self.end(f"{error.what} {error.remedy}".strip())

    def _show_where(self, url: str, model: str) -> None:
        """What using it means."""
        host = addresses.host(url)
        if addresses.is_this_machine(url):
            self.show_mark(Look("info", Tone.QUIET, self.tr("Another program on this machine: nothing leaves it.")))
        elif addresses.is_open(url):
            text = self.tr("What you type leaves this machine, goes to {host}, and is not encrypted on the way.").format(host=host)
            self.show_mark(Look("caution", Tone.CAUTION, text))
        else:
            self.show_mark(
                Look("caution", Tone.CAUTION, self.tr("What you type leaves this machine and goes to {host}.").format(host=host))
            )
        if model:
            self.say(self.more, self.tr("In use: {model}").format(model=model))

    def _on_use(self) -> None:
        self.chosen.emit(addresses.joined(self._url, self.models.currentText()))
