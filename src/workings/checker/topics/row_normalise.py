"""Rows divided by their totals: shares, by broadcasting."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(X: Array) -> Array:
    """Add and divide fractions; a row of zeros stays."""
    made = []
    for row in X:
        entries = [Fraction(float(v)) for v in row]
        total = sum(entries, Fraction(0))
        made.append([float(v / total) if total else 0.0 for v in entries])
    return np.array(made)


def _by(divisor: Any) -> Any:
    """Return the mistake of dividing by something else."""
    return lambda X: X / divisor(X)


MISTAKES = (
    ("columns_add_up", _by(lambda X: X.sum(axis=0))),
    ("sums_whole_array", _by(np.sum)),
    ("missing_keepdims", _by(lambda X: X.sum(axis=1))),
    ("divides_by_mean", _by(lambda X: X.mean(axis=1, keepdims=True))),
    ("divides_by_largest", _by(lambda X: X.max(axis=1, keepdims=True))),
    ("divides_by_length", _by(lambda X: np.sqrt((X**2).sum(axis=1, keepdims=True)))),
    ("divides_by_length", _by(lambda X: (X**2).sum(axis=1, keepdims=True))),
    ("divides_by_number", _by(lambda X: X.shape[1])),
    ("centres", lambda X: X - X.mean(axis=1, keepdims=True)),
    ("centres", lambda X: (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)),
    ("to_zero_and_one", lambda X: (X - X.min(1, keepdims=True)) / np.ptp(X, axis=1, keepdims=True)),
    ("applies_softmax", lambda X: np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)),
    ("first_total_for_all", _by(lambda X: X[0].sum())),
    ("first_total_for_all", _by(lambda X: X[-1].sum())),
    ("returns_totals", lambda X: X.sum(axis=1)),
    ("whole_numbers", lambda X: X // X.sum(axis=1, keepdims=True)),
    ("sum_not_assigned", lambda X: X),
)

A = np.array([[1.0, 2.5, 0.5, 4.0], [0.25, 3.0, 1.0, 1.5], [6.0, 0.0, 2.25, 0.75]])
B = np.array([[2.0, 5.0], [1.0, 0.5], [4.0, 3.5], [0.75, 2.0]])
SQUARE = np.array([[1.0, 2.0, 5.0], [0.5, 3.0, 1.0], [4.0, 4.5, 2.0]])

TOPIC = Plain(
    name="row_normalise",
    formula="row_normalise(X)_ij = X_ij / (sum of row i); a row whose sum is 0 stays 0",
    names=r"(^|_)(row|rows)_?(normali[sz]|share|proportion|fraction)|normali[sz]e_(the_)?rows|(^|_)shares_of_rows",
    given=(Given("X", "np", "x a data counts table matrix m", (0.0, 6.0)),),
    exact=exact,
    readings=(Reading("shares", "every row divided by its own sum"),),
    examples=(
        Example("usual", (A,)),
        Example("usual", (B,)),
        Example("square", (SQUARE,), "missing_keepdims"),
        Example("usual", (1.5 * A[::-1, :3] + 0.25,)),
        Example("telling", (SQUARE[:2, :2],)),
        Example("integer", (np.array([[1, 3, 4], [2, 0, 5]]),)),
        Example("a row of zeros", (np.array([[1.0, 3.0], [0.0, 0.0], [2.0, 5.0]]),), "zero_row", "zero_row"),
        Example("a single row", (A[:1],), "fails_single_row"),
        Example("a single column", (B[:, :1],), "fails_single_column"),
        Example("tiny numbers", (1e-200 * A,), "adds_a_constant"),
    ),
    mistakes=MISTAKES,
    causes={
        "columns_add_up": Cause(
            "wrong", "The columns add up to 1, not the rows: sum along axis=1 (with keepdims=True)."
        ),
        "divides_by_mean": Cause("wrong", "The rows are divided by their means; shares are parts of the sum."),
        "divides_by_largest": Cause("wrong", "The rows are divided by their largest number; the sum is asked for."),
        "divides_by_length": Cause("wrong", "The numbers are squared: this is the length of the row, not its sum."),
        "divides_by_number": Cause("wrong", "The rows are divided by the number of columns, not by their sum."),
        "centres": Cause("wrong", "The row's mean is subtracted; shares need a division by the sum only."),
        "to_zero_and_one": Cause("wrong", "Each row is stretched from 0 to 1; shares add up to 1."),
        "applies_softmax": Cause(
            "wrong", "This is softmax; the numbers themselves are divided, not their exponentials."
        ),
        "first_total_for_all": Cause("wrong", "The sum of one row divides all of them; each row has its own."),
        "returns_totals": Cause("wrong", "The sums come back, not the rows divided by them."),
        "whole_numbers": Cause("wrong", "// cuts to whole numbers; / divides."),
        "sum_not_assigned": Cause("wrong", "The rows come back as they were."),
        "zero_row": Cause(
            "fragile",
            "A row of zeros has the sum 0, and 0 / 0 is nan. Divide where the sum is not 0 only: "
            "np.divide(X, total, out=zeros, where=total != 0), or put 1 in the place of a total of 0.",
        ),
        "fails_single_row": Cause("fragile", "A matrix of one row fails."),
        "fails_single_column": Cause("fragile", "A matrix of one column has shares of 1."),
        "adds_a_constant": Cause(
            "fragile", "A small constant is added to the sum so that it is never 0, and spoils rows of small numbers."
        ),
    },
    edits={"columns_add_up": ("other_axis", "keepdims"), "missing_keepdims": ("keepdims",)},
    everyday=lambda X: bool((X.sum(axis=1) > 0).all()),
    valid=lambda X: bool((X >= 0).all()),
    sizes={"n": (1, 4), "p": (1, 4)},
    cost=lambda n: (np.linspace(1.0, 2.0, 2 * n).reshape(n, 2),),
    textbook=lambda X: X / X.sum(axis=1, keepdims=True),
    grows_with="the number of rows",
).topic()
