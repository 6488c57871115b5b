"""Measurements, never tests: speed, and later the checking and the answers.

May import: `core`, `process`, `paths`. Start reading at `speed.py`.
"""
