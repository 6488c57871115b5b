"""The line at the foot of the window: the model, what the engine does, how fast, how much is checked, and Stop."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ardoise.core.addresses import host, is_this_machine
from ardoise.core.events import EngineState, ModelName
from ardoise.core.verdict import Tally
from ardoise.gui import icons
from ardoise.gui.paper import Paper
from ardoise.gui.short_label import ShortLabel
from ardoise.gui.solution_model import SolutionModel


class StatusLine(QFrame):
    """Paints what a SolutionModel says of the work that goes on. `stop_wanted` when Stop is pressed."""

    stop_wanted = Signal()

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._stopping = False
        self.model = ShortLabel(self.tr("No model yet"), self)
        self.model.setAccessibleName(self.tr("Model"))
        self.stand_in = QLabel(self.tr("stand-in"), self)
        self.stand_in.setObjectName("badge")
        self.stand_in.setToolTip(self.tr("Not the model Ardoise is made for: weaker at mathematics."))
        self.stand_in.hide()
        self.server = QLabel(self)
        self.server.setObjectName("badge")
        self.server.hide()
        self.state = ShortLabel(parent=self)
        self.fetch = ShortLabel(parent=self)
        self.fetch.hide()
        self.rate = ShortLabel(parent=self)
        self.checked = ShortLabel(parent=self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setRange(0, 1_000)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.hide()
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setObjectName("stop")
        self.stop.setToolTip(self.tr("Stop (Esc)"))
        self.stop.clicked.connect(self.stop_wanted)
        self.stop.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(14)
        row.addWidget(self.model)
        row.addWidget(self.stand_in, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.server, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.state)
        row.addWidget(self.progress)
        row.addStretch(1)
        row.addWidget(self.fetch)
        row.addWidget(self.rate)
        row.addWidget(self.checked)
        row.addWidget(self.stop)
        self.restyle(paper)

    def restyle(self, paper: Paper) -> None:
        self.stop.setIcon(icons.icon("stop", paper.colours.wrong, paper.colours.muted))
        self.setFixedHeight(round(paper.points * self.logicalDpiY() / 72 * 2.5))

    def show_model(self, model: ModelName) -> None:
        """Who writes, and whether what is typed stays here."""
        self.model.setText(model.name)
        self.stand_in.setVisible(model.stand_in)
        self.server.setVisible(bool(model.server))
        if not model.server:
            return
        place = host(model.server)
        if is_this_machine(model.server):
            self.server.setText(self.tr("another program here"))
            self.server.setToolTip(self.tr("{host} on this machine writes. What you type goes to that program.").format(host=place))
        else:
            self.server.setText(self.tr("leaves this machine"))
            self.server.setToolTip(self.tr("What you type leaves this machine and goes to {host}.").format(host=place))
        self.server.setAccessibleName(self.server.toolTip())

    def show_no_model(self) -> None:
        self.model.setText(self.tr("No model yet"))
        self.stand_in.hide()
        self.server.hide()

    def show_fetch(self, words: str) -> None:
        """How far a model that is fetched meanwhile is; empty when none is."""
        self.fetch.setText(words)
        self.fetch.setVisible(bool(words))

    def show_resting(self, resting: bool) -> None:
        """While nothing runs: the model may have given its memory back."""
        self.state.setText(self.tr("Resting: loaded again when you solve") if resting else self.tr("Ready"))

    def show_stopping(self) -> None:
        """Stop was asked for: say so before anything else happens."""
        self._stopping = True
        self.state.setText(self.tr("Stopping…"))
        self.stop.setEnabled(False)

    def show_tally(self, tally: Tally) -> None:
        """What was checked of the learner's working, in the place of what was checked of a solution."""
        self.checked.setText(tally.sentence() if tally.claims else "")

    def show_state(self, model: SolutionModel, *, running: bool) -> None:
        if not running:
            self._stopping = False
        if model.model is not None:
            self.show_model(model.model)
        self.stop.setVisible(running)
        self.stop.setEnabled(not self._stopping)
        in_progress = running and model.progress < 1 and model.engine in (EngineState.LOADING, EngineState.BUSY, EngineState.STARTING)
        others = running and model.tries_others
        self.progress.setVisible(in_progress or others)
        share = min(1.0, model.tokens / max(1, model.most_tokens)) if others else model.progress
        self.progress.setValue(round(share * 1_000))
        self.rate.setText(self.tr("{rate} tokens a second").format(rate=f"{model.rate:.1f}") if model.rate else "")
        self.rate.setVisible(bool(model.rate))
        self.checked.setText(model.tally.sentence() if model.begun and model.tally.claims else "")
        if not self._stopping:
            self.state.setText(self._words(model, running))

    def _words(self, model: SolutionModel, running: bool) -> str:
        if not running:
            return self.tr("The engine stopped") if model.engine is EngineState.FAILED else self.tr("Ready")
        match model.engine:
            case None | EngineState.STARTING:
                return self.tr("Starting the engine")
            case EngineState.LOADING:
                return self.tr("Loading the model")
            case EngineState.BUSY:
                return self.tr("Reading the problem") if model.progress < 1 else self._writing(model)
            case EngineState.STOPPING:
                return self.tr("Stopping…")
            case EngineState.READY:
                if model.tries_others:
                    return self._writing(model)
                return self.tr("Checking the last steps") if model.text else self.tr("Ready to write")
            case EngineState.FAILED:
                return self.tr("The engine stopped")
            case _:
                assert_never(model.engine)

    def _writing(self, model: SolutionModel) -> str:
        """Which way is written, and how many have ended."""
        if model.tries_others:
            ended = sum(way.ended for _, way in model.other_ways)
            told = self.tr("Trying other ways: {count} ended, {tokens} of about {most} tokens")
            return told.format(count=ended, tokens=model.tokens, most=max(model.tokens, model.most_tokens))
        return self.tr("Writing again, repaired") if model.branches else self.tr("Writing")
