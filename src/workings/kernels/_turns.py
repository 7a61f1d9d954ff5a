"""Threads that work in step without a lock: tickets are drawn, and a phase begins when the one before is done.

Work is cut into phases, and each phase into the same number of parts that may be done in any order. Every thread runs
the same kernel: it draws the next ticket, waits until all parts of the phases before the ticket's are done, does its
part, and says so. A thread that comes late, or never, holds nobody up, for the others draw its tickets; one thread
alone does everything in order. Which thread does which part changes nothing in the result.

A step of a small network takes some ten microseconds, as long as it takes to wake a sleeping thread; so threads that
wait stay awake, and after a while offer their core to others.
"""

from __future__ import annotations

import sys
from typing import Any

from workings.kernels._jit import helper, kernel
from workings.kernels._numba import cgutils, intrinsic, ir, types

# Looks at the counter before a waiting thread offers its core to another; and such offers until it gives up.
_PATIENCE = 400
_OFFERS = 400
# Looks in vain at what has changed: the time that whoever changed it needs to let go of Python's lock.
_GRACE = 30000


def _address(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index])


@intrinsic
def fetch_add(_context: Any, array: Any, index: Any, amount: Any) -> Any:
    """Add to an entry of an int64 array in one indivisible step, and return what was there."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _address(context, builder, signature.args[0], *arguments[:2])
        return builder.atomic_rmw("add", address, arguments[2], "seq_cst")

    return types.int64(array, types.int64, types.int64), code


@intrinsic
def fetch(_context: Any, array: Any, index: Any) -> Any:
    """Return an entry of an int64 array as other threads have left it, and all that they wrote before."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load_atomic(_address(context, builder, signature.args[0], *arguments), "acquire", 8)

    return types.int64(array, types.int64), code


@intrinsic
def offer_core(_context: Any) -> Any:
    """Let another thread run, where the system knows such a wish."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        if sys.platform != "win32":
            kind = ir.FunctionType(ir.IntType(32), [])
            builder.call(cgutils.get_or_insert_function(builder.module, kind, "sched_yield"), [])
        return context.get_dummy_value()

    return types.void(), code


@helper
def draw(counters):
    """Return the next ticket; counters holds two int64, both 0 at first."""
    return fetch_add(counters, 0, 1)


@helper
def wait_until(counters, done):
    """Return when so many parts are done."""
    looked = 0
    while fetch(counters, 1) < done:
        looked += 1
        if looked >= _PATIENCE:
            offer_core()
            looked = 0


@helper
def finish(counters):
    """Say that a part is done."""
    fetch_add(counters, 1, 1)


@kernel
def look_out(news, seen, told, patient):
    """Return whether news[0] is another number than `seen`: at once if it is or becomes one, else after a while.

    First told[0] becomes 1. If `patient`, a change is reported some microseconds late.
    """
    fetch_add(told, 0, 1)
    for _ in range(_OFFERS):
        for _ in range(_PATIENCE // 8):
            if fetch(news, 0) != seen:
                if patient:
                    for _ in range(_GRACE):
                        fetch(news, 0)
                return True
        offer_core()
    return False
