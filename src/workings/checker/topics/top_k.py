"""The places of the k largest scores, the largest first."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(scores: Array, k: int) -> Array:
    """Sort pairs; of equal scores the earlier place first."""
    order = sorted(range(len(scores)), key=lambda i: (-float(scores[i]), i))
    return np.array(order[: int(k)])


def accepts(answer: Any, scores: Array, k: int) -> bool:
    """Equal scores may come in any order."""
    places = np.asarray(answer).ravel()
    right = places.shape == (int(k),) and len(set(places.tolist())) == int(k)
    if not right or places.dtype.kind not in "iuf" or not np.all((places >= 0) & (places < len(scores))):
        return False
    return bool(np.array_equal(scores[places.astype(int)], scores[exact(scores, k)]))


MISTAKES = (
    ("smallest_first", lambda s, k: np.argsort(s)[: int(k)]),
    ("ascending", lambda s, k: np.argsort(s)[-int(k) :]),
    ("in_order_of_place", lambda s, k: np.sort(np.argsort(s)[-int(k) :])),
    ("returns_scores", lambda s, k: np.sort(s)[::-1][: int(k)]),
    ("returns_scores", lambda s, k: np.sort(s)[-int(k) :]),
    ("returns_scores", lambda s, k: np.sort(s)[: int(k)]),
    ("returns_ranks", lambda s, k: np.argsort(np.argsort(-s))[: int(k)]),
    ("returns_ranks", lambda s, k: np.argsort(np.argsort(s))[: int(k)]),
    ("returns_all", lambda s, k: np.argsort(-s)),
    ("returns_all", lambda s, k: np.argsort(s)),
    ("one_too_few", lambda s, k: np.argsort(-s)[: int(k) - 1]),
    ("one_too_many", lambda s, k: np.argsort(-s)[: int(k) + 1]),
    ("skips_the_first", lambda s, k: np.argsort(-s)[1 : int(k) + 1]),
    ("skips_the_first", lambda s, k: np.argsort(s)[-1 : -int(k) - 1 : -1] - 1),
    ("takes_absolute_values", lambda s, k: np.argsort(-np.abs(s))[: int(k)]),
    ("counts_from_one", lambda s, k: exact(s, k) + 1),
    ("first_k_only", lambda s, k: np.arange(int(k))),
    ("first_k_only", lambda s, k: np.argsort(-s[: int(k)])),
    ("last_k_of_first_sort", lambda s, k: np.argsort(s[::-1])[-int(k) :][::-1]),
    ("returns_mask", lambda s, k: s >= np.sort(s)[-int(k)]),
)

S = np.array([0.5, 2.25, -1.0, 4.0, 3.5, -3.75, 0.25])

TOPIC = Plain(
    name="top_k",
    formula="top_k(scores, k) = the places of the k largest scores, the largest first",
    names=r"(^|_)top_?(k|n)(_|$|\d)|(k|n)_(largest|best|highest)|arg_?top|(largest|highest|best)_(k|n|indices|places)",
    given=(
        Given("scores", "n", "score x values a s v array arr"),
        Given("k", "", "n count how_many number m top", [1, 2, 3]),
    ),
    exact=exact,
    readings=(Reading("places", "the places (counted from 0) of the k largest, the largest first"),),
    examples=(
        Example("usual", (S, 3)),
        Example("usual", (np.array([1.5, -2.0, 6.0, 0.25, 2.5]), 2)),
        Example("usual", (-S[::-1] * 1.25 + 0.5, 4)),
        Example("telling", (np.array([-4.0, 1.0, -2.0]), 2)),
        Example("integer", (np.array([3, 9, 1, 7]), 2)),
        Example("all of them", (S, 7), "fails_all"),
        Example("k = 1", (S, 1), "fails_one"),
        Example("equal scores", (np.array([1.0, 3.0, 3.0, 0.5, 3.0, 1.0]), 4), "fails_equal_scores"),
        Example("unsigned whole numbers", (np.array([3, 0, 9, 7], dtype=np.uint8), 4), "negates_unsigned"),
        Example("infinite scores", (np.array([1.0, -np.inf, np.inf, 2.0]), 4), "fails_infinite", "fails_infinite"),
    ),
    mistakes=MISTAKES,
    causes={
        "smallest_first": Cause("wrong", "argsort goes up: its first k places are those of the smallest scores."),
        "ascending": Cause("wrong", "The right places, but the largest comes last. Turn them round: [::-1]."),
        "in_order_of_place": Cause("wrong", "The right places, but not in the order of their scores."),
        "returns_scores": Cause("wrong", "The scores come back; asked for are their places (argsort, not sort)."),
        "returns_ranks": Cause("wrong", "What comes back are ranks of scores; asked for are places."),
        "returns_all": Cause("wrong", "All the places come back; only k are asked for."),
        "one_too_few": Cause("wrong", "One place is missing."),
        "one_too_many": Cause("wrong", "There is one place too many."),
        "skips_the_first": Cause("wrong", "The largest itself is left out: places are counted from 0."),
        "takes_absolute_values": Cause("wrong", "The sign is lost: -5 counts as large."),
        "counts_from_one": Cause("wrong", "Places are counted from 1; NumPy counts from 0."),
        "first_k_only": Cause("wrong", "Only the first k scores are looked at."),
        "last_k_of_first_sort": Cause("wrong", "Places in the reversed array come back; they are not those of scores."),
        "returns_mask": Cause("wrong", "A mask comes back (True for each large one); asked for are places, in order."),
        "fails_all": Cause("fragile", "With k equal to the number of scores all the places should come back."),
        "fails_one": Cause("fragile", "k = 1 fails: an array of one place is right."),
        "fails_equal_scores": Cause(
            "fragile", "Equal scores share a place, or some are lost: k different places should come back."
        ),
        "negates_unsigned": Cause(
            "fragile",
            "-scores of an unsigned type wraps: -0 is 0, which then is the smallest and comes first. Sort up, then "
            "turn round: argsort(scores)[::-1].",
        ),
        "fails_infinite": Cause("fragile", "Infinite scores have a place in the order too."),
    },
    edits={"smallest_first": ("negate",)},
    accepts=accepts,
    valid=lambda s, k: 1 <= int(k) <= len(s),
    everyday=lambda s, k: len(np.unique(s)) == len(s),
    sizes={"n": (1, 6)},
    cost=lambda n: (np.cos(np.arange(n) * 2.0), 5),
    textbook=lambda s, k: np.argsort(s)[::-1][: int(k)],
    grows_with="the number of scores",
).topic()
