"""The page of settings: how it looks, what the model may use, where things are, and a switch that keeps everything on this machine.

Each change holds at once and is kept; there is nothing to confirm. What a setting does stands under it in a sentence.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ardoise import paths
from ardoise.core.budget import Mode
from ardoise.gui import fonts
from ardoise.gui.boxes import ChoiceBox, NumberBox, TickBox
from ardoise.gui.mode_words import fill_with_modes, mode_sentence, show_mode
from ardoise.gui.paper import Paper
from ardoise.settings import Appearance, Settings

CONTEXTS = (2_048, 4_096, 8_192, 16_384)
SURE_MS = 4_000
"""How long the second press of Reset is waited for."""
WIDEST_EMS = 52.0
NARROW_EMS = 36.0


class SettingsPage(QScrollArea):
    """Shows Settings; `changed` carries the new ones. Invariant: showing settings emits nothing."""

    changed = Signal(object)
    models_wanted = Signal()

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Settings"))
        self.setWidgetResizable(True)
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._settings = Settings()
        self._showing = False
        self._rows: list[QBoxLayout] = []
        self._narrow = 0.0
        """Pixels of width below which a control stands under what it is for."""
        self._page = QWidget(self)
        self._page.setObjectName("sheet")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(28, 24, 28, 28)
        self._column.setSpacing(14)
        title = QLabel(self.tr("Settings"), self._page)
        title.setObjectName("title")
        self._column.addWidget(title)

        self._section(self.tr("How it looks"))
        self.appearances = self._choices(
            {Appearance.SYSTEM: self.tr("as the system"), Appearance.LIGHT: self.tr("light"), Appearance.DARK: self.tr("dark")}
        )
        self._row(self.tr("Colours"), self.appearances[Appearance.SYSTEM].parentWidget(), self.tr("Formulas and plots follow along."))
        self.points = self._number(round(fonts.SMALLEST_POINTS), round(fonts.LARGEST_POINTS), self.tr(" points"))
        self.points.valueChanged.connect(lambda value: self._change(text_points=float(value)))
        self._row(self.tr("Size of text"), self.points, self.tr("Ctrl + and Ctrl − do the same anywhere."))

        self._section(self.tr("Model"))
        self.models = QPushButton(self.tr("Models …"), self._page)
        self.models.clicked.connect(self.models_wanted)
        self.model = self._row(self.tr("Who writes"), self.models, "")
        self.effort = ChoiceBox(self._page)
        fill_with_modes(self.effort)
        self.effort.activated.connect(lambda index: self._change(mode=list(Mode)[index]))
        self._effort_note = self._row(self.tr("How thorough"), self.effort, mode_sentence(Mode.CAREFUL))
        self.threads = self._number(0, max(1, os.cpu_count() or 1), "")
        self.threads.setSpecialValueText(self.tr("as measured"))
        self.threads.valueChanged.connect(lambda value: self._change(threads=value))
        self._row(self.tr("Threads"), self.threads, self.tr("By default as many as were fastest in a trial on this machine."))
        self.context = ChoiceBox(self._page)
        for tokens in CONTEXTS:
            self.context.addItem(self.tr("{tokens} tokens").format(tokens=f"{tokens:,}"), tokens)
        self.context.currentIndexChanged.connect(lambda index: self._change(context_tokens=CONTEXTS[index]))
        self._row(self.tr("Longest conversation"), self.context, self.tr("Problem and solution together. A longer one takes more memory."))
        self.gpu = TickBox(self.tr("Use the graphics processor"), self._page)
        self.gpu.toggled.connect(lambda on: self._change(gpu_layers=-1 if on else 0))
        self._row("", self.gpu, self.tr("Where llama.cpp was built for one. These three hold when the model is loaded the next time."))

        self._section(self.tr("Privacy"))
        self.offline = TickBox(self.tr("Offline: never use the network"), self._page)
        self.offline.toggled.connect(lambda on: self._change(offline=on))
        told = self.tr("Ardoise goes to the network only when you fetch a model or use a server. Offline, it cannot, whoever asks.")
        self._row("", self.offline, told)

        self._section(self.tr("Folders"))
        self.data = QPushButton(self.tr("Open"), self._page)
        self.data.clicked.connect(lambda: self._open(paths.data_folder()))
        self._row(self.tr("History and settings"), self.data, str(paths.data_folder()))
        self.folder = QPushButton(self.tr("Choose …"), self._page)
        self.folder.clicked.connect(self._choose_folder)
        self._folder_note = self._row(self.tr("Fetched models"), self.folder, "")

        self._section(self.tr("Begin anew"))
        self.reset = QPushButton(self.tr("Reset all settings"), self._page)
        self.reset.clicked.connect(self._on_reset)
        self._row("", self.reset, self.tr("Your history and your models stay."))
        self._sure = QTimer(self, singleShot=True, interval=SURE_MS)
        self._sure.timeout.connect(self._show_reset)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self.restyle(paper)

    def show_settings(self, settings: Settings, model: str) -> None:
        """Show these, and the name of the model that writes; empty where there is none."""
        self._settings = settings
        self._showing = True
        self.appearances[settings.appearance].setChecked(True)
        self.points.setValue(round(settings.text_points))
        show_mode(self.effort, settings.mode)
        self._effort_note.setText(mode_sentence(settings.mode))
        self.threads.setValue(settings.threads)
        self.context.setCurrentIndex(CONTEXTS.index(settings.context_tokens) if settings.context_tokens in CONTEXTS else 1)
        self.gpu.setChecked(settings.gpu_layers != 0)
        self.offline.setChecked(settings.offline)
        self.model.setText(model or self.tr("No model yet. Checking your own work needs none."))
        self._folder_note.setText(
            self.tr("{folder}\nAnother folder holds from the next start; what is in the old one stays there.").format(
                folder=settings.models_folder or str(paths.models_folder())
            )
        )
        self._showing = False

    def restyle(self, paper: Paper) -> None:
        em = paper.points * self.logicalDpiY() / 72
        self._page.setMaximumWidth(round(WIDEST_EMS * em))
        self._narrow = NARROW_EMS * em
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        below = self.width() < self._narrow
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
            row.setSpacing(6 if below else 18)

    # --- what the page is made of

    def _section(self, text: str) -> None:
        heading = QLabel(text, self._page)
        heading.setObjectName("choice")
        self._column.addSpacing(14)
        self._column.addWidget(heading)

    def _row(self, name: str, control: QWidget | None, told: str) -> QLabel:
        """A name, a control beside it, and a sentence under both; gives the sentence's label."""
        assert control is not None
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(18)
        if name:
            self._rows.append(row)
        words = QVBoxLayout()
        words.setSpacing(2)
        note = QLabel(told, self._page)
        note.setObjectName("hint")
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        control.setAccessibleDescription(told)
        if name:
            label = QLabel(name, self._page)
            label.setBuddy(control)
            words.addWidget(label)
            if not control.accessibleName():
                control.setAccessibleName(name)
            row.addLayout(words, 1)
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            words.addWidget(control)
            row.addLayout(words, 1)
        words.addWidget(note)
        self._column.addLayout(row)
        return note

    def _number(self, least: int, most: int, suffix: str) -> NumberBox:
        box = NumberBox(self._page)
        box.setRange(least, most)
        box.setSuffix(suffix)
        return box

    def _choices(self, texts: dict[Appearance, str]) -> dict[Appearance, QToolButton]:
        holder = QWidget(self._page)
        holder.setAccessibleName(self.tr("Colours"))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(holder)
        buttons: dict[Appearance, QToolButton] = {}
        for number, (value, text) in enumerate(texts.items()):
            button = QToolButton(holder)
            button.setObjectName("mode_first" if number == 0 else "mode_last" if number == len(texts) - 1 else "mode_middle")
            button.setText(text)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self._change(appearance=value))
            group.addButton(button)
            row.addWidget(button)
            buttons[value] = button
        row.addStretch(1)
        return buttons

    # --- what a person changes

    def _change(self, **changes: object) -> None:
        if self._showing:
            return
        changed = dataclasses.replace(self._settings, **changes)  # type: ignore[arg-type]
        if changed != self._settings:
            self._settings = changed
            self.changed.emit(changed)

    def _open(self, folder: Path) -> None:
        OPENS(QUrl.fromLocalFile(str(folder)))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for fetched models"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.choose_folder)
        dialog.open()

    def choose_folder(self, folder: str) -> None:
        """Put fetched models there from the next start on."""
        usual = Path(folder) == paths.models_folder()
        self._change(models_folder="" if usual else folder)
        self.show_settings(self._settings, self.model.text())

    def _on_reset(self) -> None:
        """The second press resets, so that one slip of a finger does not."""
        if not self._sure.isActive():
            self._sure.start()
            self.reset.setText(self.tr("Press again to reset"))
            return
        self._sure.stop()
        self._show_reset()
        self._settings = Settings(welcomed=True)
        self.show_settings(self._settings, self.model.text())
        self.changed.emit(self._settings)

    def _show_reset(self) -> None:
        self.reset.setText(self.tr("Reset all settings"))


OPENS: Callable[[QUrl], object] = QDesktopServices.openUrl
"""Shows a folder in the system's own program for files; a test puts another in its place."""
