"""Forests whose rows do not fit in a worker: the tops of the trees from samples, the rest from all rows of a node.

1. Every row is drawn for every tree, by a number that depends on the tree's seed and the row alone.
2. A node with more rows than a worker has room for is split by the code for arrays in memory, on a sample of its rows,
   as large as there is room, of every class as many. It goes on below while a node has a sixteenth of the sample left
   (of small ones 4096 rows, or two thirds). Then all rows go down the new splits, are counted, and where a node still
   has too many there is another round.
3. The rows of each other node are brought to one worker, which grows what is below it, from all these rows.

So what is not exact are the first few splits of each tree: they are the best ones, or drawn, for thousands of rows and
not for all. Values, impurities and sizes of all nodes are those of all rows. The result depends on how much room there
is, not on how rows are cut, nor on the number of workers.

Sources: Gehrke et al., "BOAT - optimistic decision tree construction", SIGMOD 1999 (tops from samples); Panda et al.,
"PLANET: massively parallel learning of tree ensembles with MapReduce", VLDB 2009 (nodes that fit are grown in memory).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from math import ceil, sqrt
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.backends.dask._forest_blocks import Plan, Seen, Wanted, dealt, seen, together
from workings.backends.dask._forest_nodes import Job, grafted, grown, impurities, stub, summed
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import unsupported
from workings.backends.dask._sources import in_a_tree
from workings.ensemble._grown import tree_draw
from workings.kernels import tree_data as td
from workings.tree._arrays import as_tree
from workings.tree._pruning import pruned

Array = NDArray[Any]

# A split of a top is found on at least a sixteenth of a sample; of small ones on so many rows, or two thirds.
_LEAST, _ENOUGH = 16, 4096


@dataclass
class Plot:
    """Where a tree grows: its nodes so far, and of its leaves those that are not done."""

    tree: Any
    rules: Any = None
    factors: Array | None = None
    nodes: td.Nodes = field(default_factory=stub)
    inner: list[int] = field(default_factory=list)  # rows of nodes that were split by a sample
    open: dict[int, Seen] = field(default_factory=dict)  # more rows than there is room for
    closed: dict[int, int] = field(default_factory=dict)  # numbers of rows of leaves below which a worker can grow


@dataclass(frozen=True)
class Field:
    """The blocks, and what is the same for all trees; room: rows that a task may hold, slots: tasks at once."""

    model: Any
    blocks: Kept
    starts: list[int]
    rows: int
    n_classes: Array
    classed: bool
    rate: float | None
    room: int
    slots: int

    def plan(self, plot: Plot) -> Plan:
        """Return what blocks must know of a tree."""
        width = 1 if self.classed else len(self.n_classes)
        nodes = plot.nodes._replace(values=np.zeros((len(plot.nodes.ints), width)))
        top = as_tree(nodes, self.model.n_features_in_, np.ones(width, np.intp), width)
        return Plan(plot.tree.random_state, self.rate, plot.factors, top)

    def look(self, plots: list[Plot]) -> list[Seen]:
        """Count what is in the leaves of all trees."""
        criterion = self.model.criterion
        about = self.starts, [self.plan(one) for one in plots], int(self.n_classes[0]) * self.classed, criterion
        found: list[Seen] = in_a_tree(self.blocks.spread(seen, about), partial(together, criterion)).compute()
        if self.classed:
            found = [one._replace(impurity=impurities(one.value, criterion)) for one in found]
        return found


def grow_in_rounds(ground: Field, trees: list[Any]) -> list[Any]:
    """Grow the trees, and return them."""
    plots = [Plot(tree) for tree in trees]
    found = ground.look(plots)
    if ground.classed and ground.model.class_weight == "balanced_subsample" and ground.model.bootstrap:
        for plot, one in zip(plots, found, strict=True):
            counts = one.value[0] * one.weight[0]
            there = np.count_nonzero(counts)
            plot.factors = np.divide(counts.sum(), there * counts, out=np.zeros(len(counts)), where=counts > 0.0)
        found = ground.look(plots)
    for plot, one in zip(plots, found, strict=True):
        _begin(ground, plot, one)
    stream = 0
    while some := [plot for plot in plots if plot.open]:
        stream += 1
        for chosen in _lots([(plot, at) for plot in some for at in plot.open], ground, lambda _: ground.room):
            _split(ground, chosen, stream)
        for plot, one in zip(some, ground.look(some), strict=True):
            _sort(ground, plot, one)
    left = {id(plot): dict(plot.closed) for plot in plots}
    below: dict[int, dict[int, td.Nodes]] = {id(plot): {} for plot in plots}
    done = {}
    pairs = [(plot, at) for plot in plots for at in sorted(plot.closed)]
    for chosen in _lots(pairs, ground, lambda pair: pair[0].closed[pair[1]]):
        jobs = [_job(plot, at) for plot, at in chosen]
        sizes = [plot.closed[at] for plot, at in chosen]
        for (plot, at), nodes in zip(chosen, _brought(ground, chosen, jobs, sizes), strict=True):
            key = id(plot)
            below[key][at] = nodes
            del left[key][at]
            if not left[key]:  # what was grown takes three times what the tree will take
                done[key] = _finished(ground, plot, below.pop(key))
    return [done[id(plot)] if id(plot) in done else _finished(ground, plot, {}) for plot in plots]


def _lots(pairs: list[Any], ground: Field, size: Any) -> Iterator[list[Any]]:
    """Yield as many pairs at a time as all workers have room for."""
    chosen: list[Any] = []
    rows = 0
    for pair in pairs:
        if chosen and rows + size(pair) > ground.room * ground.slots:
            yield chosen
            chosen, rows = [], 0
        chosen.append(pair)
        rows += size(pair)
    if chosen:
        yield chosen


def _begin(ground: Field, plot: Plot, found: Seen) -> None:
    """Learn when nodes are split, and sort the root."""
    tree, model = plot.tree, ground.model
    if not found.weight[0] > 0.0:
        raise ValueError(
            f"{type(model).__name__}.fit: no row was drawn for a tree. Give max_samples={model.max_samples} a larger "
            "value, or some sample a positive weight."
        )
    tree.n_features_in_, tree.n_outputs_ = model.n_features_in_, len(ground.n_classes)
    shape = SimpleNamespace(shape=(ground.rows, model.n_features_in_))
    rules = tree._rules(shape, int(ground.n_classes.max()), found.weight[:1], 0)
    # Constraints are about the second class, and kernels watch the share of the first.
    plot.rules = rules._replace(monotone=-rules.monotone if ground.classed else rules.monotone)
    if found.size[0].sum() > ground.room:
        _refuse(ground, int(found.size[0].sum()))
    _sort(ground, plot, found)


def _refuse(ground: Field, size: int) -> None:
    """Refuse what only whole trees in memory can have."""
    model = ground.model
    asked = {
        "criterion='absolute_error'": model.criterion == "absolute_error",
        "max_leaf_nodes": model.max_leaf_nodes is not None,
        "monotonic_cst": model.monotonic_cst is not None,
        "min_weight_fraction_leaf": model.min_weight_fraction_leaf > 0.0,
    }
    remedy = f"max_samples={ground.room // 2}" + ("" if model.bootstrap else " with bootstrap=True")
    for name, wanted in asked.items():
        if wanted:
            unsupported(
                model,
                f"{name} for trees of {size} rows, of which a worker has room for {ground.room},",
                f"Leave it out, or let trees draw fewer: {remedy}.",
            )


def _sort(ground: Field, plot: Plot, found: Seen) -> None:
    """Sort the leaves that are not done: small enough to be grown in memory, to be split by a sample, or leaves."""
    nodes, rules = plot.nodes, plot.rules
    leaves = np.flatnonzero(nodes.ints[:, td.LEFT] < 0)
    plot.open, plot.closed = {}, {}
    if nodes.values.shape[1] < found.value.shape[1]:
        nodes = plot.nodes = nodes._replace(values=np.zeros((len(nodes.ints), found.value.shape[1])))
    for at in leaves[nodes.ints[leaves, td.OPEN] == 0]:
        size = int(found.size[at].sum())
        nodes.ints[at, td.SIZE], nodes.floats[at, td.WEIGHT] = size, found.weight[at]
        nodes.floats[at, td.IMPURITY], nodes.values[at] = found.impurity[at], found.value[at]
        if size <= ground.room:
            plot.closed[int(at)] = size
        elif nodes.ints[at, td.DEPTH] >= rules.max_depth or size < rules.min_split or found.impurity[at] <= td.EPSILON:
            nodes.ints[at, td.OPEN] = _DONE
        else:
            plot.open[int(at)] = Seen(*(table[at] for table in found))


# Of a leaf, in the column that says what is open while a tree grows: nothing can be grown below it.
_DONE = -1


def _split(ground: Field, chosen: list[tuple[Plot, int]], stream: int) -> None:
    """Grow on below some nodes, each by a sample of its rows."""
    jobs, rates, sizes = [], [], []
    for plot, at in chosen:
        one = plot.open[at]
        rate = _rates(one.size, ground.room)
        taken = float((rate * one.size).sum())
        rates.append(rate)
        sizes.append(ceil(taken))
        some = one.size > 0
        depth = int(plot.nodes.ints[at, td.DEPTH])
        looser = _looser(plot.rules, float(rate[some].max()), ground.room, taken, int(one.size.sum()), depth)
        jobs.append(_job(plot, at, looser))
    for (plot, at), below in zip(chosen, _brought(ground, chosen, jobs, sizes, rates, stream), strict=True):
        if len(below.ints) == 1:
            plot.nodes.ints[at, td.OPEN] = _DONE
            continue
        inner = np.flatnonzero(below.ints[:, td.LEFT] >= 0)
        below.ints[:, td.OPEN] = 0
        count = len(plot.nodes.ints)
        plot.inner += [at if i == 0 else count + int(i) - 1 for i in inner]
        plot.nodes = grafted(plot.nodes, {at: below})


def _rates(counts: Array, room: int) -> Array:
    """Return what share of each class is taken, so that together they fill the room, each as far as it has rows."""
    rates = np.ones(len(counts))
    left, todo = float(room), np.argsort(counts)
    for i, k in enumerate(todo):
        take = min(float(counts[k]), left / (len(todo) - i))
        rates[k] = take / counts[k] if counts[k] else 1.0
        left -= take
    return rates


def _looser(rules: td.Rules, rate: float, room: int, taken: float, size: int, depth: int) -> td.Rules:
    """Return the rules for a sample of about `taken` rows of `size`, none of which is taken more often than by `rate`.

    So many rows of it stand for as many as are asked for, or six sigma more. The node itself is known to be split.
    """

    def of_sample(wanted: int) -> int:
        return min(wanted, ceil(rate * wanted + 6.0 * sqrt(rate * wanted) + 12.0))

    leaf = of_sample(rules.min_leaf)
    least = max(ceil(room / _LEAST), min(ceil(room / 1.5), _ENOUGH), int(room * taken / size) + 1, 2 * leaf)
    least = max(least, of_sample(rules.min_split))
    if least > taken / 1.5:  # the sample might happen to have fewer
        return rules._replace(min_leaf=leaf, min_split=2 * leaf, max_depth=min(rules.max_depth, depth + 1))
    return rules._replace(min_leaf=leaf, min_split=least)


def _job(plot: Plot, at: int, rules: td.Rules | None = None) -> Job:
    """Return what is to be grown below a node, by which rules, and from which number its draws follow."""
    rules = plot.rules if rules is None else rules
    seed = plot.tree.random_state
    draw = tree_draw(seed) if at == 0 else int(np.random.SeedSequence([seed, at]).generate_state(1)[0]) >> 1
    return Job(plot.tree, rules._replace(max_depth=rules.max_depth - int(plot.nodes.ints[at, td.DEPTH])), draw)


def _brought(
    ground: Field,
    chosen: list[tuple[Plot, int]],
    jobs: list[Job],
    sizes: list[int],
    rates: list[Array] | None = None,
    stream: int = 0,
) -> list[td.Nodes]:
    """Bring rows of some nodes together, each to one worker, and return what is grown below them.

    rates: what share of the rows; the number of the stream says by which chance.
    """
    dask: Any = importlib.import_module("dask")

    plots: dict[int, Plot] = {id(plot): plot for plot, _ in chosen}
    wanted = {}
    for key, plot in plots.items():
        count = len(plot.nodes.ints)
        width = len(rates[0]) if rates else 1
        wanted[key] = Wanted(np.full(count, -1), np.ones((count, width)) if rates else None)
    for number, (plot, at) in enumerate(chosen):
        mine = wanted[id(plot)]
        mine.group[at] = number
        if rates is not None and mine.rates is not None:
            mine.rates[at] = rates[number]
    tasks = _shared(sizes, min(ground.room, -(-sum(sizes) // (2 * ground.slots))))
    trees = [(ground.plan(plot), wanted[key]) for key, plot in plots.items()]
    blocks = ground.blocks.spread(dealt, (ground.starts, trees, stream, tasks))
    grow = dask.delayed(grown, pure=False)
    made = dask.compute(
        *[
            grow([jobs[i] for i in mine], mine, ground.n_classes, ground.classed, [block[g] for block in blocks])
            for g, mine in enumerate(tasks)
        ]
    )
    return [nodes for some in made for nodes in some]


def _shared(sizes: list[int], most: int) -> list[Array]:
    """Return which nodes each task grows: those that follow one another, at most so many rows, or one node."""
    tasks, first, rows = [], 0, 0
    for i, size in enumerate(sizes):
        if i > first and rows + size > most:
            tasks.append(np.arange(first, i))
            first, rows = i, 0
        rows += size
    return [*tasks, np.arange(first, len(sizes))]


def _finished(ground: Field, plot: Plot, below: dict[int, td.Nodes]) -> Any:
    """Put a tree together, and prune it if that is asked for."""
    tree, nodes = plot.tree, grafted(plot.nodes, below)
    if plot.inner:
        nodes = summed(nodes, np.array(plot.inner), ground.model.criterion, ground.classed)
    outputs = len(ground.n_classes)
    tree.tree_ = as_tree(nodes, ground.model.n_features_in_, ground.n_classes, outputs)
    if tree.ccp_alpha > 0.0:
        tree.tree_ = pruned(tree.tree_, float(tree.ccp_alpha), ground.n_classes)
    return tree
