"""Measurements, never tests: how fast the program starts, and how well it checks.

May import: `core`, `notation`, `process`, `paths`; the actors are handed in. Start reading at `bench.py`.
"""
