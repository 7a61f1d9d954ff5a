"""What the workers may hold: their memory, and how many tasks run in it at once."""

from __future__ import annotations

import importlib
import os
from typing import Any, NamedTuple


class Room(NamedTuple):
    """Bytes that the smallest worker may take (infinite: no limit), its threads, and the threads of all workers.

    workers: their addresses; none where this process computes.
    """

    bytes: float
    threads: int
    slots: int
    workers: list[str]


def cluster() -> dict[str, Any] | None:
    """Return what is known of each worker of the cluster that would compute now, by address; None: there is none."""
    base: Any = importlib.import_module("dask.base")
    client: Any = getattr(base.get_scheduler(), "__self__", None)
    if not type(client).__module__.startswith("distributed"):
        return None
    try:
        known = client.scheduler_info(n_workers=-1)
    except TypeError:  # older ones tell of all workers without being asked
        known = client.scheduler_info()
    workers: dict[str, Any] = known["workers"]
    return workers


def room() -> Room:
    """Return what there is room for: of a cluster, or of this machine where this process computes."""
    workers = cluster()
    if workers is None:
        threads = os.cpu_count() or 1
        return Room(_of_machine(), threads, threads, [])
    if not workers:
        raise RuntimeError("The cluster has no workers now. Start some, or wait: client.wait_for_workers(1).")
    limits = [float(one["memory_limit"] or "inf") for one in workers.values()]
    each = [int(one["nthreads"]) for one in workers.values()]
    return Room(min(limits), max(each), sum(each), list(workers))


def _of_machine() -> float:
    """Return the bytes that processes of this machine, or of a container, may take; infinite where nobody says."""
    try:
        system: Any = importlib.import_module("distributed.system")
    except ImportError:
        return float("inf")
    return float(system.MEMORY_LIMIT)
