"""The arguments of a call on another library's arrays: namespace, types, axes, masks, and the sentences that refuse."""

from __future__ import annotations

import importlib
from typing import Any, NoReturn

import numpy as np

from workings._other_arrays import library_of
from workings._validation import axes_of
from workings.backends.arrays._formulas import Axes

_NAMESPACES = {"cupy": "array_api_compat.cupy", "jax": "jax.numpy", "torch": "array_api_compat.torch"}


def refuse(function: str, problem: str, remedy: str, kind: type[Exception] = TypeError) -> NoReturn:
    """Raise an error that says what came, what was expected, and what to try."""
    raise kind(f"{function}: {problem} {remedy}")


def namespace(x: Any) -> Any:
    """Return the array API namespace of x."""
    library = library_of(x)
    try:
        return importlib.import_module(_NAMESPACES[str(library)])
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            f"Arrays of {library} need the package array-api-compat: pip install 'workings[arrays]'. Without it, give "
            "NumPy arrays."
        ) from None


def place(x: Any) -> Any:
    """Return the device of x, or None where it has none yet: under JAX's transformations."""
    if library_of(x) == "jax":
        import jax

        if isinstance(x, jax.core.Tracer):
            return None
    return x.device


def is_traced(x: Any) -> bool:
    """Whether x stands for values that are not known yet, so that no value can be looked at."""
    library = library_of(x)
    if library == "jax":
        import jax

        return isinstance(x, jax.core.Tracer)
    if library == "torch":
        import torch

        return bool(torch.compiler.is_compiling() or torch._C._functorch.is_functorch_wrapped_tensor(x))
    return False


def kind_of(xp: Any, x: Any) -> str:
    """Return "float", "integer", "bool" or what else x holds, in one word."""
    if x.dtype == xp.bool:
        return "bool"
    name = str(x.dtype).rpartition(".")[2]
    if name in ("float16", "bfloat16", "float32", "float64"):
        return "float"
    if name.startswith(("int", "uint")):
        return "integer"
    return name


def widest(xp: Any, x: Any) -> Any:
    """Return float64 if the library and the device of x have it, else float32."""
    if library_of(x) == "jax":
        import jax

        return xp.float64 if jax.config.jax_enable_x64 else xp.float32
    return xp.float32 if library_of(x) == "torch" and x.device.type == "mps" else xp.float64


def floating(function: str, xp: Any, x: Any, dtype: Any = None, name: str = "x") -> tuple[Any, Any]:
    """Return x as floats that computations want, float32 or float64, and the type of the result."""
    kind = kind_of(xp, x)
    if kind not in ("float", "integer", "bool"):
        refuse(function, f"{name} has dtype {x.dtype}, and {function} takes real numbers.", f"Try {name} as float32.")
    result = (x.dtype if kind == "float" else widest(xp, x)) if dtype is None else _dtype(function, xp, dtype)
    compute = xp.float64 if xp.float64 in (x.dtype, result) or kind != "float" else xp.float32
    if compute == xp.float64:
        compute = widest(xp, x)
    return (x if x.dtype == compute else xp.astype(x, compute)), result


def _dtype(function: str, xp: Any, dtype: Any) -> Any:
    name = dtype if isinstance(dtype, str) else getattr(dtype, "__name__", None) or str(dtype).rpartition(".")[2]
    if name not in ("float16", "bfloat16", "float32", "float64"):
        refuse(function, f"dtype={dtype!r} is not a floating-point type.", "Try dtype='float32' or leave it out.")
    return getattr(xp, name)


def axes(function: str, axis: Any, ndim: int, name: str = "x") -> Axes:
    """Return the axes that `axis` names, from 0 on."""
    return () if ndim == 0 and axis in (-1, 0) else axes_of(function, axis, ndim, name)


def beside(function: str, xp: Any, x: Any, other: Any, name: str, first: str = "x") -> Any:
    """Return another argument as an array of x's library on x's device; numbers and NumPy arrays are carried there."""
    library, own = library_of(other), library_of(x)
    if library is None:
        array = np.asarray(other)
        if array.dtype.kind not in "fiub":
            refuse(function, f"{name} has dtype {array.dtype}.", f"Give {own} numbers, or NumPy arrays throughout.")
        where = place(x)
        return xp.asarray(array) if where is None else xp.asarray(array, device=where)
    if library != own:
        refuse(
            function, f"{first} is an array of {own}, and {name} one of {library}.", "Give both to the same library."
        )
    here, there = place(x), place(other)
    if here is not None and there is not None and here != there:
        remedy = f"Try {name}.to({first}.device)." if own == "torch" else f"Put {name} on the device of {first}."
        refuse(function, f"{first} lies on {here}, and {name} on {there}.", remedy, ValueError)
    return other


def mask(function: str, xp: Any, x: Any, where: Any) -> Any:
    """Return `where` as bool, broadcast to x."""
    found = beside(function, xp, x, where, "where")
    if kind_of(xp, found) != "bool":
        refuse(function, f"where has dtype {found.dtype}, and a mask is bool.", "Try where != 0.")
    try:
        return xp.broadcast_to(found, x.shape)
    except (ValueError, RuntimeError):
        refuse(
            function,
            f"where has shape {tuple(found.shape)}, which cannot be broadcast to x's shape {tuple(x.shape)}.",
            "Give one truth value for each entry of x.",
            ValueError,
        )
