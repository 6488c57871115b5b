"""The plot at the right of the window: asks the plotter for pictures away from the Qt thread, with small buttons above, the sliders of
letters without a value and a field for curves of one's own below.

At most one picture is asked for at a time; what is wanted meanwhile waits, and only the latest of it is asked for next, so a fast hand
never fills a queue. Every fault is a sentence in the place of the picture.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ardoise.core.errors import KnownError
from ardoise.core.pictures import Picture, Theme
from ardoise.core.plots import Drawn, NumberSet, Plot, Sketch, Slider, View, joined, with_sliders
from ardoise.core.ports import Plotter
from ardoise.gui import icons
from ardoise.gui.errands import Errands
from ardoise.gui.plot_canvas import PlotCanvas
from ardoise.gui.plot_own import PlotOwn
from ardoise.gui.plot_sliders import PlotSliders
from ardoise.gui.plot_view import ZOOM
from ardoise.gui.plot_words import plot_words, thing_words
from ardoise.gui.theme import colours
from ardoise.gui.tips import tip
from ardoise.notation.plain_text import plain_formula


@dataclasses.dataclass(frozen=True)
class _Wish:
    """A picture to be asked for; `view` None is the plot's first view. `base` is the plot before any slider was moved."""

    base: Plot
    plot: Plot
    view: View | None
    width: int
    height: int
    scale: float
    theme: Theme


def _is_in(thing: Drawn, plot: Plot) -> bool:
    """Whether the thing was drawn; a set of numbers has found its stretches meanwhile."""
    if isinstance(thing, NumberSet):
        return any(isinstance(t, NumberSet) and t.statement == thing.statement for t in plot.things)
    return thing in plot.drawn


ICON_LINES = 1.05
"""Of the buttons, in heights of a line of text."""


class PlotPanel(QWidget):
    """Shows a plot. Invariants: one picture is under way at most; a picture of an older plot is never shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plotter: Plotter | None = None
        self._given: Plot | None = None
        """The plot of the sheet, without the curves that were added by hand."""
        self._plot: Plot | None = None
        """What is shown, as it was surveyed."""
        self._now: Plot | None = None
        """The same with the sliders where they are, and the marks that were found for that."""
        self._view: View | None = None
        self._theme = Theme.LIGHT
        self._asked: _Wish | None = None
        """What was asked for last."""
        self._under_way = self._failed = False
        self._errands = Errands()
        self._dialog: QFileDialog | None = None
        self.canvas = PlotCanvas(self)
        self.canvas.view_wanted.connect(self._on_view_wanted)
        self.canvas.reset_wanted.connect(self.reset)
        self.canvas.size_changed.connect(self._ask)
        self._note = QLabel(self)
        self._note.setObjectName("hint")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: dict[str, QToolButton] = {}
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 4, 6, 2)
        bar.setSpacing(2)
        bar.addWidget(self._note, 1)
        self.zoom_out_button = self._button(bar, "zoom_out", self.tr("Zoom out (−)"), lambda: self.canvas.zoom(ZOOM))
        self.zoom_in_button = self._button(bar, "zoom_in", self.tr("Zoom in (+)"), lambda: self.canvas.zoom(1 / ZOOM))
        self.reset_button = self._button(bar, "zoom_reset", self.tr("Back to the first view (Home)"), self.reset)
        self.follow_button = self._button(bar, "follow", self.tr("Follow the curve with the arrow keys (T)"), self._on_follow)
        self.follow_button.setCheckable(True)
        self.save_button = self._button(bar, "save_picture", self.tr("Save the plot as a picture"), self.choose_file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.canvas, 1)
        self.sliders = PlotSliders(self)
        self.sliders.moved.connect(self._on_slid)
        self.own = PlotOwn(self)
        self.own.changed.connect(self._on_own)
        layout.addWidget(self.sliders)
        layout.addWidget(self.own)
        self.canvas.following_changed.connect(self.follow_button.setChecked)
        self.setFocusProxy(self.canvas)
        self.setAccessibleName(self.tr("Plot"))
        self.canvas.setAccessibleName(self.tr("Plot"))
        self.destroyed.connect(self._errands.close)
        self.set_theme(Theme.LIGHT)
        self.show_plot(None)

    # --- What the window says -----------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether a picture or a file is under way."""
        return self._errands.busy

    def set_plotter(self, plotter: Plotter) -> None:
        self._plotter = plotter
        self._ask()

    def show_plot(self, plot: Plot | None, *, same_sheet: bool = False) -> None:
        """Show a plot from its first view, or the empty state; the plot that is shown already stays as it is.

        What a person added is kept beside another plot of the `same_sheet`, and gone with the sheet.
        """
        if plot is not None and plot == self._given:
            return
        self._given = plot
        if same_sheet and plot is not None and self.own.orders:
            self._on_own([sketch for _, sketch in self.own.orders])
            return
        self.own.clear()
        self._show(plot)

    def _show(self, plot: Plot | None) -> None:
        """Show a plot from its first view, with the sliders as it has them."""
        self._plot = self._now = plot
        self._view, self._asked, self._failed = None, None, False
        self.sliders.show_sliders(plot.sliders if plot is not None else ())
        self._note.clear()
        self.canvas.show_sentence(self.tr("A plot appears here when there is something to draw.") if plot is None else self.tr("Drawing …"))
        self._describe()
        self._ask()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        c = colours(theme)
        pixels = round(self.fontMetrics().height() * ICON_LINES)
        for name, button in self._buttons.items():
            button.setIcon(icons.icon(name, c.muted, c.line, pixels))
            button.setIconSize(QSize(pixels, pixels))
        self.own.set_icon(icons.icon("close", c.muted, c.line))
        self._ask()

    def close_panel(self) -> None:
        """Drop all pending work; nothing is shown or reported after this. Safe to call twice."""
        self._plotter = None
        self._errands.close()
        if self._dialog is not None:
            self._dialog.close()

    # --- Pictures -----------------------------------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Back to the plot's first view, with the marks that were found for it."""
        if self._plot is None:
            return
        self._view = None
        self._now = with_sliders(self._plot, self.sliders.values)
        if self._failed:
            self._asked, self._failed = None, False
            self.canvas.show_sentence(self.tr("Drawing …"))
        self._ask()

    def _on_view_wanted(self, view: View) -> None:
        self._view = view
        self._ask()

    def _wish(self) -> _Wish | None:
        if self._plotter is None or self._plot is None or self._now is None or not self.isVisible():
            return None
        size = self.canvas.size()
        if size.width() < 40 or size.height() < 40:
            return None
        return _Wish(self._plot, self._now, self._view, size.width(), size.height(), self.devicePixelRatioF(), self._theme)

    def _ask(self) -> None:
        """Ask for the picture that is wanted now, unless it is there, or another is under way: then this is done when that one comes."""
        wish, plotter = self._wish(), self._plotter
        if wish is None or plotter is None or self._under_way or wish == self._asked:
            return
        self._asked, self._under_way = wish, True
        self._errands.send(
            lambda: plotter.draw(
                wish.plot, view=wish.view, width=wish.width, height=wish.height, scale=wish.scale, theme=wish.theme
            ),
            then=lambda picture: self._on_drawn(wish, picture),
            failed=lambda error: self._on_failed(wish, error),
        )  # fmt: skip

    def _on_drawn(self, wish: _Wish, picture: Picture) -> None:
        self._under_way = False
        if wish.base is self._plot:
            found = picture.plot or wish.plot
            if self._now == wish.plot and found.surveyed:
                self._now = found
                self._asked = dataclasses.replace(wish, plot=found)
            axes = plain_formula(found.x_label), plain_formula(found.y_label)
            self.canvas.following.name(tuple(thing_words(t) for t in found.drawn), found.points, axes)
            self._failed = not self.canvas.show_picture(picture, wish.scale)
            if self._failed:
                self._tell(self.tr("The plot's picture could not be read. Go back to the first view to try again."))
            else:
                self.canvas.want(self._view if wish.view != self._view else None)
                self._describe()
        self._ask()

    def _on_failed(self, wish: _Wish, error: KnownError) -> None:
        self._under_way = False
        if wish == self._wish():
            self._failed = True
            self._tell(str(error))
        self._ask()

    def _tell(self, sentence: str) -> None:
        """Show a fault in the place of the picture, until another view, plot, size or theme is asked for."""
        self.canvas.show_sentence(sentence)
        self.canvas.setAccessibleDescription(sentence)

    def _describe(self) -> None:
        there = self._plot is not None
        for button in self._buttons.values():
            button.setEnabled(there)
        words = plot_words(self._now, self.canvas.view) if self._now is not None else self.tr("There is no plot yet.")
        self.canvas.setAccessibleDescription(words)

    # --- Letters and curves of one's own ------------------------------------------------------------------------------------------------

    def _on_slid(self, values: dict[str, float]) -> None:
        """A slider was moved: the picture follows, the newest value first."""
        if self._now is None:
            return
        if self._view is None:
            self._view = self.canvas.view  # the view stays where it is while the curve moves
        self._now = with_sliders(self._now, values)
        self._ask()

    def _on_own(self, sketches: list[Sketch]) -> None:
        """Something was added or taken out: what is shown now is surveyed anew."""
        given, plotter = self._given, self._plotter
        if not sketches or plotter is None:
            self._show(given)
            return
        whole = functools.reduce(joined, sketches, given.sketch if given is not None else Sketch())
        whole = dataclasses.replace(whole, sliders=tuple(self._at_hand(s) for s in whole.sliders))
        self._errands.send(
            lambda: plotter.survey(whole),
            then=lambda plot: self._on_surveyed(given, len(sketches), plot),
            failed=lambda error: self._on_not_surveyed(given, len(sketches), str(error)),
        )

    def _at_hand(self, slider: Slider) -> Slider:
        """The slider at the value that it has on the screen."""
        value = self.sliders.values.get(slider.name, slider.value)
        return dataclasses.replace(slider, value=min(max(value, slider.low), slider.high))

    def _on_surveyed(self, given: Plot | None, count: int, plot: Plot | None) -> None:
        if given is not self._given or count != len(self.own.orders):
            return
        last = self.own.orders[-1][1] if self.own.orders else Sketch()
        if plot is None or not any(_is_in(t, plot) for t in (*last.curves, *last.things)):
            self._on_not_surveyed(given, count, self.tr("This has no points that could be drawn."))
            return
        self._show(plot)

    def _on_not_surveyed(self, given: Plot | None, count: int, sentence: str) -> None:
        if given is self._given and count == len(self.own.orders):
            self.own.take_back()
            self.own.tell(sentence)

    def _on_follow(self) -> None:
        self.canvas.follow(self.follow_button.isChecked())
        self.canvas.setFocus()

    # --- Files --------------------------------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Open the dialog for a file's name; it does not block."""
        if self._plot is None or self._dialog is not None:
            return
        dialog = QFileDialog(self, self.tr("Save the plot"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("PNG picture (*.png)"), self.tr("SVG drawing (*.svg)"), self.tr("PDF page (*.pdf)")])
        dialog.setDefaultSuffix("png")
        dialog.selectFile("plot.png")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.split("*.")[-1].rstrip(")")))
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()

    def save_to(self, name: str) -> None:
        """Save the plot, as it is shown, in the theme's colours."""
        plotter, plot = self._plotter, self._now
        if plotter is None or plot is None or not name:
            return
        shown, theme, path = dataclasses.replace(plot, view=self.canvas.view or plot.view), self._theme, Path(name)
        self._errands.send(
            lambda: plotter.save(shown, path, theme=theme),
            then=lambda _: self._say(self.tr("Saved as {name}.").format(name=path.name)),
            failed=lambda error: self._say(str(error)),
        )

    def _on_dialog_finished(self) -> None:
        self._dialog = None

    def _say(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._note.setToolTip(tip(sentence))

    # --- Qt -----------------------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._ask()

    def sizeHint(self) -> QSize:
        return QSize(440, 420)

    def _button(self, bar: QHBoxLayout, name: str, words: str, pressed: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: pressed())
        bar.addWidget(button)
        self._buttons[name] = button
        return button
