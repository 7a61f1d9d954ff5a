"""What a fit by stochastic gradient descent is asked to do, and the samples in the forms in which they are read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

from workings._loaded import is_loaded, patience
from workings.kernels import sgd_rules as rules

Array = NDArray[Any]

# So many samples the interpreter may take, before the compiled loop, whose loading takes a second, is called in.
_PATIENCE = 20_000
_KERNEL = "sgd", "run_samples"
# A row of more entries, or a model of more coefficients, is not for the interpreter.
_WIDEST = 1_000


@dataclass(frozen=True)
class Plan:
    """What a fit is asked to do; the numbers of losses and penalties are those of `sgd_rules`.

    `counted` says whether somebody wants to know the loss and the objective: sums of squares and logarithms, which
    the steps themselves do not need.
    """

    loss: int
    penalty: int
    learning_rate: str
    alpha: float
    l1_ratio: float
    eta0: float
    power_t: float
    epsilon: float
    bias_share: float
    averaging: int
    shuffle: bool
    max_iter: int
    tol: float
    n_iter_no_change: int
    early_stopping: bool
    counted: bool

    @cached_property
    def offset(self) -> float:
        """Bottou's t0: the steps that 'optimal' begins with suit coefficients of a typical size."""
        typical = math.sqrt(1.0 / math.sqrt(self.alpha))
        both: Any = rules.loss_and_slope
        slope = float(both(self.loss, 1.0, -typical, self.epsilon)[1])
        return 1.0 / (typical / max(1.0, slope) * self.alpha)

    def rates(self, clock: float, count: int, eta: float) -> Array:
        """Return the learning rates of the next `count` samples."""
        if self.learning_rate not in ("optimal", "invscaling"):
            return np.full(count, eta)
        t = np.arange(clock, clock + count)[:count]
        if self.learning_rate == "optimal":
            rates = 1.0 / (self.alpha * (self.offset + t - 1.0))
        elif self.power_t == 0.25:
            rates = self.eta0 / np.sqrt(np.sqrt(t))  # a tenth of what the general power costs
        else:
            rates = self.eta0 / t**self.power_t
        return np.asarray(rates)


class Rows:
    """The samples, as the interpreter and as the compiled loop read them."""

    def __init__(self, X: Any) -> None:
        self.n, self.width = X.shape
        self.sparse = issparse(X)
        if self.sparse:
            self.X: Any = (X.data, X.indices.astype(np.int32, copy=False), X.indptr.astype(np.int32, copy=False))
            self.entries = int(X.indptr[-1])
            longest = int(np.diff(X.indptr).max(initial=0))
        else:
            self.X, self.entries, longest = np.ascontiguousarray(X), X.size, self.width
        self.short = longest <= rules.SHORT and self.width <= _WIDEST

    @cached_property
    def square(self) -> float:
        """The mean square length of a row, of some 256 of them."""
        X = self.X[0] if self.sparse else self.X[:: max(1, self.n // 256)]
        # No BLAS: waking its threads costs more than the sum; and no squares are written down.
        with np.errstate(over="ignore"):  # whoever asks takes infinity for an answer
            entries = X.ravel()
            total = np.einsum("i,i->", entries, entries, dtype=np.float64, casting="same_kind")
            return float(total) / max(1, self.n if self.sparse else len(X))

    @cached_property
    def lists(self) -> Any:
        """The samples as lists."""
        return tuple(part.tolist() for part in self.X) if self.sparse else self.X.tolist()

    @cached_property
    def address(self) -> Any:
        """The samples as the compiled loop takes them."""
        from workings.kernels import sgd  # loads Numba

        of_matrix: Any = sgd.of_matrix
        return of_matrix(self.X)

    @cached_property
    def _patience(self) -> float:
        """So many samples the interpreter takes. Read from a file once, though each pass asks."""
        return patience(_PATIENCE, *_KERNEL)

    def compiled(self, samples: int) -> Any:
        """Return the compiled loop, or None where the interpreter is to take so many samples."""
        if self.short and not is_loaded(*_KERNEL) and samples <= self._patience:
            return None
        from workings.kernels import sgd  # loads Numba

        return sgd
