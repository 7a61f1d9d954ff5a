"""Why two functions differ, or why they do not although they look different: the reasons that mathematics knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workings.checker.lab import Lab, OutOfTime
from workings.checker.model import Topic

if TYPE_CHECKING:
    from workings.checker.comparison import Comparison

_SHIFTS = {"overflow", "underflow", "underflow_global_max", "stale_shift"}
# What a sum can run over, and the intent whose right answer tells that it does.
_ALONG = (
    ("rows", "along each row (axis 1)"),
    ("columns", "down each column (axis 0)"),
    ("whole array", "over the whole array"),
)
_SHIFT_INVARIANCE = {
    "softmax": "exp(x - m) / sum(exp(x - m)) = exp(x) / sum(exp(x)) for every number m",
    "log_softmax": "(x - m) - log(sum(exp(x - m))) = x - log(sum(exp(x))) for every number m",
    "logsumexp": "m + log(sum(exp(x - m))) = log(sum(exp(x))) for every number m",
    "sigmoid": "1 / (1 + exp(-x)) = exp(x) / (1 + exp(x))",
    "cross_entropy": "m + log(sum(exp(x - m))) - x[k] = log(sum(exp(x))) - x[k] for every number m",
}


def reasons(comparison: Comparison, topic: Topic, labs: tuple[Lab, Lab]) -> tuple[str, ...]:
    """Return the known reasons, the deepest first; none where nothing is known."""
    found = []
    found += _axes(comparison, topic, labs)
    found += _range(comparison, topic)
    found += _costs(comparison)
    if comparison.differ and not found:
        found += _causes(comparison, topic)
    if comparison.tried and not comparison.differ and not found:
        found.append("No input was found on which they differ, and their work is of the same size.")
    return tuple(found)


def _axes(comparison: Comparison, topic: Topic, labs: tuple[Lab, Lab]) -> list[str]:
    """Say which way each sums, if they sum different ways."""
    ways = [_way(topic, lab) for lab in labs]
    if ways[0] is None or ways[1] is None or ways[0] == ways[1] or not comparison.differ:
        return []
    return [
        f"They sum different ways on a matrix: {comparison.first} {ways[0]}, {comparison.second} {ways[1]}. "
        "On a single vector that is the same sum."
    ]


def _way(topic: Topic, lab: Lab) -> str | None:
    """Return what a function's groups are on a matrix, told by its answers."""
    known = {intent.name for intent in topic.intents}
    x = np.array([[0.5, 1.25, -0.75], [2.0, -1.5, 0.25]])
    for name, way in _ALONG:
        if name not in known:
            continue
        case = topic.build(topic.intent(name), "probe", x)
        try:
            if case is not None and not lab.grade([case])[0].fails:
                return way
        except OutOfTime:
            return None
    return None


def _range(comparison: Comparison, topic: Topic) -> list[str]:
    """Say that the formulas are equal where they are, and that only the range of floating point parts them."""
    codes = [set(c) for c in comparison.codes]
    differing = codes[0] ^ codes[1]
    if not comparison.differ or not differing & _SHIFTS or not comparison.same_on_vectors:
        return []
    identity = _SHIFT_INVARIANCE.get(topic.name)
    if identity is None:
        return []
    fragile = [name for name, own in zip((comparison.first, comparison.second), codes, strict=True) if own & _SHIFTS]
    who = " and ".join(dict.fromkeys(fragile))
    return [
        f"Mathematically the shift changes nothing: {identity}. So they agree wherever the exponentials fit into "
        f"float64, and part where {who} leaves its range (exp overflows above 709.78, and is 0 below -745.13)."
    ]


def _costs(comparison: Comparison) -> list[str]:
    """Say which does more work for the same values."""
    a, b = comparison.costs
    if a is None or b is None:
        return []
    names = (comparison.first, comparison.second)
    told = []
    pair = (a.exp_per_entry or 0.0, b.exp_per_entry or 0.0)
    if min(pair) > 0 and max(pair) > 1.4 * min(pair):
        more, less = (0, 1) if pair[0] > pair[1] else (1, 0)
        same = "" if comparison.differ else " for the same values"
        told.append(
            f"{names[more]} computes {pair[more]:.1f} exponentials per entry where {names[less]} computes "
            f"{pair[less]:.1f}: {pair[more] / pair[less]:.1f} times the dearest step{same}."
        )
    if a.growth != b.growth and "quadratic" in (a.growth, b.growth):
        slow = names[0] if a.growth == "quadratic" else names[1]
        told.append(f"The work of {slow} grows with the square of a group's length, that of the other linearly.")
    return told


def _causes(comparison: Comparison, topic: Topic) -> list[str]:
    """Fall back on what is wrong with each alone."""
    told = []
    for name, codes, other in (
        (comparison.first, comparison.codes[0], comparison.codes[1]),
        (comparison.second, comparison.codes[1], comparison.codes[0]),
    ):
        own = [code for code in codes if code not in other and code in topic.causes]
        told += [f"{name}: {code}. {topic.causes[code].says}" for code in own if topic.causes[code].cls != "cost"]
    return told[:3]
