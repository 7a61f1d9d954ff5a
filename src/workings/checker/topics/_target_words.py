"""What the words of a loss tell: which argument is which, what the scores are, and what is done over the samples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workings.checker.intents import Clues
from workings.checker.lab import Lab
from workings.checker.model import Intent, Topic
from workings.checker.topics._targets import COLUMNS, LAST, VARIABLES

# What people call the targets; "y" is the targets unless the other argument is called by one of these.
_TARGETS = re.compile(
    r"(.*_)?(true|truth|labels?|targets?|gt|gold|actual|one_?hots?|hot|index|indices|idx|class|classes|t|ts)$"
    r"|(onehot|label|target|correct|true)_.*"
)
_INDICES = re.compile(r"(.*_)?(labels?|index|idx|indices|class_index|target_index|class|classes)$")
_ONE_HOT = re.compile(r"(.*_)?(one_?hots?|oh|hot)$|one_?hot_.*")
_LOGITS = re.compile(r"(.*_)?(logits?|scores?|z|zs|x|outputs?|o)$")
_SHARES = re.compile(
    r"(.*_)?(p|ps|q|probs?|proba|probabilit(y|ies)|pred|preds|predictions?|predicted|hat|softmax|a\d?|al)$"
    r"|y_?hats?|ypred|softmax_.*|prob_.*"
)
_DIVIDES = re.compile(
    r"\.mean\(|\bmean\(|average\(|/\s*(float\()?\s*len\(|/\s*\w+\.shape\[0\]"
    r"|/\s*(n|m|N|batch_?size|num_samples|n_samples|num_examples)\b"
)
_ALL_SUMS = re.compile(r"\bsums?\b|\btotal|\badd(s|ed)\b|not (averaged|divided)|undivided")
_COLUMN_COUNT = re.compile(
    r"\b(n|m|N|batch_?size|num_samples|n_samples|num_examples)\s*=\s*(float\()?\w+\.shape\[(1|-1)\]"
    r"|\b\w+\s*,\s*(n|m|N|batch_?size|num_samples|n_samples)\s*=\s*\w+\.shape"
)


def targets_come_first(names: Sequence[str]) -> bool | None:
    """Return whether the first of two parameters is the targets; None if the names do not tell.

    >>> targets_come_first(["y_true", "y_pred"]), targets_come_first(["p", "y"]), targets_come_first(["a", "b"])
    (True, False, None)
    """
    if len(names) < 2:
        return None
    strong = [bool(_TARGETS.match(name)) for name in names[:2]]
    if strong[0] != strong[1]:
        return strong[0]
    weak = [name == "y" for name in names[:2]]
    return weak[0] if weak[0] != weak[1] and not any(strong) else None


def penalty(intent: Intent, clues: Clues, faults: float) -> float:
    """Return how badly an intent fits the names of the parameters and the words of the docstring."""
    first, kind, how = intent.name.split(", ")[:3]
    names = list(clues.parameters[:2])
    swapped = intent.name.endswith(LAST)
    cost = 0.3 * swapped
    known = targets_come_first(names)
    if known is not None and known != swapped:
        said = any(_TARGETS.match(n) or _SHARES.match(n) or _LOGITS.match(n) for n in names)
        cost += 4.0 if said else 1.5
    if len(names) == 2:
        scores, targets = names[::-1] if swapped else names
        cost += 1.5 * (first == "logits" and bool(_SHARES.match(scores)))
        cost += 1.5 * (first != "logits" and bool(_LOGITS.match(scores)))
        cost += 1.0 * ("one-hot" in kind and bool(_INDICES.match(targets)))
        cost += 1.0 * ("ind" in kind and bool(_ONE_HOT.match(targets)))
    if "one-hot" in clues.words or "one hot" in clues.words:
        cost += 1.0 * ("ind" in kind)
    if "probabilit" in clues.words and "logit" not in clues.words:
        cost += 0.5 * (first == "logits")
    cost += _orientation(kind, clues)
    # Of two that fit alike: the mean is the usual loss, and single samples are the rarer.
    return cost + {"mean": 0.0, "sum": 0.02, "none": 0.03, "one": 0.04}[how]


def loss_penalty(intent: Intent, clues: Clues, faults: float) -> float:
    """Return the same for a loss: what is divided by the number of samples is no sum."""
    meant = intent.name.split(", ")[2] == "sum" and _means(clues)
    return penalty(intent, clues, faults) + 4.0 * meant


def gradient_penalty(intent: Intent, clues: Clues, faults: float) -> float:
    """Return the same for a gradient: from probabilities only where the words say that these are given."""
    first = intent.name.split(", ")[0]
    shares = any(_SHARES.match(name) for name in clues.parameters[:2])
    cost = penalty(intent, clues, faults)
    if first != "logits" and not shares:
        cost += 4.0
    return cost + 0.2 * (first == VARIABLES)


def _orientation(kind: str, clues: Clues) -> float:
    """What it costs to believe that samples lie in columns, or that they do not."""
    columns = clues.column or _COLUMN_COUNT.search(clues.source) is not None
    if kind == COLUMNS:
        return 0.0 if columns else 4.0
    return 1.0 if columns and not clues.row else 0.0


def _means(clues: Clues) -> bool:
    """Whether the words or the code speak of a mean, and none of a sum."""
    default = re.search(r"reduction\s*(:\s*\w+\s*)?=\s*['\"](\w+)['\"]", clues.source)
    if default:
        return default[2] == "mean"
    if "reduction" in clues.parameters:
        return True
    says = re.search(r"\bmean\b|\baverag", clues.words) is not None
    return (says or _DIVIDES.search(clues.source) is not None) and not _ALL_SUMS.search(clues.words)


def settle(topic: Topic, given: Intent, lab: Lab, clues: Clues) -> Intent:
    """Return the intent that was named, or its twin with the targets first if that is how the function is called."""
    if given.name.endswith(LAST):
        return given
    twin = topic.intent(given.name + LAST)
    known = targets_come_first(clues.parameters)
    if known is not None:
        return twin if known else given

    def passed(intent: Intent) -> int:
        return sum(not g.fails for g in lab.grade([c for c in topic.cases(intent) if c.core]))

    return twin if passed(twin) > passed(given) else given
