"""Batch normalisation in training: each feature of a batch to mean 0 and variance 1, then shifted and scaled."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(X: Array, gamma: Array, beta: Array, eps: float) -> Any:
    """Centre and scale by the batch's own moments."""
    rows = wide(X)
    # About the column's first entry, so that nothing is lost of columns far from 0.
    rows = rows - rows[0]
    centred = rows - rows.mean(axis=0)
    variance = (centred**2).mean(axis=0)
    return wide(gamma) * centred / np.sqrt(variance + np.longdouble(eps)) + wide(beta)


def _by(scale: Any, axis: int | None = 0) -> Any:
    """Return the mistake of dividing by ``scale(X, eps)``, or of moments along another axis."""

    def answer(X: Array, g: Array, b: Array, e: float) -> Any:
        return g * (X - X.mean(axis=axis, keepdims=True)) / scale(X, e) + b

    return answer


def _normal(X: Array, e: float) -> Any:
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + e)


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("divides_by_n_minus_1", _by(lambda X, e: np.sqrt(X.var(axis=0, ddof=1) + e))),
    ("eps_outside_root", _by(lambda X, e: X.std(axis=0) + e)),
    ("eps_left_out", _by(lambda X, e: X.std(axis=0))),
    ("eps_left_out", _by(lambda X, e: np.sqrt(X.var(axis=0) + e * e))),
    ("divides_by_variance", _by(lambda X, e: X.var(axis=0) + e)),
    ("statistics_of_rows", _by(lambda X, e: np.sqrt(X.var(axis=1, keepdims=True) + e), 1)),
    ("statistics_of_everything", _by(lambda X, e: np.sqrt(X.var() + e), None)),
    ("statistics_of_everything", _by(lambda X, e: np.sqrt(X.var() + e))),
    ("only_normalises", lambda X, g, b, e: _normal(X, e)),
    ("beta_left_out", lambda X, g, b, e: g * _normal(X, e)),
    ("gamma_left_out", lambda X, g, b, e: _normal(X, e) + b),
    ("gamma_and_beta_swapped", lambda X, g, b, e: b * _normal(X, e) + g),
    ("shifts_before_scaling", lambda X, g, b, e: g * (_normal(X, e) + b)),
    ("only_scales", lambda X, g, b, e: g * X / np.sqrt(X.var(axis=0) + e) + b),
    ("only_centres", lambda X, g, b, e: g * (X - X.mean(axis=0)) + b),
)

A = np.array([[1.0, -2.0, 0.5], [2.5, 0.75, 3.0], [4.0, 1.0, -1.5], [0.25, 3.0, 2.0], [3.0, 3.5, 0.75]])
G, B = np.array([1.5, 0.5, -2.0]), np.array([0.25, -1.0, 3.0])

TOPIC = Plain(
    name="batch_norm",
    formula="batch_norm(X, gamma, beta, eps) = gamma (X - mean) / sqrt(variance + eps) + beta, for each column",
    names=r"batch_?norm|(^|_)bn(_|$)",
    given=(
        Given("X", "np", "x a A batch inputs h"),
        Given("gamma", "p", "g scale weight w", values=[1.0, 2.0, -0.5, 1.5]),
        Given("beta", "p", "b shift bias offset"),
        Given("eps", also="epsilon e", values=[0.125, 0.25, 0.5]),
    ),
    exact=exact,
    readings=(Reading("training", "each column by its own mean and variance (divided by n), then gamma and beta"),),
    examples=(
        Example("usual", (A, G, B, 0.1)),
        Example("usual", (A[1:, :2] * 2.0, G[1:], B[1:], 0.5)),
        Example("usual", (A[:4] - 1.0, B, G, 0.01)),
        Example("integer", (np.array([[1, 5], [3, -2], [8, 0]]), np.array([2, 1]), np.array([0, 3]), 1)),
        Example("a constant column", (np.column_stack([A[:, 0], np.full(5, 2.0)]), G[:2], B[:2], 0.001), "constant"),
        Example("a batch of one", (A[:1], G, B, 0.01), "fails_batch_of_one"),
        Example("columns far from 0", (A + 1e8, G, B, 0.01), "cancellation", "cancellation", tolerance=1e-6),
    ),
    mistakes=MISTAKES,
    causes={
        "divides_by_n_minus_1": Cause("wrong", "The variance divides by n - 1; that of a batch divides by n."),
        "eps_outside_root": Cause("wrong", "eps is added to the standard deviation; it belongs under the root."),
        "eps_left_out": Cause("wrong", "eps is missing under the root: sqrt(variance + eps)."),
        "divides_by_variance": Cause("wrong", "It divides by the variance; its square root was asked for."),
        "statistics_of_rows": Cause(
            "wrong", "Mean and variance of each row are taken: that is layer normalisation. Take each column's, axis=0."
        ),
        "statistics_of_everything": Cause("wrong", "Each column has its own mean and variance: axis=0."),
        "only_normalises": Cause("wrong", "gamma and beta have no effect."),
        "beta_left_out": Cause("wrong", "beta is not added."),
        "gamma_left_out": Cause("wrong", "gamma has no effect: multiply by it before beta is added."),
        "gamma_and_beta_swapped": Cause("wrong", "gamma multiplies and beta is added; here it is the other way round."),
        "shifts_before_scaling": Cause("wrong", "beta is added before gamma multiplies; it is added last."),
        "only_scales": Cause("wrong", "The mean is not subtracted."),
        "only_centres": Cause("wrong", "The division by sqrt(variance + eps) is missing."),
        "cancellation": Cause(
            "fragile",
            "The mean of the squares less the square of the mean: where columns lie far from 0, the digits of the "
            "variance are lost. Subtract the mean first, then square.",
        ),
        "constant": Cause("fragile", "A column whose entries are all equal must become beta."),
        "fails_batch_of_one": Cause("fragile", "A batch of one sample must become beta; it fails."),
    },
    edits={"divides_by_n_minus_1": ("drop_ddof",), "statistics_of_everything": ("add_axis",)},
    valid=lambda X, gamma, beta, eps: eps > 0,
    everyday=lambda X, g, b, e: len(X) > 1 and bool(np.all(np.ptp(X, axis=0) > 0.05 * np.max(np.abs(X), axis=0))),
    sizes={"n": (2, 4), "p": (2, 3)},
    cost=lambda n: (np.linspace(0.0, 1.0, 2 * n).reshape(n, 2) ** 2, G[:2], B[:2], 0.1),
    textbook=lambda X, g, b, e: g * _normal(X, e) + b,
    grows_with="the number of rows",
).topic()
