"""The pages that lie over the sheet when they are asked for: help, examples, settings. Made when first shown; Escape goes back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ardoise.core.ports import SheetKind
from ardoise.core.problem import Working
from ardoise.gui.commands import Command
from ardoise.gui.examples import Example
from ardoise.gui.gallery_page import GalleryPage
from ardoise.gui.help_page import HelpPage
from ardoise.gui.paper import Paper
from ardoise.gui.settings_page import SettingsPage
from ardoise.settings import Appearance, Settings

if TYPE_CHECKING:
    from ardoise.gui.main_window import MainWindow


class SidePages(QObject):
    """Shows one page at a time, and does what is chosen on it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.help: HelpPage | None = None
        self.gallery: GalleryPage | None = None
        self.settings: SettingsPage | None = None
        self._made_room = False
        window.pages.currentChanged.connect(self._make_room)

    def toggle(self, command: Command) -> None:
        """Show the page of this command, or the sheet again where it is shown."""
        pages = self._window.pages
        page = self._page(command)
        if pages.currentWidget() is page:
            self._window.show_sheet()
            self._window.go_to_writing()
            return
        if page is self.settings:
            self.show_settings()
        pages.setCurrentWidget(page)
        page.setFocus()

    def show_settings(self) -> None:
        """What holds now, on the page of settings, if there is one."""
        if self.settings is not None:
            model = self._window.models.current
            self.settings.show_settings(self._window.settings, model.label.name if model is not None else "")

    def give_back_room(self) -> None:
        """The field for writing as it was before such a page took its room."""
        if self._made_room:
            self._made_room = False
            self._window.problem.show()
            self._window.frame.rows.refresh()

    def _make_room(self) -> None:
        """Nothing is written beside these pages or the models: the field gives them its room, and comes back with the sheet."""
        window = self._window
        if window.pages.currentWidget() in (window.view, window.welcome, window.desk.page):
            self.give_back_room()
        elif not window.problem.isHidden():
            window.problem.hide()
            self._made_room = True

    def restyle(self, paper: Paper) -> None:
        for page in (self.help, self.gallery, self.settings):
            if page is not None:
                page.restyle(paper)

    def _page(self, command: Command) -> QWidget:
        window = self._window
        match command:
            case Command.EXAMPLES:
                if self.gallery is None:
                    self.gallery = GalleryPage(window.paper, window)
                    self.gallery.problem_chosen.connect(self.choose_problem)
                    self.gallery.working_chosen.connect(self._on_working_chosen)
                    window.pages.addWidget(self.gallery)
                return self.gallery
            case Command.SETTINGS:
                if self.settings is None:
                    self.settings = SettingsPage(window.paper, window)
                    self.settings.changed.connect(self._on_settings_changed)
                    self.settings.models_wanted.connect(window.models.show_page)
                    window.pages.addWidget(self.settings)
                return self.settings
            case _:
                if self.help is None:
                    self.help = HelpPage(window.paper, window)
                    window.pages.addWidget(self.help)
                return self.help

    def choose_problem(self, problem: str) -> None:
        """Into the field, for a person to hand in: a solution is a deliberate choice."""
        window = self._window
        window.choose_mode(SheetKind.SOLVE)
        window.problem.problem.setPlainText(problem)
        window.problem.show()
        window.go_to_writing()

    def _on_working_chosen(self, example: Example) -> None:
        if self._window.desk.help.running and self._window.sheets.is_writing():
            return
        self._window.choose_mode(SheetKind.CHECK)
        self._window.desk.show_working(Working(example.problem, example.lines))
        self._window.go_to_writing()

    def _on_settings_changed(self, settings: Settings) -> None:
        self._window.change_settings(settings)

    def change_appearance(self) -> None:
        """Light, dark, or as the system, in turns."""
        appearance = self.next_appearance(self._window.watcher.appearance)
        self._window.change_settings(dataclasses.replace(self._window.settings, appearance=appearance))
        words = {
            Appearance.SYSTEM: self.tr("Colours follow the system."),
            Appearance.LIGHT: self.tr("Light colours."),
            Appearance.DARK: self.tr("Dark colours."),
        }
        self._window.banner.show_message(words[appearance])

    @staticmethod
    def next_appearance(appearance: Appearance) -> Appearance:
        order = (Appearance.SYSTEM, Appearance.LIGHT, Appearance.DARK)
        return order[(order.index(appearance) + 1) % len(order)]
