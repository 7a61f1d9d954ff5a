"""The day's picture: two kinds of fish, what naive Bayes makes of them, and what it misses if features go together."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_013_naive_bayes_idea.data import NAMES, catch, posterior
from workings.naive_bayes import GaussianNB
from workings.show import Axis, Control, Line, Scene, decision_regions
from workings.show.scene import numbers

AXES = (Axis("length", "cm"), Axis("lightness of the skin"))
CONTROLS = (
    Control("correlation", -0.9, 0.9, 0.0, "correlation of length and lightness within a kind", step=0.1),
    Control("share", 0.05, 0.95, 0.4, "share of sea bass in the catch", step=0.05),
)
_ROUND = np.linspace(0.0, 2.0 * np.pi, 73)


def scene(correlation: float = 0.0, share: float = 0.4) -> Scene:
    """Return the fish, the probability of a sea bass everywhere, and the ellipses that the model believes in."""
    X, kind = catch(300, share, correlation)
    model = GaussianNB().fit(X, kind)
    drawn = decision_regions(model, X, kind, axes=AXES, names=NAMES, title="Salmon or sea bass?")
    believed = [
        Line(
            numbers(mean[0] + 2.0 * np.sqrt(variance[0]) * np.cos(_ROUND)),
            numbers(mean[1] + 2.0 * np.sqrt(variance[1]) * np.sin(_ROUND)),
            k,
            style="dashed",
        )
        for k, (mean, variance) in enumerate(zip(model.theta_, model.var_, strict=True))
    ]
    probabilities = model.predict_proba(X)[:, 1], posterior(X, share, correlation)
    ours, best = (float(np.mean((p > 0.5) == kind)) for p in probabilities)
    say = (
        f"Correlation {correlation:.1f}, {100 * share:.0f} % sea bass: the model is right about {100 * ours:.0f} % of "
        f"the 300 fish, and who knows the law about {100 * best:.0f} %. Dashed: where the model expects 86 % of each "
        "kind; its ellipses cannot lean."
    )
    return Scene(drawn.title, drawn.x, drawn.y, (*drawn.marks, *believed), say)
