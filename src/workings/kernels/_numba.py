"""Numba and LLVM's parts, imported here and nowhere else, the package before its parts.

Kernels are loaded when they are first needed, perhaps by several threads at once. A thread that begins with a part of
Numba holds that part's import and waits for Numba's, while the thread that imports Numba waits for the part; Python
breaks such a knot by showing one of them a half-made module, and Numba cannot be used in that process any more. Through
this one door whoever comes second waits.
"""

from __future__ import annotations

import numba
from llvmlite import binding, ir
from numba import int32
from numba.core import cgutils, config, types
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.extending import intrinsic, overload, register_jitable

__all__ = [
    "FunctionCache",
    "IndexDataCacheFile",
    "binding",
    "cgutils",
    "config",
    "int32",
    "intrinsic",
    "ir",
    "numba",
    "overload",
    "register_jitable",
    "types",
]
