"""The smoothed curve of TensorBoard: a moving mean, corrected for having begun at 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(values: Array, weight: float) -> Any:
    """Take the weighted mean of all values so far, the weights falling by `weight` with each step back."""
    v, w = wide(values), np.longdouble(weight)
    means, above, below = [], np.longdouble(0), np.longdouble(0)
    for value in v:
        above, below = w * above + value, w * below + 1
        means.append(above / below)
    return np.array(means)


def _moving(values: Array, weight: float, start: float = 0.0, keep: float | None = None) -> Array:
    last, out = start, []
    for v in values:
        last = last * weight + (1 - weight if keep is None else keep) * v
        out.append(last)
    return np.array(out)


def _corrected(values: Array, weight: float, late: int) -> Array:
    t = np.arange(1, len(values) + 1) + late
    return np.asarray(_moving(values, weight) / (1 - weight**t))


def _fed_back(values: Array, weight: float) -> Array:
    last, out = 0.0, []
    for t, v in enumerate(values, 1):
        last = (last * weight + (1 - weight) * v) / (1 - weight**t)
        out.append(last)
    return np.array(out)


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("correction_forgotten", _moving),
    ("begins_at_the_first_value", lambda v, w: _moving(v, w, v[0])),
    ("weight_swapped", lambda v, w: exact(v, 1 - w)),
    ("weight_swapped", lambda v, w: _moving(v, 1 - w)),
    ("weight_swapped", lambda v, w: _moving(v, 1 - w, v[0])),
    ("correction_one_step_off", lambda v, w: _corrected(v, w, 1)),
    ("correction_one_step_off", lambda v, w: _corrected(v, w, -1)),
    ("does_not_forget", lambda v, w: _moving(v, w, 0.0, 1.0)),
    ("does_not_forget", lambda v, w: np.cumsum(v) / np.arange(1, len(v) + 1)),
    ("corrected_value_goes_on", _fed_back),
)


V = np.array([2.0, 1.25, 1.5, 0.75, 0.875, 0.25, 0.5])

TOPIC = Plain(
    name="smooth",
    formula="smooth(values, weight)[t] = m_t / (1 - weight^t), m_t = weight m_(t-1) + (1 - weight) v_t, m_0 = 0",
    names=r"smooth|exponential_moving|moving_(mean|average)|(^|_)ema(_|$)",
    given=(
        Given("values", "n", "v x y curve losses scalars series points data"),
        Given("weight", also="w alpha beta smoothing decay momentum", values=[0.5, 0.75, 0.9]),
    ),
    exact=exact,
    readings=(Reading("corrected", "the moving mean, divided by what beginning at 0 made it too small"),),
    examples=(
        Example("usual", (V, 0.6)),
        Example("usual", (-2.0 * V[::-1] + 1.0, 0.9)),
        Example("usual", (V[:4] * 3.0, 0.25)),
        Example("integer", (np.array([4, 1, 3]), 0.5)),
        Example("a single value", (V[:1], 0.9), "fails_single_value"),
        Example("a weight of 0", (V, 0.0), "fails_weight_0"),
        Example("a curve that never moves", (np.full(5, 3.0), 0.9), "fails_flat_curve"),
    ),
    mistakes=MISTAKES,
    causes={
        "correction_forgotten": Cause(
            "wrong",
            "The mean begins at 0 and is too small at first: divide by 1 - weight^t, t counted from 1 (and keep the "
            "undivided mean for the next step).",
        ),
        "begins_at_the_first_value": Cause(
            "wrong",
            "The mean begins at the first value, which so counts too much: begin at 0, divide by 1 - weight^t.",
        ),
        "weight_swapped": Cause("wrong", "The weight belongs to the mean so far, and 1 - weight to the new value."),
        "correction_one_step_off": Cause("wrong", "The correction is 1 - weight^t, and at the first value t is 1."),
        "does_not_forget": Cause("wrong", "Old values must count less and less: weight * mean + (1 - weight) * value."),
        "corrected_value_goes_on": Cause(
            "wrong", "The corrected mean is carried to the next step; carry the uncorrected one, and correct a copy."
        ),
        "fails_single_value": Cause("fragile", "A curve of one value must come back as it is."),
        "fails_weight_0": Cause("fragile", "With a weight of 0 the curve must come back as it is."),
        "fails_flat_curve": Cause("fragile", "A curve that never moves must come back as it is."),
    },
    valid=lambda values, weight: 0.0 <= weight < 1.0,
    everyday=lambda values, weight: weight > 0.0 and len(values) > 1 and bool(np.ptp(values) > 0),
    sizes={"n": (2, 6)},
).topic()
