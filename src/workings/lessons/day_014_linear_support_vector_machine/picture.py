"""The day's picture: what a friend's letter, which looks like spam, does to each loss."""

from __future__ import annotations

from workings.lessons.day_014_linear_support_vector_machine.data import NAMES, letters, with_odd_one
from workings.lessons.streets import Box, samples, street, where_score_is
from workings.show import Control, Line, Scene
from workings.show.scene import Mark
from workings.svm import LinearSVC

CONTROLS = (
    Control("odd", 0.0, 6.0, 4.0, "exclamation marks of the friend's letter, beyond those of spam", step=0.2),
    Control("C", 0.01, 100.0, 1.0, "price of a sample off its place, C", scale="log"),
    Control("squared", 0.0, 1.0, 0.0, "street of the hinge (0) or of its square (1)", step=1.0),
)
BOX = Box(0.0, 12.0, -0.5, 7.0)
LOSSES = (("hinge", "hinge"), ("squared_hinge", "squared hinge"))


def scene(odd: float = 4.0, C: float = 1.0, squared: float = 0.0) -> Scene:
    """Return the letters with the odd one, the street of one loss, and the line of the other."""
    X, spam = with_odd_one(odd)
    before = letters()
    chosen = int(squared)
    marks: list[Mark] = []
    parts = []
    for k, (loss, name) in enumerate(LOSSES):
        model = LinearSVC(loss=loss, C=C, intercept_scaling=10.0).fit(X, spam)
        w, b = model.coef_[0], float(model.intercept_[0])
        parts.append(f"{name} has {100 * model.score(*before):.0f} % of the others right")
        if k == chosen:
            held = spam * model.decision_function(X) <= 1.0 + 1e-6
            marks += [*samples(X, spam, NAMES, held), *street(w, b, BOX, name, 2 + k)]
        elif (ends := where_score_is(0.0, w, b, BOX)) is not None:
            marks.append(Line(*ends, 2 + k, f"{name}, its line only", "dotted"))
    say = (
        f"A friend's letter has {odd:.1f} exclamation marks more than spam. With C = {C:.3g} the {parts[0]}, the "
        f"{parts[1]}. Drawn stronger: the samples that count."
    )
    axes = BOX.axes(("exclamation marks", "links"), ("in 100 words", "in 100 words"))
    return Scene("A friend's letter", *axes, tuple(marks), say)
