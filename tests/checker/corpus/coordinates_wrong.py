"""Coordinates in a basis that are wrong, or that break easily."""

import numpy as np


def coordinates_multiplies(basis, v):
    return basis @ v


def coordinates_swapped(basis, v):
    """The basis vectors are the columns of basis."""
    return np.linalg.solve(basis.T, v)


def coordinates_dot(basis, v):
    return [float(np.dot(basis[:, j], v)) for j in range(len(v))]


def coordinates_shadows(basis, v):
    return np.array([b @ v / (b @ b) for b in basis.T])


def coordinates_unit_length(basis, v):
    return np.linalg.solve(basis / np.linalg.norm(basis, axis=0), v)


def coordinates_diagonal(basis, v):
    return v / np.diag(basis)


def coordinates_parts(basis, v):
    return basis * np.linalg.solve(basis, v)


def coordinates_minus(basis, v):
    return np.linalg.solve(-basis, v)


def coordinates_whole(basis, v):
    return np.linalg.solve(basis, v).astype(int)


def coordinates_rounded(basis, v):
    return np.round(np.linalg.solve(basis, v))


def coordinates_entries_inverted(basis, v):
    return (1.0 / basis) @ v


def coordinates_no_pivot(basis, v):
    A, b = np.array(basis, dtype=float), np.array(v, dtype=float)
    n = len(b)
    for k in range(n):
        if A[k, k] == 0:
            raise ValueError("no basis")
        for i in range(k + 1, n):
            factor = A[i, k] / A[k, k]
            A[i] -= factor * A[k]
            b[i] -= factor * b[k]
    for k in reversed(range(n)):
        b[k] = (b[k] - A[k, k + 1 :] @ b[k + 1 :]) / A[k, k]
    return b


def coordinates_any(basis, v):
    return np.linalg.lstsq(basis, v, rcond=None)[0]


def coordinates_by_determinant(basis, v):
    if abs(np.linalg.det(basis)) < 1e-12:
        raise ValueError("no basis")
    return np.linalg.solve(basis, v)


def coordinates_in_place(basis, v):
    n = len(v)
    c = v.astype(float)
    for k in range(n):
        best = k + int(np.argmax(abs(basis[k:, k])))
        basis[[k, best]], c[[k, best]] = basis[[best, k]], c[[best, k]]
        if basis[k, k] == 0:
            raise ValueError("no basis")
        for i in range(n):
            if i != k:
                factor = basis[i, k] / basis[k, k]
                basis[i] = basis[i] - factor * basis[k]
                c[i] -= factor * c[k]
    return c / np.diag(basis)


def coordinates_integer_rows(basis, v):
    A = np.column_stack([basis, v])
    n = len(v)
    for k in range(n):
        best = k + int(np.argmax(abs(A[k:, k])))
        A[[k, best]] = A[[best, k]]
        if A[k, k] == 0:
            raise ValueError("no basis")
        for i in range(n):
            if i != k:
                A[i] = A[i] - A[i, k] / A[k, k] * A[k]
    return A[:, n] / np.diag(A)


CODES = {
    "coordinates_multiplies": "goes_the_other_way",
    "coordinates_swapped": "rows_for_columns",
    "coordinates_dot": "goes_the_other_way",
    "coordinates_shadows": "projects_on_each",
    "coordinates_unit_length": "normalises_the_basis",
    "coordinates_diagonal": "divides_entries",
    "coordinates_parts": "gives_the_parts",
    "coordinates_minus": "sign_flipped",
    "coordinates_whole": "truncates",
    "coordinates_rounded": "truncates",
    "coordinates_entries_inverted": "divides_entries",
    "coordinates_no_pivot": "zero_pivot",
    "coordinates_any": "dependent_vectors",
    "coordinates_by_determinant": "small_is_not_flat",
    "coordinates_in_place": "mutates_input",
    "coordinates_integer_rows": "fails_integer_input",
}
OUTCOMES = {
    "zero_pivot": "fragile",
    "dependent_vectors": "fragile",
    "small_is_not_flat": "fragile",
    "fails_integer_input": "fragile",
    "mutates_input": "contract",
}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(code, "wrong"), "codes": [code], "may": ["fails_integer_input"]}
    for name, code in CODES.items()
}
EXPECTED["coordinates_in_place"]["also_outcomes"] = ("fragile",)
