"""The models on this machine and those that can be fetched; the only room that uses the network.

May import: `core`, `process`, `paths`. Start reading at `shelf.py`.
"""
