"""The day's picture: who buys, as the strength of the penalty and the threshold are turned."""

from __future__ import annotations

from functools import cache

import numpy as np
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from workings.lessons.day_006_logistic_regression.data import Customers, shop_customers
from workings.linear_model import LogisticRegression
from workings.show import Axis, Control, Scene, decision_regions

AXES = (Axis("age", "years"), Axis("estimated salary", "1,000 euros a year"))
CLASSES = ("did not buy", "bought")
CONTROLS = (
    Control("C", 1e-4, 1e4, 1.0, "freedom of the coefficients, C", scale="log"),
    Control("threshold", 0.05, 0.95, 0.5, "call when the probability exceeds", step=0.05),
)

_customers = cache(shop_customers)


def scene(C: float = 1.0, threshold: float = 0.5) -> Scene:
    """Return the customers, the probability of buying everywhere, and the line at the threshold."""
    X, bought = _customers()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=C)).fit(X, bought)
    drawn = decision_regions(model, X, bought, axes=AXES, names=CLASSES, threshold=threshold, title="Who buys?")
    called = model.predict_proba(X)[:, 1] > threshold
    missed, in_vain = int(np.sum(~called & (bought == 1))), int(np.sum(called & (bought == 0)))
    say = (
        f"C = {C:.4g}, threshold {threshold:.2f}: of {len(X)} customers {called.sum()} are called, "
        f"{in_vain} of them in vain, and {missed} buyers are missed."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)


__all__ = ["AXES", "CLASSES", "CONTROLS", "Customers", "scene"]
