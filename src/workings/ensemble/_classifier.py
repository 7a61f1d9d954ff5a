"""Forests of classification trees: the classes, their weights, and the vote."""

from __future__ import annotations

from typing import Any, ClassVar
from warnings import warn

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.metrics import accuracy_score
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight
from sklearn.utils.multiclass import type_of_target

from workings._other_arrays import library_of, run_elsewhere
from workings._validation import class_labels
from workings.ensemble._forest import Forest
from workings.ensemble._grown import Problem

Array = NDArray[Any]


class ForestClassifier(ClassifierMixin, Forest):  # type: ignore[misc]
    """Base of the forests that choose among classes."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Forest._parameter_constraints,
        "criterion": [StrOptions({"gini", "entropy", "log_loss"})],
        "class_weight": [StrOptions({"balanced_subsample", "balanced"}), dict, list, None],
    }
    _vote_name: ClassVar[str] = "oob_decision_function_"

    def _problem(self, X: Array, y: Array, sample_weight: Array | None) -> Problem:
        found = [class_labels(f"{type(self).__name__}.fit", y[:, k], 1) for k in range(self.n_outputs_)]
        n_classes = np.array([len(classes) for classes, _ in found], dtype=np.intp)
        single, most = self.n_outputs_ == 1, int(n_classes.max())
        self.classes_ = found[0][0] if single else [classes for classes, _ in found]
        self.n_classes_: Any = int(n_classes[0]) if single else [int(one) for one in n_classes]
        if self.monotonic_cst is not None and most > 2:
            raise ValueError("Monotonicity constraints are not supported with multiclass classification")
        weights = self._weighed(y, [classes for classes, _ in found], sample_weight)
        return Problem(
            X=X,
            codes=np.stack([numbers for _, numbers in found]).astype(np.uint8 if most <= 256 else np.int32),
            targets=np.empty((0, len(X))),
            n_classes=n_classes,
            weights=weights,
            size=self._drawn_from(len(X), weights),
            balanced=self.class_weight == "balanced_subsample" and self.bootstrap,
        )

    def _weighed(self, y: Array, classes: list[Array], sample_weight: Array | None) -> Array | None:
        """Return the weights of the samples, those of their classes included; None if all count the same."""
        wanted = self.class_weight
        if wanted is None or (wanted == "balanced_subsample" and self.bootstrap):
            return sample_weight
        if isinstance(wanted, str):
            if self.warm_start:
                warn(
                    'class_weight presets "balanced" or "balanced_subsample" are not recommended for warm_start if the '
                    "fitted data differs from the full dataset: they are computed from the data of each fit. Use "
                    'compute_class_weight("balanced", ...) once, and give class_weight as a dict.',
                    stacklevel=5,
                )
            wanted = [
                dict(
                    zip(
                        one,
                        compute_class_weight("balanced", classes=one, y=y[:, k], sample_weight=sample_weight),
                        strict=True,
                    )
                )
                for k, one in enumerate(classes)
            ]
            wanted = wanted[0] if len(wanted) == 1 else wanted
        of_classes: Array = compute_sample_weight(wanted, y)
        return of_classes if sample_weight is None else sample_weight * of_classes

    def _name_classes(self, tree: Any) -> None:
        counts = np.atleast_1d(np.asarray(self.n_classes_, dtype=np.intp))
        names = [np.arange(count, dtype=np.float64) for count in counts]
        single = self.n_outputs_ == 1
        tree.classes_, tree.n_classes_ = (names[0], counts[0]) if single else (names, counts)

    def _store_out_of_bag(self, problem: Problem, scored_by: Any) -> None:
        y = problem.codes.T.astype(np.int64)
        kind = type_of_target(y)
        if kind in ("unknown", "multiclass-multioutput"):
            raise ValueError(
                f"The type of target cannot be used to compute OOB estimates. Got {kind} while only the following are "
                "supported: continuous, continuous-multioutput, binary, multiclass, multilabel-indicator."
            )
        self.oob_decision_function_ = self._as_shown(self._out_of_bag(problem))
        score = scored_by if callable(scored_by) else accuracy_score
        self.oob_score_ = score(y, self.oob_decision_function_.argmax(axis=1))

    def _guess(self, problem: Problem) -> Array:
        most = int(problem.n_classes.max())
        shares = np.stack([np.bincount(codes, minlength=most) / len(codes) for codes in problem.codes])
        return np.broadcast_to(shares, (self._n_samples, *shares.shape))

    def _error(self, problem: Problem, means: Array, seen: Array) -> float:
        if not seen.any():
            return float("nan")
        return float(np.mean(means[seen].argmax(axis=2) != problem.codes.T[seen]))

    @staticmethod
    def _as_shown(means: Array) -> Array:
        turned = np.swapaxes(means, 1, 2)
        return turned[:, :, 0] if turned.shape[2] == 1 else turned

    def predict(self, X: Any) -> Array:
        """Return the class with the largest mean share over the trees, of equals the first.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_outputs)
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "predict", X)
        winners = self._mean_values(X).argmax(axis=2)
        if self.n_outputs_ == 1:
            named: Array = self.classes_[winners[:, 0]]
            return named
        return np.column_stack([one[winners[:, k]] for k, one in enumerate(self.classes_)])

    def predict_proba(self, X: Any) -> Any:
        """Return the mean over the trees of the shares of the classes in the leaf that each sample ends in.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes), or a list of them if y has several outputs
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_proba", X)
        means = self._mean_values(X)
        if self.n_outputs_ == 1:
            return means[:, 0]
        return [np.ascontiguousarray(means[:, k, :count]) for k, count in enumerate(self.n_classes_)]

    def predict_log_proba(self, X: Any) -> Any:
        """Return the logarithms of `predict_proba`; -inf for a class that no leaf holds.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes), or a list of them if y has several outputs
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "predict_log_proba", X)
        shares = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(shares) if self.n_outputs_ == 1 else [np.log(one) for one in shares]

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
