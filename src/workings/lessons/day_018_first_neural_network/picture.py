"""The day's picture: what a network of a few hidden neurons says everywhere, pass after pass."""

from __future__ import annotations

import warnings
from functools import lru_cache

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from workings.lessons.day_018_first_neural_network.data import Array, quadrants
from workings.neural_network import MLPClassifier
from workings.show import Axis, Control, Scene, decision_regions, steps

PASSES = 60
CONTROLS = (
    Control("passes", 0.0, float(PASSES), float(PASSES), "passes over the samples", step=1.0),
    Control("hidden", 1.0, 8.0, 4.0, "hidden neurons", step=1.0),
)
STEPS = "passes"


@lru_cache(maxsize=8)
def trained(hidden: int) -> tuple[MLPClassifier, list[list[Array]]]:
    """Return a network, and its weights and biases after each pass, the start first."""
    X, y = quadrants()
    model = MLPClassifier(
        (hidden,),
        activation="tanh",
        learning_rate_init=0.05,
        batch_size=20,
        alpha=0.0,
        max_iter=PASSES,
        n_iter_no_change=PASSES,
        random_state=3,
    )
    begin = np.random.default_rng(0)
    kept = [[*(begin.normal(0.0, 0.1, shape) for shape in ((2, hidden), (hidden, 1), (hidden,), (1,)))]]
    names = [f"{name}[{i}]" for name in ("coefs_", "intercepts_") for i in (0, 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        kept += [[step.arrays[name] for name in names] for step in steps(model, X, y)]
    return model, kept


def scene(passes: float = PASSES, hidden: float = 4.0) -> Scene:
    """Return the regions after some passes."""
    X, y = quadrants()
    model, kept = trained(round(hidden))
    parts = kept[min(round(passes), len(kept) - 1)]
    model.coefs_, model.intercepts_ = list(parts[:2]), list(parts[2:])
    axes = (Axis("first coordinate"), Axis("second coordinate"))
    drawn = decision_regions(
        model, X, y, axes=axes, names=["different signs", "same sign"], title=_title(round(hidden))
    )
    say = f"After {round(passes)} passes, {100 * model.score(X, y):.0f} % of {len(y)} points are on their side; "
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, f"{say}1 in 20 was given the wrong class on purpose.")


def _title(hidden: int) -> str:
    return f"What {hidden} hidden neuron{'s' if hidden > 1 else ''} can tell apart"
