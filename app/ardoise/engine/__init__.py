"""The Engine port over a llama.cpp child, and over a server that a person chose.

May import: `core`, `process`, `notation`, `paths`, `settings`, `kept`. Start reading at `llama.py`; of a server at `remote.py`.
"""
