"""A model as a table in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workings.neural_network.sequential import Sequential


def lines(model: Sequential) -> Iterator[str]:
    """Yield the lines of the table."""
    model.need_built("summary")
    rows = [("layer", "kind", "output", "weights")]
    for layer in model.layers:
        shape = (None, *(layer.output_shape or ()))
        rows.append((layer.name, type(layer).__name__, str(shape), f"{layer.count_params():,}"))
    widths = [max(len(row[j]) for row in rows) for j in range(4)]
    rule = "  ".join("-" * width for width in widths)
    for k, row in enumerate(rows):
        words = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=False)]
        yield "  ".join([*words, row[3].rjust(widths[3])])
        if k == 0:
            yield rule
    fixed = sum(w.size for layer in model.layers for w in layer.state.values())
    yield rule
    yield f"{model.count_params():,} weights, {fixed:,} of them not fitted; {model.dtype.name}"
