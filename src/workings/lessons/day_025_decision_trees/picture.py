"""The day's picture: the boxes of a tree that grows deeper, and what becomes of mornings it has not seen."""

from __future__ import annotations

from functools import cache

import numpy as np

from workings.lessons.day_023_decision_trees_idea.data import FEATURES, NAMES, UNITS, Mornings, mornings
from workings.show import Axis, Control, Scene
from workings.show.movable import Movable, Placed
from workings.show.tree_boxes import boxes
from workings.tree import DecisionTreeClassifier

DEEPEST = 12
CONTROLS = (
    Control("depth", 1, DEEPEST, 2, "questions in a row at most", step=1),
    Control("leaf", 1, 30, 1, "mornings that a leaf must hold", step=1),
    Control("alpha", 0.0, 0.05, 0.0, "price of a leaf, α", step=0.001),
)
AXES = (Axis(FEATURES[0], UNITS[0], 1.0, 27.0), Axis(FEATURES[1], UNITS[1], -1.0, 46.0))


@cache
def seen() -> Mornings:
    """Return the mornings of the fit."""
    return mornings(200, seed=25)


@cache
def unseen() -> Mornings:
    """Return mornings to judge the tree by."""
    return mornings(2000, seed=27)


POINTS = Movable(lambda: Placed(*seen()), NAMES)


def scene(depth: int = 2, leaf: int = 1, alpha: float = 0.0, points: Placed | None = None) -> Scene:
    """Return the boxes of the tree, and the mornings."""
    X, flew = seen() if points is None else points
    model = DecisionTreeClassifier(max_depth=int(depth), min_samples_leaf=int(leaf), ccp_alpha=alpha).fit(X, flew)
    names = [NAMES[int(one)] for one in model.classes_]
    leaves, questions = model.get_n_leaves(), model.get_depth()
    title = f"{leaves} {'box' if leaves == 1 else 'boxes'}, {questions} {'question' if questions == 1 else 'questions'}"
    drawn = boxes(model, X, flew, axes=AXES, names=names, title=f"{title} in a row")
    others = unseen()
    say = (
        f"{title} in a row at most: right about {100 * np.mean(model.predict(X) == flew):.0f} % of the {len(X)} "
        f"mornings it was grown on, and {100 * model.score(others.X, others.flew):.1f} % of 2,000 others. Who knows "
        "the law is right about 94 %."
    )
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
