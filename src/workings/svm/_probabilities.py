"""The probabilities of a classifier: ``probability=True``, which scikit-learn has deprecated."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import NotFittedError
from sklearn.utils import check_random_state, deprecated
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from workings.svm._base import SupportVectorMachine
from workings.svm._calibration import coupled, fit_sigmoids
from workings.svm._kernel_functions import KernelFunction
from workings.svm._problem import classification

Array = NDArray[Any]

_LATER = "was deprecated in version 1.9 and will be removed in 1.11 with `probability=True`."


def _has_probabilities(model: Any) -> bool:
    if model.probability == "deprecated" or not model.probability:
        raise AttributeError("predict_proba is not available when probability=False")
    return True


class WithProbabilities(SupportVectorMachine):
    """What a classifier has for ``probability=True``."""

    # What the classifier has itself.
    probability: Any
    random_state: Any
    classes_: Array
    _pair_decisions: Any
    _probA: Array
    _probB: Array

    def _wants_probabilities(self) -> bool:
        if self.probability == "deprecated":
            return False
        warnings.warn(
            "The `probability` parameter was deprecated in 1.9 and will be removed in version 1.11. Use "
            "`CalibratedClassifierCV(SVC(), ensemble=False)` instead of `SVC(probability=True)`",
            FutureWarning,
            stacklevel=6,
        )
        return bool(self.probability)

    def _sigmoids(
        self, data: Any, labels: Array, bounds: Array, function: KernelFunction, n_classes: int
    ) -> tuple[Array, Array]:
        """Fit the sigmoids of ``probability=True``."""

        def judged(rows: Array, signs: Array, others: Array) -> Array:
            machine = type(self)(**{**self.get_params(deep=False), "probability": "deprecated", "verbose": False})
            machine._sparse, machine._gamma, machine.classes_ = self._sparse, self._gamma, np.arange(2)
            steps = machine._solve(data, function, classification(rows, signs, bounds[rows]), False)
            while True:
                try:
                    next(steps)
                except StopIteration as stop:
                    outcome = stop.value
                    break
            held = outcome.coef != 0.0
            machine._keep(data, data, rows[held], outcome.coef[held][None], np.array([outcome.intercept]))
            found: Array = machine._sums(data[others], outcome.coef[held][:, None], outcome.intercept)[:, 0]
            return found

        return fit_sigmoids(labels, bounds, n_classes, check_random_state(self.random_state), judged)

    @available_if(_has_probabilities)
    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        if self._probA.size == 0:
            raise NotFittedError("predict_proba is not available when fitted with probability=False")
        return coupled(self._pair_decisions(X), self._probA, self._probB, len(self.classes_))

    @available_if(_has_probabilities)
    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithms of the probabilities, (n_samples, n_classes)."""
        logarithms: Array = np.log(self.predict_proba(X))
        return logarithms

    @deprecated(f"Attribute `probA_` {_LATER}")  # type: ignore[prop-decorator]
    @property
    def probA_(self) -> Array:
        """Slopes of the sigmoids, (n_pairs,)."""
        slopes: Array = self._probA
        return slopes

    @deprecated(f"Attribute `probB_` {_LATER}")  # type: ignore[prop-decorator]
    @property
    def probB_(self) -> Array:
        """Offsets of the sigmoids, (n_pairs,)."""
        offsets: Array = self._probB
        return offsets
