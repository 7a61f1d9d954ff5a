"""One state of an iterative fit, as the fit itself yields it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Step:
    """What one step of a fit did.

    Attributes
    ----------
    index : int
        0 for the start, then 1, 2, ...
    what : str
        What happened, in a few words: "Newton step on a sample of 4,000 rows".
    arrays : dict of str to ndarray
        The arrays that changed, under the names of the fitted attributes where they have one (``coef_``).
    objective : float
        What the fit makes smaller (or larger), after this step.
    facts : dict of str to float
        Further numbers worth knowing: the largest entry of the gradient, the length of the step.
    """

    index: int
    what: str
    arrays: Mapping[str, NDArray[Any]]
    objective: float
    facts: Mapping[str, float] = field(default_factory=dict)

    def copy(self) -> Step:
        """Return a step whose arrays no longer change when the fit goes on."""
        arrays = {name: np.array(array) for name, array in self.arrays.items()}
        return Step(self.index, self.what, arrays, self.objective, dict(self.facts))


def run(steps: Iterator[Step]) -> None:
    """Run a fit to its end without looking."""
    for _ in steps:
        pass
