"""The softmax family in the operations of the array API standard: for every device, every tracer, every derivative.

No kernel of ours runs on those devices, so these are as exact as the library's own exp and sum allow: what the
subtraction of the maximum rounds away, which costs others 60 to 300 units in the last place, is put back.

Every function takes a namespace `xp` and an array of floats; `axes` is a tuple that is not empty.
"""

from __future__ import annotations

from typing import Any

Axes = tuple[int, ...]


def constant(xp: Any, x: Any) -> Any:
    """Return x as a constant: no derivative flows through it."""
    name = xp.__name__
    if name.startswith("jax"):
        import jax

        return jax.lax.stop_gradient(x)
    return x.detach() if hasattr(x, "detach") else x


def differences(xp: Any, x: Any, axes: Axes) -> tuple[Any, Any, Any]:
    """Return the maxima of the groups, x minus them, and what this subtraction rounded away (0 where not finite)."""
    top = constant(xp, xp.max(x, axis=axes, keepdims=True))
    d = x - top
    fixed, given = constant(xp, d), constant(xp, x)
    t = fixed - given
    rest = (given - (fixed - t)) + (-top - t)
    return top, d, xp.where(xp.isfinite(rest), rest, xp.zeros_like(rest))


def softmax(xp: Any, x: Any, axes: Axes) -> Any:
    """Return exp(x) / sum(exp(x))."""
    _, d, rest = differences(xp, x, axes)
    e = xp.exp(d)
    e = e + e * rest
    return e / xp.sum(e, axis=axes, keepdims=True)


def _log_of_sum(xp: Any, d: Any, rest: Any, axes: Axes) -> Any:
    """Return log(sum(exp(d))), for differences from the maximum: the entries equal to it are counted, not rounded."""
    ones = constant(xp, d) == 0
    e = xp.exp(d)
    e = e + e * rest
    # log1p(others + (ties - 1)), with the derivative of all entries in it.
    ties = xp.sum(xp.astype(ones, d.dtype), axis=axes, keepdims=True)
    others = xp.sum(xp.where(ones, xp.zeros_like(e), e), axis=axes, keepdims=True)
    moved = xp.sum(xp.where(ones, e - 1, xp.zeros_like(e)), axis=axes, keepdims=True)
    return xp.log1p(others + (ties - 1 + moved))


def log_softmax(xp: Any, x: Any, axes: Axes) -> Any:
    """Return x - log(sum(exp(x)))."""
    _, d, rest = differences(xp, x, axes)
    return (d - _log_of_sum(xp, d, rest, axes)) + rest


def logsumexp(xp: Any, x: Any, axes: Axes) -> Any:
    """Return log(sum(exp(x))), the axes kept."""
    top = constant(xp, xp.max(x, axis=axes, keepdims=True))
    usable = xp.where(xp.isfinite(top), top, xp.zeros_like(top))
    _, d, rest = differences(xp, x, axes)
    finite = usable + _log_of_sum(xp, d, rest, axes)
    return xp.where(xp.isfinite(top), finite, top)


def signed_logsumexp(xp: Any, x: Any, b: Any, axes: Axes) -> tuple[Any, Any]:
    """Return log|sum(b exp(x))| and the sign of the sum, the axes kept."""
    x = xp.where(b == 0, xp.full_like(x, -float("inf")), x)
    top = constant(xp, xp.max(x, axis=axes, keepdims=True))
    top = xp.where(xp.isfinite(top), top, xp.zeros_like(top))
    terms = xp.where(b == 0, xp.zeros_like(x), b * xp.exp(x - top))
    total = xp.sum(terms, axis=axes, keepdims=True)
    return top + xp.log(xp.abs(total)), xp.sign(total)


def sigmoid(xp: Any, x: Any) -> Any:
    """Return 1 / (1 + exp(-x)), never through an exponential that overflows."""
    right = x >= 0
    e = xp.exp(xp.where(right, -x, x))
    return xp.where(right, xp.ones_like(e), e) / (1 + e)


def softplus(xp: Any, x: Any) -> Any:
    """Return log(1 + exp(x))."""
    right = x > 0
    return xp.where(right, x, xp.zeros_like(x)) + xp.log1p(xp.exp(xp.where(right, -x, x)))


def log_sigmoid(xp: Any, x: Any) -> Any:
    """Return log(1 / (1 + exp(-x)))."""
    return -softplus(xp, -x)
