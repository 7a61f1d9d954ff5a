"""The gini impurity of a node, from the counts of its classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.topics._impurity import as_labels, counts_of, entropy, gini, shares
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def _mistakes(of: Any) -> Any:
    """Return the mistakes, made with the counts that `of` reads off the argument."""

    def on(formula: Any) -> Any:
        return lambda given: formula(of(given))

    return (
        ("probability_of_equals", on(lambda c: (shares(c) ** 2).sum())),
        ("sign_forgotten", on(lambda c: -gini(c))),
        ("not_shares", on(lambda c: 1 - (wide(c) ** 2).sum())),
        ("squares_forgotten", on(lambda c: 1 - shares(c).sum() + 0 * wide(c[0]))),
        ("squares_of_the_sum", on(lambda c: 1 - shares(c).sum() ** 2)),
        ("root_taken", on(lambda c: 1 - np.sqrt((shares(c) ** 2).sum()))),
        ("share_of_the_largest", on(lambda c: 1 - shares(c).max())),
        ("share_of_the_largest", on(lambda c: 1 - shares(c).max() ** 2)),
        ("entropy_instead", on(entropy)),
        ("entropy_instead", on(lambda c: entropy(c) * np.log(np.longdouble(2)))),
        ("mean_over_classes", on(lambda c: 1 - (shares(c) ** 2).mean())),
        ("mean_over_classes", on(lambda c: gini(c) / len(c))),
        ("one_class_only", on(lambda c: 2 * shares(c)[0] * (1 - shares(c)[0]))),
        ("one_class_only", on(lambda c: shares(c)[0] * (1 - shares(c)[0]))),
        ("one_class_only", on(lambda c: 2 * shares(c)[-1] * (1 - shares(c)[-1]))),
        ("without_replacement", on(lambda c: gini(c) * wide(c).sum() / (wide(c).sum() - 1))),
        ("times_the_samples", on(lambda c: gini(c) * wide(c).sum())),
        ("scaled_to_one", on(lambda c: gini(c) / (1 - 1 / wide(len(c))))),
        ("half_of_it", on(lambda c: gini(c) / 2)),
        ("half_of_it", on(lambda c: gini(c) * 2)),
        ("not_summed", on(lambda c: 1 - shares(c) ** 2)),
        ("not_summed", on(lambda c: shares(c) * (1 - shares(c)))),
    )


TOPIC = Plain(
    name="gini",
    formula="gini(counts) = 1 - sum(p^2), p = counts / sum(counts)",
    names=r"(^|_)gini(?!_(split|gain|coefficient|index_of))",
    given=(Given("counts", "n", "c n_k y labels k class_counts values node", [3, 1, 4, 2, 5, 7]),),
    exact=gini,
    readings=(
        Reading("counts", "from the counts of the classes"),
        Reading(
            "labels",
            "from the labels of the samples",
            exact=lambda y: gini(counts_of(y)),
            mistakes=_mistakes(counts_of),
            given=as_labels,
            asks=r"\blabels\b",
        ),
    ),
    examples=(
        Example("usual", (np.array([5, 2, 9]),)),
        Example("usual", (np.array([3, 4]),)),
        Example("usual", (np.array([1, 7, 2, 3]),)),
        Example("telling", (np.array([40, 7, 13, 1, 22]),)),
        Example("a class with no samples", (np.array([6, 0, 3]),), "fails_empty_class", "fails_empty_class"),
        Example("a pure node", (np.array([0, 8, 0]),), "fails_pure_node", "fails_pure_node"),
        Example("a single class", (np.array([4]),), "fails_pure_node", "fails_pure_node"),
        Example("a node without samples", (np.array([0, 0, 0]),), "empty_node", "empty_node"),
    ),
    mistakes=_mistakes(lambda c: c),
    causes={
        "probability_of_equals": Cause("wrong", "This is how often two samples agree; take it from 1."),
        "sign_forgotten": Cause("wrong", "The sign is turned round: 1 - sum(p^2), not sum(p^2) - 1."),
        "not_shares": Cause("wrong", "Counts stand where shares belong: divide them by their sum first."),
        "squares_forgotten": Cause("wrong", "The shares are not squared; they always sum to 1."),
        "squares_of_the_sum": Cause("wrong", "The sum is squared; square each share, then sum."),
        "root_taken": Cause("wrong", "There is a root too many: sum the squares, and take them from 1."),
        "share_of_the_largest": Cause("wrong", "Only the most frequent class counts; gini sums over all classes."),
        "entropy_instead": Cause("wrong", "This is the entropy, and not the gini impurity, 1 - sum(p^2)."),
        "mean_over_classes": Cause("wrong", "There is a mean over the classes; sum them."),
        "one_class_only": Cause("wrong", "Only one class is looked at, which is enough for two classes at most."),
        "without_replacement": Cause(
            "wrong", "Multiplied by n / (n - 1): for two samples drawn without replacement. Trees draw with it."
        ),
        "times_the_samples": Cause("wrong", "Multiplied by the number of samples: gini is about one node's shares."),
        "scaled_to_one": Cause("wrong", "Scaled so that equal shares give 1; that is not asked for."),
        "half_of_it": Cause("wrong", "A factor of 2 is missing, or too many."),
        "not_summed": Cause("wrong", "One number for each class comes back: sum them."),
        "fails_empty_class": Cause("fragile", "A class with no samples fails; its share is 0."),
        "fails_pure_node": Cause("fragile", "A node of one class fails; its impurity is 0."),
        "empty_node": Cause("fragile", "Without samples the shares are 0 / 0. Answer 0 there."),
    },
    digits=1e-9,
    valid=lambda counts: bool(np.all(np.asarray(counts) >= 0)),
    everyday=lambda counts: len(counts) > 1 and min(counts) > 0,
    sizes={"n": (2, 5)},
    cost=lambda n: (np.arange(n) % 7 + 1,),
    textbook=lambda c: 1 - np.sum((c / c.sum()) ** 2),
    grows_with="the number of classes",
).topic()
