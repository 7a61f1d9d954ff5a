"""For people's own test suites: assert that a function is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workings.checker import Verdict, check

_OUTCOMES = ("costly", "contract", "fragile")


def assert_right(
    fn: Callable[..., Any],
    topic: str | None = None,
    *,
    intent: str | None = None,
    allow: Sequence[str] = ("costly",),
    seed: int = 0,
    deadline: float = 10,
) -> Verdict:
    """Raise AssertionError, with the whole verdict as its message, unless a function is right.

    Parameters
    ----------
    fn : callable
        The function to judge.
    topic, intent : str, optional
        What it is meant to compute, and what it is meant to accept; see `workings.check`.
    allow : sequence of str, default ("costly",)
        Outcomes that pass besides "right": any of "costly", "contract" and "fragile".
    seed, deadline
        See `workings.check`.

    Returns
    -------
    Verdict
        The verdict of a function that passes.

    Examples
    --------
    >>> import numpy as np
    >>> def softmax(x):
    ...     e = np.exp(x - np.max(x))
    ...     return e / e.sum()
    >>> assert_right(softmax).outcome
    'right'
    """
    __tracebackhide__ = True
    allowed = (allow,) if isinstance(allow, str) else tuple(allow)
    unknown = [name for name in allowed if name not in _OUTCOMES]
    if unknown:
        raise ValueError(f"assert_right(allow={allow!r}): expected any of {', '.join(map(repr, _OUTCOMES))}.")
    verdict = check(fn, topic, intent=intent, seed=seed, deadline=deadline)
    verdict.raise_if_wrong(allow=allowed)
    return verdict
