"""How kernels are compiled, and where the compiled code is kept: the only place that knows Numba's options.

Numba notices a change only in the file that holds the cached function itself, so a kernel that calls a helper of
another file would go on running the old helper. Here every kernel's cache is stamped with a hash of all kernel
sources: touch one line and all of them compile again.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from workings.kernels._numba import FunctionCache, IndexDataCacheFile, config, numba


@cache
def source_stamp() -> str:
    """Return a hash of the text of every file in this folder and below, and of what else changes the compiled code."""
    checked = bool(vars(config)["BOUNDSCHECK"])
    digest = hashlib.sha256(f"{numba.__version__} bounds checked: {checked}".encode())
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _CacheFile(IndexDataCacheFile):
    """A cache whose data files are named by signature and carry a hash of what is in them.

    Numba numbers them, and two processes that compile different signatures at the same moment would both write
    number 1: the index of one would then point at the code of the other. Damaged code, run, would end the interpreter.
    """

    def save(self, key: Any, data: Any) -> None:
        name = f"{self._index_name.removesuffix('.nbi')}.{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}.nbc"
        self._save_data(name, data)
        overloads = self._load_index()
        overloads[key] = name
        self._save_index(overloads)

    def _save_data(self, name: str, data: Any) -> None:
        content = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(hashlib.sha256(content).digest() + content)

    def _load_data(self, name: str) -> Any:
        content = Path(self._data_path(name)).read_bytes()
        digest, content = content[:32], content[32:]
        if hashlib.sha256(content).digest() != digest:
            raise OSError(f"{name} is damaged")
        return pickle.loads(content)

    def _load_index(self) -> Any:
        try:
            return super()._load_index()
        except Exception:  # a damaged pickle may raise anything; the next save writes a new one
            return {}


class _Cache(FunctionCache):
    """A cache that may fail: on a full disk, in a folder that is gone. What is not kept is compiled again."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = _CacheFile(self._cache_path, self._impl.filename_base, source_stamp())

    @contextlib.contextmanager
    def _guard_against_spurious_io_errors(self) -> Iterator[None]:
        with contextlib.suppress(OSError):
            yield


def _keep(dispatcher: Any) -> None:
    """Cache the compiled code of `dispatcher` on disk, wherever Numba finds a folder it may write to."""
    with contextlib.suppress(RuntimeError):  # no folder is writable: compile in every process
        dispatcher._cache = _Cache(dispatcher.py_func)


def is_kept(dispatcher: Any) -> bool:
    """Return whether a kernel's compiled code, for some types at least, lies in the cache and fits the sources."""
    kept = getattr(dispatcher._cache, "_cache_file", None)
    with contextlib.suppress(OSError):
        return kept is not None and bool(kept._load_index())
    return False


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a loop over arrays: releases the GIL, is cached on disk, keeps IEEE arithmetic."""
    dispatcher = numba.njit(nogil=True, error_model="numpy")(function)
    _keep(dispatcher)
    return dispatcher


def bare_kernel(function: Callable[..., Any]) -> Any:
    """Compile a kernel as a bare helper is: what is written into it counts no references either."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    dispatcher = numba.njit(**options)(function)
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


def bare_helper(function: Callable[..., Any]) -> Any:
    """Compile an exact helper that neither allocates arrays nor counts who holds them.

    Counting is done by locked instructions, some on every slice and every call; two threads that share an array then
    wait for each other at each of them. Arrays live on in whoever called the kernel.
    """
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(**options)(function)


def inlined_helper(function: Callable[..., Any]) -> Any:
    """Write a bare helper's text into whoever calls it: quicker to compile, for LLVM sees each level of calls anew."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(inline="always", **options)(function)


def merged_helper(function: Callable[..., Any]) -> Any:
    """Compile a bare helper that LLVM must merge into its caller, which then copies no tuples of arrays for it."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "forceinline": True}
    return numba.njit(**options)(function)


def allocating_helper(function: Callable[..., Any]) -> Any:
    """Compile an exact helper that allocates arrays, though bare helpers call it: else it would become one of them."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": True}
    return numba.njit(**options)(function)
