"""Tooltips of texts that people and models wrote: Qt would take "<b>" in them for markup, and "<img>" for a file to be shown."""

from __future__ import annotations

import html


def tip(text: str) -> str:
    """The text as a tooltip that shows it as it stands; empty where it is."""
    return f"<p>{html.escape(text)}</p>" if text else ""
