"""Ask the installed llama.cpp which features of a processor it was built for: in a child, for that means loading native code.

The child loads the one library of ggml that holds the processor's kernels and calls functions in it that return a constant; if even that
ends the child, nothing is known. A build with a kernel for every kind of processor has no such library and needs no feature.
"""

from __future__ import annotations

import contextlib
import ctypes
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.models import llama_library
from ardoise.process.child import Child
from ardoise.process.frames import Channel

_NAMES: Final = {
    "AVX": "ggml_cpu_has_avx",
    "AVX2": "ggml_cpu_has_avx2",
    "FMA": "ggml_cpu_has_fma",
    "F16C": "ggml_cpu_has_f16c",
}
_FILES: Final = ("libggml-cpu.so", "libggml-cpu.dylib", "ggml-cpu.dll")
_PATIENCE: Final = 10.0


def ask() -> frozenset[str] | None:
    """The features; None where it cannot be told."""
    library = llama_library.find()
    file = next((library.with_name(name) for name in _FILES if library.with_name(name).is_file()), None) if library else None
    if file is None:
        return None
    child = Child("ardoise.models.built_for:serve", name="look at llama.cpp", arguments={"file": str(file)})
    try:
        child.start()
        answer = child.receive(_PATIENCE)
    except KnownError:
        return None
    finally:
        child.stop(grace=0.2)
    return frozenset(str(name) for name in answer) if isinstance(answer, list) else None


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """Child side: send the names of the features, or nothing that is a list."""
    file = Path(str(arguments["file"]))
    try:
        library = ctypes.CDLL(str(file))
        channel.send([name for name, function in _NAMES.items() if getattr(library, function)()])
    except (OSError, AttributeError) as e:
        channel.send({"unknown": str(e)})
    with contextlib.suppress(EOFError):
        channel.receive()
