"""Power iteration: a matrix is applied to a vector again and again, which is brought to length 1 each time."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

Vector = Callable[[Array, Array, Any], Any]


def exact(A: Array, v: Array, n_steps: int) -> tuple[float, Array]:
    """Multiply in whole numbers, bring to length 1 once, at the end, and ask for v . A v / v . v with 50 digits."""
    A, v = np.asarray(A, dtype=float), np.asarray(v, dtype=float)
    value, vector = _exact(A.tobytes(), v.tobytes(), len(v), int(n_steps))
    return value, np.array(vector)


@lru_cache(maxsize=512)
def _exact(A: bytes, v: bytes, n: int, n_steps: int) -> tuple[float, tuple[float, ...]]:
    matrix, scale = _whole(np.frombuffer(A))
    w, _ = _whole(np.frombuffer(v))
    rows = [matrix[i * n : (i + 1) * n] for i in range(n)]
    for _ in range(n_steps):
        w = [sum(a * b for a, b in zip(row, w, strict=True)) for row in rows]
    if not any(w):
        return np.nan, (np.nan,) * n
    with mpmath.workdps(50):
        largest = mpmath.mpf(max(abs(a) for a in w))
        parts = [mpmath.mpf(a) / largest for a in w]
        square = mpmath.fsum(a * a for a in parts)
        moved = [mpmath.fdot(row, parts) for row in rows]
        value = mpmath.fdot(parts, moved) / square / scale
        return float(value), tuple(float(a / mpmath.sqrt(square)) for a in parts)


def _whole(numbers: Array) -> tuple[list[int], int]:
    """Return numbers times a power of two that makes all of them whole, and that power."""
    parts = [Fraction(float(a)) for a in numbers]
    scale = max(part.denominator for part in parts)
    return [int(part * scale) for part in parts], scale


def _of_either_sign(answer: Any, A: Array, v: Array, n_steps: int) -> Any:
    """A direction has two unit vectors, and either will do: take the one on the side of the exact one."""
    w = np.asarray(answer, dtype=float)
    if w.size != len(v) or not np.isfinite(w).all():
        return answer
    return -w if np.ravel(w) @ exact(A, v, n_steps)[1] < 0 else w


def canonical(answer: Any, A: Array, v: Array, n_steps: int) -> Any:
    """Turn the vector round if need be; beside it may stand the eigenvalue."""
    if not isinstance(answer, tuple | list) or len(answer) != 2 or np.ndim(answer[0]) == np.ndim(answer[1]):
        return _of_either_sign(answer, A, v, n_steps)
    return tuple(_of_either_sign(one, A, v, n_steps) if np.size(one) > 1 else one for one in answer)


def _raw(A: Array, v: Array, n: Any) -> Array:
    power: Array = np.linalg.matrix_power(A, int(n)) @ v
    return power


def _unit(w: Array) -> Array:
    unit: Array = w / np.linalg.norm(w)
    return unit


def _right(A: Array, v: Array, n: Any) -> Array:
    return _unit(_raw(A, v, n))


def _value(A: Array, w: Array) -> float:
    return float(w @ A @ w / (w @ w))


def _dominant(A: Array) -> Array:
    values, vectors = np.linalg.eig(A)
    found: Array = np.real(vectors[:, np.argmax(np.abs(values))])
    return found


VECTORS: tuple[tuple[str, Vector], ...] = (
    ("not_length_one", _raw),
    ("not_length_one", lambda A, v, n: (w := _raw(A, v, n)) / np.max(np.abs(w))),
    ("not_length_one", lambda A, v, n: (w := _raw(A, v, n)) / np.max(w)),
    ("not_length_one", lambda A, v, n: (w := _raw(A, v, n)) / np.sum(w)),
    ("not_length_one", lambda A, v, n: (w := _raw(A, v, n)) / np.sum(np.abs(w))),
    ("not_length_one", lambda A, v, n: (w := _raw(A, v, n)) / np.sum(w**2)),
    ("not_length_one", lambda A, v, n: A @ _right(A, v, int(n) - 1)),
    ("one_step_too_many", lambda A, v, n: _right(A, v, int(n) + 1)),
    ("one_step_too_few", lambda A, v, n: _right(A, v, int(n) - 1)),
    ("one_step_only", lambda A, v, n: _right(A, v, 1)),
    ("rows_for_columns", lambda A, v, n: _right(A.T, v, n)),
    ("start_ignored", lambda A, v, n: _right(A, np.ones(len(v)), n)),
    ("start_ignored", lambda A, v, n: _right(A, np.eye(len(v))[0], n)),
    ("runs_to_the_end", lambda A, v, n: _unit(_dominant(A))),
    ("entries_to_the_power", lambda A, v, n: _unit(A ** int(n) @ v)),
    ("inverse_iteration", lambda A, v, n: _unit(np.linalg.matrix_power(np.linalg.inv(A), int(n)) @ v)),
)
# What people take for the eigenvalue, where the vector is right.
VALUES: tuple[tuple[str, Vector], ...] = (
    ("sign_lost", lambda A, v, n: np.linalg.norm(A @ _right(A, v, n))),
    ("sign_lost", lambda A, v, n: abs(_value(A, _right(A, v, n)))),
    ("length_for_value", lambda A, v, n: np.linalg.norm(A @ _right(A, v, int(n) - 1))),
    ("length_for_value", lambda A, v, n: np.max(np.abs(A @ _right(A, v, int(n) - 1)))),
    ("length_for_value", lambda A, v, n: np.max(np.abs(A @ _right(A, v, n)))),
    ("length_for_value", lambda A, v, n: np.linalg.norm(_raw(A, v, n))),
    ("length_for_value", lambda A, v, n: np.linalg.norm(A @ (w := _right(A, v, n))) * np.sign(_value(A, w))),
    ("value_a_step_behind", lambda A, v, n: _value(A, _right(A, v, int(n) - 1))),
    ("ratio_of_entries", lambda A, v, n: (A @ (w := _right(A, v, n)))[0] / w[0]),
    ("ratio_of_entries", lambda A, v, n: np.mean(A @ (w := _right(A, v, n)) / w)),
    ("ratio_of_entries", lambda A, v, n: np.sum(A @ (w := _right(A, v, n))) / np.sum(w)),
    ("not_divided", lambda A, v, n: (w := _raw(A, v, n)) @ A @ w),
    ("exact_value", lambda A, v, n: float(np.real((e := np.linalg.eigvals(A))[np.argmax(np.abs(e))]))),
)


def _beside(vector: Vector, value: Callable[[Array, Array], Any]) -> Vector:
    return lambda A, v, n: (value(A, w := vector(A, v, n)), w)


PAIRS: tuple[tuple[str, Vector], ...] = (
    *((code, _beside(one, _value)) for code, one in VECTORS),
    *((code, _beside(one, lambda A, w: w @ A @ w)) for code, one in VECTORS if code == "not_length_one"),
    *((code, lambda A, v, n, one=one: (one(A, v, n), _right(A, v, n))) for code, one in VALUES),
)

A3 = np.array([[2.0, 1.0, -0.5], [0.25, 1.5, 1.0], [1.0, -1.0, -3.0]])
A2 = np.array([[1.0, 2.0], [0.5, -1.5]])
V3 = np.array([1.0, -0.5, 2.0])
ROTATION = np.array([[0.0, -1.0], [1.0, 0.0]])

TOPIC = Plain(
    name="power_iteration",
    formula="power_iteration(A, v, n_steps) = (v . A v, v) after n_steps of v := A v / |A v|",
    names=r"power_?(iter|method)|dominant_(eigen|direction)|(leading|largest|top)_eigen",
    given=(
        Given("A", "nn", "m matrix mat"),
        Given("v", "n", "x v0 x0 b start vector w"),
        Given("n_steps", also="n steps k n_iter iterations num_steps n_iterations times", values=[2, 3, 4]),
    ),
    exact=exact,
    readings=(
        Reading(
            "eigenvalue and vector",
            "v . A v, and v, of length 1 and either sign, after so many steps",
            mistakes=PAIRS,
            asks=r"return the eigenvalue and",
        ),
        Reading(
            "vector alone",
            "the vector after so many steps, of length 1 and either sign",
            exact=lambda A, v, n: exact(A, v, n)[1],
            mistakes=(*VECTORS, ("returns_the_value", lambda A, v, n: _value(A, _right(A, v, n)))),
            asks=r"return the vector (alone|only)",
        ),
        Reading(
            "vector and eigenvalue",
            "v, of length 1 and either sign, and v . A v, after so many steps",
            exact=lambda A, v, n: exact(A, v, n)[::-1],
            mistakes=tuple((code, lambda A, v, n, one=one: one(A, v, n)[::-1]) for code, one in PAIRS),
        ),
    ),
    examples=(
        Example("usual", (A3, V3, 3)),
        Example("usual", (A3.T + np.diag([0.5, 0.0, -1.0]), np.array([0.5, 2.0, 1.0]), 2)),
        Example("usual", (A2, np.array([3.0, 1.0]), 4)),
        Example("telling", (A2 + 1.0, np.array([1.0, -2.0]), 2)),
        Example("integer", (np.array([[2, 1], [1, 3]]), np.array([1, 0]), 3), "fails_integer_input"),
        Example("a single step", (A3, V3, 1), "fails_on_one_step", "fails_on_one_step"),
        Example("500 steps", (A3 * 10.0, V3, 500), "overflow", "overflow", tolerance=1e-9),
        Example("500 steps of shrinking", (A3 / 50.0, V3, 500), "overflow", "overflow", tolerance=1e-9),
        Example("a rotation", (ROTATION, np.array([3.0, 1.0]), 3), "stops_early"),
        Example("one dimension", (np.array([[-2.0]]), np.array([3.0]), 2), "fails_single_element"),
    ),
    causes={
        "not_length_one": Cause("wrong", "The vector's length is not 1: divide by the root of the sum of squares."),
        "one_step_only": Cause("wrong", "The matrix is applied once; each step must start from the last one's vector."),
        "rows_for_columns": Cause("wrong", "The matrix is transposed: v @ A, or A.T @ v. A step is A @ v."),
        "start_ignored": Cause("wrong", "The steps do not start from the vector that was given."),
        "runs_to_the_end": Cause("wrong", "This is the eigenvector itself; wanted is the vector after n_steps."),
        "entries_to_the_power": Cause(
            "wrong", "A ** n takes each entry to a power; A @ A @ ... is the matrix's power."
        ),
        "inverse_iteration": Cause("wrong", "The inverse is applied: that finds the smallest eigenvalue."),
        "returns_the_value": Cause("wrong", "This is the eigenvalue; wanted is the vector."),
        "sign_lost": Cause(
            "wrong", "A length has no sign, and an eigenvalue may be negative: take v . A v, with v of length 1."
        ),
        "length_for_value": Cause(
            "wrong",
            "How much longer the vector became is not v . A v: it has no sign, and settles elsewhere and later.",
        ),
        "value_a_step_behind": Cause("wrong", "The eigenvalue is that of the vector one step before the last."),
        "ratio_of_entries": Cause(
            "wrong", "Entries of A v are divided by those of v, of which one may be nearly 0. Take v . A v."
        ),
        "not_divided": Cause("wrong", "v . A v is the eigenvalue only for a v of length 1: divide by v . v."),
        "exact_value": Cause("wrong", "This is the matrix's eigenvalue; wanted is v . A v after n_steps."),
        "fails_on_one_step": Cause("fragile", "A single step fails, though several work."),
        "overflow": Cause(
            "fragile", "Over many steps the numbers become infinite or 0. Bring v to length 1 at every step."
        ),
        "stops_early": Cause("fragile", "A rotation never settles: do all n_steps, whatever the change."),
    },
    edits={"one_step_too_many": ("shift_range",), "one_step_too_few": ("shift_range",)},
    everyday=lambda A, v, n: bool(np.linalg.norm(_raw(A, v, n)) > 0.1) and len(v) > 1 and np.linalg.cond(A) < 50,
    valid=lambda A, v, n: 1 <= int(n) <= 1000 and bool(np.any(v)),
    canonical=canonical,
    digits=1e-9,
    sizes={"n": (2, 3)},
    textbook=_beside(_right, _value),
).topic()
