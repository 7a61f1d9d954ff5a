"""Least-squares solutions that are right, in several styles."""

import numpy as np
from scipy import linalg
from sklearn.linear_model import LinearRegression


def normal_equations_solve(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)


def normal_equations_lstsq(X, y):
    return np.linalg.lstsq(X, y, rcond=None)[0]


def normal_equations_cholesky(X, y):
    gram = X.T @ X
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise np.linalg.LinAlgError("X has dependent columns")
    return linalg.cho_solve(linalg.cho_factor(gram), X.T @ y)


def normal_equations_qr(X, y):
    q, r = np.linalg.qr(X)
    if np.min(np.abs(np.diag(r))) < 1e-12 * np.max(np.abs(r)) or X.shape[0] < X.shape[1]:
        raise ValueError("no unique solution")
    return linalg.solve_triangular(r, q.T @ y)


def normal_equations_pinv(X, y):
    return np.linalg.pinv(X) @ y


def normal_equations_sklearn(X, y):
    return LinearRegression(fit_intercept=False).fit(X, y).coef_


def normal_equations_column(X, y):
    y = np.asarray(y).reshape(-1, 1)
    return np.linalg.solve(X.T.dot(X), X.T.dot(y))


def normal_equations_lists(X, y):
    p = len(X[0])
    rows = [[sum(r[i] * r[j] for r in X) for j in range(p)] + [sum(r[i] * t for r, t in zip(X, y))] for i in range(p)]
    scale = max(abs(v) for row in rows for v in row)
    for k in range(p):
        pivot = max(range(k, p), key=lambda i: abs(rows[i][k]))
        if abs(rows[pivot][k]) < 1e-14 * scale:
            raise ValueError("singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, p):
            f = rows[i][k] / rows[k][k]
            rows[i] = [a - f * b for a, b in zip(rows[i], rows[k])]
    w = [0.0] * p
    for k in reversed(range(p)):
        w[k] = (rows[k][p] - sum(rows[k][j] * w[j] for j in range(k + 1, p))) / rows[k][k]
    return w


def normal_equations_svd(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-12 * s[0]
    return Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])


def normal_equations_einsum(A, b):
    gram = np.einsum("ij,ik->jk", A, A)
    return np.linalg.lstsq(gram, np.einsum("ij,i->j", A, b), rcond=None)[0]


def normal_equations_with_intercept(X, y):
    """Adds the column of ones; the intercept comes first."""
    A = np.column_stack([np.ones(len(X)), X])
    return np.linalg.solve(A.T @ A, A.T @ y)


def normal_equations_loops(X, y):
    n, p = X.shape
    A = [[sum(X[i][a] * X[i][b] for i in range(n)) for b in range(p)] for a in range(p)]
    r = [sum(X[i][a] * y[i] for i in range(n)) for a in range(p)]
    for k in range(p):
        piv = max(range(k, p), key=lambda q: abs(A[q][k]))
        if A[piv][k] == 0:
            raise ZeroDivisionError("singular")
        A[k], A[piv] = A[piv], A[k]; r[k], r[piv] = r[piv], r[k]
        for i in range(k + 1, p):
            f = A[i][k] / A[k][k]
            for j in range(k, p):
                A[i][j] -= f * A[k][j]
            r[i] -= f * r[k]
    w = [0.0] * p
    for k in reversed(range(p)):
        w[k] = (r[k] - sum(A[k][j] * w[j] for j in range(k + 1, p))) / A[k][k]
    return w


def normal_equations_outer(X, y):
    A = sum(np.outer(r, r) for r in X)
    b = sum(r * t for r, t in zip(X, y))
    return np.linalg.lstsq(A, b, rcond=None)[0]


RIGHT = [name for name in dir() if name.startswith("normal_equations_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
