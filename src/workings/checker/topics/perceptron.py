"""Rosenblatt's perceptron, sample after sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

# Says by how much w and b move, given the score and the label.
Rule = Callable[[float, float], float]


def run(X: Array, y: Array, epochs: int, rule: Rule, *, bias: bool = True, **how: Any) -> tuple[Array, float]:
    """Go through the samples, and move w and b by `rule(score, label)` times the sample and 1."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        seen = (w, b)
        for i in range(len(y))[:: -1 if how.get("backwards") else 1]:
            v, c = seen if how.get("batch") else (w, b)
            by = rule(float(X[i] @ v + c * how.get("uses", 1)), float(y[i]))
            w = w + by * X[i]
            b += by * how.get("scale", 1.0) if bias else 0.0
            if by and how.get("first_only"):
                break
    return w, b


def mistaken(score: float, label: float) -> float:
    """Labels -1 and 1; a score of 0 is a mistake."""
    return label if label * score <= 0 else 0.0


def lenient(score: float, label: float) -> float:
    """Labels -1 and 1; a score of 0 counts as class 1."""
    return label if label != (1.0 if score >= 0 else -1.0) else 0.0


def mistaken01(score: float, label: float) -> float:
    """Labels 0 and 1; a score of 0 counts as class 0."""
    return label - (1.0 if score > 0 else 0.0)


def lenient01(score: float, label: float) -> float:
    """Labels 0 and 1; a score of 0 counts as class 1."""
    return label - (1.0 if score >= 0 else 0.0)


def _exact(rule: Rule, parts: str) -> Any:
    def exact(X: Array, y: Array, epochs: int) -> Any:
        w, b = run(X.astype(float), y, epochs, rule, bias=parts != "w")
        return (w, b) if parts == "w, b" else w if parts == "w" else np.r_[b, w]

    return exact


def mistakes(rule: Rule, parts: str = "w, b") -> tuple[tuple[str, Any], ...]:
    """Return the ways of going wrong that differ from this rule."""

    def told(**how: Any) -> Any:
        mine = how.pop("rule", rule)
        epochs = how.pop("epochs", lambda n: n)

        def answer(X: Array, y: Array, n: int) -> Any:
            w, b = run(X, y, epochs(n), mine, **{"bias": parts != "w", **how})
            return (w, b) if parts == "w, b" else w if parts == "w" else np.r_[b, w]

        return answer

    return (
        ("never_learns", told(rule=lambda s, t: t if t * s < 0 else 0.0)),
        ("updates_right_samples", told(rule=lambda s, t: t)),
        ("updates_right_samples", told(rule=lambda s, t: t if t * s >= 0 else 0.0)),
        ("zero_counts_as_right", told(rule=lenient)),
        ("zero_counts_as_right", told(rule=lambda s, t: t if t != (1.0 if s > 0 else -1.0) else 0.0)),
        ("sign_flipped", told(rule=lambda s, t: -rule(s, t))),
        ("forgets_bias", told(bias=False)),
        ("bias_not_used", told(uses=0)),
        ("updates_per_epoch", told(batch=True)),
        ("one_epoch_only", told(epochs=lambda n: 1)),
        ("one_step_too_many", told(epochs=lambda n: n + 1)),
        ("one_step_too_few", told(epochs=lambda n: n - 1)),
        ("first_mistake_only", told(first_only=True)),
        ("goes_backwards", told(backwards=True)),
        ("adds_one", told(rule=lambda s, t: 1.0 if rule(s, t) else 0.0)),
        ("double_step", told(rule=lambda s, t: 2.0 * rule(s, t))),
        ("double_step", told(rule=lambda s, t: 0.5 * rule(s, t))),
        ("double_step", told(rule=lambda s, t: t - (1.0 if s >= 0 else -1.0))),
        ("double_step", told(rule=lambda s, t: t - (1.0 if s > 0 else -1.0))),
        ("double_step", told(rule=lambda s, t: t - np.sign(s))),
        *(("learning_rate", told(rule=lambda s, t, c=c: c * rule(s, t))) for c in (0.1, 0.01, 0.001)),
        ("delta_rule", told(rule=lambda s, t: t - s)),
        ("labels_of_zero", told(rule=lenient01)),
        ("labels_of_zero", told(rule=mistaken01)),
        ("labels_of_minus_one", told(rule=mistaken)),
        ("bias_sign_flipped", told(scale=-1.0)),
    )


X = np.array([[2.0, 1.0], [-1.0, 1.5], [0.5, -2.0], [-1.5, -0.5], [1.0, 3.0], [-0.25, 0.5]])
Y = np.array([1.0, -1.0, 1.0, -1.0, -1.0, 1.0])
X3 = np.array([[1.0, 0.5, -1.0], [-0.5, 2.0, 1.0], [1.5, -1.0, 0.25], [2.0, 1.0, 0.5], [-1.0, -1.0, 2.0]])
Y3 = np.array([-1.0, 1.0, -1.0, 1.0, 1.0])
_01 = lambda X, y, n: (X, (y + 1) / 2, n)  # noqa: E731


def readings() -> tuple[Reading, ...]:
    """Return a reading for each kind of labels, of ties and of answers: the plain one first."""
    kinds = (
        ("labels -1 and 1", "a score of 0 is a mistake", mistaken, None, r"-1"),
        ("labels -1 and 1, 0 is class 1", "a score of 0 counts as class 1", lenient, None, ""),
        ("labels 0 and 1", "a score of 0 counts as class 1", lenient01, _01, ""),
        ("labels 0 and 1, 0 is class 0", "a score of 0 counts as class 0", mistaken01, _01, ""),
    )
    forms = (
        ("w, b", "", "w and b come back"),
        ("w", ", w alone", "X is used as it is"),
        ("b w", ", b before w", "one vector, b before w"),
    )
    return tuple(
        Reading(
            name + suffix,
            f"{ties}; {told}",
            exact=_exact(rule, parts),
            mistakes=mistakes(rule, parts),
            given=given,
            asks=r"(?s)^(?!.*counts as)(?=.*-1)(?=.*(\bbias\b|\bintercept\b|\(w, b\)))"
            if asks and parts == "w, b"
            else "",
        )
        for parts, suffix, told in forms
        for name, ties, rule, given, asks in kinds
    )


TOPIC = Plain(
    name="perceptron",
    formula="perceptron(X, y, n_epochs) = (w, b); for each mistaken sample, y (x @ w + b) <= 0: w += y x, b += y",
    names=r"perceptron(?!_(predict|loss|layer|network|score))",
    given=(
        Given("X", "np", "x features data inputs x_train samples"),
        Given("y", "n", "t target targets labels y_train", [1.0, -1.0, -1.0, 1.0]),
        Given(
            "n_epochs",
            also="epochs n_iter max_iter iterations passes num_epochs n_passes steps n_iterations max_epochs",
            values=[2, 1, 3],
        ),
    ),
    exact=_exact(mistaken, "w, b"),
    readings=readings(),
    examples=(
        Example("usual", (X, Y, 3)),
        Example("usual", (X3, Y3, 2)),
        Example("usual", (X[::-1] * 0.5, -Y, 4)),
        Example("telling", (X, Y, 1)),
        Example("telling", (np.array([[1.0, -1.0], [1.0, 1.0]]), np.array([1.0, -1.0]), 2)),
        Example("integer", (np.array([[1, 2], [-1, 1], [0, -2]]), np.array([1, -1, -1]), 2)),
        Example("one sample", (X[:1], Y[:1], 2), "fails_single_element"),
        Example(
            "data that a line parts",
            (np.array([[2.0, 1.0], [3.0, 2.0], [-1.0, -2.0]]), np.array([1.0, 1.0, -1.0]), 10),
            "differs",
        ),
    ),
    causes={
        "updates_right_samples": Cause("wrong", "Samples that are classified right move w as well; only mistakes may."),
        "never_learns": Cause(
            "wrong",
            "w and b stay 0 whatever the samples are. An update, if there is one, never happens: at w = 0 every "
            "score is 0, and y * 0 < 0 is false; use <= 0.",
        ),
        "zero_counts_as_right": Cause(
            "wrong", "A score of exactly 0 counts as right for one of the classes; it is a mistake for either."
        ),
        "forgets_bias": Cause("wrong", "The bias stays 0: at a mistake b must move too, by y."),
        "bias_not_used": Cause("wrong", "The bias moves, but the score does not use it: x @ w + b."),
        "bias_sign_flipped": Cause("wrong", "The bias moves the wrong way: b + y, like w + y x."),
        "updates_per_epoch": Cause(
            "wrong",
            "The mistakes of a whole epoch are judged by the old w; each must be mended before the next is judged.",
        ),
        "one_epoch_only": Cause("wrong", "It ends after the first epoch: the return stands inside the loop."),
        "first_mistake_only": Cause("wrong", "Each epoch ends at its first mistake; go on to the next sample."),
        "goes_backwards": Cause("wrong", "The samples are taken from the last to the first."),
        "adds_one": Cause("wrong", "x is added whatever the class; y x must be, so that class -1 subtracts it."),
        "double_step": Cause(
            "wrong",
            "Each mistake moves w by twice (or half) of y x: y minus the prediction is 2 or -2 for labels -1, 1.",
        ),
        "learning_rate": Cause("wrong", "Each step is multiplied by a learning rate; it is 1 here."),
        "delta_rule": Cause("wrong", "The step is proportional to y - score: that is the delta rule (Adaline)."),
    },
    edits={
        "never_learns": ("flip_comparison",),
        "zero_counts_as_right": ("flip_comparison",),
        "updates_right_samples": ("flip_comparison",),
        "forgets_bias": ("plus_minus",),
        "one_epoch_only": ("dedent_return",),
        "double_step": ("drop_scale",),
        "sign_flipped": ("plus_minus", "flip_comparison"),
        "bias_sign_flipped": ("plus_minus",),
    },
    sizes={"n": (1, 4), "p": (1, 3)},
    valid=lambda X, y, n: int(n) == n,
    untried=("complex numbers", "sparse matrices", "shuffled samples"),
).topic()
