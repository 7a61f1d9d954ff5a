"""What the learner's code prints: kept up to a limit, and never shown on the user's terminal."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

LIMIT = 2000


class Printer(io.TextIOBase):
    """Stands in for standard output and standard error.

    Parameters
    ----------
    copy_to : int, optional
        A file descriptor that receives the same text at once, so that it can be read after the process has died.
    """

    encoding = "utf-8"

    def __init__(self, copy_to: int | None = None) -> None:
        self._copy_to = copy_to
        self._kept: list[str] = []
        self._left = LIMIT
        self.buffer = _Bytes(self)

    def write(self, text: str, /) -> int:
        """Keep what fits, and say that all was written."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._left > 0:
            piece = text[: self._left]
            self._left -= len(piece)
            self._kept.append(piece)
            if self._copy_to is not None:
                os.write(self._copy_to, piece.encode("utf-8", "replace"))
        return len(text)

    def writable(self) -> bool:
        """Yes."""
        return True

    def fileno(self) -> int:
        """Return the real standard output, which leads nowhere."""
        return 1

    def start(self) -> None:
        """Forget everything, and become standard output and standard error again if something else took the place."""
        self._kept.clear()
        self._left = LIMIT
        if self._copy_to is not None:
            os.ftruncate(self._copy_to, 0)
            os.lseek(self._copy_to, 0, os.SEEK_SET)
        sys.stdout = sys.stderr = self

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self._kept)


class _Bytes(io.RawIOBase):
    """`sys.stdout.buffer`."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._printer.write(bytes(data).decode("utf-8", "replace"))
        return len(data)
