"""Penalties on weights, added to the loss: they keep weights small (L2) or make many of them 0 (L1)."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network._naming import Described, by_name


class L1L2(Described):
    """l1 * sum |w| + l2 * sum w^2, as Keras counts it (no factor of a half).

    Parameters
    ----------
    l1, l2 : float, default 0.0
        Not negative.

    Examples
    --------
    >>> import numpy as np
    >>> L1L2(l1=0.5, l2=0.25).penalty(np.array([1.0, -2.0]))
    2.75
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        if not (0.0 <= l1 < np.inf and 0.0 <= l2 < np.inf):
            raise ValueError(f"L1L2(l1={l1}, l2={l2}): a penalty is 0 or a positive number. Try l2=0.001.")
        self.l1, self.l2 = l1, l2

    def get_config(self) -> dict[str, Any]:
        """Return both strengths."""
        return {"l1": self.l1, "l2": self.l2}

    def penalty(self, w: Array) -> float:
        """Return what is added to the loss."""
        flat = w.ravel()
        return float(self.l1 * np.abs(flat).sum(dtype=float) + self.l2 * (flat * flat).sum(dtype=float))

    def add_gradient(self, w: Array, gradient: Array) -> None:
        """Add the derivative to a gradient; that of |w| at 0 is taken as 0."""
        if self.l2:
            gradient += w.dtype.type(2.0 * self.l2) * w
        if self.l1:
            gradient += w.dtype.type(self.l1) * np.sign(w)


class L1(L1L2):
    """l1 * sum |w|."""

    def __init__(self, l1: float = 0.01) -> None:
        super().__init__(l1=l1)

    def get_config(self) -> dict[str, Any]:
        """Return the strength."""
        return {"l1": self.l1}


class L2(L1L2):
    """l2 * sum w^2."""

    def __init__(self, l2: float = 0.01) -> None:
        super().__init__(l2=l2)

    def get_config(self) -> dict[str, Any]:
        """Return the strength."""
        return {"l2": self.l2}


KINDS = {kind.__name__: kind for kind in (L1L2, L1, L2)}


def get(regulariser: str | L1L2 | None, what: str) -> L1L2 | None:
    """Return the penalty of that name; None is none."""
    if regulariser is None:
        return None
    found: L1L2 = by_name(what, regulariser, {"l1": L1, "l2": L2, "l1_l2": lambda: L1L2(0.01, 0.01)}, L1L2)
    return found
