"""The matrix of the radial basis function kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Dial, Example, Given, Plain, Reading, wide
from workings.checker.topics.distances import squares


def exact(A: Array, B: Array, gamma: float) -> Any:
    """Subtract first, square, add, and take the exponential last."""
    return np.exp(-np.longdouble(gamma) * squares(A, B))


def _of(value: Any) -> Any:
    return lambda A, B, g: value(squares(A, B), np.longdouble(g))


MISTAKES = (
    ("no_square", _of(lambda d, g: np.exp(-g * np.sqrt(d)))),
    ("sign_flipped", _of(lambda d, g: np.exp(g * d))),
    ("sign_flipped", _of(lambda d, g: -np.exp(-g * d))),
    ("gamma_is_not_sigma", _of(lambda d, g: np.exp(-d / (2 * g * g)))),
    ("gamma_is_not_sigma", _of(lambda d, g: np.exp(-d / (2 * g)))),
    ("gamma_is_not_sigma", _of(lambda d, g: np.exp(-d / g))),
    ("gamma_is_not_sigma", _of(lambda d, g: np.exp(-d / (g * g)))),
    ("gamma_is_not_sigma", _of(lambda d, g: np.exp(-g * g * d))),
    ("gamma_left_out", _of(lambda d, g: np.exp(-d))),
    ("half_of_gamma", _of(lambda d, g: np.exp(-g * d / 2))),
    ("half_of_gamma", _of(lambda d, g: np.exp(-2 * g * d))),
    ("no_exponential", _of(lambda d, g: -g * d)),
    ("no_exponential", _of(lambda d, g: g * d)),
    ("another_kernel", lambda A, B, g: g * (wide(A) @ wide(B).T)),
    ("another_kernel", lambda A, B, g: np.exp(-g * (wide(A) @ wide(B).T))),
    ("another_kernel", lambda A, B, g: np.exp(-g * np.abs(wide(A)[:, None] - wide(B)[None]).sum(axis=2))),
    ("another_kernel", _of(lambda d, g: 1 / (1 + g * d))),
    ("one_minus_it", _of(lambda d, g: 1 - np.exp(-g * d))),
    ("mean_of_features", lambda A, B, g: np.exp(-np.longdouble(g) * squares(A, B) / A.shape[1])),
    ("expansion_is_wrong", lambda A, B, g: np.exp(-np.longdouble(g) * (squares(A, B) + 2 * (wide(A) @ wide(B).T)))),
    ("expansion_is_wrong", lambda A, B, g: np.exp(-np.longdouble(g) * (squares(A, B) + (wide(A) @ wide(B).T)))),
    ("normalises_rows", _of(lambda d, g: np.exp(-g * d) / np.exp(-g * d).sum(axis=1, keepdims=True))),
    ("row_by_row", lambda A, B, g: np.exp(-np.longdouble(g) * ((wide(A) - wide(B[: len(A)])) ** 2).sum(axis=1))),
)

A = np.array([[0.5, -0.25, 1.0], [0.75, 0.25, -0.5], [-1.0, 0.5, 1.25], [0.25, -0.75, 0.5]])
B = np.array([[1.0, 0.5, -0.25], [-0.5, 1.0, 0.75], [0.5, -0.5, 1.5], [1.5, 1.0, -1.0], [-0.25, 0.0, 0.5]])

TOPIC = Plain(
    name="rbf_kernel",
    formula="rbf_kernel(A, B, gamma)_ij = exp(-gamma sum_f (A_if - B_jf)^2)",
    names=r"rbf|gaussian_kernel|radial_basis|gauss_kernel|squared_exponential",
    given=(
        Given("A", "np", "X x X1 x1 X_test queries U P a"),
        Given("B", "mp", "Y y Z X2 x2 X_train centers V Q b"),
        Given("gamma", also="g gam scale", values=[0.5, 0.25, 2.0]),
    ),
    exact=exact,
    readings=(Reading("a matrix", "the kernel of each row of A with each row of B"),),
    examples=(
        Example("usual", (A, B, 0.5)),
        Example("usual", (B[:, :2], A[:3, 1:], 0.75)),
        Example("usual", (A[:3] * 1.5, B[:4] - 0.5, 0.3)),
        Example("telling", (A[:1], B, 2.0)),
        Example("telling", (A, B[:1], 1.0)),
        Example("integer", (np.array([[1, 2], [3, 0], [2, 2]]), np.array([[0, 1], [2, 2]]), 1)),
        Example("a point with itself", (A, A, 0.5), "cancellation", tolerance=1e-9),
        Example("a large gamma, a point with itself", (A + 10.0, A + 10.0, 1e6), "cancellation", tolerance=1e-3),
        Example("points far from 0", (A + 1e8, B + 1e8, 0.5), "cancellation", "overflow", 1e-7),
        Example("points far apart", (1e3 * A, 1e3 * B - 1e3, 1.0), "overflow", "overflow"),
    ),
    mistakes=MISTAKES,
    causes={
        "no_square": Cause("wrong", "The distance must be squared (or its root not taken)."),
        "gamma_is_not_sigma": Cause(
            "wrong", "gamma multiplies the squared distance; it is 1 / (2 sigma^2), not sigma."
        ),
        "gamma_left_out": Cause("wrong", "gamma has no effect."),
        "half_of_gamma": Cause("wrong", "A factor of 2 does not belong there: exp(-gamma d^2)."),
        "no_exponential": Cause("wrong", "The exponential is missing."),
        "another_kernel": Cause("wrong", "This is another kernel than exp(-gamma |a - b|^2)."),
        "one_minus_it": Cause("wrong", "This is 1 minus the kernel: equal points must give 1."),
        "mean_of_features": Cause("wrong", "The squares are averaged over the features; add them."),
        "expansion_is_wrong": Cause("wrong", "The expansion is |a|^2 - 2 a.b + |b|^2: the middle term is not that."),
        "normalises_rows": Cause("wrong", "Rows are divided by their sums; a kernel is not a distribution."),
        "row_by_row": Cause(
            "wrong", "Row i is compared with row i only; every row of A with every row of B was asked."
        ),
        "cancellation": Cause(
            "fragile",
            "|a|^2 - 2 a.b + |b|^2 subtracts nearly equal numbers and can even be negative: the kernel of a point with "
            "itself is not 1. Subtract the points first, or clip at 0 and take the mean of all points from both.",
        ),
        "overflow": Cause(
            "fragile", "Something overflows on the way to a result between 0 and 1: let exp see -gamma d^2 only."
        ),
    },
    edits={"sign_flipped": ("add_minus", "drop_minus", "negate")},
    sizes={"n": (1, 3), "m": (1, 3), "p": (1, 3)},
    valid=lambda A, B, gamma: gamma > 0,
    dials=(Dial(("cancellation",), "an offset of {}", lambda t: (A + t, B + t, 0.5), 1e15),),
    cost=lambda n: (np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]), B[:1, :2], 0.5),
    textbook=lambda A, B, g: np.exp(-g * ((A[:, None] - B[None]) ** 2).sum(axis=2)),
    grows_with="the number of rows of A",
).topic()
