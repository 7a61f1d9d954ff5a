"""The day's picture: a network that is large for its samples, with the penalty to turn."""

from __future__ import annotations

import warnings
from functools import lru_cache

from sklearn.exceptions import ConvergenceWarning

from workings.lessons.day_020_tuning.data import WRONG, ring
from workings.neural_network import MLPClassifier
from workings.show import Axis, Control, Scene, decision_regions

CONTROLS = (
    Control("power", -4.0, 2.0, -4.0, "log10 of the penalty alpha", step=0.5),
    Control("hidden", 2.0, 30.0, 30.0, "hidden neurons", step=4.0),
)


@lru_cache(maxsize=64)
def fitted(power: float, hidden: int) -> MLPClassifier:
    """Return a network with this penalty."""
    model = MLPClassifier(
        (hidden,), activation="tanh", solver="lbfgs", alpha=10.0**power, max_iter=400, tol=1e-5, random_state=1
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(*ring(120))
    return model


def scene(power: float = -4.0, hidden: float = 30.0) -> Scene:
    """Return the regions of a network with this penalty."""
    X, y = ring(120)
    X_new, y_new = ring(2000, seed=1)
    model = fitted(float(power), round(hidden))
    axes = (Axis("first coordinate"), Axis("second coordinate"))
    title = f"{round(hidden)} hidden neurons, penalty {10.0**power:.2g}"
    drawn = decision_regions(model, X, y, axes=axes, names=["outside", "inside"], title=title)
    say = (
        f"Of the samples {100 * model.score(X, y):.0f} % are told right, of new points "
        f"{100 * model.score(X_new, y_new):.0f} %; {100 * WRONG:.0f} in 100 have the wrong class, so nobody can do "
        f"better than {100 * (1 - WRONG):.0f} %."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
