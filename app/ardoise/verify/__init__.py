"""The Verifier port over children that alone load SymPy.

May import: `core`, `process`, `notation`. Start reading at `verifier.py`, then `checks/`.
"""
