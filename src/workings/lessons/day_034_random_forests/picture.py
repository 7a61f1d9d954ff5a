"""The day's picture: the error as trees join, and what the number of features for each question does to it."""

from __future__ import annotations

from functools import lru_cache

from workings.ensemble import RandomForestClassifier
from workings.lessons.day_034_random_forests.data import SIGNALS, hidden
from workings.show import Axis, Control, Scene
from workings.show.forests import error_curve

FEATURES = 12
CONTROLS = (
    Control("drawn", 1, FEATURES, 3, "features drawn for each question", step=1),
    Control("leaf", 1, 30, 1, "samples that a leaf must hold", step=1),
)


@lru_cache(maxsize=64)
def scene(drawn: int = 3, leaf: int = 1) -> Scene:
    """Return the error of 60 trees, out of bag and on new samples."""
    X, y = hidden(300, FEATURES)
    model = RandomForestClassifier(60, max_features=int(drawn), min_samples_leaf=int(leaf), random_state=0).fit(X, y)
    curve = error_curve(model, X, y, new=hidden(600, FEATURES, seed=35), title="The error as trees join")
    say = (
        f"{drawn:.0f} of {FEATURES} features drawn for each question, of which {SIGNALS} say something and the others "
        f"are noise; one label in ten is wrong, so 10 % cannot be told. {curve.say}"
    )
    return Scene(
        curve.title, Axis("trees", low=0.0, high=62.0), Axis("error", "% of the samples", 0.0, 55.0), curve.marks, say
    )
