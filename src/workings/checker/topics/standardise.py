"""Columns brought to mean 0 and standard deviation 1, as the training set has them."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import mean_and_variance
from workings.checker.topics._plain import Cause, Dial, Example, Given, Plain, Reading, wide


def exact(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Means and variances in fractions, the rest in longdouble."""
    made = []
    for X in (X_train, X_test):
        Z = wide(X)
        for j, column in enumerate(X_train.T):
            mean, variance = mean_and_variance(column)
            spread = np.sqrt(np.longdouble(float(variance))) if variance else 1
            high = np.longdouble(float(mean))
            Z[:, j] = (Z[:, j] - high - np.longdouble(float(mean - mean.__class__(float(mean))))) / spread
        made.append(Z)
    return made[0], made[1]


def _constant(X_train: Array) -> Array:
    return np.asarray(np.ptp(X_train, axis=0) == 0)


def accepts(answer: Any, X_train: Array, X_test: Array | None) -> bool:
    """Where the training set is constant, 0 for the test set too: nothing is known of the spread."""
    if X_test is None:
        answer, X_test = (answer, answer), X_train
    flat = _constant(X_train)
    if not flat.any() or len(answer) != 2:
        return False
    mine = [np.asarray(part, dtype=float) for part in answer]
    true = [np.asarray(part, dtype=float) for part in exact(X_train, X_test)]
    rest = all(np.allclose(m[:, ~flat], t[:, ~flat], rtol=1e-9, atol=1e-9) for m, t in zip(mine, true, strict=True))
    return rest and bool(np.all(np.abs(mine[0][:, flat]) < 1e-9) and np.all(np.abs(mine[1][:, flat]) < 1e-9))


def _z(X: Array, by: Array, ddof: int = 0) -> Array:
    return np.asarray((X - by.mean(axis=0)) / by.std(axis=0, ddof=ddof))


def _by(train: Any, test: Any, ddof: int = 0) -> Any:
    """Return the mistake of taking the statistics of other sets."""
    return lambda a, b: (_z(a, train(a, b), ddof), _z(b, test(a, b), ddof))


def _first(a: Array, b: Array) -> Array:
    return a


def _second(a: Array, b: Array) -> Array:
    return b


def _both(a: Array, b: Array) -> Array:
    return np.vstack([a, b])


def _each(of: Any) -> Any:
    """Return the mistake of computing `of(X, X_train)` for either set."""
    return lambda a, b: (of(a, a), of(b, a))


MISTAKES = (
    ("leaks_test_set", _by(_both, _both)),
    ("leaks_test_set", _by(_both, _first)),
    ("leaks_test_set", _by(_first, _both)),
    ("leaks_test_set", _by(_both, _second)),
    ("leaks_test_set", _by(_both, _both, 1)),
    ("test_scaled_by_itself", _by(_first, _second)),
    ("test_scaled_by_itself", _by(_first, _second, 1)),
    ("test_scaled_by_itself", lambda a, b: (_z(a, a), (b - a.mean(axis=0)) / b.std(axis=0))),
    ("test_scaled_by_itself", lambda a, b: (_z(a, a), (b - b.mean(axis=0)) / a.std(axis=0))),
    ("fitted_on_test_set", _by(_second, _second)),
    ("fitted_on_test_set", _by(_second, _first)),
    ("divides_by_n_minus_1", _by(_first, _first, 1)),
    ("statistics_of_everything", _each(lambda X, by: (X - by.mean()) / by.std())),
    ("statistics_of_everything", lambda a, b: ((a - a.mean()) / a.std(), (b - b.mean()) / b.std())),
    ("statistics_of_everything", _each(lambda X, by: (X - by.mean(axis=0)) / by.std())),
    ("statistics_of_everything", _each(lambda X, by: (X - by.mean()) / by.std(axis=0))),
    ("statistics_of_rows", lambda a, b: tuple((X.T - X.mean(axis=1)).T / X.std(axis=1)[:, None] for X in (a, b))),
    ("divides_by_variance", _each(lambda X, by: (X - by.mean(axis=0)) / by.var(axis=0))),
    ("only_centres", _each(lambda X, by: X - by.mean(axis=0))),
    ("only_scales", _each(lambda X, by: X / by.std(axis=0))),
    ("divides_before_subtracting", _each(lambda X, by: X / by.std(axis=0) - by.mean(axis=0))),
    ("divides_before_subtracting", _each(lambda X, by: X - by.mean(axis=0) / by.std(axis=0))),
    ("scales_to_range", _each(lambda X, by: (X - by.min(axis=0)) / np.ptp(by, axis=0))),
    ("scales_to_range", _each(lambda X, by: (X - by.mean(axis=0)) / np.ptp(by, axis=0))),
    ("divides_by_length", _each(lambda X, by: (X - by.mean(axis=0)) / np.linalg.norm(by - by.mean(axis=0), axis=0))),
    ("centres_at_median", _each(lambda X, by: (X - np.median(by, axis=0)) / by.std(axis=0))),
    ("sign_flipped", _each(lambda X, by: (by.mean(axis=0) - X) / by.std(axis=0))),
    ("sign_flipped", _each(lambda X, by: (X + by.mean(axis=0)) / by.std(axis=0))),
    ("test_left_as_it_is", lambda a, b: (_z(a, a), b)),
    *(
        ("constant_added", _each(lambda X, by, eps=eps: (X - by.mean(axis=0)) / (by.std(axis=0) + eps)))
        for eps in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
    ),
    *(
        ("constant_added", _each(lambda X, by, eps=eps: (X - by.mean(axis=0)) / np.sqrt(by.var(axis=0) + eps)))
        for eps in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
    ),
)

A = np.array([[1.0, -2.0, 4.0], [2.5, 0.5, 3.0], [4.0, 1.0, -1.5], [0.25, 6.0, 2.0], [3.0, 3.5, 0.75]])
B = np.array([[2.0, 5.0, -3.0], [6.0, -1.0, 0.5], [-2.5, 2.0, 8.0]])
FLAT = np.array([[2.0, 1.0], [2.0, 3.0], [2.0, 8.0], [2.0, -4.0]])

TOPIC = Plain(
    name="standardise",
    formula="standardise(X_train, X_test) = both sets less the mean of X_train, divided by its standard deviation",
    names=r"standardi[sz]|z_?scor|scale_(features|train|data|columns|both)|feature_scal|standard_scal",
    given=(
        Given("X_train", "mp", "train xtrain x_tr train_x a fit_on x x1 training train_data train_set"),
        Given(
            "X_test",
            "np",
            "test xtest x_te test_x b apply_to new x_new x2 x_val testing test_data test_set",
            optional=True,
        ),
    ),
    exact=exact,
    readings=(
        Reading(
            "two sets", "both scaled by the mean and the standard deviation (ddof=0) of the first", takes=("X_test",)
        ),
        Reading(
            "one set",
            "each column less its mean, divided by its standard deviation (ddof=0)",
            exact=lambda a, b: exact(a, a)[0],
            mistakes=tuple((code, lambda a, b, f=f: f(a, a)[0]) for code, f in MISTAKES if "test" not in code),
            given=lambda a, b: (a, None),
            takes=(),
        ),
    ),
    examples=(
        Example("usual", (A, B)),
        Example("usual", (B, A[:4])),
        Example("usual", (A[:, :2] - 3.0, B[:, 1:])),
        Example("square", (A[:3], B)),
        Example("integer", (np.array([[1, 5], [3, -2], [8, 0]]), np.array([[2, 2], [4, 1]]))),
        Example("one row to test", (A, B[:1]), "fails_one_row"),
        Example("a single column", (A[:, :1], B[:, :1]), "fails_single_column"),
        Example("columns far from 0", (A + 1e8, B + 1e8), "cancellation", "cancellation", tolerance=1e-6),
        Example("columns of small spread", (A * 1e-9, B * 1e-9), "constant_added", tolerance=1e-7),
        Example("a constant column", (FLAT, np.array([[2.0, 1.0], [2.0, 5.0]])), "constant_column", "divides_by_zero"),
        Example("a constant column", (FLAT, np.array([[2.5, 1.0], [1.0, 5.0]])), "constant_column", "divides_by_zero"),
    ),
    mistakes=MISTAKES,
    causes={
        "leaks_test_set": Cause(
            "wrong",
            "The mean and the standard deviation are taken over training and test set together: a leak. What is "
            "learnt must come from the training set alone, or the test is no test.",
        ),
        "test_scaled_by_itself": Cause(
            "wrong",
            "The test set is scaled by its own mean or standard deviation, so equal values of the two sets become "
            "different numbers (and one new sample could not be scaled at all). Use those of the training set.",
        ),
        "fitted_on_test_set": Cause("wrong", "The statistics are the test set's; they must be the training set's."),
        "divides_by_n_minus_1": Cause(
            "wrong", "The standard deviation divides by n - 1 (ddof=1); this one divides by n, as StandardScaler does."
        ),
        "statistics_of_everything": Cause(
            "wrong", "One mean or standard deviation of the whole matrix is used; each column has its own: axis=0."
        ),
        "statistics_of_rows": Cause("wrong", "Each row is scaled; a feature is a column: axis=0."),
        "divides_by_variance": Cause("wrong", "It divides by the variance; its square root is the standard deviation."),
        "only_centres": Cause("wrong", "The mean is subtracted; the division by the standard deviation is missing."),
        "only_scales": Cause("wrong", "It divides by the standard deviation, but the mean is not subtracted."),
        "divides_before_subtracting": Cause("wrong", "Parentheses are missing: (x - mean) / sd, not x - mean / sd."),
        "scales_to_range": Cause("wrong", "It divides by the range (max - min), not by the standard deviation."),
        "divides_by_length": Cause(
            "wrong", "It divides by the length of the column: the 1/n under the root is missing."
        ),
        "centres_at_median": Cause("wrong", "The median is subtracted; the mean was asked for."),
        "test_left_as_it_is": Cause("wrong", "The test set comes back unscaled."),
        "constant_added": Cause(
            "wrong",
            "A small constant is added to the standard deviation, or is what it is compared with: digits are lost, or "
            "columns of small spread are flattened. Divide by 1 where the standard deviation is 0, and leave it alone "
            "elsewhere.",
        ),
        "constant_column": Cause(
            "fragile", "A column that is constant in the training set does not become 0: divide by 1 where sd is 0."
        ),
        "divides_by_zero": Cause(
            "fragile",
            "A column that is constant in the training set has standard deviation 0: 0/0 is nan. Divide by 1 there.",
        ),
        "fails_one_row": Cause("fragile", "A test set of one row fails."),
        "fails_single_column": Cause("fragile", "Sets of one column fail."),
    },
    edits={
        "leaks_test_set": ("other_argument",),
        "test_scaled_by_itself": ("other_argument",),
        "fitted_on_test_set": ("other_argument",),
        "divides_by_n_minus_1": ("drop_ddof",),
        "statistics_of_everything": ("add_axis",),
        "statistics_of_rows": ("add_axis",),
        "centres_at_median": ("mean_for_median",),
        "constant_added": ("drop_constant",),
        "sign_flipped": ("swap_difference", "plus_minus"),
    },
    everyday=lambda a, b: bool(np.all(np.ptp(a, axis=0) > 0.05 * np.max(np.abs(a), axis=0))),
    accepts=accepts,
    sizes={"m": (2, 4), "n": (1, 3), "p": (1, 3)},
    dials=(Dial(("cancellation",), "an offset of {}", lambda t: (A + t, B + t)),),
    cost=lambda n: (np.linspace(0.0, 1.0, 2 * n).reshape(n, 2) ** 2, np.ones((4, 2))),
    textbook=lambda a, b: (_z(a, a), _z(a if b is None else b, a)),
    grows_with="the number of rows",
).topic()
