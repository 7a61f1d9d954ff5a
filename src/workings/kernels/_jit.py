"""How kernels are compiled, and where the compiled code is kept: the only place that knows Numba's options.

Numba notices a change only in the file that holds the cached function itself, so a kernel that calls a helper of
another file would go on running the old helper. Here every kernel's cache is stamped with a hash of all kernel
sources: touch one line and all of them compile again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile


@cache
def source_stamp() -> str:
    """Return a hash of the text of every file in this folder and below."""
    digest = hashlib.sha256(numba.__version__.encode())
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _CacheFile(IndexDataCacheFile):
    """A cache whose data files are named by signature.

    Numba numbers them, and two processes that compile different signatures at the same moment would both write
    number 1: the index of one would then point at the code of the other.
    """

    def save(self, key: Any, data: Any) -> None:
        name = f"{self._index_name.removesuffix('.nbi')}.{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}.nbc"
        self._save_data(name, data)
        overloads = self._load_index()
        overloads[key] = name
        self._save_index(overloads)


def _keep(dispatcher: Any) -> None:
    """Cache the compiled code of `dispatcher` on disk, wherever Numba finds a folder it may write to."""
    try:
        kept = FunctionCache(dispatcher.py_func)
    except RuntimeError:  # no folder is writable: compile in every process
        return
    kept._cache_file = _CacheFile(kept._cache_path, kept._impl.filename_base, source_stamp())
    dispatcher._cache = kept


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a loop over arrays: releases the GIL, is cached on disk, keeps IEEE arithmetic."""
    dispatcher = numba.njit(nogil=True, error_model="numpy")(function)
    _keep(dispatcher)
    return dispatcher


def helper(function: Callable[..., Any]) -> Any:
    """Compile a function of scalars for use inside kernels; multiplication and addition may be fused."""
    return numba.njit(nogil=True, error_model="numpy", fastmath={"contract"})(function)


def exact_helper(function: Callable[..., Any]) -> Any:
    """Compile a function of scalars whose every rounding matters: nothing fused, nothing reordered."""
    return numba.njit(nogil=True, error_model="numpy")(function)


def reordering_helper(function: Callable[..., Any]) -> Any:
    """Compile a one-line function whose operation may be regrouped, so that a reduction made of it vectorises."""
    return numba.njit(nogil=True, error_model="numpy", fastmath={"reassoc", "nsz", "contract"})(function)
