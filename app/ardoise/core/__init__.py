"""The words of the house: frozen values and ports that every other room speaks in.

May import: the standard library only. Start reading at `solution.py`, then `verdict.py`, `events.py` and `ports.py`.
"""
