"""Blocks that an iterative fit looks at again and again: what stays where they are, and what travels.

On a cluster, blocks that take at most a share of the workers' memory are prepared once and stay on their workers until
the fit ends (one that dies has its blocks prepared anew elsewhere). Larger ones, and all without a cluster, are not:
each look reads the blocks from where they come, so that they need not fit in memory. Where they come from may be the
workers, if the caller has persisted them. How much blocks of unknown length take, as those of data frames, is found by
reading them once more.

For each look one argument travels to the workers, and the states of the blocks come back, merged in a tree.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from workings.backends.dask._room import cluster
from workings.backends.dask._sources import Chunks, Merge, Partial, _some, in_a_tree, part

# Blocks stay on the workers if they take at most this share of the memory that these may take.
_SHARE = 0.3


class Kept:
    """Blocks of rows, each prepared by ``prepare(X, y, weights)``; a block without rows is None."""

    def __init__(self, source: Chunks, prepare: Partial) -> None:
        dask: Any = importlib.import_module("dask")
        self._delayed = dask.delayed
        self.dtype = source.dtype
        task = dask.delayed(part, pure=False)
        prepare = self.sent(prepare)
        self.blocks = [task(prepare, *block) for block in source.rows]
        if _fits(source):
            self.blocks = list(dask.persist(*self.blocks))

    def sent(self, value: Any) -> Any:
        """Return a value as one task, to which all others refer: it is not repeated in each of them."""
        return self._delayed(value, pure=False, traverse=False)

    def reduce(self, look: Callable[[Any, Any], Any], merge: Merge, about: Any = None) -> Any:
        """Return the states ``look(block, about)``, merged in the order of the rows."""
        task, about = self._delayed(_looked, pure=False), self.sent(about)
        states = [task(look, block, about) for block in self.blocks]
        return _some(in_a_tree(states, merge).compute() if states else None)

    def spread(self, look: Callable[[Any, Any, int], Any], about: Any) -> list[Any]:
        """Return delayed what ``look(block, about, number of the block)`` says of each block; a block may be None."""
        task, about = self._delayed(look, pure=False), self.sent(about)
        return [task(block, about, i) for i, block in enumerate(self.blocks)]

    def each(self, look: Callable[[Any, Any, int], Any], about: Any) -> list[Any]:
        """Return what ``look(block, about, number of the block)`` says of each block."""
        dask: Any = importlib.import_module("dask")

        task, about = self._delayed(_looked, pure=False), self.sent(about)
        found: list[Any] = list(dask.compute(*[task(look, block, about, i) for i, block in enumerate(self.blocks)]))
        return found

    def some(self, look: Callable[[Any, Any], Any], about: dict[int, Any]) -> dict[int, Any]:
        """Return what `look` says of some blocks, each with something else to look for."""
        dask: Any = importlib.import_module("dask")

        task = self._delayed(_looked, pure=False)
        found = dask.compute(*[task(look, self.blocks[i], self.sent(one)) for i, one in about.items()])
        return dict(zip(about, found, strict=True))

    def onward(self, numbers: Iterable[int], step: Callable[[Any, Any], Any], moving: Any) -> Any:
        """Carry something from block to block, ``moving = step(block, moving)``, and return what comes out."""
        task = self._delayed(_stepped, pure=False)
        moving = self.sent(moving)
        for i in numbers:
            moving = task(step, self.blocks[i], moving)
        return moving.compute()


def kept(source: Chunks) -> Chunks:
    """Return the same data, which stay on the workers of a cluster as long as they are used."""
    dask: Any = importlib.import_module("dask")

    if not _fits(source):
        return source
    flat = [one for row in source.rows for one in row]
    there = iter(dask.persist(*flat))
    return replace(source, rows=[(next(there), next(there), next(there)) for _ in source.rows])


def _looked(look: Callable[..., Any], block: Any, *about: Any) -> Any:
    return None if block is None else look(block, *about)


def _stepped(step: Callable[[Any, Any], Any], block: Any, moving: Any) -> Any:
    return moving if block is None else step(block, moving)


def _fits(source: Chunks) -> bool:
    """Return whether there is a cluster, and its workers can keep the blocks beside what they work with."""
    workers = cluster()
    if workers is None:
        return False
    limits = [worker["memory_limit"] for worker in workers.values()]
    if not all(limits):  # 0 stands for no limit
        return True
    nbytes = _measured(source) if np.isnan(source.nbytes) else source.nbytes
    return bool(nbytes <= _SHARE * sum(limits))


def _measured(source: Chunks) -> float:
    """Return how large the samples are, by reading them."""
    dask: Any = importlib.import_module("dask")

    task = dask.delayed(np.shape, pure=False)
    shapes = dask.compute(*[task(block[0]) for block in source.rows])
    return float(sum(rows * columns for rows, columns in shapes)) * source.dtype.itemsize
