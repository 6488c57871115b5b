"""The Engine port over a llama.cpp child.

May import: `core`, `process`, `notation`, `paths`, `settings`. Start reading at `llama.py`.
"""
