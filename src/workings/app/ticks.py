"""Round numbers for an axis, and their names."""

from __future__ import annotations

import math

from workings.show.scene import Axis


def ticks_of(axis: Axis, ends: tuple[float, float], about: int) -> list[tuple[float, str]]:
    """Return some round numbers between two ends, each with what is written beside it.

    >>> ticks_of(Axis("x"), (0.0, 1.0), 5)
    [(0.0, '0'), (0.2, '0.2'), (0.4, '0.4'), (0.6, '0.6'), (0.8, '0.8'), (1.0, '1')]
    >>> ticks_of(Axis("C", scale="log"), (0.1, 100.0), 5)
    [(0.1, '0.1'), (1.0, '1'), (10.0, '10'), (100.0, '100')]
    """
    low, high = sorted(ends)
    if axis.ticks:
        return [(place, name) for place, name in axis.ticks if low <= place <= high]
    if axis.scale == "log":
        first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
        every = max(1, math.ceil((last - first) / about))
        return [(float(f"1e{k}"), f"{float(f'1e{k}'):g}") for k in range(first, last + 1, every)]
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((m * power for m in (1, 2, 5, 10)), key=lambda one: abs(math.log(one / rough)))
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    numbers = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    return [(round(k * step, places + 2), f"{round(k * step, places + 2):,g}".replace("-", "−")) for k in numbers]
