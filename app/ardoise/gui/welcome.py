"""The empty sheet: what to do, and three problems to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

EXAMPLES = (
    "Solve x^2 - 5x + 6 = 0",
    "Find the derivative of x^3 sin(x)",
    "A train travels 240 km in 3 hours. How far does it go in 5 hours?",
)


class WelcomePage(QScrollArea):
    """`example_chosen` carries the text of an example."""

    example_chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_area")
        self.setAccessibleName(self.tr("Welcome"))
        self.setWidgetResizable(True)
        self.setFrameStyle(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 28, 28, 28)
        column.setSpacing(10)
        column.addStretch(2)
        title = QLabel(self.tr("Type a problem below"), self)
        title.setObjectName("title")
        lead = QLabel(self.tr("Ardoise writes a solution and checks every step while it writes. Or let it check your own work."), self)
        lead.setObjectName("lead")
        lead.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(lead)
        column.addSpacing(10)
        self.examples: list[QPushButton] = []
        for text in EXAMPLES:
            button = QPushButton(text, self)
            button.setObjectName("example")
            button.setAccessibleName(self.tr("Example: {text}").format(text=text))
            button.clicked.connect(lambda _=False, text=text: self.example_chosen.emit(text))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.examples.append(button)
        self.more = QPushButton(self.tr("More examples …"), self)
        self.more.setObjectName("link")
        self.more.clicked.connect(self.more_wanted)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        self.setWidget(page)
