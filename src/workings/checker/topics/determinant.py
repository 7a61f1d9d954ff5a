"""The determinant of a square matrix."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(A: Array) -> float:
    """Eliminate in fractions, rounded once."""
    rows = [[Fraction(float(a)) for a in row] for row in A]
    size, product = len(rows), Fraction(1)
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k] != 0), None)
        if pivot is None:
            return 0.0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            product = -product
        product *= rows[k][k]
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return float(product)


def _permanent(A: Array) -> float:
    return sum(float(np.prod([A[i, p[i]] for i in range(len(A))])) for p in permutations(range(len(A))))


def _eliminated(A: Array) -> tuple[float, float]:
    """Eliminate with the largest pivots; return the product of the diagonal, and what the swaps make of the sign."""
    U, product, sign = np.array(A, dtype=float), 1.0, 1.0
    for k in range(len(U)):
        pivot = k + int(np.argmax(np.abs(U[k:, k])))
        if pivot != k:
            U[[k, pivot]] = U[[pivot, k]]
            sign = -sign
        product *= U[k, k]
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return float(product), sign


def _views_swapped(A: Array) -> float:
    """Swap by `U[p], U[k] = U[k], U[p]`: rows of an array are views, so that one is lost and the other there twice."""
    U, product = np.array(A, dtype=float), 1.0
    for k in range(len(U)):
        pivot = k + int(np.argmax(np.abs(U[k:, k])))
        if U[pivot, k] == 0:
            return 0.0
        U[pivot], U[k] = U[k], U[pivot]
        product *= U[k, k] if pivot == k else -U[k, k]
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return product


def _rows_scaled(A: Array) -> float:
    """Clear a column without a division, by multiplying the rows below, and forget that this multiplies too."""
    U = np.array(A, dtype=float)
    for k in range(len(U)):
        U[k + 1 :] = U[k, k] * U[k + 1 :] - np.outer(U[k + 1 :, k], U[k])
    return float(np.prod(np.diag(U)))


def _first_column_only(A: Array) -> float:
    U = np.array(A, dtype=float)
    U[1:] -= np.outer(U[1:, 0] / U[0, 0], U[0])
    return float(np.prod(np.diag(U)))


def _sarrus(A: Array) -> float:
    """Add the products down all diagonals, less those up: right for 3 rows only."""
    n = range(len(A))
    down, up = (sum(float(np.prod([A[i, (k + s * i) % len(A)] for i in n])) for k in n) for s in (1, -1))
    return down - up


def _first_row(A: Array, signs: Any, column: int = 0) -> float:
    minors = [np.linalg.det(np.delete(np.delete(A, 0, axis=0), j, axis=1)) for j in range(len(A))]
    return float(sum(signs(j) * A[0, j] * minors[j] for j in range(len(A))))


MISTAKES = (
    ("swap_forgotten", lambda A: _eliminated(A)[0]),
    ("flips_always", lambda A: _eliminated(A)[0] * (-1.0) ** len(A)),
    ("views_swapped", _views_swapped),
    ("factor_forgotten", lambda A: np.prod(np.diag(np.linalg.qr(A)[1]))),
    ("absolute_value", lambda A: abs(np.linalg.det(A))),
    ("diagonal_only", lambda A: np.prod(np.diag(A))),
    ("diagonal_only", np.trace),
    ("signs_do_not_alternate", _permanent),
    ("signs_do_not_alternate", lambda A: _first_row(A, lambda j: 1)),
    ("sign_flipped", lambda A: -np.linalg.det(A)),
    ("sign_flipped", lambda A: _first_row(A, lambda j: -1 if j % 2 == 0 else 1)),
    ("rule_of_three_rows", _sarrus),
    ("rows_scaled", _rows_scaled),
    ("rows_scaled", lambda A: 1.0),
    ("rows_scaled", lambda A: _eliminated(A)[1]),
    ("not_eliminated", _first_column_only),
    ("of_another_matrix", lambda A: np.linalg.det(A.T @ A)),
    ("of_another_matrix", lambda A: 1.0 / np.linalg.det(A)),
    ("one_row_missing", lambda A: np.linalg.det(A[1:, 1:])),
    ("one_row_missing", lambda A: np.linalg.det(A[:-1, :-1])),
    ("corner_only", lambda A: A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]),
)

A2 = np.array([[1.5, -2.0], [3.0, 0.5]])
A3 = np.array([[1.0, 2.5, -1.0], [3.0, -0.5, 2.0], [0.5, 4.0, 1.5]])
A4 = np.array([[0.5, 2.0, -1.0, 3.0], [1.0, -1.5, 2.0, 0.25], [2.5, 1.0, 0.5, -2.0], [-1.0, 3.0, 1.25, 1.0]])
SINGULAR = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])

TOPIC = Plain(
    name="determinant",
    formula="determinant(A) = how many times larger areas or volumes become; negative if A turns space over",
    names=r"(^|_)det(erminant)?(_|\d|$)",
    given=(Given("A", "nn", "m matrix x mat"),),
    exact=exact,
    readings=(Reading("one number", "the determinant, with its sign"),),
    examples=(
        Example("usual", (A3,)),
        Example("usual", (A4,)),
        Example("usual", (A3 * np.array([1.0, -1.0, 1.0]),)),
        Example("usual", (A3[[1, 0, 2]] + np.diag([0.5, 0.0, -1.0]),)),
        Example("telling", (A4[[2, 1, 0, 3]],)),
        Example("telling", (A2,)),
        Example("integer", (np.array([[2, 1, 0], [1, 3, -1], [4, 1, 5]]),)),
        Example(
            "a 0 where the first pivot should be", (np.array([[0.0, 2.0], [3.0, 1.0]]),), "zero_pivot", "zero_pivot"
        ),
        Example(
            "a pivot that becomes 0",
            (np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 5.0], [1.0, 0.5, 3.0]]),),
            "zero_pivot",
            "zero_pivot",
        ),
        Example("a matrix of no inverse", (SINGULAR,), "singular", "singular", tolerance=1e-12),
        Example("a matrix of zeros", (np.zeros((3, 3)),), "singular", "singular"),
        Example("a column of zeros", (A3 * np.array([1.0, 0.0, 1.0]),), "singular", "singular"),
        Example("a single number", (np.array([[-2.5]]),), "fails_single_element", "fails_single_element"),
        Example(
            "a tiny pivot",
            (np.array([[1e-18, 2.0, 1.0], [1.0, 1.0, 3.0], [2.0, -1.0, 1.0]]),),
            "tiny_pivot",
            tolerance=1e-9,
        ),
    ),
    mistakes=MISTAKES,
    causes={
        "swap_forgotten": Cause("wrong", "Each swap of two rows turns the sign round; the swaps are not counted."),
        "flips_always": Cause("wrong", "The sign is turned in every column, also where no rows were swapped."),
        "views_swapped": Cause(
            "wrong",
            "U[p], U[k] = U[k], U[p] loses a row: rows of an array are views, the first of which is overwritten before "
            "it is copied. Write U[[p, k]] = U[[k, p]].",
        ),
        "factor_forgotten": Cause("wrong", "R alone is used of A = Q R; the determinant of Q is 1 or -1."),
        "absolute_value": Cause("wrong", "The sign is lost: it says whether the matrix turns space over."),
        "diagonal_only": Cause("wrong", "Only the diagonal is used. That is right after elimination, not before."),
        "signs_do_not_alternate": Cause("wrong", "The terms' signs do not alternate: +, -, +, ... along a row."),
        "rows_scaled": Cause(
            "wrong",
            "A row is multiplied or divided on the way, which multiplies or divides the determinant too. Only adding a "
            "multiple of one row to another leaves it as it is.",
        ),
        "not_eliminated": Cause("wrong", "Below the first column the numbers are still there: clear every column."),
        "rule_of_three_rows": Cause("wrong", "The rule of the diagonals holds for 3 rows, and for no other number."),
        "of_another_matrix": Cause("wrong", "This is the determinant of another matrix: of the inverse, or of A.T A."),
        "one_row_missing": Cause("wrong", "A row and a column are left out altogether."),
        "corner_only": Cause("wrong", "Only the first two rows and columns are used."),
        "zero_pivot": Cause("fragile", "A pivot is 0, and is divided by. Swap in a row that has another number there."),
        "singular": Cause("fragile", "A matrix without an inverse has the determinant 0: return it, do not fail."),
        "tiny_pivot": Cause(
            "fragile", "A tiny pivot makes huge factors, which drown the rest. Take the largest pivot of the column."
        ),
    },
    everyday=lambda A: len(A) > 2 and abs(exact(A)) > 0.5 and exact(A) < 1e3 and bool((A != 0).all()),
    digits=1e-10,
    sizes={"n": (3, 4)},
    textbook=np.linalg.det,
).topic()
