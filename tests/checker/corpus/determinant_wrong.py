"""Determinants that are wrong, or that break easily."""

import numpy as np
import scipy.linalg


def det_swaps_uncounted(A):
    U = np.array(A, dtype=float)
    for k in range(len(U)):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        U[[k, p]] = U[[p, k]]
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return np.prod(np.diag(U))


def det_lu_unsigned(A):
    lu, _ = scipy.linalg.lu_factor(np.asarray(A, dtype=float))
    return np.diag(lu).prod()


def det_volume(A):
    return abs(np.linalg.det(A))


def det_flips_always(A):
    U, sign = np.array(A, dtype=float), 1
    for k in range(len(U)):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        U[[p, k]] = U[[k, p]]
        sign = -sign
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return sign * np.prod(np.diag(U))


def det_swaps_views(A):
    U, sign = np.array(A, dtype=float), 1
    for k in range(len(U)):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        if p != k:
            U[p], U[k] = U[k], U[p]
            sign = -sign
        for i in range(k + 1, len(U)):
            U[i] -= U[i, k] / U[k, k] * U[k]
    return sign * np.prod(np.diag(U))


def det_of_r(A):
    return np.prod(np.diag(np.linalg.qr(A)[1]))


def det_singular_values(A):
    return np.linalg.svd(A, compute_uv=False).prod()


def det_diagonal(A):
    return np.prod(np.diag(A))


def det_stale_factor(A):
    U = np.array(A, dtype=float)
    n = len(U)
    for k in range(n):
        for i in range(k + 1, n):
            for j in range(k, n):
                U[i, j] -= U[i, k] / U[k, k] * U[k, j] if U[k, k] else 0.0
    return np.prod(np.diag(U))


def det_trace(A):
    return np.trace(A)


def det_plus_only(A):
    A = np.asarray(A)
    if len(A) == 1:
        return A[0, 0]
    return sum(A[0, j] * det_plus_only(np.delete(A[1:], j, axis=1)) for j in range(len(A)))


def det_no_pivoting(A):
    U = np.array(A, dtype=float)
    n = len(U)
    for k in range(n):
        for i in range(k + 1, n):
            U[i] = U[i] - U[i, k] / U[k, k] * U[k]
    return np.prod(np.diag(U))


def det_skips_zero_pivot(A):
    U = np.array(A, dtype=float)
    n = len(U)
    for k in range(n):
        if U[k, k] == 0:
            return 0.0
        for i in range(k + 1, n):
            U[i] = U[i] - U[i, k] / U[k, k] * U[k]
    return np.prod(np.diag(U))


def det_swaps_for_zero_only(A):
    U = np.array(A, dtype=float)
    n, value = len(U), 1.0
    for k in range(n):
        rows = np.flatnonzero(U[k:, k])
        if len(rows) == 0:
            return 0.0
        p = k + rows[0]
        if p != k:
            U[[k, p]] = U[[p, k]]
            value = -value
        value *= U[k, k]
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return value


def det_in_place(A):
    value = 1.0
    for k in range(len(A)):
        p = k + np.abs(A[k:, k]).argmax()
        if A[p, k] == 0:
            return 0.0
        if p != k:
            A[[k, p]] = A[[p, k]]
            value = -value
        value *= A[k, k]
        A[k + 1 :] = A[k + 1 :] - np.outer(A[k + 1 :, k] / A[k, k], A[k])
    return value


def det_integers(A):
    U = np.copy(A)
    value = 1.0
    for k in range(len(U)):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        if p != k:
            U[[k, p]] = U[[p, k]]
            value = -value
        value *= U[k, k]
        for i in range(k + 1, len(U)):
            U[i] = U[i] - U[i, k] / U[k, k] * U[k]
    return value


def det_corner(A):
    return A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0] if len(A) > 1 else A[0, 0]


def det_diagonals(A):
    A, n = np.asarray(A), len(A)
    if n < 3:
        return A[0, 0] * A[-1, -1] - A[0, 1] * A[1, 0] if n == 2 else A[0, 0]
    down = sum(np.prod([A[i, (i + k) % n] for i in range(n)]) for k in range(n))
    up = sum(np.prod([A[i, (k - i) % n] for i in range(n)]) for k in range(n))
    return down - up


def det_rows_divided(A):
    U = np.array(A, dtype=float)
    value = 1.0
    for k in range(len(U)):
        p = k + np.abs(U[k:, k]).argmax()
        if U[p, k] == 0:
            return 0.0
        if p != k:
            U[[k, p]] = U[[p, k]]
            value = -value
        U[k] /= U[k, k]
        U[k + 1 :] -= np.outer(U[k + 1 :, k], U[k])
        value *= U[k, k]
    return value


def det_rows_multiplied(A):
    U = np.array(A, dtype=float)
    n = len(U)
    for k in range(n):
        for i in range(k + 1, n):
            U[i] = U[k, k] * U[i] - U[i, k] * U[k]
    return np.prod(np.diag(U))


def det_minus_first(A):
    A = np.asarray(A, dtype=float)
    if len(A) == 1:
        return A[0, 0]
    return sum((-1) ** (j + 1) * A[0, j] * np.linalg.det(np.delete(A[1:], j, axis=1)) for j in range(len(A)))


def det_refuses_singular(A):
    if np.linalg.matrix_rank(A) < len(A):
        raise ValueError("singular")
    return np.linalg.det(A)


def det_not_one_row(A):
    A = np.asarray(A)
    if len(A) == 2:
        return A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]
    minors = [np.delete(A[1:], j, axis=1) for j in range(len(A))]
    return sum((-1) ** j * A[0, j] * det_not_one_row(minors[j]) for j in range(len(A)))


CODES = {
    "det_swaps_uncounted": "swap_forgotten",
    "det_lu_unsigned": "swap_forgotten",
    "det_volume": "absolute_value",
    "det_singular_values": "absolute_value",
    "det_flips_always": "flips_always",
    "det_swaps_views": "views_swapped",
    "det_of_r": "factor_forgotten",
    "det_diagonal": "diagonal_only",
    "det_stale_factor": "diagonal_only",
    "det_trace": "diagonal_only",
    "det_plus_only": "signs_do_not_alternate",
    "det_no_pivoting": "zero_pivot",
    "det_skips_zero_pivot": "zero_pivot",
    "det_swaps_for_zero_only": "tiny_pivot",
    "det_in_place": "mutates_input",
    "det_integers": "fails_integer_input",
    "det_corner": "corner_only",
    "det_diagonals": "rule_of_three_rows",
    "det_rows_divided": "rows_scaled",
    "det_rows_multiplied": "rows_scaled",
    "det_minus_first": "sign_flipped",
    "det_refuses_singular": "singular",
    "det_not_one_row": "fails_single_element",
}
OUTCOMES = {
    **dict.fromkeys(("zero_pivot", "tiny_pivot", "singular", "fails_integer_input"), "fragile"),
    "mutates_input": "contract",
}
MAY = {
    "zero_pivot": ["tiny_pivot", "singular"],
    "mutates_input": ["fails_integer_input"],
    "corner_only": [],
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["fails_single_element", *MAY.get(code, [])] if code != "fails_single_element" else [],
    }
    for name, code in CODES.items()
}
