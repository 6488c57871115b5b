"""The checks themselves, run in the child; the only importers of SymPy.

May import: `core`, `notation`, `verify.messages`. Start reading at `judge.py`.
"""
