"""The command line.

May import: `core`, `notation`, `paths`, `settings`. Start reading at `main.py`.
"""
