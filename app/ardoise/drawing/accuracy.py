"""The plot of the page about accuracy: each run a point with its interval, tokens a problem against the share of right answers."""

from __future__ import annotations

import io
from typing import cast

from ardoise.process.frames import Channel

COLOURS = ("#2f6f9f", "#b3541e", "#4b7f3f", "#7a4fa3")
MARKS = {"quick": "o", "careful": "s", "thorough": "D", "majority": "x"}


def serve(channel: Channel, arguments: dict[str, object]) -> None:
    """In a child: rows [tokens, share, low, high, mode, problems] to a picture as SVG text."""
    del arguments
    from matplotlib.figure import Figure

    rows = cast(list[tuple[float, float, float, float, str, str]], channel.receive())
    figure = Figure(figsize=(7.2, 4.4), layout="constrained")
    axes = figure.add_subplot()
    problems = list(dict.fromkeys(row[5] for row in rows))
    for row in rows:
        tokens, share, low, high, mode, of = row
        colour = COLOURS[problems.index(of) % len(COLOURS)]
        reach = [[100 * (share - low)], [100 * (high - share)]]
        axes.errorbar([tokens], [100 * share], yerr=reach, fmt=MARKS.get(mode, "o"), color=colour, capsize=3, label=f"{of}, {mode}")
        axes.annotate(mode, (tokens, 100 * share), xytext=(7, 4), textcoords="offset points", fontsize=9, color=colour)
    for i, of in enumerate(problems):
        line = sorted((row[0], 100 * row[1]) for row in rows if row[5] == of and row[4] != "majority")
        axes.plot(*zip(*line, strict=True), color=COLOURS[i % len(COLOURS)], linewidth=0.8, alpha=0.6)
        axes.plot([], [], color=COLOURS[i % len(COLOURS)], label=of)
    axes.set_xlabel("tokens a problem")
    axes.set_ylabel("right answers, %")
    axes.set_xlim(0, 1.15 * max((row[0] for row in rows), default=1))
    axes.grid(alpha=0.25)
    handles, labels = axes.get_legend_handles_labels()
    kept = [(h, name) for h, name in zip(handles, labels, strict=True) if name in problems]
    axes.legend(*zip(*kept, strict=True), frameon=False)
    out = io.StringIO()
    figure.savefig(out, format="svg")
    channel.send(out.getvalue())
