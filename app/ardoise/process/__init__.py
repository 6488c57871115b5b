"""Children that can be killed: started by entry name, spoken to in JSON frames, stopped by a ladder.

May import: `core`. Start reading at `child.py`.
"""
