"""The history's sheets as rows of a list: a title that can be edited in place, and a line that says when and how far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ardoise.core.ports import Sheet, SheetKind
from ardoise.gui import fonts
from ardoise.gui.paper import Paper
from ardoise.gui.times import ago, period
from ardoise.gui.tips import tip
from ardoise.notation.plain_text import plain_text

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
DETAIL = int(Qt.ItemDataRole.UserRole) + 1
GROUP = DETAIL + 1
GROUP_EMS = 2.0


class SheetRows(QAbstractListModel):
    """Sheets, newest first. `renamed(id, title)` when a person has edited a title."""

    renamed = Signal(str, str)
    more_wanted = Signal(int)
    """The end of what is there has come into sight; carries how many sheets are there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[Sheet, ...] = ()
        self._more = False

    def show_sheets(self, sheets: Sequence[Sheet], *, more: bool) -> None:
        """Show these; nothing is painted again where they are the ones shown. `more`: others follow, to be asked for."""
        self._more = more
        if tuple(sheets) != self._sheets:
            self.beginResetModel()
            self._sheets = tuple(sheets)
            self.endResetModel()

    def add_sheets(self, sheets: Sequence[Sheet], *, more: bool) -> None:
        """Those that follow."""
        self._more = more
        known = {s.id for s in self._sheets}
        new = tuple(s for s in sheets if s.id not in known)
        if new:
            self.beginInsertRows(QModelIndex(), len(self._sheets), len(self._sheets) + len(new) - 1)
            self._sheets += new
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._more = False
            self.more_wanted.emit(len(self._sheets))

    def group(self, index: Index) -> str:
        """The heading over a sheet that is the first of its time; empty over all others."""
        sheet, before = self.sheet(index), self.sheet(self.index(index.row() - 1))
        if sheet is None:
            return ""
        time = period(sheet.created)
        return time if before is None or period(before.created) != time else ""

    def sheet(self, index: Index) -> Sheet | None:
        return self._sheets[index.row()] if index.isValid() and index.row() < len(self._sheets) else None

    def row_of(self, sheet: str) -> QModelIndex:
        """The index of the sheet of this id; invalid if it is not shown."""
        row = next((i for i, s in enumerate(self._sheets) if s.id == sheet), -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._sheets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sheet = self.sheet(index)
        if sheet is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(plain_text(sheet.title).split()) or self.tr("Untitled")
            case Qt.ItemDataRole.EditRole:
                return sheet.title
            case Qt.ItemDataRole.ToolTipRole:
                return tip(" ".join(plain_text(sheet.title).split()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{plain_text(sheet.title)}, {detail(sheet)}"
            case _:
                return {DETAIL: detail(sheet), GROUP: self.group(index)}.get(role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        sheet = self.sheet(index)
        title = " ".join(str(value).split())
        if sheet is None or role != Qt.ItemDataRole.EditRole or not title or title == sheet.title:
            return False
        self.renamed.emit(sheet.id, title)
        return True

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


def detail(sheet: Sheet) -> str:
    """What stands under a title: where a search found its word, else when it was written, and its tags."""
    if sheet.found:
        return " ".join(plain_text(sheet.found).split())
    parts = [ago(sheet.updated)]
    if sheet.kind is SheetKind.CHECK:
        parts.append(QCoreApplication.translate("SheetRows", "my work"))
    parts += [f"#{tag}" for tag in sheet.tags]
    if not sheet.finished and sheet.kind is SheetKind.SOLVE:
        parts.append(QCoreApplication.translate("SheetRows", "unfinished"))
    return " · ".join(parts)


class SheetDelegate(QStyledItemDelegate):
    """Paints a row: title in ink, detail muted beneath; the current row on a tint with a bar at its edge."""

    def __init__(self, paper: Paper, parent: QWidget) -> None:
        super().__init__(parent)
        self.paper = paper
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        em = self._em()
        return QSize(round(10 * em), round((3.7 + (GROUP_EMS if index.data(GROUP) else 0.0)) * em))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, em = self.paper.colours, self._em()
        rect = option.rect.adjusted(6, 1, -6, -1)
        if group := index.data(GROUP):
            painter.setFont(fonts.interface(self.paper.points * 0.78))
            painter.setPen(QColor(colours.muted))
            heading = QRect(rect.left() + 12, rect.top(), rect.width() - 12, round(GROUP_EMS * em))
            painter.drawText(heading, Qt.AlignmentFlag.AlignBottom, str(group))
            rect.setTop(rect.top() + round(GROUP_EMS * em))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.card if chosen else colours.hover))
            painter.drawRoundedRect(rect, 7, 7)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 7, 7)
        inner = rect.adjusted(12, round(0.55 * em), -10, -round(0.5 * em))
        title = fonts.interface(self.paper.points * 0.95)
        title.setWeight(title.Weight.DemiBold if chosen else title.Weight.Normal)
        painter.setFont(title)
        painter.setPen(QColor(colours.ink))
        height = painter.fontMetrics().height()
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), height), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(fonts.interface(self.paper.points * 0.82))
        painter.setPen(QColor(colours.muted))
        below = QRect(inner.left(), inner.top() + height, inner.width(), inner.height() - height)
        small = painter.fontMetrics().elidedText(str(index.data(DETAIL)), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignBottom, small)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("rename")
        editor.setAccessibleName(self.tr("New title"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        group = round(GROUP_EMS * self._em()) if index.data(GROUP) else 0
        editor.setGeometry(option.rect.adjusted(8, 4 + group, -8, -4))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def _em(self) -> float:
        return self.paper.points * self._list.logicalDpiY() / 72
