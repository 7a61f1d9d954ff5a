"""Loops of gradient descent that are right, in several styles."""

import math

import numpy as np
from scipy.special import expit


def gradient_descent_expit(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w


def gradient_descent_plain(X, y, learning_rate=0.1, n_steps=100):
    n, p = X.shape
    w = np.zeros(p)
    for _step in range(n_steps):
        a = 1 / (1 + np.exp(-X.dot(w)))
        w -= learning_rate * (1 / n) * X.T.dot(a - y)
    return w


def gradient_descent_lists(X, y, learning_rate, n_steps):
    """Logistic regression."""

    def sigmoid(z):
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

    w = [0.0] * len(X[0])
    for _ in range(n_steps):
        errors = [sigmoid(sum(a * b for a, b in zip(row, w))) - t for row, t in zip(X, y)]
        gradient = [sum(e * row[j] for e, row in zip(errors, X)) / len(X) for j in range(len(w))]
        w = [v - learning_rate * g for v, g in zip(w, gradient)]
    return w


def gradient_descent_start(X, y, learning_rate, n_steps, w0):
    w = np.array(w0, dtype=float)
    for _ in range(n_steps):
        residual = expit(X @ w) - y
        w = w - learning_rate * np.mean(X * residual[:, None], axis=0)
    return w


def gradient_descent_start_first(w, X, y, alpha, epochs):
    for _ in range(epochs):
        w = w + alpha * X.T @ (y - expit(X @ w)) / X.shape[0]
    return w


def gradient_descent_while(X, y, lr, iterations):
    theta = np.zeros((X.shape[1], 1))
    y = np.reshape(y, (-1, 1))
    k = 0
    while k < iterations:
        p = expit(X @ theta)
        theta = theta - lr / len(y) * (X.T @ (p - y))
        k += 1
    return theta


def gradient_descent_history(X, y, learning_rate, n_steps):
    """Minimise the logistic loss; also return its values on the way."""
    w, losses = np.zeros(X.shape[1]), []
    for _ in range(n_steps):
        z = X @ w
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - learning_rate * X.T @ (0.5 * (1 + np.tanh(z / 2)) - y) / len(y)
    return w, losses


def gradient_descent_recursive(X, y, learning_rate, n_steps):
    """Logistic loss."""
    if n_steps == 0:
        return np.zeros(X.shape[1])
    w = gradient_descent_recursive(X, y, learning_rate, n_steps - 1)
    return w - learning_rate * np.einsum("ij,i->j", X, expit(X @ w) - y) / len(y)


def gradient_descent_squares(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (X @ w - y) / len(y)
    return w


def gradient_descent_mse(X, y, lr, n_iter):
    """Linear regression: the gradient of the mean squared error."""
    w = np.zeros(X.shape[1])
    for _ in range(n_iter):
        w = w - lr * 2 * np.mean((X @ w - y)[:, None] * X, axis=0)
    return w


def gradient_descent_mse_start(X, y, learning_rate, n_steps, w0=None):
    """The squared error of a line."""
    w = np.zeros(X.shape[1]) if w0 is None else w0
    for _ in range(n_steps):
        w = w - learning_rate * 2 / len(y) * X.T @ (X @ w - y)
    return w


def gradient_descent_column(X, y, lr, n_iter):
    w = np.zeros((X.shape[1], 1))
    y = np.asarray(y).reshape(-1, 1)
    for _ in range(n_iter):
        w = w - lr * X.T.dot(expit(X.dot(w)) - y) / len(X)
    return w.flatten()


def gradient_descent_reduce(X, y, learning_rate, n_steps):
    from functools import reduce
    return reduce(lambda w, _: w - learning_rate * X.T @ (expit(X @ w) - y) / len(y), range(n_steps), np.zeros(X.shape[1]))


RIGHT = [name for name in dir() if name.startswith("gradient_descent_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
