"""Derivatives of ordinary Python functions: grad, value_and_grad, jacobian."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import numpy as np

from workings.autodiff._backward import gradients, reaches_further
from workings.autodiff._tape import Array, Variable, floats, value_of
from workings.autodiff.shapes import identity, reshape, stack, take

Function = Callable[..., Any]


def grad(f: Function, argnums: int | Sequence[int] = 0) -> Function:
    r"""Return the function that computes the derivatives of f.

    .. math:: \mathrm{grad}(f)(x)_i = \partial f(x) / \partial x_i

    Parameters
    ----------
    f : callable
        Takes arrays or numbers of float32 or float64 (or dicts, lists and tuples of them), and returns one number. It
        may use operators, this module's functions, and NumPy's that are known here.
    argnums : int or sequence of int, default 0
        By which arguments to differentiate.

    Returns
    -------
    callable
        Takes what f takes, and returns the derivatives: in the form of that argument, or for several argnums a tuple.
        An argument on which f does not depend has derivatives 0. The derivative can be differentiated again.

    Raises
    ------
    TypeError
        When called: whole numbers to be differentiated by, a result that is not one number, an array changed in place,
        a function whose derivative is not known.
    ValueError
        When called: nan among the numbers to be differentiated by.
    FloatingPointError
        When called: the result or a derivative is nan; the message says in which operation that began.

    See Also
    --------
    value_and_grad : The value as well.
    check_gradient : Compare with differences.

    Notes
    -----
    Reverse mode: f runs once and its operations are remembered; then the chain rule is followed from the result to the
    arguments. The derivatives by all entries together cost two to four times what f costs, however many there are;
    every intermediate array is kept until then. At a corner (``abs`` and ``relu`` at 0) the derivative is 0; entries
    that are equally large share that of ``max`` and ``maximum``. Source: S. Linnainmaa, "Taylor expansion of the
    accumulated rounding error", BIT 16 (1976), 146; A. Griewank and A. Walther, *Evaluating Derivatives* (2008).

    Examples
    --------
    >>> import numpy as np
    >>> from workings.autodiff import grad
    >>> grad(lambda x: x**3)(2.0)
    np.float64(12.0)
    >>> grad(grad(lambda x: x**3))(2.0)
    np.float64(12.0)
    >>> X, y = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([1.0, 2.0])
    >>> grad(lambda w: ((X @ w - y) ** 2).sum())(np.array([0.5, 0.5]))
    array([13., 22.])
    """
    pair = value_and_grad(f, argnums)

    @wraps(f)
    def derivative(*args: Any, **settings: Any) -> Any:
        return pair(*args, **settings)[1]

    return derivative


def value_and_grad(f: Function, argnums: int | Sequence[int] = 0) -> Function:
    """Return the function that computes f and its derivatives, at the cost of the derivatives alone.

    Parameters
    ----------
    f : callable
    argnums : int or sequence of int, default 0
        As of `grad`.

    Returns
    -------
    callable
        Takes what f takes, and returns ``(value, derivatives)``.

    Examples
    --------
    >>> from workings.autodiff import exp, value_and_grad
    >>> value_and_grad(lambda x: exp(2.0 * x))(0.0)
    (np.float64(1.0), np.float64(2.0))
    """
    name = getattr(f, "__name__", "f")

    @wraps(f)
    def both(*args: Any, **settings: Any) -> Any:
        several, places = _places(argnums, args, name)
        leaves: list[Variable] = []
        inputs = list(args)
        for k in places:
            inputs[k] = _planted(args[k], f"grad({name})", f"argument {k}", leaves)
        with _differentiating(leaves):
            value, found = _pair(f(*inputs, **settings), leaves, name)
        queue = iter(_apart(found))
        answers = tuple(_gathered(args[k], queue) for k in places)
        return value, answers if several else answers[0]

    return both


def jacobian(f: Function, argnum: int = 0) -> Function:
    """Return the function that computes the derivatives of every entry of f by every entry of an argument.

    Parameters
    ----------
    f : callable
        Takes arrays, and returns an array of any shape.
    argnum : int, default 0

    Returns
    -------
    callable
        Takes what f takes, and returns an array of f's shape followed by the argument's. f runs once, and the tape is
        followed back once for each entry of f. ``jacobian(grad(f))`` is the Hessian matrix of f.

    Examples
    --------
    >>> from workings.autodiff import grad, jacobian
    >>> jacobian(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    >>> jacobian(grad(lambda x: x[0] ** 2 * x[1]))(np.array([1.0, 3.0]))
    array([[6., 2.],
           [2., 0.]])
    """
    name = getattr(f, "__name__", "f")

    @wraps(f)
    def matrix(*args: Any, **settings: Any) -> Any:
        _, (place,) = _places(argnum, args, name)
        leaves: list[Variable] = []
        inputs = list(args)
        inputs[place] = _planted(args[place], f"jacobian({name})", f"argument {place}", leaves)
        if len(leaves) != 1 or isinstance(args[place], (dict, list, tuple)):
            raise TypeError(f"jacobian({name}): argument {place} must be one array. Concatenate the parts.")
        with _differentiating(leaves):
            return _tidy(_rows(f(*inputs, **settings), leaves))

    return matrix


def _places(argnums: int | Sequence[int], args: Sequence[Any], name: str) -> tuple[bool, tuple[int, ...]]:
    several = not isinstance(argnums, (int, np.integer))
    places = tuple(argnums) if isinstance(argnums, Sequence) else (int(argnums),)
    for k in places:
        if not -len(args) <= k < len(args):
            raise TypeError(
                f"grad({name}, argnums={argnums}): there is no argument {k}; {len(args)} were given by place. "
                "Arguments given by name are constants."
            )
    places = tuple(k % len(args) for k in places)
    if len(set(places)) < len(places):
        raise TypeError(f"grad({name}, argnums={argnums}): an argument is named twice. Name each once.")
    return several, places


def _planted(x: Any, call: str, name: str, leaves: list[Variable]) -> Any:
    """Return an argument as Variables, in the form in which it came, and note them."""
    if isinstance(x, dict):
        return {key: _planted(one, call, f"{name}[{key!r}]", leaves) for key, one in x.items()}
    if isinstance(x, (list, tuple)):
        made = [_planted(one, call, f"{name}[{k}]", leaves) for k, one in enumerate(x)]
        return type(x)(*made) if hasattr(x, "_fields") else type(x)(made)
    leaf = identity(x) if isinstance(x, Variable) else Variable(floats(x, call, name))
    if np.isnan(leaf.value).any():
        place = np.argwhere(np.isnan(leaf.value))[0].tolist()
        raise ValueError(f"{call}: {name} holds nan, at {place}. Remove or fill in what is missing first.")
    leaves.append(leaf)
    return leaf


def _gathered(x: Any, found: Any) -> Any:
    """Return derivatives in the form in which the argument came."""
    if isinstance(x, dict):
        return {key: _gathered(one, found) for key, one in x.items()}
    if isinstance(x, (list, tuple)):
        made = [_gathered(one, found) for one in x]
        return type(x)(*made) if hasattr(x, "_fields") else type(x)(made)
    return _tidy(next(found))


def _apart(found: Sequence[Any]) -> list[Any]:
    """Return derivatives that share no memory: those of x and y in x + y are one array."""
    owned: set[int] = set()
    apart = []
    for g in found:
        mine = isinstance(g, Variable) or (g.base is None and id(g) not in owned)
        owned.add(id(g))
        apart.append(g if mine else g.copy())
    return apart


def _tidy(g: Any) -> Any:
    """Return a Variable as it is, and an array that the caller may write to, or a number."""
    if isinstance(g, Variable):
        return g
    array: Array = np.asarray(g)
    return array[()] if array.ndim == 0 else array if array.flags.writeable else array.copy()


@contextmanager
def _differentiating(leaves: Sequence[Variable]) -> Iterator[None]:
    """Differentiate by these; afterwards they are constants for whoever else differentiates."""
    try:
        yield
    finally:
        for leaf in leaves:
            if leaf.operation is None:
                leaf.settings["done"] = True


def _pair(result: Any, leaves: Sequence[Variable], name: str) -> tuple[Any, list[Any]]:
    """Return the value and the derivatives of what f returned."""
    if not isinstance(result, Variable):
        _refuse_others(result, name)
        return result, [np.zeros_like(leaf.value) for leaf in leaves]
    if result.ndim:
        raise TypeError(
            f"grad({name}): {name} must return one number, and it returned shape {result.shape}. Return its sum or "
            "mean, or use jacobian."
        )
    further = reaches_further(result, leaves)
    found = gradients(result, leaves, differentiable=further)
    return result if further else _tidy(result.value), found


def _rows(result: Any, leaves: Sequence[Variable]) -> Any:
    """Return the derivatives of every entry of what f returned."""
    (x,) = leaves
    shape = np.shape(value_of(result)) + x.shape
    if not isinstance(result, Variable) or not result.size:
        return np.zeros(shape, dtype=x.dtype)
    further = reaches_further(result, leaves)
    flat = reshape(result, -1)
    rows = [gradients(take(flat, i), leaves, differentiable=further)[0] for i in range(flat.size)]
    return reshape(stack(rows), shape)


def _refuse_others(result: Any, name: str) -> None:
    if not isinstance(result, (int, float, np.number)) and not (isinstance(result, np.ndarray) and result.ndim == 0):
        raise TypeError(
            f"grad({name}): {name} must return one number, and it returned {type(result).__name__}. Return the one to "
            "be differentiated."
        )
