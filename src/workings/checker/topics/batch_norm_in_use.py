"""Batch normalisation in use: by the mean and variance kept from training, whatever the batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(X: Array, mean: Array, variance: Array, gamma: Array, beta: Array, eps: float) -> Any:
    """Scale by the moments that are given, in more digits."""
    return wide(gamma) * (wide(X) - wide(mean)) / np.sqrt(wide(variance) + np.longdouble(eps)) + wide(beta)


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("batch_statistics", lambda X, m, v, g, b, e: g * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + e) + b),
    ("batch_statistics", lambda X, m, v, g, b, e: g * (X - X.mean(axis=0)) / np.sqrt(v + e) + b),
    ("batch_statistics", lambda X, m, v, g, b, e: g * (X - m) / np.sqrt(X.var(axis=0) + e) + b),
    ("unbiased_again", lambda X, m, v, g, b, e: g * (X - m) / np.sqrt(v * len(X) / max(len(X) - 1, 1) + e) + b),
    ("eps_outside_root", lambda X, m, v, g, b, e: g * (X - m) / (np.sqrt(v) + e) + b),
    ("eps_left_out", lambda X, m, v, g, b, e: g * (X - m) / np.sqrt(v) + b),
    ("divides_by_variance", lambda X, m, v, g, b, e: g * (X - m) / (v + e) + b),
    ("beta_left_out", lambda X, m, v, g, b, e: g * (X - m) / np.sqrt(v + e)),
    ("gamma_left_out", lambda X, m, v, g, b, e: (X - m) / np.sqrt(v + e) + b),
    ("only_scales", lambda X, m, v, g, b, e: g * X / np.sqrt(v + e) + b),
    ("only_centres", lambda X, m, v, g, b, e: g * (X - m) + b),
)

A = np.array([[1.0, -2.0, 0.5], [2.5, 0.75, 3.0], [4.0, 1.0, -1.5], [0.25, 3.0, 2.0], [3.0, 3.5, 0.75]])
M, V = np.array([0.5, -1.25, 2.0]), np.array([2.0, 0.75, 3.5])
G, B = np.array([1.5, 0.5, -2.0]), np.array([0.25, -1.0, 3.0])

TOPIC = Plain(
    name="batch_norm_in_use",
    formula="batch_norm_in_use(X, mean, variance, gamma, beta, eps) = gamma (X - mean) / sqrt(variance + eps) + beta",
    names=r"(batch_?norm\w*|(^|_)bn)_(in_use|infer\w*|eval\w*|predict\w*)",
    given=(
        Given("X", "np", "x a A batch inputs h"),
        Given("mean", "p", "running_mean moving_mean mu m"),
        Given("variance", "p", "running_var running_variance moving_variance var v", values=[0.5, 2.0, 3.0]),
        Given("gamma", "p", "g scale weight w", values=[1.0, 2.0, -0.5, 1.5]),
        Given("beta", "p", "b shift bias offset"),
        Given("eps", also="epsilon e", values=[0.125, 0.25, 0.5]),
    ),
    exact=exact,
    readings=(Reading("in use", "each column by the mean and variance that are given, then gamma and beta"),),
    examples=(
        Example("usual", (A, M, V, G, B, 0.1)),
        Example("usual", (A[1:, :2] * 2.0, M[1:], V[1:], G[1:], B[1:], 0.5)),
        Example("usual", (A[:4] - 1.0, B, V, G, M, 0.01)),
        Example("a batch of one", (A[:1], M, V, G, B, 0.01), "fails_batch_of_one"),
    ),
    mistakes=MISTAKES,
    causes={
        "batch_statistics": Cause("wrong", "The batch's own mean or variance is taken; in use it is the one given."),
        "unbiased_again": Cause("wrong", "The variance is multiplied by n / (n - 1); in use it is taken as given."),
        "eps_outside_root": Cause("wrong", "eps is added to the standard deviation; it belongs under the root."),
        "eps_left_out": Cause("wrong", "eps is missing under the root: sqrt(variance + eps)."),
        "divides_by_variance": Cause("wrong", "It divides by the variance; its square root was asked for."),
        "beta_left_out": Cause("wrong", "beta is not added."),
        "gamma_left_out": Cause("wrong", "gamma has no effect: multiply by it before beta is added."),
        "only_scales": Cause("wrong", "The mean is not subtracted."),
        "only_centres": Cause("wrong", "The division by sqrt(variance + eps) is missing."),
        "fails_batch_of_one": Cause("fragile", "In use a batch may be one sample; it fails."),
    },
    valid=lambda X, mean, variance, gamma, beta, eps: eps > 0 and bool(np.all(variance > 0)),
    everyday=lambda X, m, v, g, b, e: len(X) > 1,
    sizes={"n": (2, 4), "p": (2, 3)},
    cost=lambda n: (np.linspace(0.0, 1.0, 2 * n).reshape(n, 2) ** 2, M[:2], V[:2], G[:2], B[:2], 0.1),
    textbook=lambda X, m, v, g, b, e: g * (X - m) / np.sqrt(v + e) + b,
    grows_with="the number of rows",
).topic()
