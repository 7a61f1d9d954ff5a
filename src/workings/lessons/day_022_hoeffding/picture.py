"""The day's picture: how likely the worst of m shares is off, and Hoeffding's bound, over the size of the sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from workings.lessons.day_022_hoeffding import solution
from workings.show import Axis, Control, Line, Points, Scene
from workings.show.scene import Mark, numbers

Array = NDArray[Any]

hoeffding_bound: Callable[..., Any] = solution.hoeffding_bound

CONTROLS = (
    Control("n", 10, 2000, 200, "samples", scale="log", step=1),
    Control("epsilon", 0.03, 0.3, 0.1, "off by more than", step=0.01),
    Control("m", 1, 200, 1, "hypotheses", scale="log", step=1),
    Control("mu", 0.05, 0.95, 0.4, "true share of errors", step=0.05),
)
SIZES = np.unique(np.geomspace(10, 2000, 60).astype(int))
_REPEATS = 400


def off(n: Array | int, epsilon: float, mu: float) -> Array:
    """Return the chance that the share among n samples is off by more than epsilon, from the binomial distribution."""
    n = np.asarray(n)
    # A share of exactly mu + epsilon is not off; 1e-9 is for products that are whole numbers but for rounding.
    low, high = np.ceil(n * (mu - epsilon) - 1e-9) - 1, np.floor(n * (mu + epsilon) + 1e-9)
    chance: Array = binom.cdf(low, n, mu) + binom.sf(high, n, mu)
    return chance


def simulated(n: int, epsilon: float, m: int, mu: float, rng: np.random.Generator) -> float:
    """Return in which share of repetitions the worst of m independent shares was off."""
    shares = rng.binomial(n, mu, (_REPEATS, m)) / n
    return float(np.mean((np.abs(shares - mu) > epsilon + 1e-12).any(axis=1)))


def scene(n: float = 200, epsilon: float = 0.1, m: float = 1, mu: float = 0.4) -> Scene:
    """Return the curves over the number of samples, with simulated points and the chosen n."""
    count = int(m)
    bound = np.minimum(hoeffding_bound(SIZES, epsilon, count), 1.0)
    true = 1.0 - (1.0 - off(SIZES, epsilon, mu)) ** count
    rng = np.random.default_rng(22)
    tried = SIZES[::6]
    seen = [simulated(int(size), epsilon, count, mu, rng) for size in tried]
    says = float(np.minimum(hoeffding_bound(n, epsilon, count), 1.0))
    really = float(1.0 - (1.0 - off(int(n), epsilon, mu)) ** count)
    marks: list[Mark] = [
        Line(numbers(SIZES), numbers(bound), 1, "Hoeffding's bound"),
        Line(numbers(SIZES), numbers(true), 0, "computed"),
        Points(numbers(tried), numbers(seen), 0, "simulated"),
        Line((n, n), (0.0, 1.0), style="dotted"),
    ]
    who = "the share" if count == 1 else f"the worst of {count} shares"
    return Scene(
        "How likely the sample misleads",
        Axis("samples, n", low=9.5, high=2100.0, scale="log"),
        Axis(f"chance of being off by more than {epsilon:.2f}", low=0.0, high=1.04),
        tuple(marks),
        say=(
            f"With {n:.0f} samples {who} is off by more than {epsilon:.2f} with a chance of {really:.2g}; the bound "
            f"says {'nothing, as it is above 1' if says == 1.0 else f'at most {says:.2g}'}."
        ),
    )
