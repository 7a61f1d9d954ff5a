"""Loops of gradient descent that are wrong, or that break easily."""

import math

import numpy as np
from scipy.special import expit


def gradient_descent_one_by_one(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        for j in range(len(w)):
            w[j] -= learning_rate * np.mean((expit(X @ w) - y) * X[:, j])
    return w


def gradient_descent_up(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w + learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_sum(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y)
    return w


def gradient_descent_too_many(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps + 1):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_too_few(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(1, n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_once(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    gradient = X.T @ (expit(X @ w) - y) / len(y)
    for _ in range(n_steps):
        w = w - learning_rate * gradient
    return w


def gradient_descent_rate_twice(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        step = learning_rate * X.T @ (expit(X @ w) - y) / len(y)
        w = w - learning_rate * step
    return w


def gradient_descent_returns_early(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
        return w


def gradient_descent_changes_start(X, y, learning_rate, n_steps, w0):
    w = w0
    for _ in range(n_steps):
        w -= learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_no_sigmoid(X, y, learning_rate, n_steps):
    """Logistic regression by gradient descent."""
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (X @ w - y) / len(y)
    return w


def gradient_descent_stops(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        new = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
        if np.max(np.abs(new - w)) < 1e-6:
            break
        w = new
    return w


def gradient_descent_stochastic(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        for x, t in zip(X, y):
            w = w - learning_rate * (expit(x @ w) - t) * x
    return w


def gradient_descent_ones(X, y, learning_rate, n_steps):
    w = np.ones(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_random(X, y, learning_rate, n_steps):
    w = np.random.randn(X.shape[1]) * 0.01
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_math_exp(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        p = np.array([1 / (1 + math.exp(-z)) for z in X @ w])
        w = w - learning_rate * X.T @ (p - y) / len(y)
    return w


def gradient_descent_forgets(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = -learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


CODES = {
    "gradient_descent_one_by_one": "uses_updated_weights",
    "gradient_descent_up": "climbs",
    "gradient_descent_sum": "sums_instead_of_mean",
    "gradient_descent_too_many": "one_step_too_many",
    "gradient_descent_too_few": "one_step_too_few",
    "gradient_descent_once": "gradient_computed_once",
    "gradient_descent_rate_twice": "learning_rate_squared",
    "gradient_descent_returns_early": "one_step_only",
    "gradient_descent_changes_start": "mutates_input",
    "gradient_descent_no_sigmoid": "no_sigmoid",
    "gradient_descent_stops": "stops_early",
    "gradient_descent_stochastic": "updates_per_sample",
    "gradient_descent_ones": "wrong_start",
    "gradient_descent_random": "answers_at_random",
    "gradient_descent_math_exp": "overflow",
    "gradient_descent_forgets": "forgets_old_weights",
}
OUTCOMES = {"mutates_input": "contract", "overflow": "fragile"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["runs_without_steps", "fails_integer_input", "overflow", "stops_early"],
    }
    for name, code in CODES.items()
}
