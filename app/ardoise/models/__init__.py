"""The models on this machine and those that can be fetched. Beside `engine.calling` the only code that uses the network.

May import: `core`, `process`, `paths`. Start reading at `shelf.py`.
"""
