"""The day's picture: what smoothing does to the messages learnt, to new ones, and to those of a world that changed."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_015_naive_bayes.data import WORLD, Messages, messages, posterior
from workings.naive_bayes import MultinomialNB
from workings.show import Axis, Control, Line, Points, Scene
from workings.show.scene import Mark, numbers

Array = NDArray[Any]

CONTROLS = (
    Control("alpha", 1e-3, 100.0, 1.0, "smoothing, alpha", scale="log"),
    Control("n", 20, 2000, 100, "messages learnt", scale="log", step=1),
    Control("share", 0.05, 0.95, WORLD, "share of junk among the messages learnt", step=0.05),
    Control("drift", 0.0, 1.0, 0.0, "junk that has changed its words since", step=0.05),
)
ALPHAS = np.logspace(-3, 2, 16)
_TOP = 2.5  # of the axis; what lies above is off the page


@cache
def _world(share: float, drift: float) -> Messages:
    return messages(1500, share, drift, seed=99)


def surprises(learnt: Messages, alpha: float, *others: Messages) -> list[float]:
    """Return the mean of -log p of what is true, for the messages learnt and for others."""
    model = MultinomialNB(alpha=alpha).fit(*learnt)
    return [float(-np.mean(model.predict_log_proba(X)[np.arange(len(y)), y])) for X, y in (learnt, *others)]


@lru_cache(maxsize=32)
def _curves(n: int, share: float, drift: float) -> Array:
    """Return the surprises at every smoothing: they stay while only the learner's own smoothing moves."""
    learnt, alike, world = messages(n, share), _world(share, 0.0), _world(WORLD, drift)
    curves = np.array([surprises(learnt, a, alike, world) for a in ALPHAS]).T
    curves.flags.writeable = False
    return curves


def scene(alpha: float = 1.0, n: float = 100, share: float = WORLD, drift: float = 0.0) -> Scene:
    """Return the mean surprise over the smoothing: of messages seen, of new ones alike, and of the world's."""
    learnt = messages(int(n), share)
    alike, world = _world(share, 0.0), _world(WORLD, drift)
    names = ("learnt", "new ones alike", "the world today")
    curves = _curves(int(n), share, drift)
    yours = surprises(learnt, alpha, alike, world)
    marks: list[Mark] = []
    # The world's line is dashed: where nothing has changed, it lies upon the one before.
    for k, (name, curve) in enumerate(zip(names, curves, strict=True)):
        marks.append(
            Line(numbers(ALPHAS), numbers(np.minimum(curve, 2.0 * _TOP)), k, style="dashed" if k == 2 else "solid")
        )
        marks.append(Points((alpha,), (min(yours[k], _TOP),), k, name, strong=True))
    truth = posterior(world.X, WORLD, drift)
    least = float(-np.mean(np.log(np.where(world.junk == 1, truth, 1.0 - truth))))
    marks += [
        Line((ALPHAS[0], ALPHAS[-1]), (least, least), label="possible today", style="dotted"),
        Line((alpha, alpha), (0.0, _TOP), quiet=True),
    ]
    best = round(float(ALPHAS[curves[1].argmin()]), 3)
    say = (
        f"alpha = {alpha:.3g} and {n:.0f} messages learnt: a mean surprise of {yours[0]:.2f} at those, {yours[1]:.2f} "
        f"at new ones alike (least near alpha = {best:g}), and {yours[2]:.2f} in the world today, "
        f"where {least:.2f} is possible."
    )
    across = Axis("smoothing, alpha", low=float(ALPHAS[0]) * 0.8, high=float(ALPHAS[-1]) * 1.25, scale="log")
    return Scene(
        "How surprised will it be?", across, Axis("mean surprise, -log p", low=0.0, high=_TOP), tuple(marks), say
    )
