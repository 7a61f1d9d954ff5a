"""The day's picture: who buys, as the penalty and the threshold are turned, the fit is stepped, customers are moved."""

from __future__ import annotations

from functools import cache

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_006_logistic_regression.data import Customers, shop_customers
from workings.linear_model import LogisticRegression
from workings.show import Axis, Control, Scene, decision_regions, steps
from workings.show.movable import Movable, Placed

AXES = (Axis("age", "years"), Axis("estimated salary", "1,000 euros a year"))
CLASSES = ("did not buy", "bought")
CONTROLS = (
    Control("C", 1e-4, 1e4, 1.0, "freedom of the coefficients, C", scale="log"),
    Control("threshold", 0.05, 0.95, 0.5, "call when the probability exceeds", step=0.05),
    Control("step", 0.0, 8.0, 8.0, "steps of the fit", step=1.0),
)
STEPS = "step"

_customers = cache(shop_customers)
POINTS = Movable(lambda: Placed(*_customers()), CLASSES)


def scene(C: float = 1.0, threshold: float = 0.5, step: float = 8.0, points: Placed | None = None) -> Scene:
    """Return the customers, the probability of buying everywhere, and the line at the threshold, after some steps."""
    X, bought = _customers() if points is None else points
    scaler, model = StandardScaler().fit(X), LogisticRegression(C=C)
    seen = list(steps(model, scaler.transform(X), bought))
    k = min(int(step), len(seen) - 1)
    model.coef_, model.intercept_ = (seen[k].arrays[name] for name in ("coef_", "intercept_"))
    whole = make_pipeline(scaler, model)
    drawn = decision_regions(whole, X, bought, axes=AXES, names=CLASSES, threshold=threshold, title="Who buys?")
    called = whole.predict_proba(X)[:, 1] > threshold
    missed, in_vain = int(np.sum(~called & (bought == 1))), int(np.sum(called & (bought == 0)))
    so_far = f"after {k} of {len(seen) - 1} steps, " if k < len(seen) - 1 else ""
    say = (
        f"C = {C:.4g}, {so_far}threshold {threshold:.2f}: of {len(X)} customers {called.sum()} are called, "
        f"{in_vain} of them in vain, and {missed} buyers are missed."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)


__all__ = ["AXES", "CLASSES", "CONTROLS", "POINTS", "STEPS", "Customers", "scene"]
