"""Gradients of a sigmoid unit that are wrong, or that break easily."""

import math

import numpy as np
from scipy.special import expit


def neuron_gradients_minus(w, b, X, y):
    e = y - expit(X @ w + b)
    return X.T @ e / len(y), e.mean()


def neuron_gradients_sums(w, b, X, y):
    e = expit(X @ w + b) - y
    return X.T @ e, e.sum()


def neuron_gradients_bias_sum(w, b, X, y):
    e = expit(X @ w + b) - y
    return X.T @ e / len(y), np.sum(e)


def neuron_gradients_squared(w, b, X, y):
    a = expit(X @ w + b)
    d = (a - y) * a * (1 - a)
    return X.T @ d / len(y), d.mean()


def neuron_gradients_no_bias(w, b, X, y):
    e = expit(X @ w) - y
    return X.T @ e / len(y), e.mean()


def neuron_gradients_vector_bias(w, b, X, y):
    e = expit(X @ w + b) - y
    return X.T @ e / len(y), e


def neuron_gradients_linear(w, b, X, y):
    e = X @ w + b - y
    return X.T @ e / len(y), e.mean()


def neuron_gradients_swapped(w, b, X, y):
    e = expit(X @ w + b) - y
    return e.mean(), X.T @ e / len(y)


def neuron_gradients_no_features(w, b, X, y):
    e = expit(X @ w + b) - y
    return np.full_like(w, e.mean()), e.mean()


def neuron_gradients_no_transpose(w, b, X, y):
    e = expit(X @ w + b) - y
    return X @ e / len(y), e.mean()


def neuron_gradients_math(w, b, X, y):
    e = np.array([1 / (1 + math.exp(-z)) for z in X @ w + b]) - y
    return X.T @ e / len(y), e.mean()


def neuron_gradients_chain(w, b, X, y):
    a = 1 / (1 + np.exp(-(X @ w + b)))
    da = -(y / a) + (1 - y) / (1 - a)
    dz = da * a * (1 - a)
    return X.T @ dz / len(y), dz.mean()


def neuron_gradients_no_slope(w, b, X, y):
    a = expit(X @ w + b)
    da = (a - y) / (a * (1 - a))
    return X.T @ da / len(y), da.mean()


def neuron_gradients_thresholds(w, b, X, y):
    e = (X @ w + b > 0).astype(float) - y
    return X.T @ e / len(y), e.mean()


CODES = {
    "neuron_gradients_minus": "sign_flipped",
    "neuron_gradients_sums": "sums_instead_of_mean",
    "neuron_gradients_bias_sum": "sums_instead_of_mean",
    "neuron_gradients_squared": "squared_error",
    "neuron_gradients_no_bias": "forgets_bias",
    "neuron_gradients_vector_bias": "bias_not_summed",
    "neuron_gradients_linear": "no_sigmoid",
    "neuron_gradients_swapped": "parts_swapped",
    "neuron_gradients_no_features": "no_features",
    "neuron_gradients_no_transpose": "missing_transpose",
    "neuron_gradients_math": "overflow",
    "neuron_gradients_chain": "overflow",
    "neuron_gradients_no_slope": "activation_not_differentiated",
    "neuron_gradients_thresholds": "hard_max",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "overflow" else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
