"""What the installed llama.cpp can do: which architectures it knows, and whether it was built for a graphics processor.

Read from the bytes and the names of its libraries: nothing of them is loaded here.
The library has the name of each architecture as a text of its own, so a name that is not in it belongs to a model that this llama.cpp
cannot run. Asked only "is it certain that it cannot?": where the library is not found, or the names that every llama.cpp has are not in
it (compressed, say), the answer is no, and llama.cpp itself has the last word when it loads the file.
(Rejected: a table of names in our own data, which would refuse every model that a newer llama.cpp can run; asking llama.cpp, which belongs
to the engine's child.)
"""

from __future__ import annotations

import functools
import importlib.util
import mmap
from pathlib import Path
from typing import Final

PACKAGE: Final = "llama_cpp"
_PATTERNS: Final = ("libllama.so", "libllama.dylib", "libllama.so.*", "llama.dll", "libllama.dll")
_GRAPHICS: Final = ("cuda", "vulkan", "hip", "sycl", "opencl", "musa", "cann")
_IN_EVERY: Final = ("llama", "qwen2", "gemma")


def surely_unknown(architecture: str) -> bool:
    """The installed llama.cpp cannot run models of this architecture, beyond doubt."""
    library = find()
    return library is not None and not _has(library, architecture) and all(_has(library, name) for name in _IN_EVERY)


@functools.cache
def find() -> Path | None:
    """The library that lies in the package; the package itself is not imported."""
    try:
        spec = importlib.util.find_spec(PACKAGE)
    except (ImportError, ValueError):
        return None
    folders = [Path(folder) / "lib" for folder in (spec.submodule_search_locations or ())] if spec else []
    return next((file for folder in folders for pattern in _PATTERNS for file in sorted(folder.glob(pattern))), None)


@functools.cache
def offloads() -> bool:
    """It comes with a library for a graphics processor that has its own memory (a Mac's shares the machine's)."""
    library = find()
    if library is None:
        return False
    return any(kind in file.name for file in library.parent.glob("*ggml*") for kind in _GRAPHICS)


@functools.lru_cache(maxsize=256)
def _has(library: Path, name: str) -> bool:
    try:
        with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(name.encode() + b"\0") >= 0
    except (OSError, ValueError):
        return False
