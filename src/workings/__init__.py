"""Machine learning that shows its working, and checks yours.

Everything public is reached from here, and nothing is imported before it is used: ``import workings`` costs a
few milliseconds, ``workings.softmax`` imports NumPy, the first large array imports Numba.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workings.checker import Verdict as Verdict
    from workings.checker import check as check
    from workings.checker import compare as compare
    from workings.show.draw import draw as draw
    from workings.show.steps import steps as steps
    from workings.special.cross_entropy import cross_entropy as cross_entropy
    from workings.special.cross_entropy import cross_entropy_gradient as cross_entropy_gradient
    from workings.special.log_softmax import log_softmax as log_softmax
    from workings.special.logsumexp import logsumexp as logsumexp
    from workings.special.sigmoid import log_sigmoid as log_sigmoid
    from workings.special.sigmoid import sigmoid as sigmoid
    from workings.special.sigmoid import softplus as softplus
    from workings.special.softmax import softmax as softmax
    from workings.special.softmax import softmax_vjp as softmax_vjp

__version__ = "0.1.0"

# Public name -> the module that defines it.
_HOME = {
    "Verdict": "workings.checker",
    "check": "workings.checker",
    "compare": "workings.checker",
    "cross_entropy": "workings.special",
    "cross_entropy_gradient": "workings.special",
    "draw": "workings.show",
    "log_sigmoid": "workings.special",
    "log_softmax": "workings.special",
    "logsumexp": "workings.special",
    "sigmoid": "workings.special",
    "softmax": "workings.special",
    "softmax_vjp": "workings.special",
    "softplus": "workings.special",
    "steps": "workings.show",
}
_PACKAGES = (
    "autodiff",
    "checker",
    "cluster",
    "ensemble",
    "linear_model",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "preprocessing",
    "show",
    "special",
    "svm",
    "testing",
    "tree",
)

__all__ = [*sorted(_HOME), *_PACKAGES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    elif name in _PACKAGES:
        value = importlib.import_module(f"workings.{name}")
    else:
        import difflib

        near = difflib.get_close_matches(name, __all__, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise AttributeError(f"module 'workings' has no attribute {name!r}.{hint}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
