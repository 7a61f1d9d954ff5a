"""Which samples a tree is grown on: as many as there are, drawn with replacement, so that about a third is left out.

The seed of a tree is its ``random_state``, from which its draw can be made again at any time: nothing is kept. Of n
draws from n samples a given one is missed by all with probability (1 - 1/n)^n, which is about 1/e = 0.37.

Source: L. Breiman, "Bagging predictors", Machine Learning 24 (1996) 123.
"""

from __future__ import annotations

import threading
import warnings
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_OWN = threading.local()


def draw_size(n: int, max_samples: Any, weights: Array | None) -> int:
    """Return how many samples are drawn for a tree; a share is one of the samples, or of their weights if given."""
    if max_samples is None:
        return n
    if isinstance(max_samples, Integral):
        return int(max_samples)
    whole = n if weights is None else float(weights.sum())
    size = max(int(max_samples * whole), 1)
    if size < max(10, n ** (1 / 3)):
        of_what = f"the number of samples is {n}" if weights is None else f"the total sum of sample weights is {whole}"
        warnings.warn(
            f"Using the fractional value max_samples={max_samples} when {of_what} results in a low number ({size}) of "
            "bootstrap samples. Give max_samples as an integer instead.",
            UserWarning,
            stacklevel=6,
        )
    return size


def drawn(seed: int, n: int, size: int, weights: Array | None) -> Array:
    """Return the samples drawn for the tree with this seed, in the order of the draws; those of scikit-learn."""
    generator = seeded(seed)
    if weights is None:
        return generator.randint(0, n, size).astype(np.int32)
    return generator.choice(n, size, replace=True, p=weights / weights.sum()).astype(np.int32)


def seeded(seed: int) -> np.random.RandomState:
    """Return this thread's generator, seeded anew: it gives what ``RandomState(seed)`` gives.

    A new one asks the system for chance before it takes the seed, which costs as much as a small tree.
    """
    if not hasattr(_OWN, "generator"):
        _OWN.generator = np.random.RandomState(seed)
    generator: np.random.RandomState = _OWN.generator
    generator.seed(seed)
    return generator
