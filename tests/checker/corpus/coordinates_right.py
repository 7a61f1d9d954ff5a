"""Coordinates in a basis that are right, in several styles."""

import numpy as np


def coordinates_solve(basis, v):
    return np.linalg.solve(basis, v)


def coordinates_inverse(basis, v):
    return np.linalg.inv(basis) @ v


def coordinates_lists(basis, v):
    n = len(v)
    rows = [[float(a) for a in basis[i]] + [float(v[i])] for i in range(n)]
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        if rows[k][k] == 0:
            raise ValueError("the vectors are dependent")
        rows[k] = [a / rows[k][k] for a in rows[k]]
        for i in range(n):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[n] for row in rows]


def coordinates_cramer(basis, v):
    B = np.array(basis, dtype=float)
    whole = np.linalg.det(B)
    c = []
    for j in range(len(v)):
        one = B.copy()
        one[:, j] = v
        c.append(np.linalg.det(one) / whole)
    return np.array(c)


def coordinates_lstsq(basis, v):
    if np.linalg.matrix_rank(basis) < len(v):
        raise ValueError("no basis")
    return np.linalg.lstsq(basis, v, rcond=None)[0]


def coordinates_of_rows(basis, v):
    """The vectors are the rows of the basis."""
    return np.linalg.solve(np.asarray(basis).T, v)


def coordinates_one_column(basis, v):
    return np.linalg.solve(basis, np.reshape(v, (-1, 1)))


def coordinates_other_order(v, basis):
    return np.linalg.solve(basis, v)


def coordinates_scipy(B, x):
    from scipy.linalg import lu_factor, lu_solve

    if np.linalg.matrix_rank(B) < len(x):
        raise np.linalg.LinAlgError("no basis")
    return lu_solve(lu_factor(B), x)


def coordinates_qr(basis, v):
    """The basis vectors are the columns of basis."""
    Q, R = np.linalg.qr(basis)
    c = np.zeros(len(v))
    y = Q.T @ v
    if min(abs(np.diag(R))) < 1e-12 * abs(R).max():
        return np.full(len(v), np.nan)
    for k in reversed(range(len(v))):
        c[k] = (y[k] - R[k, k + 1 :] @ c[k + 1 :]) / R[k, k]
    return c


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("coordinates")]
}
EXPECTED["coordinates_lists"]["may"] = ["python_loop_slow"]
