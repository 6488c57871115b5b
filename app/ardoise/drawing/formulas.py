"""Formulas set as vector outlines: `mathra` first, `ziamath` as the spare, then nothing, and the caller shows the source.

mathra is a Rust wheel that sets 99.9 % of what models write in a tenth of a millisecond (the spare takes forty times as long and 20 MB, so
it is asked only where mathra is missing or panics). Both write SVG; the outlines are taken out of it, so that whoever paints chooses
the colour and knows the baseline. What mathra could only half read comes back as None: half a formula misleads more than its source does.
(Rejected: KaTeX in a web engine, 190 MB and a script engine; mathtext, which has no matrices and no cases.)
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Span
from ardoise.core.pictures import FormulaBox, Patch
from ardoise.core.ports import Typesetter
from ardoise.drawing import patches
from ardoise.drawing.svg_paths import Outline, read_outline

LONGEST: Final = 4_000
"""Characters of source beyond which a formula is not set."""
MOST_BOXES: Final = 512
MOST_COMMANDS: Final = 60_000
"""Path commands in all boxes kept, about 15 MB; without it 512 long formulas would take 60."""

if TYPE_CHECKING:
    import mathra

_REFUSED = re.compile(r"\\(?:ce|chemfig|pu)(?![A-Za-z])")
_MAPPED = (
    (re.compile(r"\\(?:bold|Bold|bm)(?![A-Za-z])"), r"\\mathbf"),
    (re.compile(r"\\textbf\s*\{([A-Za-z0-9]+)\}"), r"\\mathbf{\1}"),
    (re.compile(r"\\(?:tag\*?|label)\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    (re.compile(r"\\f?colorbox(?:\s*\{[^{}]*\}){1,2}(?=\s*\{)"), ""),
    (re.compile(r"\\equal(?:\{\})?(?![A-Za-z])"), "="),
    (re.compile(r"\\plus(?:\{\})?(?![A-Za-z])"), "+"),
)
_RULES = re.compile(r"\\begin\{array\}\s*(?:\[\w\]\s*)?\{[^{}]*\|")


_HARMLESS = frozenset({"E-REC-2", "E-REC-3"})
"""mathra's warnings about repairs that leave nothing out: backslashes lost or doubled in JSON, and a double subscript."""


def prepare(tex: str) -> str:
    """The source as mathra reads it best: own names for bold, no tags or labels, loose lines and columns in an `aligned`."""
    for pattern, mapped in _MAPPED:
        tex = pattern.sub(mapped, tex)
    tex = re.sub(r"(?:\\\\\s*)+$", "", tex.strip())
    return rf"\begin{{aligned}}{tex}\end{{aligned}}" if _has_loose_lines(tex) else tex


def _has_loose_lines(tex: str) -> bool:
    r"""Whether a `\\` or `&` stands outside every environment and every brace."""
    environments = braces = 0
    for token in re.finditer(r"\\(begin|end)\b|\\\\|\\[^A-Za-z]|[{}&]", tex):
        match token[0]:
            case r"\begin":
                environments += 1
            case r"\end":
                environments -= 1
            case "{":
                braces += 1
            case "}":
                braces -= 1
            case "\\\\" | "&" if environments == 0 and braces == 0:
                return True
    return False


class FormulaSetter(Typesetter):
    """Sets formulas, keeping the latest boxes. Any thread may call; the import of mathra happens at the first formula."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[tuple[str, bool], FormulaBox | None] = OrderedDict()
        self._commands = 0
        self._lock = threading.Lock()

    def typeset(self, tex: str, *, display: bool = False) -> FormulaBox | None:
        """The formula set, from the cache where possible; None where it cannot be set and the source is to be shown. Never raises."""
        if len(tex) > LONGEST:
            return None
        key = (tex, display)
        with self._lock:
            if key in self._boxes:
                self._boxes.move_to_end(key)
                return self._boxes[key]
        box = _typeset(tex, display)
        with self._lock:
            if key not in self._boxes:
                self._boxes[key] = box
                self._commands += _size(box)
            while len(self._boxes) > MOST_BOXES or (self._commands > MOST_COMMANDS and len(self._boxes) > 1):
                _, dropped = self._boxes.popitem(last=False)
                self._commands -= _size(dropped)
        return box

    def patches(self, tex: str, spans: Sequence[Span], *, display: bool = False) -> tuple[Patch, ...]:
        """Where these parts of the source stand in the box of `typeset`; the whole box where that cannot be told. Never raises."""
        box = self.typeset(tex, display=display)
        if box is None or not spans:
            return ()
        marked, colours = patches.coloured(tex, spans)
        try:
            settings = [_rendered(prepare(source), display) for source in (tex, marked)]
            if any(setting is None for setting in settings) or len(marked) > 2 * LONGEST:
                return (patches.everything(box),)
            plain_svg, coloured_svg = (setting["svg"] for setting in settings if setting is not None)
            return patches.measured(box, plain_svg, coloured_svg, colours)
        except (ImportError, ValueError):
            return (patches.everything(box),)
        except BaseException as e:
            if not _is_panic(e):
                raise
            return (patches.everything(box),)


def _size(box: FormulaBox | None) -> int:
    return len(box.path) if box is not None else 0


def _typeset(tex: str, display: bool) -> FormulaBox | None:
    if _REFUSED.search(tex):
        return None
    source = prepare(tex)
    try:
        set_by_mathra = _mathra(source, display)
    except ImportError:
        set_by_mathra = None
        spare = True
    except ValueError:
        return None
    except BaseException as e:
        if not _is_panic(e):
            raise
        set_by_mathra = None
        spare = True
    else:
        spare = False
    drawn = _ziamath(source, display) if spare else set_by_mathra
    if drawn is None:
        return None
    outline, speech = drawn
    above, below = max(0.0, outline.above), max(0.0, outline.below)
    return FormulaBox(tex, outline.width, above + below, below, outline.path, speech or tex)


def _is_panic(e: BaseException) -> bool:
    """Whether it is a panic in Rust: pyo3_runtime.PanicException, a BaseException that cannot be imported by name."""
    return type(e).__module__ == "pyo3_runtime"


def _rendered(source: str, display: bool) -> mathra.Result | None:
    """What mathra makes of it; None where it had to leave out or show raw a part. Raises ValueError on what it cannot read."""
    import mathra

    result = mathra.render(source, display=display)
    return None if any(warning["rule"] not in _HARMLESS for warning in result["warnings"]) else result


def _mathra(source: str, display: bool) -> tuple[Outline, str] | None:
    """Set by mathra, as `_rendered`."""
    result = _rendered(source, display)
    if result is None:
        return None
    return read_outline(result["svg"], array_rules=_RULES.search(source) is not None), str(result["speech"])


def _ziamath(source: str, display: bool) -> tuple[Outline, str] | None:
    """Set by the spare, which has no words for a formula; None where it cannot, or where it would show a command it does not know."""
    try:
        from ziafont.config import config
        from ziamath.zmath import Latex
    except ImportError:
        return None
    em = 100.0
    config.svg2 = False
    try:
        formula = Latex(source, inline=not display, size=em)
        if "\\" in formula.mathmlstr():
            return None
        return read_outline(formula.svg(), scale=1_000 / em), ""
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        return None
