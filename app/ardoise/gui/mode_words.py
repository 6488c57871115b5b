"""The names of the modes of solving, and what each may spend, for a box to choose from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox

from ardoise.core.budget import Mode


def mode_name(mode: Mode) -> str:
    tr = QCoreApplication.translate
    match mode:
        case Mode.QUICK:
            return tr("Mode", "Quick")
        case Mode.CAREFUL:
            return tr("Mode", "Careful")
        case Mode.THOROUGH:
            return tr("Mode", "Thorough")


def mode_sentence(mode: Mode) -> str:
    tr = QCoreApplication.translate
    match mode:
        case Mode.QUICK:
            return tr("Mode", "One solution, checked as it comes.")
        case Mode.CAREFUL:
            return tr("Mode", "Wrong steps are written again, and a second way is tried where the answer is not sure. Up to twice as long.")
        case Mode.THOROUGH:
            return tr("Mode", "Several ways, until enough of them agree. Up to six times as long.")


def fill_with_modes(box: QComboBox) -> None:
    """All modes, each with its sentence as its tip."""
    box.view().setAccessibleName(QCoreApplication.translate("Mode", "How thorough"))
    for mode in Mode:
        box.addItem(mode_name(mode), mode)
        box.setItemData(box.count() - 1, mode_sentence(mode), Qt.ItemDataRole.ToolTipRole)


def show_mode(box: QComboBox, mode: Mode) -> None:
    """Choose it in the box, and say what it does."""
    box.setCurrentIndex(list(Mode).index(mode))
    box.setToolTip(mode_sentence(mode))
    box.setAccessibleDescription(mode_sentence(mode))
