"""scikit-learn's callbacks (progress bars, monitors) for fits that are generators of steps.

The callbacks came with scikit-learn 1.9; under an older one the estimators simply have none.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from workings._step import Step

Method = TypeVar("Method", bound=Callable[..., Any])

try:
    from sklearn.callback import CallbackSupportMixin, with_callbacks
except ImportError:  # scikit-learn < 1.9

    class CallbackSupportMixin:  # type: ignore[no-redef]
        """Nothing to support."""

    def with_callbacks(method: Method) -> Method:
        """Return the method as it is."""
        return method


__all__ = ["CallbackSupportMixin", "fitted_at_once", "is_watched", "watched", "with_callbacks"]

_Outcome = TypeVar("_Outcome")


def is_watched(estimator: Any) -> bool:
    """Return whether callbacks are to be told of the estimator's steps."""
    return hasattr(estimator, "_skl_callbacks") or hasattr(estimator, "_parent_callback_ctx")


def watched(estimator: Any, X: Any, y: Any, steps: Generator[Step, None, _Outcome]) -> Generator[Step, None, _Outcome]:
    """Yield the steps on, and tell the estimator's callbacks of each; without callbacks this costs nothing."""
    if not is_watched(estimator):
        return (yield from steps)
    context = estimator._init_callback_context(max_subtasks=None)
    context.call_on_fit_task_begin(estimator=estimator, X=X, y=y)
    outcome = yield from _tell(estimator, X, y, steps, context)
    context.call_on_fit_task_end(estimator=estimator, X=X, y=y, reconstruction_attributes={})
    return outcome


@contextmanager
def fitted_at_once(estimator: Any, X: Any, y: Any, metadata: dict[str, Any]) -> Iterator[None]:
    """Tell the estimator's callbacks of a fit that has no steps: of its beginning and its end."""
    if not is_watched(estimator):
        yield
        return
    context = estimator._init_callback_context()
    context.call_on_fit_task_begin(estimator=estimator, X=X, y=y, metadata=metadata)
    yield
    context.call_on_fit_task_end(estimator=estimator, X=X, y=y, metadata=metadata, reconstruction_attributes={})


def _tell(
    estimator: Any, X: Any, y: Any, steps: Generator[Step, None, _Outcome], context: Any
) -> Generator[Step, None, _Outcome]:
    iterator: Iterator[Step] = steps
    while True:
        task = context.subcontext(task_name="step")
        task.call_on_fit_task_begin(estimator=estimator, X=X, y=y)
        try:
            step = next(iterator)
        except StopIteration as stop:
            task.call_on_fit_task_end(estimator=estimator, X=X, y=y, reconstruction_attributes={})
            outcome: _Outcome = stop.value
            return outcome
        fitted = {name: array.copy() for name, array in step.arrays.items()}
        task.call_on_fit_task_end(estimator=estimator, X=X, y=y, reconstruction_attributes=fitted)
        yield step
