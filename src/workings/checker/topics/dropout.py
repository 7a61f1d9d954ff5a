"""Dropout: some entries to 0, the others enlarged so that the mean stays."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(x: Array, mask: Array, rate: float) -> Any:
    """Multiply by the mask, and divide by the share that is kept."""
    return wide(x) * wide(mask) / (1 - np.longdouble(rate))


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("not_scaled", lambda x, m, r: x * m),
    ("scaled_down", lambda x, m, r: x * m * (1 - r)),
    ("scaled_by_rate", lambda x, m, r: x * m / r if r else x * m),
    ("scaled_by_rate", lambda x, m, r: x * m * r),
    ("mask_inverted", lambda x, m, r: x * (1 - m) / (1 - r)),
    ("mask_inverted", lambda x, m, r: x * (1 - m)),
    ("mask_inverted", lambda x, m, r: x * (1 - m) / r if r else x * (1 - m)),
    ("mask_left_out", lambda x, m, r: x / (1 - r)),
    ("mask_left_out", lambda x, m, r: x * (1 - r)),
    ("scaled_by_what_was_drawn", lambda x, m, r: x * m / np.mean(m)),
    ("dropped_are_not_0", lambda x, m, r: np.where(m == 1, x / (1 - r), x)),
    ("scaled_before_and_after", lambda x, m, r: x * m / (1 - r) ** 2),
)

A = np.array([[1.0, -2.0, 0.5, 3.0], [4.0, 2.5, -1.5, 0.75], [-3.0, 1.25, 2.0, 5.0]])
M = np.array([[1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 1.0]])

TOPIC = Plain(
    name="dropout",
    formula="dropout(x, mask, rate) = x * mask / (1 - rate); mask is 1 where an entry is kept",
    names=r"drop_?out",
    given=(
        Given("x", "np", "X a A h inputs activations input values"),
        Given("mask", "np", "m keep kept M", values=[1.0, 0.0]),
        Given("rate", also="p r drop drop_rate drop_prob dropout_rate", values=[0.25, 0.2, 0.75]),
    ),
    exact=exact,
    readings=(Reading("inverted", "what is kept, divided by the share 1 - rate that is kept; 0 elsewhere"),),
    examples=(
        Example("usual", (A, M, 0.25)),
        Example("usual", (A[:2] - 0.25, M[1:], 0.4)),
        Example("usual", (A.T, M.T, 0.7)),
        Example("integer", (np.array([[1, 2], [3, 4]]), np.array([[1, 0], [1, 1]]), 0.25)),
        Example("a rate of 0", (A, np.ones_like(A), 0.0), "fails_rate_0"),
        Example("nothing kept", (A, np.zeros_like(A), 0.5), "fails_nothing_kept"),
    ),
    mistakes=MISTAKES,
    causes={
        "not_scaled": Cause(
            "wrong",
            "What is kept is not enlarged: with a share dropped, the next layer gets less in training than in use. "
            "Divide by 1 - rate.",
        ),
        "scaled_down": Cause("wrong", "What is kept is multiplied by 1 - rate; it must be divided by it."),
        "scaled_by_rate": Cause(
            "wrong", "The rate is the share that is dropped; divide by the share that is kept, 1 - rate."
        ),
        "mask_inverted": Cause("wrong", "The mask is 1 where an entry is kept; these are the ones dropped here."),
        "mask_left_out": Cause("wrong", "Nothing is dropped: multiply by the mask."),
        "scaled_by_what_was_drawn": Cause(
            "wrong", "It divides by the share that this mask keeps; divide by what is kept on average, 1 - rate."
        ),
        "dropped_are_not_0": Cause("wrong", "Entries that are dropped keep their value; they must become 0."),
        "scaled_before_and_after": Cause("wrong", "It divides by 1 - rate twice."),
        "fails_rate_0": Cause("fragile", "With a rate of 0 nothing is dropped and nothing changes; that fails."),
        "fails_nothing_kept": Cause("fragile", "A mask that keeps nothing gives zeros; that fails."),
    },
    valid=lambda x, mask, rate: 0.0 <= rate < 1.0 and bool(np.isin(mask, (0, 1)).all()),
    everyday=lambda x, mask, rate: rate > 0.0 and bool(np.any(mask == 1)),
    sizes={"n": (1, 3), "p": (2, 4)},
    cost=lambda n: (np.linspace(0.0, 1.0, 2 * n).reshape(n, 2), np.ones((n, 2)), 0.5),
    textbook=lambda x, m, r: x * m / (1 - r),
    grows_with="the number of rows",
).topic()
