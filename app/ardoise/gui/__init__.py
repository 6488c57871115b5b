"""The window.

May import: `core`, `notation`, `paths`, `settings`, and PySide6. Start reading at `main_window.py`.
"""
