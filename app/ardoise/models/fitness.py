"""What a model file is good for, judged by its header, in plain words: why it cannot be used, or what a person should know before using it.

Only what is certain is a trouble. What a model was made for is guessed from what it calls itself, so that is only ever a note.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ardoise.core.errors import KnownError
from ardoise.models import header, llama_library
from ardoise.models.header import Header

OTHER: Final = "Choose another file: a GGUF of a chat (instruct) model."
_NOT_WRITERS: Final = frozenset({"bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "eurobert", "jina-bert-v2", "jina-bert-v3",
                                 "modern-bert", "gemma-embedding", "llama-embed", "t5", "t5encoder", "clip", "whisper",
                                 "wavtokenizer-dec", "flux", "sd1", "sdxl"})  # fmt: skip
"""Architectures that do not simply write on."""
CHATML_WITHOUT_TEMPLATE: Final = "qwen2"
"""The one architecture that the engine talks to in ChatML where the file brings no template."""

_MATHEMATICS: Final = re.compile(
    r"math|numina|minerva|\bqwq\b|deepseek-r1|deepscaler|openreasoning|phi-4-(mini-)?reasoning|magistral|skywork-o|skywork-or|light-r1|prover"
)
_MADE_FOR: Final = (
    (re.compile(r"\bcod(e|ing)\b|code(llama|gemma|qwen|stral)|(?<!en)(?<!de)coder|devstral|\bsql"), "code"),
    (re.compile(r"\bvl\b|vision|llava|minicpm-v|moondream|pixtral|\bocr\b|smolvlm|mmproj|image"), "pictures"),
    (re.compile(r"\bmed(?!ium)|medic|clinical|biomistral|\blaw\b|legal|finance|\bfin\b"), "another profession"),
    (re.compile(r"roleplay|\brp\b|\bstory|storywriter|uncensored|horror|erotic|\bguard\b|shield|translat|\bnllb\b|madlad|towerinstruct"),
     "other work"),
    (re.compile(r"german|french|spanish|italian|japanese|korean|chinese|arabic|vietnamese|polish|russian|hindi|turkish|swallow|elyza|leolm"),
     "another language"),
)  # fmt: skip
_PART: Final = re.compile(r"^(?P<stem>.+)-(?P<part>\d{5})-of-(?P<parts>\d{5})\.gguf$")
_AGAIN: Final = "Fetch or copy it again."


def usable(path: Path) -> Header:
    """The header of a model that can write; raises KnownError saying in plain words why this file is none."""
    found = header.read(path)
    if trouble := trouble_of(path, found):
        raise trouble
    return found


def trouble_of(path: Path, found: Header) -> KnownError | None:
    """Why the engine could not talk to this file; None where nothing speaks against it."""
    name = path.name
    if found.part > 1:
        first = _part_path(path, 1)
        return KnownError(
            f"{name} is part {found.part} of {found.parts} of a model, which is loaded from its first part.",
            f"Choose {first.name}." if first else "Choose the first part.",
        )
    several = found.parts > 1
    if found.kind == "vocab" or (found.tensors == 0 and found.has_vocabulary and not several):
        return KnownError(f"{name} holds a vocabulary only, without the weights of a model.", OTHER)
    if found.kind not in ("", "model") or found.architecture in _NOT_WRITERS:
        return KnownError(f"{name} is a GGUF file, but not a model that writes text ({_says(found)}).", OTHER)
    if not found.architecture or not found.has_vocabulary or (found.tensors == 0 and not several):
        return KnownError(f"{name} is a GGUF file, but not a model that writes text ({_says(found)}).", OTHER)
    if found.embeds:
        return KnownError(f"{name} is a GGUF file, but not a model that writes text (it turns texts into vectors).", OTHER)
    if llama_library.surely_unknown(found.architecture):
        return KnownError(
            f"{name} is too new: it is of a kind ({_short(found.architecture)}) that the installed llama.cpp cannot run.",
            "Install a newer Ardoise, or choose another file.",
        )
    if not found.has_chat_template and found.architecture != CHATML_WITHOUT_TEMPLATE:
        return KnownError(f"{name} cannot hold a conversation: it brings no chat template, as base models do.", OTHER)
    return _missing_part(path, found) if several else _cut(path, found)


def notes_of(path: Path, found: Header, known_as: str = "") -> tuple[str, ...]:
    """What a person should know of a file that can be used. `known_as`: another name of it, such as Ollama's."""
    notes = []
    if purpose := made_for(f"{found.name} {known_as} {path.name}"):
        notes.append(purpose)
    if not found.has_chat_template:
        notes.append("It brings no chat template, so it is spoken to in ChatML; it may be a base model, which answers badly.")
    if found.parts > 1:
        notes.append(f"It lies in {found.parts} parts; all are here.")
    if found.unknown_types:
        notes.append("Its quantisation is newer than Ardoise, so it was not checked whether the file is whole.")
    return tuple(notes)


def made_for(text: str) -> str:
    """A sentence for a model that is not known for mathematics; empty for one that is. Guessed from its names."""
    plain = re.sub(r"[\s_./]+", "-", text.lower())
    if _MATHEMATICS.search(plain):
        return ""
    for pattern, purpose in _MADE_FOR:
        if pattern.search(plain):
            return f"It was made for {purpose}, by its name, not for mathematics: expect more wrong steps."
    return "It is not known for mathematics: expect more wrong steps."


def part_paths(path: Path, found: Header) -> list[Path]:
    """Every file of the model, in order; the file alone where it is no first part, or does not carry a name that parts have."""
    beside = [_part_path(path, number) for number in range(1, min(found.parts, 1_000) + 1)]
    return [p for p in beside if p is not None] if found.parts > 1 and all(beside) else [path]


def _missing_part(path: Path, found: Header) -> KnownError | None:
    files = part_paths(path, found)
    if len(files) != found.parts:
        return KnownError(
            f"{path.name} is part 1 of {found.parts} of a model, but is not called so, and the others are not found without that.",
            f"Give the parts their names again: NAME-00001-of-{found.parts:05}.gguf and so on.",
        )
    missing = [file.name for file in files if not file.exists()]
    if missing:
        shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        return KnownError(
            f"{path.name} is part 1 of {found.parts} of a model, and {shown} {'is' if len(missing) == 1 else 'are'} not beside it.",
            "Put all parts into one folder.",
        )
    for file in files:
        try:
            if trouble := _cut(file, header.read(file)):
                return trouble
        except KnownError as e:
            return e
    return None


def _part_path(path: Path, number: int) -> Path | None:
    match = _PART.match(path.name)
    return path.with_name(f"{match['stem']}-{number:05}-of-{match['parts']}.gguf") if match else None


def _cut(path: Path, found: Header) -> KnownError | None:
    try:
        size = path.stat().st_size
    except OSError as e:
        return KnownError(f"{path} cannot be read: {e.strerror}.", "Make it readable, or choose another file.")
    if size >= found.needed_bytes:
        return None
    return KnownError(f"{path.name} is not whole: {_megabytes(size)} of {_megabytes(found.needed_bytes)} MB are there.", _AGAIN)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.1f}"


def _says(found: Header) -> str:
    return f"it says {_short(found.kind) or 'nothing of its kind'}, {_short(found.architecture) or 'no architecture'}"


def _short(text: str) -> str:
    return " ".join(text[:60].split())
