"""What a callable says of itself: its parameters, and the Python function inside it."""

from __future__ import annotations

import dis
import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "varargs",
    inspect.Parameter.VAR_KEYWORD: "varkw",
}


def core(function: Any) -> Any:
    """Return the plain Python function inside partials, methods, wrappers and compiled functions, if there is one."""
    for _ in range(20):
        if inspect.isfunction(function) and not hasattr(function, "__wrapped__"):
            return function
        inner = _inner(function)
        if inner is None:
            return function
        function = inner
    return function


def _inner(function: Any) -> Any:
    """Return what stands one layer further in."""
    if isinstance(function, functools.partial):
        return function.func
    if isinstance(function, np.vectorize):
        return function.pyfunc
    if inspect.ismethod(function):
        return function.__func__
    for name in ("__wrapped__", "py_func"):  # functools.wraps; Numba
        inner = getattr(function, name, None)
        if callable(inner):
            return inner
    if not inspect.isroutine(function) and not isinstance(function, type | np.ufunc):
        called = type(function).__dict__.get("__call__")
        if inspect.isfunction(called):
            return called
    return None


def starts_slowly(function: Any) -> bool:
    """Whether a first call may rightly take long: it compiles something, or imports a library."""
    inner = core(function)
    if not inspect.isfunction(inner):
        return _compiles(function)
    used = [inner.__globals__.get(name) for name in inner.__code__.co_names]
    steps = dis.get_instructions(inner.__code__)
    imports = any(step.opname == "IMPORT_NAME" and step.argval not in sys.modules for step in steps)
    return imports or any(map(_compiles, [function, *used]))


def _compiles(value: Any) -> bool:
    return callable(value) and type(value).__module__.partition(".")[0] in ("numba", "jax", "jaxlib", "torch")


def parameters(function: Callable[..., Any]) -> list[list[Any]]:
    """Return name, kind and the default's text of each parameter; one `*args` where nothing can be known."""
    if isinstance(function, np.ufunc):
        names = ["x"] if function.nin == 1 else [f"x{i + 1}" for i in range(function.nin)]
        return [*([name, "positional", None] for name in names), ["out", "keyword", "None"]]
    if isinstance(function, np.vectorize):
        return parameters(function.pyfunc)
    try:
        signature = inspect.signature(function)
    except Exception:
        inner = core(function)
        if inner is not function and callable(inner):
            return parameters(inner)
        return [["args", "varargs", None]]
    found: list[list[Any]] = []
    for parameter in signature.parameters.values():
        default = None if parameter.default is inspect.Parameter.empty else _text(parameter.default)
        found.append([parameter.name, _KINDS[parameter.kind], default])
    return found


def _text(value: Any) -> str:
    try:
        return repr(value)[:200]
    except BaseException:
        return "..."
