"""Draws one picture: reads JSON that describes it from stdin, and writes the PNG to stdout.

This is a separate program, which ends with its picture, because matplotlib takes as much memory as
the whole bot. It is run by its path (`bot/drawing.py`), so that it imports nothing of ours. The
argument is a file that it locks first: pictures are drawn one at a time, whoever asks.
"""

import fcntl
import json
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

# Of Okabe and Ito: told apart by those who do not see all colours.
COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999")
# Inches and dots: 1120 by 700, which a phone shows without scaling it up.
SIZE, DOTS = (8.0, 5.0), 140
# How many days have their name below.
NAMED_DAYS = 6


def main() -> None:
    with Path(sys.argv[1]).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sys.stdout.buffer.write(png(json.load(sys.stdin)))


def png(picture: dict[str, Any]) -> bytes:
    """`picture`: {"title", "panels": [{"title", "kind": "bars" or "lines", "days": [...],
    "series": [{"label", "values"}]}]}."""
    # Not pyplot, which is for windows and takes as long to load as the rest.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    panels = picture["panels"]
    figure = Figure(figsize=SIZE, dpi=DOTS, layout=ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.1))
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(panels), 1, squeeze=False)
    figure.suptitle(picture["title"], fontsize=15, fontweight="bold")
    for axis, panel in zip(axes[:, 0], panels, strict=True):
        draw(axis, panel)
    found = BytesIO()
    figure.savefig(found, format="png")
    return found.getvalue()


def draw(axis: Any, panel: dict[str, Any]) -> None:
    from matplotlib.ticker import FuncFormatter

    days, series = panel["days"], panel["series"]
    at = list(range(len(days)))
    if panel["kind"] == "bars":
        stack(axis, at, series)
    else:
        for color, line in zip(COLORS * len(series), series, strict=False):
            axis.plot(at, line["values"], label=line["label"], color=color, linewidth=2.2)
        axis.set_ylim(bottom=0)
    axis.set_title(panel["title"], fontsize=12, loc="left")
    step = max(1, -(-len(days) // NAMED_DAYS))
    named = at[::-1][::step][::-1]
    axis.set_xticks(named, [days[n] for n in named])
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value)))
    axis.grid(axis="y", color="#dddddd", linewidth=0.8)
    axis.set_axisbelow(True)
    axis.axhline(0, color="#444444", linewidth=1)
    for side in ("top", "right", "left", "bottom"):
        axis.spines[side].set_visible(False)
    axis.tick_params(length=0, labelsize=11)
    if series:
        # Above the picture, where it covers nothing.
        axis.legend(loc="lower right", bbox_to_anchor=(1, 1), fontsize=10, ncols=4, frameon=False)


def stack(axis: Any, at: Sequence[int], series: Sequence[dict[str, Any]]) -> None:
    """Stacks the bars. Days on which more money went back than came in are below the line."""
    above, below = [0.0] * len(at), [0.0] * len(at)
    for color, bar in zip(COLORS * len(series), series, strict=False):
        values = bar["values"]
        bottom = [a if value >= 0 else b for a, b, value in zip(above, below, values, strict=True)]
        axis.bar(at, values, 0.85, bottom=bottom, label=bar["label"], color=color)
        above = [a + max(value, 0) for a, value in zip(above, values, strict=True)]
        below = [b + min(value, 0) for b, value in zip(below, values, strict=True)]
    axis.set_ylim(min([*below, 0]) * 1.05, max([*above, 1]) * 1.05)


def written(value: float) -> str:
    digits = 0 if value == int(value) else 2
    return f"{value:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}")


if __name__ == "__main__":
    main()
