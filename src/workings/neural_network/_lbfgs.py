"""SciPy's L-BFGS-B as a generator: whoever runs it sees every iteration, and may leave off at any.

SciPy's loop cannot be stopped half-way and gone on with, so it runs in a thread of its own, one at a time with the
caller: it asks for a value and waits, tells of an iteration and waits. All values are computed by the caller's thread,
where interruptions, warnings and the shared pool are at home.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Mapping
from queue import SimpleQueue
from typing import Any

import scipy.optimize

from workings._validation import Array


class _LeftError(Exception):
    """Nobody waits for the optimum any more."""


_LEAVE = object()


def minimise(
    function: Callable[[Array], tuple[float, Array]], theta: Array, options: Mapping[str, Any]
) -> Generator[tuple[Array, float], None, Any]:
    """Yield the point and the value after each iteration; the generator's value is SciPy's result.

    Parameters
    ----------
    function : callable
        Returns value and gradient.
    theta : ndarray
        Where to begin; stays as it is.
    options : mapping
        Of `scipy.optimize.minimize` with L-BFGS-B.

    Raises
    ------
    Exception
        Whatever `function` or SciPy raises.
    """
    questions: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    answers: SimpleQueue[Any] = SimpleQueue()

    def ask(what: str, of: Any) -> Any:
        questions.put((what, of))
        answer = answers.get()
        if answer is _LEAVE:
            raise _LeftError
        return answer

    def told(intermediate_result: Any) -> None:
        ask("iteration", (intermediate_result.x.copy(), float(intermediate_result.fun)))

    def solve() -> None:
        try:
            found = scipy.optimize.minimize(
                lambda x: ask("value", x),
                theta,
                method="L-BFGS-B",
                jac=True,
                callback=told,
                options=dict(options),
            )
            questions.put(("end", found))
        except _LeftError:
            pass
        except Exception as problem:
            questions.put(("problem", problem))

    thread = threading.Thread(target=solve, name="workings L-BFGS-B", daemon=True)
    thread.start()
    try:
        while True:
            what, of = questions.get()
            if what == "value":
                answers.put(function(of))
            elif what == "iteration":
                yield of
                answers.put(None)
            elif what == "end":
                return of
            else:
                raise of
    finally:
        answers.put(_LEAVE)
        thread.join()
