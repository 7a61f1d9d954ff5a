"""The splits of a tree as steps, in the order in which its nodes are numbered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.kernels import tree_data as td
from workings.tree._growth import grow, sorted_samples

Array = NDArray[Any]


def splits(data: td.Samples, rules: td.Rules, nodes: td.Nodes) -> Iterator[Step]:
    """Yield the root, then each split: its samples, the best split of every feature, and what it took off the impurity.

    The objective is the impurity of the leaves so far, weighted by their share of the samples; a gain is what a split
    takes off it.
    """
    ints, floats = nodes.ints, nodes.floats
    left = floats[0, td.IMPURITY]
    yield Step(0, f"root: {ints[0, td.SIZE]} samples", {"value": nodes.values[0]}, float(left))
    for index, at in enumerate(np.flatnonzero(ints[:, td.LEFT] >= 0), start=1):
        size, start = int(ints[at, td.SIZE]), int(ints[at, td.START])
        feature, threshold = int(ints[at, td.FEATURE]), float(floats[at, td.THRESHOLD])
        samples = np.sort(data.order[0, start : start + size]).astype(np.int64)
        gain, n_left = float(floats[at, td.IMPROVEMENT]), int(ints[at, td.N_LEFT])
        left -= gain
        arrays = {"samples": samples, "value": nodes.values[at]}
        if rules.drawn is None:
            arrays["gains"], arrays["thresholds"] = _candidates(data, rules, samples)
        yield Step(
            index,
            f"node {at}: feature {feature} <= {threshold:.6g} sends {n_left} of {size} left",
            arrays,
            float(left),
            {
                "node": float(at), "feature": float(feature), "threshold": threshold, "gain": gain,
                "depth": float(ints[at, td.DEPTH]),
            },
        )  # fmt: skip


def _candidates(data: td.Samples, rules: td.Rules, samples: Array) -> tuple[Array, Array]:
    """Return gain and threshold of the best split of each feature; -inf and nan for one that cannot split the node.

    Found by the search that grows trees, given one feature alone. Monotonic constraints of nodes above are left out.
    """
    one = rules._replace(max_depth=1, max_features=1, max_leaves=0, min_decrease=0.0)
    gains, thresholds = np.full(len(data.columns), -np.inf), np.full(len(data.columns), np.nan)
    for f in range(len(gains)):
        columns, order = sorted_samples(data.columns[f, samples][:, None], np.arange(len(samples), dtype=np.uint32))
        alone = data._replace(
            columns=columns,
            order=order,
            codes=np.ascontiguousarray(data.codes[:, samples]) if len(data.codes) else np.empty((0, 0), np.uint8),
            targets=np.ascontiguousarray(data.targets[:, samples]),
            weights=data.weights[samples],
            gappy=data.gappy[f : f + 1],
        )
        monotone = rules.monotone[f : f + 1] if len(rules.monotone) else rules.monotone
        stump = grow(alone, one._replace(monotone=monotone), 0)
        if stump.ints[0, td.LEFT] >= 0:
            gains[f], thresholds[f] = stump.floats[0, td.IMPROVEMENT], stump.floats[0, td.THRESHOLD]
    return gains, thresholds
