"""Perceptrons that are right, in several styles."""

import numpy as np


def perceptron_rule(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w = w + t * x
                b += t
    return w, b


def perceptron_sign(X, y, epochs=10):
    weights = np.zeros(X.shape[1])
    bias = 0
    for _epoch in range(epochs):
        for i in range(len(X)):
            if np.sign(np.dot(weights, X[i]) + bias) != y[i]:
                weights += y[i] * X[i]
                bias += y[i]
    return weights, bias


def perceptron_lists(X, y, n_epochs):
    w, b = [0.0] * len(X[0]), 0.0
    for _ in range(n_epochs):
        for row, label in zip(X, y):
            score = sum(a * c for a, c in zip(w, row)) + b
            if label * score <= 0:
                w = [a + label * c for a, c in zip(w, row)]
                b = b + label
    return [w, b]


def perceptron_stops_when_right(X, y, max_iter):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_iter):
        mistakes = 0
        for x, t in zip(X, y):
            if t * (np.dot(x, w) + b) <= 0:
                w, b = w + t * x, b + t
                mistakes += 1
        if mistakes == 0:
            break
    return w, b


def perceptron_augmented(X, y, n_epochs):
    A = np.column_stack([X, np.ones(len(X))])
    w = np.zeros(A.shape[1])
    for _ in range(n_epochs):
        for a, t in zip(A, y):
            if not t * (a @ w) > 0:
                w = w + t * a
    return w[:-1], w[-1]


def perceptron_predict_first(X, y, n_epochs):
    """Labels -1 and 1; a score of 0 counts as class 1."""
    w, bias = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            predicted = 1 if x @ w + bias >= 0 else -1
            if predicted != t:
                w = w + t * x
                bias += t
    return w, bias


def perceptron_zero_one(X, y, epochs):
    """Labels 0 and 1."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, t in zip(X, y):
            error = t - (1 if x @ w + b >= 0 else 0)
            w = w + error * x
            b += error
    return w, b


def perceptron_without_bias(X, y, n_epochs):
    w = np.zeros(X.shape[1])
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (w @ x) <= 0:
                w = w + t * x
    return w


def perceptron_bias_first(X, y, n_iter):
    w = np.zeros(1 + X.shape[1])
    for _ in range(n_iter):
        for xi, target in zip(X, y):
            if target * (xi @ w[1:] + w[0]) <= 0:
                w[1:] += target * xi
                w[0] += target
    return w


def perceptron_counts(X, y, n_epochs):
    times = np.zeros(len(y))
    for _ in range(n_epochs):
        for i in range(len(y)):
            w, b = (times * y) @ X, times @ y
            times[i] += y[i] * (X[i] @ w + b) <= 0
    return (times * y) @ X, times @ y


def perceptron_homogeneous(X, y, n_epochs):
    Z = np.hstack([np.ones((len(X), 1)), X])
    v = np.zeros(Z.shape[1])
    for _ in range(n_epochs):
        for z, t in zip(Z, y):
            v = v + t * z * (t * (z @ v) <= 0)
    return v[1:], v[0]


def perceptron_dual(X, y, n_epochs):
    n = len(X)
    a = np.zeros(n)
    G = X @ X.T + 1
    for _ in range(n_epochs):
        for i in range(n):
            if y[i] * np.sum(a * y * G[:, i]) <= 0:
                a[i] += 1
    return (a * y) @ X, np.sum(a * y)


RIGHT = [name for name in dir() if name.startswith("perceptron_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
