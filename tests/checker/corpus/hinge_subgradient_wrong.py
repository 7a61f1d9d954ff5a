"""Subgradients of the hinge loss that are wrong."""

import numpy as np


def hinge_subgradient_plus(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return X.T @ (y * inside) / len(y), np.mean(y * inside)


def hinge_subgradient_everyone(w, b, X, y):
    return -(X.T @ y) / len(y), -np.mean(y)


def hinge_subgradient_mistakes(w, b, X, y):
    inside = y * (X @ w + b) < 0
    return -(X.T @ (y * inside)) / len(y), -np.mean(y * inside)


def hinge_subgradient_outside(w, b, X, y):
    outside = y * (X @ w + b) > 1
    return -(X.T @ (y * outside)) / len(y), -np.mean(y * outside)


def hinge_subgradient_sum(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return -(X.T @ (y * inside)), -np.sum(y * inside)


def hinge_subgradient_bias_sum(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return -(X.T @ (y * inside)) / len(y), -np.sum(y * inside)


def hinge_subgradient_inside_mean(w, b, X, y):
    inside = y * (X @ w + b) < 1
    count = max(1, inside.sum())
    return -(X.T @ (y * inside)) / count, -np.sum(y * inside) / count


def hinge_subgradient_no_bias_gradient(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return -(X.T @ (y * inside)) / len(y), 0.0


def hinge_subgradient_penalised(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return w - (X.T @ (y * inside)) / len(y), -np.mean(y * inside)


def hinge_subgradient_no_features(w, b, X, y):
    pull = -np.mean(y * (y * (X @ w + b) < 1))
    return np.full(len(w), pull), pull


CODES = {
    "hinge_subgradient_plus": "sign_flipped",
    "hinge_subgradient_everyone": "counts_everyone",
    "hinge_subgradient_mistakes": "margin_of_zero",
    "hinge_subgradient_outside": "outside_instead",
    "hinge_subgradient_sum": "sums_instead_of_mean",
    "hinge_subgradient_bias_sum": "sums_instead_of_mean",
    "hinge_subgradient_inside_mean": "divides_by_those_inside",
    "hinge_subgradient_no_bias_gradient": "bias_gradient_zero",
    "hinge_subgradient_penalised": "adds_the_penalty",
    "hinge_subgradient_no_features": "no_features",
}
EXPECTED = {
    name: {"intent": None, "outcome": "wrong", "codes": [code], "may": ["all_outside"]} for name, code in CODES.items()
}
