"""Whether compiled code is there already: then small inputs, for which nobody would load it, use it too."""

from __future__ import annotations

import sys


def is_loaded(module: str, kernel: str) -> bool:
    """Return whether a kernel of `workings.kernels` has been compiled, or read from the cache, in this process."""
    return bool(getattr(getattr(sys.modules.get(f"workings.kernels.{module}"), kernel, None), "signatures", None))
