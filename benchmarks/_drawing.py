"""Pictures of growth: time and memory against the number of samples, one line for each library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
_LOOKS = (("#0072b2", "o-"), ("#d55e00", "s--"), ("#009e73", "^-."))
# Peaks below a tenth of a megabyte are not told apart from nothing.
_LEAST = 0.1


def time_and_memory(
    path: Path,
    found: Mapping[str, Sequence[tuple[float, float, float]]],
    samples: str,
    data: Sequence[tuple[float, float]] = (),
) -> None:
    """Draw (samples, seconds, megabytes beside the data) of each library; `data` has (samples, megabytes)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 3.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    for (name, rows), (colour, style) in zip(found.items(), _LOOKS, strict=False):
        sizes = [row[0] for row in rows]
        left.loglog(sizes, [row[1] for row in rows], style, color=colour, label=name)
        right.loglog(sizes, [max(row[2], _LEAST) for row in rows], style, color=colour, label=name)
    if data:
        right.loglog(*zip(*data, strict=True), ":", color="#6b6b6b", label="the data")
    for axes, words in ((left, "seconds"), (right, "megabytes beside the data")):
        axes.set(xlabel=samples, ylabel=words)
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    right.legend(frameon=False, fontsize=9)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    print(f"Drawn in {path}")
