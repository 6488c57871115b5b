"""Keeps every sheet as its stream of events, durably, in SQLite.

May import: `core`, `paths`. Start reading at `store.py`.
"""
