"""The history at the left: search, open, rename in place, delete with undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ardoise.core.errors import KnownError
from ardoise.core.events import Event
from ardoise.core.ports import History, Sheet
from ardoise.gui import icons
from ardoise.gui.copying import pop_up
from ardoise.gui.errands import Errands
from ardoise.gui.history_keeping import HistoryKeeping
from ardoise.gui.history_rows import SheetDelegate, SheetRows
from ardoise.gui.paper import Paper
from ardoise.gui.tag_bar import TagBar
from ardoise.gui.tips import tip
from ardoise.notation.plain_text import plain_text

SEARCH_MS = 150
UNDO_MS = 10_000
PAGE = 100


class HistoryPanel(QFrame):
    """Shows and changes a History through errands. `sheet_opened(id, events)` when a sheet was chosen and read."""

    sheet_opened = Signal(str, object)
    failed = Signal(object)
    noticed = Signal(str)
    """Something a person should know about the history as a whole."""
    told = Signal(str)
    """How something went that was asked for."""
    deleted = Signal(str)
    """This sheet is no longer in the list."""

    def __init__(self, errands: Errands, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self._errands = errands
        self._paper = paper
        self._history: History | None = None
        self._deleted: list[Sheet] = []
        """Those that can still be brought back by the bar, the last one last."""
        self.busy_sheet = ""
        """The sheet that is being written, which cannot be deleted."""

        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setPlaceholderText(self.tr("Search the history"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.search.setClearButtonEnabled(False)
        self._glass = self.search.addAction(
            icons.icon("search", paper.colours.muted, paper.colours.line), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText(self.tr("Search"))
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._search_timer.timeout.connect(self.reload)
        self.search.textChanged.connect(self._search_timer.start)

        self.rows = SheetRows(self)
        self.rows.renamed.connect(self._on_renamed)
        self.rows.more_wanted.connect(self._on_more_wanted)
        self.keeping = HistoryKeeping(errands, self)
        self.keeping.failed.connect(self.failed)
        self.keeping.told.connect(self.told)
        self.keeping.changed.connect(self.reload)
        self.more = QToolButton(self)
        self.more.setAutoRaise(True)
        self.more.setToolTip(self.tr("The history as a whole: back up, restore"))
        self.more.setAccessibleName(self.tr("The history as a whole: back up, restore"))
        self.more.clicked.connect(lambda: self.keeping.show_menu(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.tag_bar = TagBar(self)
        self.tag_bar.tagged.connect(self._on_tagged)
        self.tag_bar.left.connect(self.list_focus)
        self._delegate = SheetDelegate(paper, self)
        self.list = QListView(self)
        self.list.setObjectName("sheets")
        self.list.setAccessibleName(self.tr("History, newest first"))
        self.list.setFrameStyle(QFrame.Shape.NoFrame)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self.list.clicked.connect(self._on_opened)
        self.list.installEventFilter(self)
        self.empty = QLabel(self.tr("Solved problems will stand here."), self)
        self.empty.setObjectName("hint")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)

        self.undo_bar = QFrame(self)
        self.undo_bar.setObjectName("undo")
        self.undo_text = QLabel(self.undo_bar)
        self.undo_text.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_button = QPushButton(self.tr("Undo"), self.undo_bar)
        self.undo_button.setObjectName("link")
        self.undo_button.clicked.connect(self.undo_delete)
        undo_row = QHBoxLayout(self.undo_bar)
        undo_row.setContentsMargins(12, 4, 8, 4)
        undo_row.addWidget(self.undo_text, 1)
        undo_row.addWidget(self.undo_button)
        self.undo_bar.hide()
        self._undo_timer = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._undo_timer.timeout.connect(self._on_undo_over)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(4)
        top.addWidget(self.search)
        top.addWidget(self.more)
        column.addLayout(top)
        bare = QHBoxLayout()
        bare.setContentsMargins(18, 2, 12, 0)
        bare.addWidget(self.empty)
        column.addLayout(bare)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.undo_bar)
        foot.addWidget(self.tag_bar)
        column.addLayout(foot)

        self._show_icons()

    def show_history(self, history: History) -> None:
        self._history = self.keeping.history = history
        self.reload()

    def reload(self) -> None:
        """Read the list again; the sheet that is current stays so."""
        if (history := self._history) is not None:
            words = self.search.text().strip()
            most = max(PAGE, -(-self.rows.rowCount() // PAGE) * PAGE if words == self._searched else PAGE)
            self._searched = words
            self._errands.send(
                lambda: history.sheets(search=words, most=most), then=lambda found: self._on_read(found, most), failed=self.failed.emit
            )
            self._errands.send(lambda: history.notice, then=self._on_notice)

    def open_sheet(self, sheet: str) -> None:
        """Read the sheet's events and tell `sheet_opened`."""
        if (history := self._history) is not None:
            self._errands.send(
                lambda: history.events(sheet), then=lambda events: self._on_events_read(sheet, events), failed=self.failed.emit
            )

    def reopen(self, sheet: str) -> None:
        """Open the sheet that was on the screen last time, unless it is no longer in the list."""
        if (history := self._history) is not None and sheet:
            self._errands.send(
                lambda: history.sheet(sheet) is not None,
                then=lambda there: self.open_sheet(sheet) if there else None,
                failed=self.failed.emit,
            )

    def open_newest(self) -> None:
        """Open the sheet that was written last, if there is one."""
        if (history := self._history) is not None:
            self._errands.send(lambda: history.sheets(most=1), then=self._on_newest_read, failed=self.failed.emit)

    def mark_current(self, sheet: str) -> None:
        """Show which sheet is on the screen."""
        self._current = sheet
        index = self.rows.row_of(sheet)
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())

    def delete(self, index: QModelIndex | None = None) -> None:
        """Delete the sheet at `index`, or the chosen one; an undo bar stands for a while."""
        sheet = self.rows.sheet(index if index is not None else self.list.currentIndex())
        history = self._history
        if sheet is None or history is None:
            return
        if sheet.id == self.busy_sheet:
            self.failed.emit(KnownError(self.tr("This sheet is still being written."), self.tr("Stop it first (Esc), then delete it.")))
            return
        self._errands.send(lambda: history.delete(sheet.id), then=lambda _: self._on_deleted(sheet), failed=self.failed.emit)

    def undo_delete(self) -> None:
        """Bring back the sheet that was deleted last; the bar stays while there is another."""
        history = self._history
        if not self._deleted or history is None:
            return
        sheet = self._deleted.pop()
        self._show_undo()
        self._errands.send(lambda: history.restore(sheet.id), then=lambda _: self.reload(), failed=self.failed.emit)

    def duplicate(self) -> None:
        """A copy of the chosen sheet, to go on with otherwise."""
        sheet, history = self.rows.sheet(self.list.currentIndex()), self._history
        if sheet is not None and history is not None:
            self._errands.send(lambda: history.duplicate(sheet.id), then=self._on_duplicated, failed=self.failed.emit)

    def edit_tags(self) -> None:
        """Write the tags of the chosen sheet."""
        sheet, history = self.rows.sheet(self.list.currentIndex()), self._history
        if sheet is not None and history is not None:
            self._errands.send(
                history.tags, then=lambda known: self.tag_bar.edit(sheet, [tag for tag, _ in known]), failed=self.failed.emit
            )

    def list_focus(self) -> None:
        self.list.setFocus()

    def rename(self) -> None:
        """Edit the chosen sheet's title in place."""
        if (index := self.list.currentIndex()).isValid():
            self.list.edit(index)

    def restyle(self, paper: Paper) -> None:
        self._paper = paper
        self._delegate.paper = paper
        self._show_icons()
        self.list.doItemsLayout()
        self.list.viewport().update()

    def _show_icons(self) -> None:
        colours, pixels = self._paper.colours, round(self._paper.points * self.logicalDpiY() / 72 * 1.2)
        self._glass.setIcon(icons.icon("search", colours.muted, colours.line, pixels))
        self.more.setIcon(icons.icon("more", colours.muted, colours.line, pixels))
        self.more.setIconSize(QSize(pixels, pixels))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self._on_opened(self.list.currentIndex())
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Delete and plain:
                self.delete()
                return True
            if event.key() == Qt.Key.Key_F4 and plain:
                self.edit_tags()
                return True
            if event.key() == Qt.Key.Key_D and control:
                self.duplicate()
                return True
            if event.key() == Qt.Key.Key_Z and control and self._deleted:
                self.undo_delete()
                return True
        return super().eventFilter(watched, event)

    _current = ""
    _noticed = ""

    _searched = ""

    def _on_more_wanted(self, offset: int) -> None:
        """The next page, while a person scrolls on."""
        if (history := self._history) is not None:
            words = self._searched
            self._errands.send(
                lambda: history.sheets(search=words, most=PAGE, offset=offset),
                then=lambda found: self.rows.add_sheets(found, more=len(found) == PAGE) if words == self._searched else None,
                failed=self.failed.emit,
            )

    def _on_read(self, sheets: list[Sheet], most: int) -> None:
        self.rows.show_sheets(sheets, more=len(sheets) == most)
        self.empty.setVisible(not sheets)
        self.empty.setText(self.tr("Nothing found.") if self.search.text().strip() else self.tr("Solved problems will stand here."))
        self.mark_current(self._current)

    def _on_notice(self, notice: str) -> None:
        """Said once: what happened to the history's file."""
        if notice and notice != self._noticed:
            self._noticed = notice
            self.noticed.emit(notice)

    def _on_newest_read(self, sheets: list[Sheet]) -> None:
        if sheets:
            self.open_sheet(sheets[0].id)

    def _on_events_read(self, sheet: str, events: list[Event]) -> None:
        self.sheet_opened.emit(sheet, events)

    def _on_opened(self, index: QModelIndex) -> None:
        if (sheet := self.rows.sheet(index)) is not None:
            self.open_sheet(sheet.id)

    def _on_renamed(self, sheet: str, title: str) -> None:
        if (history := self._history) is not None:
            self._errands.send(lambda: history.rename(sheet, title), then=lambda _: self.reload(), failed=self.failed.emit)

    def _on_deleted(self, sheet: Sheet) -> None:
        self._deleted.append(sheet)
        self.deleted.emit(sheet.id)
        self._show_undo()
        self.reload()

    def _show_undo(self) -> None:
        self.undo_bar.setVisible(bool(self._deleted))
        if not self._deleted:
            return
        title = " ".join(plain_text(self._deleted[-1].title).split())
        count = len(self._deleted)
        self.undo_text.setText(self.tr("Deleted") if count == 1 else self.tr("{count} deleted").format(count=count))
        self.undo_text.setToolTip(tip(title))
        self.undo_bar.setAccessibleName(self.tr("Deleted: {title}").format(title=title))
        self._undo_timer.start()

    def _on_undo_over(self) -> None:
        self._deleted.clear()
        self._show_undo()

    def _on_duplicated(self, sheet: str) -> None:
        self._current = sheet
        self.reload()
        self.open_sheet(sheet)

    def _on_tagged(self, sheet: str, tags: list[str]) -> None:
        if (history := self._history) is not None:
            self._errands.send(lambda: history.tag(sheet, tags), then=lambda _: self.reload(), failed=self.failed.emit)

    def _on_menu_wanted(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if index.isValid():
            entries = [
                (self.tr("Open"), lambda: self._on_opened(index)),
                (self.tr("Rename"), lambda: self.list.edit(index)),
                (self.tr("Duplicate"), self.duplicate),
                (self.tr("Tags …"), self.edit_tags),
                (self.tr("Delete"), lambda: self.delete(index)),
            ]
            pop_up(self, self.list.viewport().mapToGlobal(at), entries)
