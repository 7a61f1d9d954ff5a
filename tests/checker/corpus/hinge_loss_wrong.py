"""Hinge losses that are wrong."""

import numpy as np


def hinge_loss_no_maximum(w, b, X, y):
    return np.mean(1 - y * (X @ w + b))


def hinge_loss_maximum_last(w, b, X, y):
    return max(0, np.mean(1 - y * (X @ w + b)))


def hinge_loss_perceptron(w, b, X, y):
    return np.mean(np.maximum(0, -y * (X @ w + b)))


def hinge_loss_squared(w, b, X, y):
    return np.mean(np.maximum(0, 1 - y * (X @ w + b)) ** 2)


def hinge_loss_plus(w, b, X, y):
    return np.mean(np.maximum(0, 1 + y * (X @ w + b)))


def hinge_loss_sum(w, b, X, y):
    return np.sum(np.maximum(0, 1 - y * (X @ w + b)))


def hinge_loss_no_labels(w, b, X, y):
    return np.mean(np.maximum(0, 1 - (X @ w + b)))


def hinge_loss_no_bias(w, b, X, y):
    return np.mean(np.maximum(0, 1 - y * (X @ w)))


def hinge_loss_logistic(w, b, X, y):
    return np.mean(np.log1p(np.exp(-y * (X @ w + b))))


def hinge_loss_penalised(w, b, X, y):
    return 0.5 * w @ w + np.mean(np.maximum(0, 1 - y * (X @ w + b)))


def hinge_loss_each(w, b, X, y):
    return np.maximum(0, 1 - y * (X @ w + b))


def hinge_loss_mistakes(w, b, X, y):
    return np.mean(y * (X @ w + b) < 0)


CODES = {
    "hinge_loss_no_maximum": "no_maximum",
    "hinge_loss_maximum_last": "maximum_of_the_mean",
    "hinge_loss_perceptron": "margin_of_zero",
    "hinge_loss_squared": "squared_hinge",
    "hinge_loss_plus": "sign_flipped",
    "hinge_loss_sum": "sums_instead_of_mean",
    "hinge_loss_no_labels": "labels_left_out",
    "hinge_loss_no_bias": "forgets_bias",
    "hinge_loss_logistic": "other_loss",
    "hinge_loss_penalised": "adds_the_penalty",
    "hinge_loss_each": "not_averaged",
    "hinge_loss_mistakes": "counts_mistakes",
}
EXPECTED = {
    name: {"intent": None, "outcome": "wrong", "codes": [code], "may": ["all_outside"]} for name, code in CODES.items()
}
