"""The restrained stylesheet over Fusion: one template, the theme's colours and the size of text put in."""

from __future__ import annotations

from string import Template

from ardoise.gui.theme import Colours

_TEMPLATE = Template("""
QWidget { color: $ink; }
#window, #history, #sheet_area, #sheet, #top, #status { background: $window; }
#sheet_area > QWidget > QWidget { background: $window; }
QFrame#card { background: $card; border: 1px solid $line; border-radius: 10px; }
QFrame#card[tone="wrong"] { border: 1px solid $wrong; }
QFrame#found { background: $quiet_tint; border: none; border-radius: 8px; margin-top: 10px; }
QFrame#found[tone="wrong"] { background: $wrong_tint; }
QFrame#found[tone="caution"] { background: $caution_tint; }
QFrame#paper { background: $field; border: 1px solid $line; border-radius: 10px; }
QTextEdit#lines { background: transparent; border: none; selection-background-color: $selection; selection-color: $ink; }
QLabel#code { background: $field; border: 1px solid $line; border-radius: 8px; padding: 8px 12px; font-family: monospace; }
QFrame#answer { background: $card; border: 1px solid $strong_line; border-radius: 10px; }
QFrame#answer[trust="confirmed"] { border: 1px solid $good; background: $good_tint; }
QFrame#answer[trust="checked"] { border: 1px solid $likely; background: $likely_tint; }
QFrame#answer[trust="contradicted"] { border: 1px solid $wrong; background: $wrong_tint; }
QTextBrowser { background: transparent; border: none; selection-background-color: $selection; selection-color: $ink; }
QLabel#eyebrow { color: $muted; font-size: ${small}pt; font-weight: 600; }
QLabel#title { font-size: ${title}pt; font-weight: 600; }
QLabel#choice { font-weight: 600; }
QLabel#lead, QLabel#hint, QLabel#note, QLabel#tally { color: $muted; }
QLabel#finding { color: $muted; font-size: ${small}pt; font-weight: 600; }
QLabel#finding[tone="wrong"] { color: $wrong; }
QLabel#finding[tone="caution"] { color: $caution; }
QLabel#finding[tone="good"] { color: $good; }
QLabel#hint, QLabel#tally { font-size: ${small}pt; }
QLabel#badge { color: $caution; background: $caution_tint; border-radius: 6px; padding: 1px 7px; font-size: ${tiny}pt; font-weight: 600; }
#status QLabel { color: $muted; font-size: ${small}pt; }
#status QLabel#badge { color: $caution; font-size: ${tiny}pt; }
#status { border-top: 1px solid $line; }
#top { border-bottom: 1px solid $line; }
#plot { background: $field; }
#input { background: $card; border: none; border-top: 1px solid $line; }
#input QStackedWidget, #input QWidget#working { background: transparent; }
QPlainTextEdit#typing { background: $field; border: 1px solid $strong_line; border-radius: 8px; padding: 5px 8px; font-size: ${typing}pt; }
QPlainTextEdit#typing:focus, QLineEdit:focus { border: 1px solid $accent; }
QPlainTextEdit#reading { background: $window; border: 1px solid $line; border-radius: 8px; padding: 6px; font-size: ${small}pt; }
QPlainTextEdit#reading:focus { border: 1px solid $accent; }
QComboBox { background: $field; border: 1px solid $strong_line; border-radius: 8px; padding: 5px 8px; }
QCheckBox::indicator { width: ${tick}px; height: ${tick}px; }
QCheckBox { spacing: 8px; padding: 3px 4px 3px 2px; }
QSpinBox { background: $field; border: 1px solid $strong_line; border-radius: 8px; padding: 2px; }
QSpinBox QLineEdit { background: transparent; border: none; padding: 0; }
QSpinBox:focus { border: 1px solid $accent; }
QSpinBox::up-button, QSpinBox::down-button { background: transparent; border: none; width: 22px; }
QComboBox:focus { border: 1px solid $accent; }
QComboBox:disabled { border-color: $line; color: $muted; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $strong_line; selection-background-color: $hover;
    selection-color: $ink; }
QPlainTextEdit#typing, QLineEdit { placeholder-text-color: $muted; }
QLineEdit { background: $field; border: 1px solid $strong_line; border-radius: 8px; padding: 5px 8px;
    selection-background-color: $selection; selection-color: $ink; }
QLineEdit#search { background: $window; border: 1px solid $line; }
QLineEdit#search:focus { background: $field; border: 1px solid $accent; }
QScrollArea#preview, QScrollArea#preview > QWidget > QWidget { background: transparent; }
QListView#sheets { background: transparent; border: none; outline: none; }
#undo { background: $quiet_tint; border-radius: 8px; }
QFrame#banner { background: $quiet_tint; border: none; border-bottom: 1px solid $line; }
QFrame#banner[tone="caution"] { background: $caution_tint; }
QFrame#banner[tone="wrong"] { background: $wrong_tint; }
QLabel#banner_what { font-weight: 600; }
QPushButton { background: $card; border: 1px solid $strong_line; border-radius: 8px; padding: 6px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $muted; border-color: $line; background: transparent; }
QPushButton#primary { background: $accent; border: 1px solid $accent; color: $on_accent; font-weight: 600; padding: 6px 20px; }
QPushButton#primary:hover { background: $accent_hover; }
QPushButton#primary:focus { border: 2px solid $ink; padding: 5px 19px; }
QPushButton#primary:disabled { background: $quiet_tint; border-color: $line; color: $muted; }
QPushButton#link { background: transparent; border: 1px solid transparent; color: $link; font-weight: 600; padding: 4px 8px; }
QPushButton#link:focus { border: 1px solid $accent; }
#line_note QPushButton#link { font-size: ${small}pt; padding: 2px 7px; }
QPushButton#example { text-align: left; color: $link; background: transparent; border: none; padding: 4px 0; }
QPushButton#example:hover, QPushButton#example:focus { text-decoration: underline; }
QPushButton#licence { color: $link; background: transparent; border: 1px solid transparent; padding: 4px 6px; margin-left: -6px; }
QPushButton#licence:hover { text-decoration: underline; }
QPushButton#licence:focus { border: 1px solid $accent; }
QPushButton#stop { color: $wrong; font-weight: 600; padding: 3px 12px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 7px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:checked { background: $hover; }
QToolButton#symbol { padding: 3px 7px; min-width: 14px; }
QToolButton#disclosure { color: $muted; font-size: ${small}pt; padding: 3px 6px 3px 0; margin: 8px 0 0 -1px; border: none; }
QToolButton#disclosure:hover { background: transparent; color: $ink; }
QToolButton#disclosure:focus { color: $link; text-decoration: underline; }
#branch QToolButton#disclosure, #ways QToolButton#disclosure { margin: 0 0 0 -1px; padding: 3px 4px 3px 0; border-radius: 4px; }
#branch QToolButton#disclosure:focus, #ways QToolButton#disclosure:focus { background: $hover; }
QToolButton#disclosure:checked { background: transparent; }
QToolButton#mode_first, QToolButton#mode_middle, QToolButton#mode_last, QToolButton#mode_alone {
    color: $muted; border: 1px solid $strong_line; padding: 4px 14px; font-weight: 600; }
QToolButton#mode_first { border-top-right-radius: 0; border-bottom-right-radius: 0; border-right: none; }
QToolButton#mode_middle { border-radius: 0; border-right: none; }
QToolButton#mode_last { border-top-left-radius: 0; border-bottom-left-radius: 0; }
#assumptions QToolButton { padding: 2px 10px; font-size: ${small}pt; }
QToolButton#mode_first:checked, QToolButton#mode_middle:checked, QToolButton#mode_last:checked, QToolButton#mode_alone:checked {
    color: $ink; background: $hover; }
QToolButton#mode_first:focus, QToolButton#mode_middle:focus, QToolButton#mode_last:focus, QToolButton#mode_alone:focus { color: $link; }
QToolButton#mode_alone:disabled { color: $line; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $strong_line; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $strong_line; border-radius: 4px; min-height: 36px; margin: 2px 2px 2px 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $strong_line; border-radius: 4px; min-width: 36px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $card; border: 1px solid $strong_line; padding: 5px; }
QMenu::item { padding: 6px 22px 6px 14px; border-radius: 5px; }
QMenu::item:selected { background: $hover; }
QToolTip { background: $card; color: $ink; border: 1px solid $strong_line; padding: 3px 6px; }
""")


def stylesheet(colours: Colours, points: float) -> str:
    """For the whole window; `points` is the size of running text."""
    sizes = {
        "typing": f"{points * 1.05:.2f}",
        "small": f"{points * 0.86:.2f}",
        "tiny": f"{points * 0.78:.2f}",
        "tick": str(round(points * 1.5)),
        "title": f"{points * 1.55:.2f}",
    }
    return _TEMPLATE.substitute(vars(colours), **sizes)
