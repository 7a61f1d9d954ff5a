"""Determinants that are right, in several styles."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import scipy.linalg


def determinant_numpy(A):
    return np.linalg.det(A)


def determinant_scipy(A):
    return scipy.linalg.det(np.asarray(A, dtype=float))


def determinant_elimination(A):
    U = np.array(A, dtype=float)
    sign = 1
    n = len(U)
    for k in range(n):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        if p != k:
            U[[k, p]] = U[[p, k]]
            sign = -sign
        for i in range(k + 1, n):
            U[i] -= U[i, k] / U[k, k] * U[k]
    return sign * np.prod(np.diag(U))


def determinant_lists(A):
    rows = [[float(a) for a in row] for row in A]
    n, value = len(rows), 1.0
    for k in range(n):
        p = max(range(k, n), key=lambda i: abs(rows[i][k]))
        if rows[p][k] == 0:
            return 0
        if p != k:
            rows[p], rows[k] = rows[k], rows[p]
            value *= -1
        value *= rows[k][k]
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            for j in range(k, n):
                rows[i][j] -= factor * rows[k][j]
    return value


def determinant_fractions(A):
    rows = [[Fraction(float(a)) for a in row] for row in A]
    value = Fraction(1)
    while rows:
        p = next((i for i, row in enumerate(rows) if row[0]), None)
        if p is None:
            return 0.0
        top = rows.pop(p)
        value *= top[0] * (-1) ** p
        rows = [[b - row[0] / top[0] * a for a, b in zip(top[1:], row[1:], strict=True)] for row in rows]
    return float(value)


def determinant_cofactors(A):
    A = np.asarray(A)
    if len(A) == 1:
        return A[0, 0]
    return sum((-1) ** j * A[0, j] * determinant_cofactors(np.delete(A[1:], j, axis=1)) for j in range(len(A)))


def det_permutations(A):
    n, total = len(A), 0.0
    for order in permutations(range(n)):
        swaps = sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
        term = -1.0 if swaps % 2 else 1.0
        for i in range(n):
            term *= A[i][order[i]]
        total += term
    return total


def det_by_lu(matrix):
    lu, swaps = scipy.linalg.lu_factor(np.asarray(matrix, dtype=float), check_finite=False)
    odd = np.count_nonzero(swaps != np.arange(len(lu))) % 2
    return float(np.diag(lu).prod()) * (-1 if odd else 1)


def det_by_eigenvalues(M):
    return np.prod(np.linalg.eigvals(np.asarray(M, dtype=float))).real


def my_det_log(A):
    sign, log = np.linalg.slogdet(A)
    return sign * np.exp(log)


def determinant_columns(A):
    """Look for the largest number in all that is left, and swap columns too."""
    U = np.array(A, dtype=float)
    value = 1.0
    while U.size:
        i, j = np.unravel_index(np.abs(U).argmax(), U.shape)
        if U[i, j] == 0:
            return 0.0
        value *= U[i, j] * (-1.0) ** (i + j)
        rest = U - np.outer(U[:, j] / U[i, j], U[i])
        U = np.delete(np.delete(rest, i, axis=0), j, axis=1)
    return value


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in [n for n in dir() if "det" in n]
}
