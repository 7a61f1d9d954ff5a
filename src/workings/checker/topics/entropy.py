"""The entropy of the classes in a node, from their counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.topics._impurity import as_labels, counts_of, entropy, gini, shares
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

LN2 = np.log(np.longdouble(2))


def _mistakes(unit: Any, of: Any) -> Any:
    """Return the mistakes in units of `unit` bits, made with the counts that `of` reads off the argument."""

    def on(formula: Any) -> Any:
        return lambda given: formula(of(given))

    return (
        ("sign_forgotten", on(lambda c: -entropy(c) * unit)),
        ("not_shares", on(lambda c: -(wide(c[c > 0]) * np.log2(wide(c[c > 0]))).sum() * unit)),
        ("logarithm_alone", on(lambda c: -np.log2(shares(c)).sum() * unit)),
        ("logarithm_of_counts", on(lambda c: -(shares(c) * np.log2(wide(c[c > 0]))).sum() * unit)),
        ("share_of_the_largest", on(lambda c: 1 - shares(c).max())),
        ("share_of_the_largest", on(lambda c: -np.log2(shares(c).max()) * unit)),
        ("gini_instead", on(gini)),
        ("mean_over_classes", on(lambda c: entropy(c) * unit / len(c))),
        ("scaled_to_one", on(lambda c: entropy(c) / np.log2(wide(len(c))))),
        ("times_the_samples", on(lambda c: entropy(c) * unit * wide(c).sum())),
        ("adds_one_to_counts", on(lambda c: entropy(c + 1) * unit)),
        ("not_summed", on(lambda c: -shares(c) * np.log2(shares(c)) * unit)),
    )


OTHER_BASE = (
    ("other_base", lambda c: entropy(c) * LN2),
    ("other_base", lambda c: entropy(c) * np.log10(np.longdouble(2))),
)
BITS = r"\bbits?\b|base.?(2|two)\b"
NATS = r"\bnats?\b|natural log"
LABELS = r"\blabels\b"

TOPIC = Plain(
    name="entropy",
    formula="entropy(counts) = -sum(p * log2(p)), p = counts / sum(counts), in bits; 0 * log(0) = 0",
    names=r"(?<!cross_)(?<!cross)(?<!max_)(?<!relative_)entropy(?!_(split|gain))",
    given=(Given("counts", "n", "c n_k y labels k class_counts values node", [3, 1, 4, 2, 5, 7]),),
    exact=entropy,
    readings=(
        Reading("counts, in bits", "from the counts of the classes, by base 2", mistakes=None, asks=BITS),
        Reading(
            "counts, in nats",
            "from the counts of the classes, by natural logarithms",
            exact=lambda c: entropy(c) * LN2,
            mistakes=_mistakes(LN2, lambda c: c),
            asks=NATS,
        ),
        Reading(
            "labels, in bits",
            "from the labels of the samples, by base 2",
            exact=lambda y: entropy(counts_of(y)),
            mistakes=_mistakes(1.0, counts_of),
            given=as_labels,
            asks=LABELS,
        ),
        Reading(
            "labels, in nats",
            "from the labels of the samples, by natural logarithms",
            exact=lambda y: entropy(counts_of(y)) * LN2,
            mistakes=_mistakes(LN2, counts_of),
            given=as_labels,
            asks=LABELS,
        ),
    ),
    examples=(
        Example("usual", (np.array([5, 2, 9]),)),
        Example("usual", (np.array([3, 4]),)),
        Example("usual", (np.array([1, 7, 2, 3]),)),
        Example("telling", (np.array([40, 7, 13, 1, 22]),)),
        Example("a class with no samples", (np.array([6, 0, 3]),), "log_of_zero", "log_of_zero"),
        Example("a pure node", (np.array([0, 8, 0]),), "log_of_zero", "log_of_zero"),
        Example("a single class", (np.array([4]),), "fails_single_class", "fails_single_class"),
        Example("a node without samples", (np.array([0, 0, 0]),), "empty_node", "empty_node"),
    ),
    mistakes=(*_mistakes(1.0, lambda c: c), *OTHER_BASE),
    causes={
        "other_base": Cause("wrong", "The logarithm has another base: bits are by base 2 (np.log2)."),
        "sign_forgotten": Cause("wrong", "The minus is missing: logarithms of shares are negative."),
        "not_shares": Cause("wrong", "Counts stand where shares belong: divide them by their sum first."),
        "logarithm_alone": Cause("wrong", "Each logarithm must be weighed by its share: p * log(p)."),
        "logarithm_of_counts": Cause("wrong", "The logarithm is of the counts; it belongs to the shares."),
        "share_of_the_largest": Cause("wrong", "Only the most frequent class counts; entropy sums over all classes."),
        "gini_instead": Cause("wrong", "This is the gini impurity, 1 - sum(p^2), and not the entropy."),
        "mean_over_classes": Cause("wrong", "The terms are averaged over the classes; they are to be summed."),
        "scaled_to_one": Cause("wrong", "Divided by log(number of classes): that is relative, not in bits."),
        "times_the_samples": Cause("wrong", "Multiplied by the number of samples: entropy is about one sample."),
        "adds_one_to_counts": Cause("wrong", "A number is added to the counts, which changes the shares."),
        "not_summed": Cause("wrong", "One number for each class comes back: sum them."),
        "log_of_zero": Cause(
            "fragile", "A class with no samples gives 0 * log(0) = nan. Its term is 0: leave out the zeros."
        ),
        "fails_single_class": Cause("fragile", "With a single class it fails; the entropy is 0."),
        "empty_node": Cause("fragile", "Without samples the shares are 0 / 0. Answer 0 there."),
    },
    edits={"sign_forgotten": ("negate", "plus_minus")},
    digits=1e-7,
    valid=lambda counts: bool(np.all(np.asarray(counts) >= 0)),
    everyday=lambda counts: len(counts) > 1 and min(counts) > 0,
    sizes={"n": (2, 5)},
    cost=lambda n: (np.arange(n) % 7 + 1,),
    textbook=lambda c: -np.sum(c / c.sum() * np.log2(c / c.sum())),
    grows_with="the number of classes",
).topic()
