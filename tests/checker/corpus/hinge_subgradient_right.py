"""Subgradients of the hinge loss that are right, in many styles."""

import numpy as np


def hinge_subgradient(w, b, X, y):
    inside = y * (X @ w + b) < 1
    return -(X.T @ (y * inside)) / len(y), -np.mean(y * inside)


def hinge_subgradient_edge_counts(w, b, X, y):
    inside = y * (X @ w + b) <= 1
    return -(X.T @ (y * inside)) / len(y), -np.mean(y * inside)


def hinge_subgradient_loop(w, b, X, y):
    dw, db = np.zeros(len(w)), 0.0
    for x, t in zip(X, y):
        if t * (w @ x + b) < 1:
            dw -= t * x
            db -= t
    return dw / len(y), db / len(y)


def hinge_subgradient_rows(w, b, X, y):
    m = y * (X @ w + b)
    rows = m < 1
    n = X.shape[0]
    return (-y[rows, None] * X[rows]).sum(axis=0) / n, -y[rows].sum() / n


def hinge_subgradient_where(w, b, X, y):
    pull = np.where(y * (X @ w + b) < 1, -y, 0)
    return pull @ X / len(pull), pull.mean()


def hinge_gradient(w, b, X, y):
    """Return the gradients as a dict."""
    pull = -(y * ((1 - y * (X @ w + b)) > 0)).astype(float)
    return {"w": (pull[:, None] * X).mean(axis=0), "b": float(np.mean(pull))}


def hinge_subgradient_lists(w, b, X, y):
    n, p = X.shape
    dw = [0.0] * p
    db = 0.0
    for i in range(n):
        score = sum(w[j] * X[i, j] for j in range(p)) + b
        if 1 - y[i] * score > 0:
            for j in range(p):
                dw[j] -= y[i] * X[i, j] / n
            db -= y[i] / n
    return dw, db


def svm_gradient(w, b, X, y):
    g = np.column_stack([X, np.ones(len(X))]) * (-y * (y * (X @ w + b) < 1))[:, None]
    g = g.mean(axis=0)
    return g[:-1], g[-1]


def hinge_subgradient_heaviside(w, b, X, y):
    a = -y * np.heaviside(1 - y * (X @ w + b), 0.5)
    return X.T @ a / len(y), a.mean()


def hinge_subgradient_augmented(w, b, X, y):
    Z = np.column_stack([X, np.ones(len(X))])
    v = np.append(w, b)
    g = -(Z * (y * (y * (Z @ v) < 1))[:, None]).mean(axis=0)
    return g[:-1], g[-1]


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("hinge_", "svm_"))]
}
