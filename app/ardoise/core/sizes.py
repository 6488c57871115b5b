"""Sizes of files and of memory as a person reads them, in the same units everywhere: 10^6 bytes are a megabyte, as on a download page."""

from __future__ import annotations


def size_words(count: int) -> str:
    """ "986 MB", "1.12 GB", "25.3 GB"."""
    if count < 1e9:
        return f"{count / 1e6:,.0f} MB"
    return f"{count / 1e9:,.{2 if count < 1e10 else 1}f} GB"
