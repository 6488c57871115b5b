"""What can be done with the history as a whole: back it up, bring a backup back, empty the bin. Away from the Qt thread, and told."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ardoise.core.ports import History
from ardoise.gui.copying import pop_up
from ardoise.gui.errands import Errands


class HistoryKeeping(QObject):
    """`told` says how it went, `changed` that the list is another."""

    told = Signal(str)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, errands: Errands, parent: QWidget) -> None:
        super().__init__(parent)
        self._errands = errands
        self._widget = parent
        self.history: History | None = None

    def show_menu(self, at: QPoint) -> None:
        """What there is to choose from, at this place of the screen."""
        entries = [
            (self.tr("Back up …"), self.ask_where_to_back_up),
            (self.tr("Restore from a backup …"), self.ask_for_backup),
            (self.tr("Remove deleted sheets for good"), self.purge),
        ]
        pop_up(self._widget, at, entries)

    def ask_where_to_back_up(self) -> None:
        dialog = self._dialog(self.tr("Back up the history"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("sqlite3")
        dialog.selectFile(time.strftime("ardoise-history-%Y-%m-%d.sqlite3"))
        dialog.fileSelected.connect(lambda name: self.back_up(Path(name)))
        dialog.open()

    def ask_for_backup(self) -> None:
        dialog = self._dialog(self.tr("Restore from a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.restore_from(Path(name)))
        dialog.open()

    def back_up(self, path: Path) -> None:
        if (history := self.history) is not None:
            self._errands.send(lambda: history.back_up(path), then=lambda sheets: self._on_backed_up(sheets, path), failed=self.failed.emit)

    def restore_from(self, path: Path) -> None:
        if (history := self.history) is not None:
            self._errands.send(lambda: history.restore_from(path), then=self._on_restored, failed=self.failed.emit)

    def purge(self) -> None:
        if (history := self.history) is not None:
            self._errands.send(history.purge, then=self._on_purged, failed=self.failed.emit)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._widget, title, "", self.tr("Ardoise history (*.sqlite3);;All files (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _on_backed_up(self, sheets: int, path: Path) -> None:
        self.told.emit(self.tr("Backed up in {path}: {sheets}.").format(sheets=_sheets(sheets), path=path))

    def _on_restored(self, sheets: int) -> None:
        words = self.tr("Brought back: {sheets}.") if sheets else self.tr("Every sheet of the backup is here already.")
        self.told.emit(words.format(sheets=_sheets(sheets)))
        self.changed.emit()

    def _on_purged(self, sheets: int) -> None:
        words = self.tr("Removed for good: {sheets}.") if sheets else self.tr("No sheet is deleted.")
        self.told.emit(words.format(sheets=_sheets(sheets)))
        self.changed.emit()


def _sheets(count: int) -> str:
    one = QCoreApplication.translate("HistoryKeeping", "1 sheet")
    return one if count == 1 else QCoreApplication.translate("HistoryKeeping", "{count} sheets").format(count=f"{count:,}")
