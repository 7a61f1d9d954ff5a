"""Makes the calls and reports everything that can be seen of them."""

from __future__ import annotations

import gc
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from . import figures, wire
from .describe import core, parameters, starts_slowly
from .load import LoadError, edited, error_line, load, message
from .printing import Printer
from .results import Unusable, plain, type_name

# Taken before any code of the learner's has run.
_clock = time.perf_counter
_geterr, _seterr = np.geterr, np.seterr
_share, _may_share = np.shares_memory, np.may_share_memory

Reply = tuple[dict[str, Any], bytes]
KEPT_RESULTS = 4
KEPT_BYTES = 32 << 20


class Worker:
    """Answers requests about one function.

    Parameters
    ----------
    function : callable, optional
        The function, where it does not come from a file.
    printer : Printer
        Takes what it prints.
    isolated : bool
        Whether this process is there for nothing else, so that things may be changed for good.
    """

    def __init__(self, printer: Printer, function: Callable[..., Any] | None = None, isolated: bool = True) -> None:
        self.function = function
        self.path = ""
        self.printer = printer
        self.isolated = isolated
        self.previous: deque[Any] = deque(maxlen=KEPT_RESULTS)

    def handle(self, header: dict[str, Any], body: bytes) -> Reply:
        """Answer one request."""
        if header["op"] == "load":
            return self._load(header), b""
        if header.get("count"):
            return self._count(header, body)
        return self._call(header, body)

    def _load(self, header: dict[str, Any]) -> dict[str, Any]:
        self.path = header["path"]
        self.printer.start()
        if self.isolated:
            _settle()
        try:
            if self.function is None:
                self.function = load(self.path, header["text"], header["name"])
            elif header["text"] is not None:
                self.function = edited(self.function, header["text"], self.path, header["first_line"])
            given = parameters(self.function)
        except LoadError as problem:
            return {"ok": False, "error": str(problem)}
        code = getattr(core(self.function), "__code__", None)
        home = [code.co_filename, code.co_firstlineno] if code is not None else None
        if self.isolated:
            gc.freeze()
        return {"ok": True, "parameters": given, "home": home, "slow": starts_slowly(self.function)}

    def _call(self, header: dict[str, Any], body: bytes) -> Reply:
        reader = wire.Reader(body)
        args, kwargs = reader.read(header["args"]), reader.read(header["kwargs"])
        names = header["names"]
        if self.isolated:
            figures.clear()
        self.printer.start()
        before = _geterr()
        try:
            value, error, seconds = self._run(args, dict(zip(names, kwargs, strict=True)))
        finally:
            changed = _geterr() != before
            _seterr(**before)
        sys.settrace(None)
        reply: dict[str, Any] = {"seconds": seconds, "errstate_changed": changed}
        writer = wire.Writer()
        if error is not None:
            reply |= self._raised(error)
        else:
            reply |= self._returned(value, args, kwargs, writer)
        reply["args_after"] = _args_after(args, header["args"], body, writer)
        reply["output"] = self.printer.text()
        return reply, writer.body()

    def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, BaseException | None, float]:
        function = self.function
        start = _clock()
        try:
            value = function(*args, **kwargs)  # type: ignore[misc]
        except BaseException as error:
            return None, error, _clock() - start
        return value, None, _clock() - start

    def _raised(self, error: BaseException) -> dict[str, Any]:
        return {
            "kind": "raised",
            "error_type": type_name(error),
            "error_message": message(error),
            "error_line": error_line(error, self.path),
        }

    def _returned(self, value: Any, args: Any, kwargs: Any, writer: wire.Writer) -> dict[str, Any]:
        given = [*_arrays(args), *_arrays(kwargs)]
        report: dict[str, Any] = {"kind": "value", "type_name": type_name(value)}
        try:
            result = plain(value)
            report["value"] = writer.write(result)
        except (Unusable, wire.WireError) as problem:
            return {"kind": "unusable", "type_name": type_name(value), "error_message": str(problem)}
        except MemoryError:
            return {"kind": "unusable", "type_name": type_name(value), "error_message": "its result fills the memory"}
        except BaseException as problem:
            said = f"its result cannot be read: {type_name(problem)}: {message(problem)}"
            return {"kind": "unusable", "type_name": type_name(value), "error_message": said[:2000]}
        report["shares_input"] = _shares(value, result, given)
        report["shares_previous"] = _shares(value, result, list(self.previous))
        if not (isinstance(result, np.ndarray) and result.nbytes > KEPT_BYTES):
            self.previous.append(value if isinstance(value, list) else result)
        return report

    def _count(self, header: dict[str, Any], body: bytes) -> Reply:
        """Make the call as it is, and then again under the counters; what is reported is the plain call."""
        from .counting import count

        reply, numbers = self._call(header, body)
        if reply["kind"] != "value" or self.function is None:
            return reply, numbers

        def again() -> tuple[tuple[Any, ...], dict[str, Any]]:
            reader = wire.Reader(body)
            args, kwargs = reader.read(header["args"]), reader.read(header["kwargs"])
            return args, dict(zip(header["names"], kwargs, strict=True))

        before = _geterr()
        expected = wire.Reader(numbers).read(reply["value"])
        budget = header["timeout"] * 0.8 - reply["seconds"]
        self.printer.start()
        try:
            reply["ops"] = count(self.function, again, expected, self.path, budget, everywhere=self.isolated)
        finally:
            _seterr(**before)
            sys.settrace(None)
            self.previous.clear()
        return reply, numbers


def _settle() -> None:
    """Make two runs alike: warnings kept quiet, random numbers from a fixed seed."""
    import random

    warnings.simplefilter("ignore")
    random.seed(0)
    if "numpy.random" in sys.modules:
        # The learner's code uses the global generator, if any.
        np.random.seed(0)  # noqa: NPY002


def _arrays(value: Any, depth: int = 0) -> list[Any]:
    """Return the arrays and lists among the arguments."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, list | tuple) and depth < 4:
        inner = [a for entry in value[:100] for a in _arrays(entry, depth + 1)]
        return [value, *inner] if isinstance(value, list) else inner
    return []


def _shares(value: Any, result: Any, others: list[Any]) -> bool:
    if isinstance(result, np.ndarray):
        return any(isinstance(other, np.ndarray) and _overlap(result, other) for other in others)
    return isinstance(value, list) and any(value is other for other in others)


def _overlap(a: Any, b: Any) -> bool:
    if not _may_share(a, b):
        return False
    try:
        return bool(_share(a, b, max_work=10_000))  # type: ignore[arg-type]
    except Exception:
        return True


def _args_after(args: Any, described: Any, body: bytes, writer: wire.Writer) -> list[Any] | None:
    """Return the positional arguments if they are no longer what was sent."""
    check = wire.Writer()
    try:
        same = check.write(args) == described and check.body() == body[: check.size]
        return None if same else writer.write(args)
    except wire.WireError:
        kept = [a if isinstance(a, np.ndarray | float | int | None) else repr(a)[:200] for a in args]
        return writer.write(tuple(kept))
