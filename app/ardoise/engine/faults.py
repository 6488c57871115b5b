"""What can be wrong with a model file, in plain words: which file, what happened, what to do.

llama.cpp says why it gave up only in its log, so its lines are read here. They are its own words, may change with its version and are
never more than a hint: a line that nobody knows becomes "could not be loaded" with the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.core.sizes import size_words

MAGIC: Final = b"GGUF"
_OTHER_MODEL: Final = "Choose another model, or get the default one: ardoise model get"
_MEMORY_WORDS: Final = ("unable to allocate", "failed to allocate", "bad_alloc", "out of memory", "cannot allocate memory", "memoryerror")
_CUT_WORDS: Final = ("not within the file bounds", "unexpectedly reached end of file", "corrupted or incomplete")
_HEADER_WORDS: Final = ("failed to read", "gguf_init_from_")


def check_file(path: Path, *, memory_total: int) -> int:
    """Bytes of the file if it may be a GGUF; raises KnownError for what can be seen without llama.cpp. `memory_total`: of the machine."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise KnownError(f"{path} is a folder, not a model file.", "Name the GGUF file in it.")
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except FileNotFoundError:
        raise KnownError(f"There is no file {path}.", _OTHER_MODEL) from None
    except PermissionError:
        raise KnownError(f"The model file {path} may not be read.", "Change its permissions, or choose another model.") from None
    except OSError as e:
        raise KnownError(f"The model file {path} cannot be read: {e.strerror}.", _OTHER_MODEL) from e
    if start != MAGIC:
        what = "is empty" if size == 0 else "is not a GGUF model"
        raise KnownError(f"The file {path} {what}.", _OTHER_MODEL)
    if size > memory_total:
        raise too_little_memory(path, f"The file has {size_words(size)} and this machine {size_words(memory_total)} of memory. ")
    return size


def too_little_memory(path: Path, why: str = "") -> KnownError:
    return KnownError(f"There is too little memory for the model {path}.", f"{why}Close other programs, or choose a smaller model.")


def no_chat_model(path: Path, why: str) -> KnownError:
    """A file that llama.cpp can load and nobody can talk to."""
    return KnownError(f"The model {path} cannot hold a conversation: {why}.", f"Ardoise needs a chat (instruct) model. {_OTHER_MODEL}")


def wants_memory(lines: Iterable[str]) -> bool:
    """llama.cpp's words speak of memory that it did not get."""
    return _has("\n".join(lines), _MEMORY_WORDS)


def from_log(path: Path, lines: Sequence[str]) -> KnownError:
    """Why the load failed, from llama.cpp's warnings and errors."""
    text = "\n".join(lines)
    unknown = re.search(r"unknown model architecture: '([^']*)'", text)
    if unknown:
        return KnownError(f"The model {path} is of a kind ({_plain(unknown[1])}) that this version of llama.cpp cannot run.", _OTHER_MODEL)
    if _has(text, _MEMORY_WORDS):
        return too_little_memory(path)
    if _has(text, _CUT_WORDS) or _has(text, _HEADER_WORDS):
        return KnownError(f"The model file {path} is damaged or was not completely downloaded.", "Delete it and get it again.")
    said = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "")
    return KnownError(f"The model {path} could not be loaded. llama.cpp says: {_plain(said) or 'nothing'}", _OTHER_MODEL)


def died(path: Path, how: str, *, stderr: str) -> KnownError:
    """The child ended by itself; `how` is a sentence."""
    if _has(stderr, _MEMORY_WORDS):
        return too_little_memory(path)
    return KnownError(f"{how} It was running {path}.", "Try again: it is started afresh, and what was written so far is kept.")


def died_too_often(path: Path, times: int, minutes: float, *, stderr: str) -> KnownError:
    last = _plain(stderr.splitlines()[-1]) if stderr else ""
    said = f" The last that it said: {last}" if last else ""
    return KnownError(
        f"The model {path} stopped unexpectedly {times} times within {minutes:g} minutes.{said}",
        "Close other programs or choose another model, then try again.",
    )


def _has(text: str, words: Sequence[str]) -> bool:
    lower = text.lower()
    return any(w in lower for w in words)


def _plain(said: str) -> str:
    return "".join(c for c in said if c.isprintable())[:200].strip()
