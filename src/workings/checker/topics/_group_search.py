"""Dials to turn, plain inputs to shrink to, and random ones to draw, for functions of groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from workings.checker.model import Array, Case, Family, Intent
from workings.checker.topics import _layout as _groups


def families(build: Callable[..., Case | None]) -> tuple[Family, ...]:
    """Return the dials whose turning shows where a defect begins."""

    def of(make: Callable[[float], Sequence[Sequence[float]]]) -> Callable[[Intent, float], Case | None]:
        def at(intent: Intent, t: float) -> Case | None:
            made = build(intent, "dial", _groups.lay(intent, make(t)))
            return made if made is not None else build(intent, "dial", np.array(make(t)[0]))

        return at

    return (
        Family(("overflow",), "up to a largest entry of {}", of(lambda t: [[t, 0.0], [0.0, t]])),
        Family(
            ("hides_overflow", "clips_logits"), "up to entries of {}", of(lambda t: [[t, 0.875 * t], [0.875 * t, t]])
        ),
        Family(("underflow",), "up to a distance of {} below 0", of(lambda t: [[-t, -t], [-t, -t]])),
        Family(("underflow_global_max",), "up to a gap of {} between groups", of(lambda t: [[t, t], [0.0, -1.0]])),
        Family(("stale_shift",), "up to a gap of {} between groups", of(lambda t: [[0.0, -1.0], [t, t], [0.0, -1.0]])),
        Family(
            ("sums_whole_array", "wrong_axis"),
            "with {} group",
            of(lambda t: [[float(i % 3), 1.0 - i % 2] for i in range(max(1, min(64, int(t))))]),
            64.0,
        ),
        Family(("lse_cancellation",), "up to entries of {}", of(lambda t: [[t, t], [t, t]])),
    )


def simplest(intent: Intent) -> list[tuple[Any, ...]]:
    """Return small plain inputs, the simplest first: the counterexample is the first of them that fails alike."""
    numbers = [0.0, 1.0, 2.0, -1.0, 3.0, 1000.0, -1000.0]
    groups: list[list[float]] = [[a] for a in numbers[:3]]
    groups += [[a, b] for a in numbers for b in numbers]
    groups += [[0.0, 1.0, 2.0], [3.0, 1.0, 2.0], [0.0, 0.0, 1000.0]]
    found: list[Array] = []
    for group in groups:
        found.append(np.array(group))
    for first, second in (
        ([0.0, 0.0], [0.0, 0.0]),
        ([1.0, 0.0], [0.0, 0.0]),
        ([0.0, 1.0], [0.0, 0.0]),
        ([1000.0, 0.0], [0.0, 0.0]),
        ([1000.0, 1000.0], [0.0, 0.0]),
        ([0.0, 0.0], [1000.0, 1000.0]),
        ([1.0, 2.0], [3.0, 5.0]),
        ([0.0, 1.0, 2.0], [0.0, 0.0, 0.0]),
    ):
        found.append(np.array([first, second]))
        found.append(np.array([first, second]).T)
    found += [np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]), np.array([[0.0], [0.0]])]
    found += [np.zeros((1, 1, 2)), np.zeros((2, 2, 2)), _groups.spread_values((1, 2, 2))]
    return [(x,) for x in found]


def draw(intent: Intent) -> Any:
    """Return a Hypothesis strategy for the arguments of a call: a tuple of one array."""
    from hypothesis import strategies as st

    ranks = [n for n in (1, 2, 3) if _groups.axis_of(intent, n) != _groups.OUTSIDE]
    shape = st.sampled_from(ranks).flatmap(lambda n: st.lists(st.integers(1, 4), min_size=n, max_size=n))
    plain = st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, 3.0, 5.0, 10.0])
    entry = st.one_of(plain, st.floats(-20, 20), st.floats(-1e3, 1e3), st.floats(allow_nan=False, allow_infinity=False))

    def fill(dims: list[int]) -> Any:
        size = int(np.prod(dims))
        entries = st.lists(entry, min_size=size, max_size=size)
        offset = st.sampled_from([0.0, 0.0, 0.0, 100.0, -100.0, 1e3, -1e3, 1e6])
        return st.tuples(entries, offset).map(lambda pair: (np.clip(pair[0], -1e308, 1e308).reshape(dims) + pair[1],))

    return shape.flatmap(fill)
