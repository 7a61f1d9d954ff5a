"""Multinomial naive Bayes: priors of the classes and smoothed probabilities of the words, as logarithms."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def _counts(X: Array, y: Array) -> tuple[Any, Any]:
    classes = np.unique(y)
    sizes = wide([np.sum(y == c) for c in classes])
    return sizes, np.stack([wide(X)[y == c].sum(axis=0) for c in classes])


def exact(X: Array, y: Array, alpha: float) -> tuple[Any, Any]:
    """Count, smooth, divide, and take the logarithm last, with more digits than a float has."""
    sizes, counts = _counts(X, y)
    smooth = counts + np.longdouble(alpha)
    with np.errstate(divide="ignore"):
        return np.log(sizes / sizes.sum()), np.log(smooth) - np.log(smooth.sum(axis=1, keepdims=True))


def _words(of: Any) -> Any:
    """Return the right priors with other log-probabilities of the words."""

    def answer(X: Array, y: Array, alpha: float) -> tuple[Any, Any]:
        return exact(X, y, alpha)[0], of(_counts(X, y)[1], _counts(X, y)[0], alpha)

    return answer


def _priors(of: Any) -> Any:
    """Return other priors with the right log-probabilities of the words."""

    def answer(X: Array, y: Array, alpha: float) -> tuple[Any, Any]:
        return of(_counts(X, y)[0], _counts(X, y)[1]), exact(X, y, alpha)[1]

    return answer


def _log_shares(a: Any, axis: int = 1) -> Any:
    return np.log(a) - np.log(a.sum(axis=axis, keepdims=True))


MISTAKES = (
    ("no_smoothing", _words(lambda c, n, a: _log_shares(c))),
    ("smooths_above_only", _words(lambda c, n, a: np.log(c + a) - np.log(c.sum(axis=1, keepdims=True)))),
    ("smooths_above_only", _words(lambda c, n, a: np.log(c + a) - np.log(c.sum(axis=1, keepdims=True) + a))),
    ("smooths_above_only", _words(lambda c, n, a: np.log(c + a) - np.log(c.sum(axis=1, keepdims=True) + 2 * a))),
    ("smooths_above_only", _words(lambda c, n, a: np.log(c + a) - np.log(c.sum(axis=1, keepdims=True) + c.shape[1]))),
    ("smooths_above_only", _words(lambda c, n, a: np.log(c + a) - np.log(c.sum(axis=1, keepdims=True) + a * len(c)))),
    ("smooths_below_only", _words(lambda c, n, a: np.log(c) - np.log((c + a).sum(axis=1, keepdims=True)))),
    ("smooths_with_one", _words(lambda c, n, a: _log_shares(c + 1))),
    ("adds_to_the_shares", _words(lambda c, n, a: np.log(c / c.sum(axis=1, keepdims=True) + a))),
    ("divides_by_samples", _words(lambda c, n, a: np.log((c + a) / n[:, None]))),
    ("divides_by_samples", _words(lambda c, n, a: np.log((c + a) / (n[:, None] + 2 * a)))),
    ("divides_by_samples", _words(lambda c, n, a: np.log((c + a) / (n[:, None] + a * c.shape[1])))),
    ("normalises_words", _words(lambda c, n, a: _log_shares(c + a, axis=0))),
    ("normalises_words", _words(lambda c, n, a: np.log((c + a) / (c + a).sum()))),
    ("counts_presence", lambda X, y, a: exact((np.asarray(X) > 0).astype(float), y, a)),
    ("no_logarithm", lambda X, y, a: tuple(np.exp(part) for part in exact(X, y, a))),
    ("no_logarithm", _words(lambda c, n, a: (c + a) / (c + a).sum(axis=1, keepdims=True))),
    ("no_logarithm", _priors(lambda n, c: n / n.sum())),
    ("other_base", lambda X, y, a: tuple(part / np.log(2) for part in exact(X, y, a))),
    ("prior_of_words", _priors(lambda n, c: np.log(c.sum(axis=1) / c.sum()))),
    ("equal_priors", _priors(lambda n, c: np.full(len(n), -np.log(len(n))))),
    ("prior_not_divided", _priors(lambda n, c: np.log(n))),
)

X = np.array(
    [[3.0, 0.0, 1.0, 2.0], [0.0, 2.0, 2.0, 0.0], [1.0, 0.0, 4.0, 1.0], [2.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 5.0]]
)
Y = np.array([0, 1, 0, 1, 0])
Y3 = np.array([2, 0, 1, 2, 2])

TOPIC = Plain(
    name="multinomial_nb",
    formula="multinomial_nb(X, y, alpha) = (log(n_k / n), log((N_kj + alpha) / sum_j (N_kj + alpha)))",
    names=r"multinomial_?(nb|naive_?bayes)|naive_?bayes_?(multinomial|text|counts)|(train|fit)_?(multinomial_?)?(nb|naive_?bayes)",
    given=(
        Given("X", "nj", "x counts features data x_train documents", [0.0, 1.0, 2.0, 3.0]),
        Given("y", "n", "labels t target classes y_train", [0, 1, 2]),
        Given("alpha", also="smoothing a laplace k lam", values=[0.5, 1.0, 2.0]),
    ),
    exact=exact,
    readings=(Reading("counts in rows", "the logarithms of the priors and of the words' smoothed probabilities"),),
    examples=(
        Example("usual", (X, Y, 0.5)),
        Example("usual", (X, Y3, 2.0)),
        Example("usual", (X[:4, :3] + 1.0, np.array([1, 0, 1, 1]), 0.25)),
        Example("telling", (X, Y, 1.0)),
        Example("integer", (X.astype(np.int64), Y, 1)),
        Example("labels with gaps", (X, np.array([7, 3, 7, 3, 9]), 0.5), "labels_are_indices", "labels_are_indices"),
        Example("long documents", (1e15 * X, Y, 0.5), "log_of_product", "log_of_product"),
    ),
    mistakes=MISTAKES,
    causes={
        "no_smoothing": Cause(
            "wrong",
            "Counts are not smoothed: a word that a class never held has probability 0, its logarithm is -inf, and one "
            "such word rules the class out whatever else the text says.",
        ),
        "smooths_above_only": Cause(
            "wrong",
            "alpha is added to each count, but the divisor is not the sum of what is then divided: it must grow by "
            "alpha for every word, or the shares do not add up to 1.",
        ),
        "smooths_below_only": Cause("wrong", "alpha is in the divisor only; it belongs to every count, too."),
        "smooths_with_one": Cause("wrong", "1 is added to the counts, whatever alpha is."),
        "adds_to_the_shares": Cause("wrong", "alpha is added to the shares; add it to the counts, then divide."),
        "divides_by_samples": Cause(
            "wrong",
            "The counts are divided by the number of samples. A sample holds many words: divide by their number.",
        ),
        "normalises_words": Cause("wrong", "The shares add up along the wrong axis: within each class they must be 1."),
        "counts_presence": Cause("wrong", "A word that stands in a text three times counts three; here it counts one."),
        "no_logarithm": Cause("wrong", "Probabilities come back where their logarithms were asked for."),
        "other_base": Cause("wrong", "The logarithm is to another base than e."),
        "prior_of_words": Cause("wrong", "The prior is a class's share of the samples, not of the words."),
        "equal_priors": Cause("wrong", "All priors are equal; they are the classes' shares of the samples."),
        "prior_not_divided": Cause("wrong", "The prior is the logarithm of a share: divide by the number of samples."),
        "labels_are_indices": Cause(
            "fragile",
            "The labels are taken for 0, 1, 2, ...: with others an index is out of range, or classes that do not exist "
            "come back. np.unique(y) has those that there are.",
        ),
        "log_of_product": Cause("fragile", "Products of many factors overflow; add logarithms."),
    },
    edits={"normalises_words": ("other_axis",)},
    valid=lambda X, y, alpha: bool(np.min(X) >= 0 and alpha > 0 and len(np.unique(y)) > 1),
    everyday=lambda X, y, alpha: bool(np.array_equal(np.unique(y), np.arange(len(np.unique(y))))),
    sizes={"n": (2, 5), "j": (1, 4)},
    cost=lambda n: (np.tile([1.0, 0.0, 2.0], (n, 1)), np.arange(n) % 2, 1.0),
).topic()
