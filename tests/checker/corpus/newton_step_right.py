"""Newton's steps on the logistic loss that are right, in several styles."""

import numpy as np
from scipy import linalg
from scipy.special import expit


def newton_step_solve(w, X, y):
    p = expit(X @ w)
    g = X.T @ (p - y) / len(y)
    H = (X.T * (p * (1 - p))) @ X / len(y)
    return w - np.linalg.solve(H, g)


def newton_step_diag(w, X, y):
    p = 1 / (1 + np.exp(-X @ w))
    H = X.T @ np.diag(p * (1 - p)) @ X
    return w + np.linalg.solve(H, X.T @ (y - p))


def newton_step_inverse(w, X, y):
    p = expit(X.dot(w))
    H = X.T.dot(X * (p * (1 - p))[:, None])
    return w - np.linalg.inv(H).dot(X.T.dot(p - y))


def newton_step_loops(w, X, y):
    p = len(w)
    g, H = np.zeros(p), np.zeros((p, p))
    for x, t in zip(X, y):
        a = expit(x @ w)
        g += (a - t) * x
        H += a * (1 - a) * np.outer(x, x)
    return w - linalg.solve(H, g, assume_a="pos")


def newton_step_lstsq(w, X, y):
    p = expit(X @ w)
    H = np.einsum("ni,n,nj->ij", X, p * (1 - p), X)
    return w - np.linalg.lstsq(H, X.T @ (p - y), rcond=None)[0]


def newton_step_cholesky(theta, X, y):
    a = 0.5 * (1 + np.tanh(0.5 * (X @ theta)))
    S = (1 - a) * a
    factor = linalg.cho_factor(X.T @ (S[:, np.newaxis] * X) / len(y))
    return theta - linalg.cho_solve(factor, (X * (a - y)[:, np.newaxis]).mean(axis=0))


def newton_step_column(w, X, y):
    w = np.asarray(w, dtype=float).reshape(-1, 1)
    y = np.asarray(y).reshape(-1, 1)
    p = expit(X @ w)
    return w - np.linalg.pinv(X.T @ (p * (1 - p) * X)) @ (X.T @ (p - y))


def newton_step_of_lists(w, X, y):
    w, X, y = (np.asarray(v, dtype=float) for v in (w, X, y))
    p = np.array([expit(sum(a * b for a, b in zip(row, w))) for row in X])
    H = sum(q * (1 - q) * np.outer(row, row) for q, row in zip(p, X))
    g = sum((q - t) * row for q, t, row in zip(p, y, X))
    return (w - np.linalg.solve(H, g)).tolist()


RIGHT = [name for name in dir() if name.startswith("newton_step_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
