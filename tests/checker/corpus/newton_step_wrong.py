"""Newton's steps that are wrong, or that break easily."""

import math

import numpy as np
from scipy.special import expit


def newton_step_up(w, X, y):
    p = expit(X @ w)
    return w + np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y))


def newton_step_no_weights(w, X, y):
    p = expit(X @ w)
    return w - np.linalg.solve(X.T @ X, X.T @ (p - y))


def newton_step_half(w, X, y):
    p = expit(X @ w)
    return w - 0.5 * np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y))


def newton_step_p_only(w, X, y):
    p = expit(X @ w)
    return w - np.linalg.solve(X.T @ (p[:, None] * X), X.T @ (p - y))


def newton_step_no_transpose(w, X, y):
    p = expit(X @ w)
    return w - np.linalg.solve(X @ np.diag(p * (1 - p)) @ X.T, X @ (p - y))


def newton_step_mean_over_sum(w, X, y):
    p = expit(X @ w)
    return w - np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y) / len(y))


def newton_step_step(w, X, y):
    p = expit(X @ w)
    return -np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y))


def newton_step_gradient(w, X, y):
    p = expit(X @ w)
    return w - X.T @ (p - y) / len(y)


def newton_step_diagonal(w, X, y):
    p = expit(X @ w)
    return w - X.T @ (p - y) / ((p * (1 - p)) @ X**2)


def newton_step_ridge(w, X, y):
    p = expit(X @ w)
    H = (X.T * (p * (1 - p))) @ X + 1e-6 * np.eye(len(w))
    return w - np.linalg.solve(H, X.T @ (p - y))


def newton_step_multiplies(w, X, y):
    p = expit(X @ w)
    return w - (X.T * (p * (1 - p))) @ X @ (X.T @ (p - y))


def newton_step_linear(w, X, y):
    return w - np.linalg.solve(X.T @ X, X.T @ (X @ w - y))


def newton_step_math(w, X, y):
    p = np.array([1 / (1 + math.exp(-z)) for z in X @ w])
    return w - np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y))


def newton_step_in_place(w, X, y):
    p = expit(X @ w)
    w -= np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (p - y))
    return w


def newton_step_irls(w, X, y):
    p = expit(X @ w)
    weights = p * (1 - p)
    z = X @ w + (y - p) / np.maximum(weights, 1e-300)
    root = np.sqrt(weights)
    return np.linalg.lstsq(root[:, None] * X, root * z, rcond=None)[0]


CODES = {
    "newton_step_irls": "saturated_weights",
    "newton_step_up": "climbs",
    "newton_step_no_weights": "missing_weights",
    "newton_step_half": "step_halved",
    "newton_step_p_only": "wrong_weights",
    "newton_step_no_transpose": "missing_transpose",
    "newton_step_mean_over_sum": "mixes_means_and_sums",
    "newton_step_step": "returns_step",
    "newton_step_gradient": "gradient_step",
    "newton_step_diagonal": "diagonal_only",
    "newton_step_ridge": "penalty_added",
    "newton_step_multiplies": "multiplies_by_hessian",
    "newton_step_linear": "no_sigmoid",
    "newton_step_math": "overflow",
    "newton_step_in_place": "mutates_input",
}
OUTCOMES = {"mutates_input": "contract", "overflow": "fragile", "saturated_weights": "fragile"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
