"""Work that somebody may be glad of soon: the first scene of a day, the kernels of its picture.

It runs in threads that nobody waits for. A task of the server's own would keep the server from closing until it ends,
and a compiler takes many seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

_NAME = "workings ahead"


def begin(work: Callable[..., object], *given: Any) -> None:
    """Start a call, and return at once."""
    threading.Thread(target=work, args=given, name=_NAME, daemon=True).start()


def is_busy() -> bool:
    """Return whether such work goes on."""
    return any(thread.name == _NAME for thread in threading.enumerate())
