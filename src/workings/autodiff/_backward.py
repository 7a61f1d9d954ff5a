"""Going backward: the derivatives of one result by everything that it was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import numpy as np

from workings._step import Step
from workings.autodiff._tape import Seen, Variable, value_of
from workings.autodiff.shapes import astype, sum_to


def tape(result: Variable) -> list[Variable]:
    """Return everything that a result was computed from, oldest first, itself last.

    Examples
    --------
    >>> from workings.autodiff import Variable, exp, tape
    >>> x = Variable(2.0)
    >>> [one.operation.name if one.operation else "given" for one in tape(exp(x) * x)]
    ['given', 'exp', 'multiply']
    """
    found = {result.number: result}
    waiting = [result]
    while waiting:
        for one in waiting.pop().inputs:
            if isinstance(one, Variable) and one.number not in found:
                found[one.number] = one
                waiting.append(one)
    return [found[number] for number in sorted(found)]


def walk(
    result: Variable, by: Sequence[Variable], *, differentiable: bool, blame: bool = False
) -> Iterator[tuple[Variable, Any]]:
    """Yield each Variable between `by` and the result, newest first, with the derivative of the result by it.

    When a Variable's turn comes, everything computed from it has had its turn, so its derivative is complete.
    """
    chosen = {one.number for one in by}
    leads = set(chosen)
    for node in tape(result):
        if any(isinstance(one, Variable) and one.number in leads for one in node.inputs):
            leads.add(node.number)
    derivative: dict[int, Any] = {result.number: np.ones_like(result.value)}
    waiting = [node for node in tape(result) if node.number in leads]
    with np.errstate(all="ignore"):
        while waiting:
            node = waiting.pop()
            g = derivative.pop(node.number, None)
            if g is None:
                continue
            yield node, g
            if node.operation is None or node.number in chosen:
                continue
            seen = _seen(node, differentiable)
            for k, one in enumerate(node.inputs):
                if isinstance(one, Variable) and one.number in leads:
                    part = node.operation.rule(k)(g, seen)
                    if part.shape != one.shape:
                        part = sum_to(part, one.shape)
                    if part.dtype != one.dtype:
                        part = astype(part, one.dtype)
                    if blame and np.isnan(value_of(part)).any():
                        _blame_rule(node)
                    derivative[one.number] = derivative[one.number] + part if one.number in derivative else part


def _seen(node: Variable, differentiable: bool) -> Seen:
    if differentiable:
        return Seen(node.inputs, node, node.settings)
    return Seen(tuple(value_of(one) for one in node.inputs), node.value, node.settings)


def gradients(result: Variable, by: Sequence[Variable], *, differentiable: bool | None = None) -> list[Any]:
    """Return the derivatives of a result by some of the Variables that it was computed from.

    Parameters
    ----------
    result : Variable
        One number.
    by : sequence of Variable
    differentiable : bool, optional
        Whether derivatives come as Variables that can be differentiated again; by default they do where the result
        depends on Variables that are not in `by`.

    Returns
    -------
    list of ndarray or Variable
        One for each in `by`, of its shape and dtype; zeros where the result does not depend on it.

    Raises
    ------
    TypeError
        If the result is not one number.
    FloatingPointError
        If a derivative is not a number (nan); the message names the operation where that began.

    Examples
    --------
    >>> from workings.autodiff import Variable, gradients
    >>> x, y = Variable(2.0), Variable(3.0)
    >>> gradients(x * x * y, [x, y], differentiable=False)
    [array(12.), array(4.)]
    """
    if not isinstance(result, Variable) or result.ndim:
        raise TypeError(
            f"gradients(result, ...): result must be a Variable that is one number, and it is {_describe(result)}. "
            "Sum it, take its mean, or take the jacobian."
        )
    if differentiable is None:
        differentiable = reaches_further(result, by)
    if np.isnan(result.value):
        _blame_forward(result)
    found: dict[int, Any] = {}
    numbers = {one.number for one in by}
    for node, g in walk(result, by, differentiable=differentiable):
        if node.number in numbers:
            found[node.number] = g if isinstance(g, Variable) else np.asarray(g)
    if any(np.isnan(value_of(g)).any() for g in found.values()):
        for _ in walk(result, by, differentiable=False, blame=True):
            pass
    return [found[one.number] if one.number in found else np.zeros_like(one.value) for one in by]


def reaches_further(result: Variable, by: Sequence[Variable]) -> bool:
    """Whether somebody else differentiates too: the result depends on Variables beyond these, or behind them.

    Arguments of a `grad` that has returned do not count: for whoever goes on they are constants.
    """
    mine = {one.number for one in by}
    return any(
        node.operation is None and node.number not in mine and not node.settings.get("done") for node in tape(result)
    )


def backward_steps(result: Variable) -> Iterator[Step]:
    """Yield what going backward does, one Variable after the other, the result first.

    Each step holds the Variable's ``value``, and under ``derivative`` that of the result by it; ``index`` is its place
    on the tape, counted from the result, and ``what`` the operation that made it. This is the walk that `grad` takes.

    Examples
    --------
    >>> from workings.autodiff import Variable, backward_steps, exp
    >>> x = Variable(0.0)
    >>> for step in backward_steps(2.0 * exp(x)):
    ...     print(step.what, step.arrays["value"], step.arrays["derivative"])
    multiply 2.0 1.0
    exp 1.0 2.0
    given 0.0 2.0
    """
    if not isinstance(result, Variable) or result.ndim:
        raise TypeError(f"backward_steps(result): result must be one number, and it is {_describe(result)}. Sum it.")
    given = [node for node in tape(result) if node.operation is None]
    for index, (node, g) in enumerate(walk(result, given, differentiable=False)):
        what = "given" if node.operation is None else node.operation.name
        yield Step(index, what, {"value": node.value, "derivative": np.asarray(g)}, float(result.value))


def _describe(x: Any) -> str:
    if isinstance(x, Variable):
        return f"of shape {x.shape}"
    return f"of type {type(x).__name__}"


def _blame_forward(result: Variable) -> NoReturn:
    """Say where the first nan came from."""
    for node in tape(result):
        if not np.isnan(node.value).any():
            continue
        place = np.argwhere(np.isnan(node.value))[0].tolist()
        if node.operation is None or node.operation.name == "identity":
            raise ValueError(f"grad: an argument holds nan, at {place}. Remove or fill in what is missing first.")
        raise FloatingPointError(
            f"grad: the result is nan. It began in {node.operation.name}: its output of shape {node.shape} is nan at "
            f"{place}, and nothing that was computed before is. Is there a nan among the constants?"
        )
    raise FloatingPointError("grad: the result is nan.")


def _blame_rule(node: Variable) -> NoReturn:
    name = node.operation.name if node.operation else "given"
    raise FloatingPointError(
        f"grad: a derivative is nan. It began in {name} (output of shape {node.shape}): its slope is infinite or "
        "undefined at one of its inputs, as that of log and sqrt at 0, and 0 times infinity is nan. "
        "where(x > 0, log(x), 0) does so too, as both branches are computed: take log(where(x > 0, x, 1)) inside."
    )
