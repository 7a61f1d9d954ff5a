"""The coordinates of a vector in a basis: how much of each basis vector it takes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import solve
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(basis: Array, v: Array) -> Array:
    """Solve basis @ c = v in fractions; of dependent vectors, nan."""
    rows = [[Fraction(float(a)) for a in row] for row in basis]
    found = solve(rows, [Fraction(float(a)) for a in v])
    return np.full(len(v), np.nan) if found is None else np.array([float(a) for a in found])


def of_rows(basis: Array, v: Array) -> Array:
    """The same with a basis vector in each row."""
    return exact(basis.T, v)


def is_flat(basis: Array, v: Array) -> bool:
    """Whether the vectors are dependent, so that there are no coordinates or many."""
    return bool(np.isnan(exact(basis, v)).any())


def well(basis: Array, v: Array) -> bool:
    """Whether the vectors are independent by far, v is not 0, and elimination meets no pivot near 0."""
    corners = [abs(np.linalg.det(basis[:k, :k])) for k in range(1, len(v) + 1)]
    return bool(np.linalg.cond(basis) < 50 and min(corners) > 0.1 and np.any(v))


def _long(n: int) -> tuple[Array, Array]:
    """Return a basis of about n / 4 numbers, few and short enough for fractions, and a vector."""
    side = max(2, int((n / 4) ** 0.5))
    return 2.0 * np.eye(side) + 2.0 ** -np.ceil(np.log2(side)), np.linspace(0.0, 1.0, side)


def accepts(answer: Any, basis: Array, v: Array) -> bool:
    """Whether nothing is finite where there are no coordinates: a division by a determinant of 0."""
    return is_flat(basis, v) and not np.any(np.isfinite(np.asarray(answer, dtype=float)))


def _shares(basis: Array, v: Array) -> Array:
    """Project on each vector alone, as if all stood at right angles."""
    projected: Array = basis.T @ v / np.sum(basis**2, axis=0)
    return projected


def _mistakes(turn: Any) -> tuple[tuple[str, Any], ...]:
    return (
        ("goes_the_other_way", lambda B, v: turn(B) @ v),
        ("rows_for_columns", lambda B, v: np.linalg.solve(turn(B).T, v)),
        ("goes_the_other_way", lambda B, v: turn(B).T @ v),
        ("projects_on_each", lambda B, v: _shares(turn(B), v)),
        ("projects_on_each", lambda B, v: turn(B).T @ v / np.linalg.norm(turn(B), axis=0)),
        ("divides_entries", lambda B, v: v / np.diag(B)),
        ("divides_entries", lambda B, v: (1.0 / turn(B)) @ v),
        ("divides_entries", lambda B, v: v / turn(B)),
        ("normalises_the_basis", lambda B, v: np.linalg.solve(turn(B) / np.linalg.norm(turn(B), axis=0), v)),
        ("sign_flipped", lambda B, v: -np.linalg.solve(turn(B), v)),
        ("gives_the_parts", lambda B, v: turn(B) * np.linalg.solve(turn(B), v)),
        ("truncates", lambda B, v: np.trunc(np.linalg.solve(turn(B), v))),
        ("truncates", lambda B, v: np.round(np.linalg.solve(turn(B), v))),
        ("truncates", lambda B, v: np.floor(np.linalg.solve(turn(B), v))),
    )


B2 = np.array([[2.0, -1.0], [1.0, 1.5]])
B3 = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 3.0], [2.0, 1.0, 1.5]])
FLAT = np.array([[1.0, 2.0], [2.0, 4.0]])
STEEP = np.array([[2.0, 6.0], [1.0, 3.0]])

TOPIC = Plain(
    name="coordinates",
    formula="coordinates(basis, v) = the weights c with c[0] * (first column) + c[1] * (second column) + ... = v",
    names=r"(?<!polar_)(?<!grid_)(?<!pixel_)coord(inate)?s?(?!_desc)(_|$)|change_(of_)?basis|in_(the_|a_)?(new_)?basis|to_(new_)?basis",
    given=(
        Given("basis", "nn", "b matrix vectors a m basis_vectors"),
        Given("v", "n", "vector x y target point w"),
    ),
    exact=exact,
    readings=(
        Reading(
            "columns",
            "the basis vectors are the columns",
            asks=r"columns? (of|are)|are the columns|in (its|the) columns|in each column",
        ),
        Reading(
            "rows",
            "the basis vectors are the rows",
            exact=of_rows,
            mistakes=_mistakes(np.transpose),
            asks=r"rows? (of|are)|are the rows|in (its|the) rows|in each row",
        ),
    ),
    examples=(
        Example("usual", (B3, np.array([1.0, -2.0, 4.0]))),
        Example("usual", (B2, np.array([3.0, 0.5]))),
        Example("usual", (B3.T + np.diag([1.0, 0.0, 2.0]), np.array([0.5, 3.0, -1.25]))),
        Example("telling", (np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([3.0, 4.0]))),
        Example("integer", (np.array([[2, 1], [1, 3]]), np.array([1, 5]))),
        Example("a 0 on the diagonal", (np.array([[0.0, 2.0], [1.0, 3.0]]), np.array([2.0, 5.0])), "zero_pivot"),
        Example("the zero vector", (B2, np.zeros(2)), "zero_vector"),
        Example("one dimension", (np.array([[4.0]]), np.array([2.0])), "fails_single_element"),
        Example("dependent vectors", (FLAT, np.array([1.0, 1.0])), "dependent_vectors"),
        Example("dependent vectors", (STEEP, np.array([4.0, 2.0])), "dependent_vectors"),
        Example("very short vectors", (B2 * 1e-8, np.array([3.0, 0.5])), "small_is_not_flat", tolerance=1.0),
    ),
    mistakes=_mistakes(lambda B: B),
    causes={
        "goes_the_other_way": Cause(
            "wrong",
            "The matrix is multiplied with v: that takes coordinates to the vector. The way back solves basis @ c = v.",
        ),
        "rows_for_columns": Cause("wrong", "Rows and columns of the basis are swapped."),
        "projects_on_each": Cause(
            "wrong",
            "v is projected on each basis vector alone. That gives coordinates only if they stand at right angles.",
        ),
        "divides_entries": Cause("wrong", "Entries of v are divided by the diagonal; all basis vectors count at once."),
        "normalises_the_basis": Cause(
            "wrong", "The basis vectors are brought to length 1 first. The coordinates count them as long as they are."
        ),
        "truncates": Cause(
            "wrong",
            "The weights are cut or rounded to whole numbers. They may be any numbers, such as 0.5.",
        ),
        "gives_the_parts": Cause("wrong", "These are the parts that add up to v; wanted are the weights alone."),
        "zero_pivot": Cause("fragile", "A 0 on the diagonal is divided by. Swap rows first, or use a solver."),
        "zero_vector": Cause("fragile", "The zero vector has the coordinates 0, and that fails."),
        "dependent_vectors": Cause(
            "fragile",
            "The vectors are dependent: they are no basis, and v has no coordinates. Raise an error that says so.",
        ),
        "small_is_not_flat": Cause(
            "fragile",
            "Short vectors are a basis too. A determinant near 0 says little: compare it with the vectors' lengths.",
        ),
    },
    everyday=well,
    accepts=accepts,
    valid=lambda B, v: bool(np.isfinite(np.sum(B)) and np.isfinite(np.sum(v))),
    may_raise=is_flat,
    instead="an error: the vectors are no basis",
    digits=1e-10,
    sizes={"n": (2, 3)},
    cost=_long,
    textbook=np.linalg.solve,
    grows_with="the number of dimensions",
).topic()
