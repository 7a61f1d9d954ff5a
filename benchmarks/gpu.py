"""Softmax, log_softmax and cross-entropy on a GPU: bandwidth beside a device copy, torch, torch.compile and Liger.

Each is timed by CUDA events, interleaved, as the median of rounds, on 256 MiB of float32 (or one row). A forward moves
two numbers an entry, as the copy does. Without a GPU it says so and measures nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

LENGTHS = (128, 1024, 4096, 16384, 65536, 262144, 1_000_000)
ENTRIES = 1 << 26


def _liger() -> Any:
    """Return Liger's softmax, or None where it is not installed."""
    try:
        from liger_kernel.transformers.functional import liger_softmax
    except ImportError:
        return None
    return liger_softmax


def _median_times(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the median milliseconds of each call, taken in turn."""
    import torch

    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(3):
        for call in calls.values():
            call()
    for _ in range(rounds):
        for name, call in calls.items():
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            call()
            end.record()
            torch.cuda.synchronize()
            times[name].append(start.elapsed_time(end))
    return {name: statistics.median(found) for name, found in times.items()}


def _row(n: int, rounds: int) -> dict[str, Any]:
    import torch

    from workings.backends import triton as ours

    m = max(1, ENTRIES // n)
    x = torch.randn(m, n, device="cuda")
    y, target = torch.empty_like(x), torch.randint(0, n, (m,), device="cuda")
    compiled = torch.compile(lambda t: torch.softmax(t, -1))
    calls: dict[str, Callable[[], Any]] = {
        "copy": lambda: y.copy_(x),
        "ours": lambda: ours.softmax(x),
        "torch": lambda: torch.softmax(x, -1),
        "torch.compile": lambda: compiled(x),
        "ours, log": lambda: ours.log_softmax(x),
        "torch, log": lambda: torch.log_softmax(x, -1),
        "ours, loss": lambda: ours.cross_entropy(x, target),
        "torch, loss": lambda: torch.nn.functional.cross_entropy(x, target, reduction="none"),
    }
    liger = _liger()
    if liger is not None:
        calls["liger"] = lambda: liger(x)
    times = _median_times(calls, rounds)
    gigabytes = {name: round(8e-6 * m * n / ms, 1) for name, ms in times.items() if "loss" not in name}
    return {"rows": m, "length": n, "ms": {k: round(v, 4) for k, v in times.items()}, "GB/s": gigabytes}


def main(quick: bool = False) -> dict[str, Any]:
    """Measure, print, and return what was found."""
    try:
        import torch

        there = torch.cuda.is_available()
    except ImportError:
        there = False
    if not there:
        print("No GPU here: nothing is measured. The interpreter's tests are in tests/backends/test_triton.py.")
        return {}
    found: dict[str, Any] = {"device": torch.cuda.get_device_name(), "rows": []}
    for n in LENGTHS[:3] if quick else LENGTHS:
        row = _row(n, 5 if quick else 30)
        share = row["GB/s"]["ours"] / row["GB/s"]["copy"]
        print(f"{row['rows']:>8} x {n:<9} {share:6.1%} of a copy; ms: {row['ms']}")
        found["rows"].append(row)
    return found


if __name__ == "__main__":
    main()
