"""What the page of models says of a model: who keeps it, what it takes, whether it fits, how long a fetch still lasts."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from ardoise.core.models import CatalogueEntry, Figures, Fit, Inspection, ModelFile, Needs, Place
from ardoise.core.sizes import size_words
from ardoise.gui.marks import Look
from ardoise.gui.theme import Tone

BETWEEN = " · "


def _tr(text: str) -> str:
    return QCoreApplication.translate("Models", text)


def place_words(place: Place) -> str:
    match place:
        case Place.ARDOISE:
            return _tr("kept by Ardoise")
        case Place.CHOSEN:
            return _tr("your own file")
        case Place.LM_STUDIO:
            return _tr("kept by LM Studio")
        case Place.OLLAMA:
            return _tr("kept by Ollama")
        case Place.HUB_CACHE:
            return _tr("in the hub's cache")
        case _:
            assert_never(place)


def fit_look(fit: Fit) -> Look:
    match fit:
        case Fit.FITS:
            return Look("proved", Tone.GOOD, _tr("Fits this machine"))
        case Fit.TIGHT:
            return Look("caution", Tone.CAUTION, _tr("Fits if other programs are closed"))
        case Fit.TOO_LARGE:
            return Look("wrong", Tone.WRONG, _tr("Too large for this machine"))
        case Fit.UNKNOWN:
            return Look("undecided", Tone.QUIET, _tr("Memory unknown"))
        case _:
            assert_never(fit)


def memory_words(needs: Needs | None, context_tokens: int) -> str:
    """Empty where nothing is known."""
    if needs is None:
        return ""
    return _tr("takes {size} of memory").format(size=size_words(needs.memory_bytes(needs.context(context_tokens))))


def parameter_words(parameters: int) -> str:
    """ "1.5 billion parameters"."""
    if parameters <= 0:
        return ""
    if parameters < 1e9:
        return _tr("{n} million parameters").format(n=f"{parameters / 1e6:,.0f}")
    return _tr("{n} billion parameters").format(n=f"{parameters / 1e9:,.{0 if parameters >= 9.5e9 else 1}f}")


def figure_words(figures: Figures) -> str:
    """Published shares of problems solved; empty where none are."""
    named = (("GSM8K", figures.gsm8k), ("MATH", figures.math), ("College Math", figures.college_math))
    found = [f"{name} {value:g} %" for name, value in named if value is not None]
    return _tr("Published: {figures}").format(figures=BETWEEN.join(found)) if found else ""


def here_words(model: ModelFile, context_tokens: int) -> str:
    size = size_words(model.needs.file_bytes) if model.needs else ""
    return BETWEEN.join(w for w in (size, memory_words(model.needs, context_tokens), place_words(model.place)) if w)


def entry_words(entry: CatalogueEntry, context_tokens: int) -> str:
    size = size_words(entry.size_bytes)
    return BETWEEN.join(w for w in (parameter_words(entry.parameters), size, memory_words(entry.needs, context_tokens)) if w)


def inspection_words(found: Inspection, context_tokens: int) -> str:
    """What a file says of itself, in one line or two."""
    trained = found.needs.trained_tokens if found.needs else 0
    said = (
        found.architecture,
        parameter_words(found.parameters),
        found.quantisation,
        size_words(found.file_bytes) if found.file_bytes else "",
        _tr("trained with {n} tokens of context").format(n=f"{trained:,}") if trained else "",
        _tr("brings a chat template") if found.has_chat_template else _tr("brings no chat template"),
        memory_words(found.needs, context_tokens),
    )
    return BETWEEN.join(w for w in said if w)


def progress_words(done: int, total: int, rate: float) -> str:
    """ "412 MB of 986 MB · 3.2 MB a second · 3 min left"."""
    words = [_tr("{done} of {total}").format(done=size_words(done), total=size_words(total))]
    if rate > 0 and done < total:
        words.append(_tr("{rate} MB a second").format(rate=f"{rate / 1e6:.1f}"))
        words.append(_time_left((total - done) / rate))
    return BETWEEN.join(words)


def _time_left(seconds: float) -> str:
    if seconds < 60:
        return _tr("less than a minute left")
    if seconds < 3_600:
        return _tr("{n} min left").format(n=round(seconds / 60))
    return _tr("{h} h {m} min left").format(h=int(seconds // 3_600), m=int(seconds % 3_600 // 60))
