"""What the logistic loss and its gradient share: their arguments (w, X, y), inputs, and ways to go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.intents import Clues
from workings.checker.model import Array, Case, Cause, Family, Intent, Symptom, Variant
from workings.checker.topics import _symptoms
from workings.checker.topics._common import COMMON

ROWS = Intent("rows", "the samples in the rows of X, one class 0 or 1 for each", 1, "samples in rows")

Formula = Callable[[Array, Array, Array], Any]


@dataclass(frozen=True)
class LogisticMaths:
    """The exact answer, ``exact(w, X, y)`` on longdouble, and the mistakes by name."""

    exact: Formula
    mistakes: tuple[tuple[str, Formula], ...]

    def build(
        self,
        intent: Intent,
        tag: str,
        w: Any,
        X: Any = None,
        y: Any = None,
        axis: int | None = None,
        *,
        core: bool = False,
        options: dict[str, Any] | None = None,
    ) -> Case | None:
        """Make the case of these arguments, or None if they do not fit together."""
        w, X, y = np.asarray(w), np.asarray(X), np.asarray(y)
        if w.ndim != 1 or X.ndim != 2 or X.shape != (*y.shape, *w.shape) or not X.size or not set(y.tolist()) <= {0, 1}:
            return None
        wide = [a.astype(np.longdouble) for a in (w, X, y)]
        with np.errstate(all="ignore"):
            true = np.asarray(self.exact(*wide)).astype(np.float64)
        if not np.all(np.isfinite(true)):
            return None
        size = float(np.max(np.abs(X), initial=1.0))
        return Case(tag, (w, X, y), true, 1e-11 * (size + np.abs(true)), core=core, options=options or {})

    @cache  # noqa: B019  (one object for each topic, which lives as long as the process)
    def cases(self, intent: Intent) -> list[Case]:
        """Every directed case."""
        made = [self.build(intent, tag, *args, core=core) for tag, args, core in _rows()]
        return [case for case in made if case is not None]

    def variants(self, intent: Intent) -> Sequence[Variant]:
        """Every mistake."""
        return [_variant(code, formula) for code, formula in self.mistakes]

    def fitted(self, evidence: Evidence) -> Sequence[Variant]:
        """A factor that does not belong there, read off the first answer."""
        for i in evidence.core():
            got, true = evidence.grades[i].got, evidence.cases[i].expected
            if got is None or got.shape != true.shape or not np.all(np.isfinite(got)):
                continue
            factor = float(np.ravel(got)[0] / np.ravel(true)[0])
            named = (0.0, 1.0, -1.0, 1.0 / np.log(2.0), 1.0 / np.log(10.0))
            if all(abs(factor - one) > 1e-4 for one in named):
                return [_variant("extra_factor", self._times(factor))]
        return []

    def _times(self, factor: float) -> Formula:
        return lambda w, X, y: factor * self.exact(w, X, y)

    def families(self) -> tuple[Family, ...]:
        """Log-odds that grow on the wrong side."""

        def at(intent: Intent, t: float) -> Case | None:
            return self.build(intent, "dial", [t], [[1.0], [-1.0]], [0, 1])

        return (Family(("overflow", "underflow", "clips_output"), "log-odds on the wrong side", at, 1e300),)

    def cost_case(self, intent: Intent, n: int, groups: int) -> Case | None:
        """Return n samples of two features."""
        if groups > 1:
            return None
        X = np.column_stack([np.linspace(-2.0, 2.0, n), np.ones(n)])
        return self.build(intent, "cost", np.array([1.0, 0.5]), X, np.arange(n) % 2)


def _variant(code: str, formula: Formula) -> Variant:
    return Variant(code, lambda case: formula(*(np.asarray(arg, dtype=np.float64) for arg in case.args)))


def _rows() -> list[tuple[str, tuple[Any, Any, Any], bool]]:
    """Arguments with their tags, and whether they decide about the intent."""
    X = np.array([[0.5, -1.25, 2.0], [1.5, 0.25, -0.75], [-1.0, 0.5, 0.25], [2.25, 1.0, -0.5], [-0.25, -2.0, 1.0]])
    y = np.array([1, 0, 1, 1, 0])
    w = np.array([0.75, -0.5, 1.25])
    both = np.array([[1.0], [-1.0]])
    rows: list[tuple[str, tuple[Any, Any, Any], bool]] = [
        ("vector", (w, X, y), True),
        ("vector", (-w[::-1], X[:4], y[1:].astype(float)), True),
        ("vector", (np.array([0.3, -1.1]), X[:, :2], np.array([1, 1, 1, 0, 1])), True),
        ("square", (w, X[:3], np.array([0, 1, 1])), True),
        ("zero", (np.zeros(3), X, y), False),
        ("one column", (np.array([0.5]), X[:, :1], y), False),
        ("single", (w, X[:1], np.array([1])), False),
        ("single", (w, X[1:2], np.array([0])), False),
        ("middling", (4 * w, X, y), False),
        ("integer", (np.array([1, -2]), np.array([[1, 0], [2, 3], [-1, 1]]), np.array([0, 1, 1])), False),
    ]
    for tag, sizes in (("gap", (40.0, 60.0)), ("far", (100.0, 700.0)), ("big", (710.0, 1e3, 1e5, 1e300))):
        for t in sizes:
            rows += [(tag, (np.array([t]), both, np.array(labels)), False) for labels in ([0, 1], [1, 0], [1, 1])]
    return rows


def draw(intent: Intent) -> Any:
    """Return a Hypothesis strategy for the arguments."""
    from hypothesis import strategies as st

    @st.composite
    def arguments(draw: Any) -> tuple[Array, Array, Array]:
        n, p = draw(st.integers(1, 4)), draw(st.integers(1, 3))
        entry = st.floats(-5, 5, allow_subnormal=False)
        w = draw(st.lists(st.one_of(entry, st.floats(-1e3, 1e3)), min_size=p, max_size=p))
        X = [draw(st.lists(entry, min_size=p, max_size=p)) for _ in range(n)]
        return np.array(w), np.array(X), np.array(draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))

    return arguments()


def simplest(intent: Intent) -> list[tuple[Any, ...]]:
    """Return plain arguments, the simplest first."""
    one = np.ones((1, 1))
    sizes = (0.0, 1.0, -1.0, 2.0, 40.0, -40.0, 1000.0, -1000.0)
    alone = [(np.array([t]), one, np.array([label])) for t in sizes for label in (0, 1)]
    pair = np.array([[1.0], [2.0]])
    return [*alone, *((np.array([t]), pair, np.array([0, 1])) for t in sizes)]


def infer(intent: Intent, clues: Clues, faults: float) -> float:
    """Return 0: there is only one way to read the arguments."""
    return 0.0


_HARD = ("gap", "far", "big", "middling")
_ORDINARY = ("vector", "square", "zero", "one column", "single")
SYMPTOMS = (
    Symptom("returns_sample", _ORDINARY, covers=(*_ORDINARY, *_HARD, "before variants"), when=lambda e: e.unsteady),
    Symptom("returns_wrong_shape", _ORDINARY, covers=(*_ORDINARY, *_HARD, "integer"), statuses=("shape",)),
    Symptom(
        "loses_float64_precision", _ORDINARY, covers=(*_ORDINARY, *_HARD, "integer"), when=_symptoms.single_precision
    ),
    Symptom("fails_single_element", ("single",), passes=("vector",)),
    Symptom("underflow", ("gap", "far"), passes=("vector",), covers=_HARD, statuses=("loud", "raised")),
    Symptom("clips_output", ("gap", "far"), passes=("vector",), covers=_HARD, statuses=("silent",)),
    Symptom("overflow", ("big",), passes=("vector", "gap"), covers=_HARD, statuses=("loud", "raised")),
    Symptom("hides_overflow", ("big",), passes=("vector", "gap"), covers=_HARD, statuses=("silent",), alone=True),
    Symptom("fails_integer_input", ("integer",)),
)

CAUSES = {
    **COMMON,
    "not_written": Cause("wrong", "It answers 0 whatever it is given: the exercise is still to be done."),
    "overflow": Cause(
        "wrong",
        "exp of a number above 709.78 is inf (math.exp raises OverflowError). log(1 + exp(z)) is "
        "max(z, 0) + log1p(exp(-|z|)): np.logaddexp(0, z) does it; for the sigmoid, too, let exp see -|z| only.",
    ),
    "underflow": Cause(
        "wrong",
        "A probability rounds to exactly 0 or 1 (from |z| = 37 on), and log(0) is -inf, 0 * log(0) nan. Do not go by "
        "way of the probability: from z itself the loss is np.logaddexp(0, z) - y * z.",
    ),
    "clips_output": Cause(
        "wrong",
        "The probabilities are cut off, or a small constant is added to them, before the logarithm: a sample that is "
        "badly wrong should cost |z|, and never costs more than the cut allows.",
    ),
    "sign_flipped": Cause("wrong", "The sign is turned round: what should fall towards the optimum rises."),
    "sums_instead_of_mean": Cause("wrong", "The samples are summed; the mean was asked for: divide by their number."),
    "divides_by_features": Cause(
        "wrong", "The sum is divided by the number of features; divide by that of the samples."
    ),
    "extra_factor": Cause(
        "wrong", "The right number times a constant: a factor such as 1/2 or 2 does not belong there."
    ),
    "labels_swapped": Cause("wrong", "The classes are swapped: y = 1 is treated as 0 and 0 as 1."),
    "labels_of_minus_one": Cause(
        "wrong", "This formula is for classes -1 and 1; here they are 0 and 1 (2 * y - 1 turns one into the other)."
    ),
    "half_of_the_loss": Cause("wrong", "Only one class costs anything; the term of the other class is missing."),
    "squared_error": Cause(
        "wrong", "This is the squared error; logistic loss is the negative logarithm of the probability."
    ),
    "no_sigmoid": Cause("wrong", "The sigmoid is missing: z is taken for a probability."),
    "wrong_base": Cause("wrong", "The logarithm is to another base than e."),
    "hard_max": Cause("wrong", "Predicted classes are compared; the probability is lost, and with it the slope."),
    "no_features": Cause("wrong", "The residuals are not multiplied by the features."),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
}
