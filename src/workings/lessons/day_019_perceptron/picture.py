"""The day's picture: the perceptron's line before and after one of its mistakes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from workings.lessons.day_019_perceptron.data import Applicants, applicants, bound
from workings.linear_model import Perceptron
from workings.show import Axis, Control, Scene, Step, perceptron_step, steps

AXES = (Axis("income", "standard deviations from the mean"), Axis("debt", "standard deviations from the mean"))
NAMES = ("refused", "granted")
CONTROLS = (
    Control("mistake", 0.0, 60.0, 2.0, "mistakes made so far", step=1.0),
    Control("gap", 0.02, 0.6, 0.1, "nobody is nearer to the true line than", step=0.02),
    Control("flipped", 0.0, 10.0, 0.0, "wrong answers of the bank", step=1.0),
)
STEPS = "mistake"
PASSES = 40


@lru_cache(maxsize=32)
def learn(gap: float, flipped: int) -> tuple[Applicants, list[Step]]:
    """Return the applicants and every mistake of all passes, in the order of the samples."""
    seen = applicants(gap=gap, flipped=flipped)
    model = Perceptron(shuffle=False, tol=None, max_iter=PASSES)
    return seen, [step for step in steps(model, *seen) if "sample" in step.facts]


def scene(mistake: float = 2.0, gap: float = 0.1, flipped: float = 0.0) -> Scene:
    """Return the applicants, the mistaken one, and the line before and after."""
    (X, granted), mistakes = learn(round(gap, 2), int(flipped))
    k = min(int(mistake), len(mistakes))
    lines = [(np.zeros(2), 0.0)]
    lines += [(np.ravel(s.arrays["coef_"]), float(s.arrays["intercept_"][0])) for s in mistakes[max(0, k - 2) : k]]
    sample = int(mistakes[k - 1].facts["sample"]) if k else None
    before = lines[-2] if k else lines[-1]
    drawn = perceptron_step(before, lines[-1], X, granted, sample, axes=AXES, names=NAMES, title="Who gets the credit?")
    if k == 0:
        say = f"No mistake yet, and no line: all coefficients are 0. {len(X)} applicants wait."
    else:
        at = mistakes[k - 1].facts["pass"]
        say = f"Mistake {k} of {len(mistakes)}, in pass {at:.0f} over the applicants. {drawn.say}"
    if flipped:
        ended = mistakes[-1].facts["pass"] < PASSES
        say += f" The bank was wrong {int(flipped)} times, and {PASSES} passes {'were' if ended else 'are not'} enough."
    else:
        say += f" More than {bound(X):,.0f} mistakes there cannot be."
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, say)
