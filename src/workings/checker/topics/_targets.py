"""What the losses share: scores and targets in all the ways in which people pass them, and inputs of every kind.

An intent says what the first argument is (logits or probabilities), how the targets are written (indices, one-hot, or
one-hot with a sample in each column), what happens to the losses of the samples (mean, sum, none; "one" for a function
of one sample), and which of the two comes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array, Case, Intent

LAST = ", targets first"
COLUMNS = "one-hot columns"
VARIABLES = "probabilities as variables"


def intents(firsts: tuple[str, ...], reductions: tuple[str, ...]) -> tuple[Intent, ...]:
    """Return all combinations."""
    made = []
    for first in firsts:
        for order in ("", LAST):
            for kind in ("indices", "one-hot", COLUMNS) if first != VARIABLES else ("one-hot",):
                for how in reductions:
                    made.append(_intent(f"{first}, {kind}, {how}{order}"))
            for kind in ("index", "one-hot vector") if first != VARIABLES else ("one-hot vector",):
                made.append(_intent(f"{first}, {kind}, one{order}"))
    return tuple(made)


_HOW = {
    "mean": "averaged over the samples",
    "sum": "added over the samples",
    "none": "one for each sample",
    "one": "for one sample",
}


def _intent(name: str) -> Intent:
    first, kind, how = name.split(", ")[:3]
    order = f"{kind}, then {first}" if name.endswith(LAST) else f"{first}, then {kind}"
    return Intent(name, f"a function of {order}; {_HOW[how]}", 2 if how == "one" else 3, name)


@dataclass(frozen=True)
class Split:
    """The arguments of a call, sorted out: scores (n, k) and one-hot targets (n, k), both longdouble or double."""

    scores: Array
    onehot: Array
    labels: Array


def split(intent: Intent, args: tuple[Any, ...], dtype: Any = np.float64) -> Split:
    """Sort out the arguments of a call of this intent; ValueError if they do not fit each other."""
    scores, targets = args[::-1] if intent.name.endswith(LAST) else args
    scores, targets = np.asarray(scores), np.asarray(targets)
    if ", one" in intent.name.replace(", one-hot", ""):
        scores, targets = scores[None], targets[None]
    if scores.ndim != 2 or len(scores) == 0:
        raise ValueError("scores must be (n, k)")
    if intent.name.split(", ")[1] == COLUMNS:
        scores, targets = scores.T, targets.T
    wide = scores.astype(dtype)
    if "ind" in intent.name.split(", ")[1]:
        if targets.shape != scores.shape[:1] or targets.dtype.kind != "i" or np.any(targets >= scores.shape[1]):
            raise ValueError("one index for each sample")
        if np.any(targets < 0):
            raise ValueError("indices count from 0")
        return Split(wide, np.eye(scores.shape[1], dtype=dtype)[targets], targets)
    if (
        targets.shape != scores.shape
        or not np.all(np.sum(targets, axis=1) == 1)
        or np.any((targets != 0) & (targets != 1))
    ):
        raise ValueError("one row with a single 1 for each sample")
    return Split(wide, targets.astype(dtype), targets.argmax(axis=1))


def reduced(intent: Intent, losses: Array) -> Array:
    """Return the losses of the samples as the intent wants them."""
    how = intent.name.split(", ")[2]
    if how == "mean":
        return np.asarray(losses.mean(axis=0))
    if how == "sum":
        return np.asarray(losses.sum(axis=0))
    return np.asarray(losses[0] if how == "one" else losses)


def has_an_axis(evidence: Evidence) -> bool:
    """Whether what has the wrong shape is an array: a single number is another formula, not another shape."""
    wrong = [g.got for g in evidence.grades if g.status == "shape" and g.got is not None]
    return any(got.ndim > 0 for got in wrong)


@dataclass(frozen=True)
class TargetMaths:
    """A loss: ``exact(intent, split)`` in longdouble, and the error that an ordinary implementation may make."""

    exact: Callable[[Intent, Split], Array]
    tolerance: Callable[[Intent, Split, Array], Array]

    def build(
        self,
        intent: Intent,
        tag: str,
        *args: Any,
        axis: int | None = None,
        core: bool = False,
        options: dict[str, Any] | None = None,
    ) -> Case | None:
        """Make the case of these arguments, or None if they do not fit the intent or each other."""
        try:
            sorted_out = split(intent, args, np.longdouble)
        except (ValueError, IndexError):
            return None
        if intent.name.startswith("probabilities") and not np.allclose(sorted_out.scores.sum(axis=1), 1.0):
            return None
        with np.errstate(all="ignore"):
            true = self.exact(intent, sorted_out)
            if not np.all(np.isfinite(true)):
                return None
            allowed = self.tolerance(intent, sorted_out, true)
        return Case(
            tag, tuple(args), true.astype(np.float64), allowed.astype(np.float64), core=core, options=options or {}
        )

    @cache  # noqa: B019  (one object for each topic, which lives as long as the process)
    def cases(self, intent: Intent) -> list[Case]:
        """Every directed case of this intent."""
        made = []
        for tag, scores, labels, core in _rows(intent):
            for args in arguments(intent, scores, labels):
                made.append(self.build(intent, tag, *args, core=core))
        return [case for case in made if case is not None]


def arguments(intent: Intent, scores: Array, labels: list[int]) -> list[tuple[Any, ...]]:
    """Return the calls that give these scores and labels: one, or one for each sample."""
    kind = intent.name.split(", ")[1]
    targets: Array = np.array(labels) if "ind" in kind else np.eye(scores.shape[1])[labels]
    pairs: list[tuple[Any, Any]] = [(scores, targets)]
    if kind == COLUMNS:
        pairs = [(np.ascontiguousarray(scores.T), np.ascontiguousarray(targets.T))]
    if kind == "index":
        pairs = [(row, int(t)) for row, t in zip(scores, targets, strict=True)]
    elif kind == "one-hot vector":
        pairs = list(zip(scores, targets, strict=True))
    return [pair[::-1] if intent.name.endswith(LAST) else pair for pair in pairs]


_LOGITS: tuple[tuple[str, list[list[float]], list[int], bool], ...] = (
    ("matrix", [[0.5, -1.25, 2.0], [1.0, 0.25, -0.75], [0.0, 0.25, 3.5], [-1.0, 2.5, 0.0]], [2, 0, 1, 1], True),
    ("matrix", [[1.5, 0.5, -0.25, 0.75], [-2.0, 0.25, 1.0, 0.5]], [3, 1], True),
    ("square", [[0.5, -1.0, 0.25], [2.0, 1.0, 0.0], [0.75, 0.5, -1.5]], [1, 0, 2], True),
    ("zero", [[0.0, 0.0], [0.0, 1.0], [2.0, 0.0]], [0, 1, 1], False),
    ("single", [[0.5, -1.5, 1.0]], [0], False),
    ("big", [[1000.0, 998.5, 1002.0], [1001.0, 1000.5, 999.0]], [0, 1], False),
    ("big", [[800.0, 799.0], [801.0, 800.5], [799.0, 801.0]], [0, 1, 0], False),
    ("low", [[-1000.0, -998.5, -1002.0], [-1001.0, -1000.5, -999.0]], [0, 1], False),
    ("gap", [[0.0, 900.0, -3.0], [900.0, -5.0, 880.0]], [0, 1], False),
    ("gap", [[5.0, -900.0, 2.0], [1.0, 5.0, -3.0]], [1, 0], False),
    ("gap", [[1500.0, -10.0], [-20.0, 1500.0]], [1, 0], False),
    ("apart", [[0.5, -1.0, 2.0], [1001.0, 1000.5, 999.0], [0.0, 1.0, 0.0]], [0, 2, 1], False),
    ("apart", [[-1000.0, -1001.0, -1000.5], [0.5, -1.0, 2.0]], [1, 0], False),
    ("middling", [[30.0, 25.0, 22.0], [-20.0, -24.0, -18.0]], [1, 2], False),
)
_PROBABILITIES: tuple[tuple[str, list[list[float]], list[int], bool], ...] = (
    (
        "matrix",
        [[0.25, 0.5, 0.25], [0.125, 0.125, 0.75], [0.5, 0.375, 0.125], [0.0625, 0.875, 0.0625]],
        [0, 1, 1, 2],
        True,
    ),
    ("matrix", [[0.25, 0.125, 0.5, 0.125], [0.0625, 0.0625, 0.125, 0.75]], [3, 2], True),
    ("square", [[0.5, 0.25, 0.25], [0.125, 0.625, 0.25], [0.375, 0.375, 0.25]], [1, 0, 2], True),
    ("single", [[0.5, 0.125, 0.375]], [1], False),
    ("exact zero", [[0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [0.0, 0.25, 0.75]], [1, 0, 2], False),
    ("small", [[1e-6, 0.5, 0.499999], [0.5, 0.25, 0.25]], [0, 1], False),
)


def _rows(intent: Intent) -> list[tuple[str, Array, list[int], bool]]:
    if intent.name.startswith("probabilities"):
        return [(tag, np.array(rows), labels, core) for tag, rows, labels, core in _PROBABILITIES]
    made = [(tag, np.array(rows), labels, core) for tag, rows, labels, core in _LOGITS]
    return [*made, ("integer", np.array([[3, 1, 2], [0, 5, -2], [4, 4, 1]]), [0, 2, 1], False)]
