"""Perceptrons that are wrong."""

import numpy as np


def perceptron_always(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            w, b = w + t * x, b + t
    return w, b


def perceptron_on_right(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) >= 0:
                w, b = w + t * x, b + t
    return w, b


def perceptron_strict(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) < 0:
                w, b = w + t * x, b + t
    return w, b


def perceptron_minus(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w, b = w - t * x, b - t
    return w, b


def perceptron_no_bias_update(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w = w + t * x
    return w, b


def perceptron_epoch(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        bad = y * (X @ w + b) <= 0
        w, b = w + (y[bad, None] * X[bad]).sum(axis=0), b + y[bad].sum()
    return w, b


def perceptron_one_epoch(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
        return w, b


def perceptron_adds(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w, b = w + x, b + 1
    return w, b


def perceptron_zero_labels(X, y, n_epochs):
    """Labels y are -1 and 1; returns weights and bias."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            error = t - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
    return w, b


def perceptron_zero_is_one(X, y, n_epochs):
    """Labels y are -1 and 1, a score of 0 is a mistake; returns weights and bias."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if (1 if x @ w + b >= 0 else -1) != t:
                w, b = w + t * x, b + t
    return w, b


def perceptron_doubled(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            step = t - np.sign(x @ w + b)
            w, b = w + step * x, b + step
    return w, b


def perceptron_rate(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w, b = w + 0.1 * t * x, b + 0.1 * t
    return w, b


def perceptron_bias_unused(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w) <= 0:
                w, b = w + t * x, b + t
    return w, b


def perceptron_changes(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    Z = X
    Z *= y[:, None]
    for _ in range(n_epochs):
        for z, t in zip(Z, y):
            if z @ w + t * b <= 0:
                w, b = w + z, b + t
    return w, b


CODES = {
    "perceptron_always": "updates_right_samples",
    "perceptron_on_right": "updates_right_samples",
    "perceptron_strict": "never_learns",
    "perceptron_minus": "sign_flipped",
    "perceptron_no_bias_update": "forgets_bias",
    "perceptron_epoch": "updates_per_epoch",
    "perceptron_one_epoch": "one_epoch_only",
    "perceptron_adds": "adds_one",
    "perceptron_zero_labels": "labels_of_zero",
    "perceptron_zero_is_one": "zero_counts_as_right",
    "perceptron_doubled": "double_step",
    "perceptron_rate": "learning_rate",
    "perceptron_bias_unused": "bias_not_used",
    "perceptron_changes": "mutates_input",
}
EXPECTED = {
    name: {"intent": None, "outcome": "wrong", "codes": [code], "may": ["fails_integer_input"]}
    for name, code in CODES.items()
}
EXPECTED["perceptron_changes"] |= {"outcome": "contract", "also_outcomes": ["fragile"]}
