"""One step of Adam: the new weights, and both moving means."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def step(
    w: Any,
    m: Any,
    v: Any,
    t: Any,
    g: Any,
    rate: Any,
    one: Any,
    two: Any,
    eps: Any,
    *,
    correct: Any = None,
    root: Any = None,
    shares: Any = None,
    square: Any = None,
    seen: Any = None,
    kept: Any = None,
    sign: float = -1.0,
) -> tuple[Any, Any, Any]:
    """Return (w, m, v) after the step; the keywords are the ways of going wrong."""
    a, b = (shares or (lambda one, two: ((one, 1 - one), (two, 1 - two))))(one, two)
    new_m = a[0] * m + a[1] * g
    new_v = b[0] * v + b[1] * (square or (lambda g, m: g * g))(g, new_m)
    used_m, used_v = seen(m, v, new_m, new_v) if seen else (new_m, new_v)
    with np.errstate(all="ignore"):
        far, near = (correct or (lambda m, v, one, two, t: (m / (1 - one**t), v / (1 - two**t))))(
            used_m, used_v, one, two, t
        )
        moved = w + sign * rate * far / (root or (lambda v, eps: np.sqrt(v) + eps))(near, eps)
    return (moved, *(kept(new_m, new_v, far, near) if kept else (new_m, new_v)))


def exact(w: Array, m: Array, v: Array, t: Any, g: Array, *rest: Any) -> tuple[Any, Any, Any]:
    """In longdouble."""
    return step(wide(w), wide(m), wide(v), int(t), wide(g), *(np.longdouble(float(one)) for one in rest))


def _late(w: Any, m: Any, v: Any, t: Any, g: Any, rate: Any, one: Any, two: Any, eps: Any) -> tuple[Any, Any, Any]:
    """Kingma and Ba's quicker order: epsilon beside the root of v before it is corrected."""
    m, v = one * m + (1 - one) * g, two * v + (1 - two) * g * g
    return w - rate * np.sqrt(1 - two**t) / (1 - one**t) * m / (np.sqrt(v) + eps), m, v


def _exact_late(w: Array, m: Array, v: Array, t: Any, g: Array, *rest: Any) -> tuple[Any, Any, Any]:
    return _late(wide(w), wide(m), wide(v), int(t), wide(g), *(np.longdouble(float(one)) for one in rest))


def _told(**how: Any) -> Any:
    return lambda *args: step(*args, **how)


def _unsmoothed(w: Any, m: Any, v: Any, t: Any, g: Any, rate: Any, one: Any, two: Any, eps: Any) -> Any:
    """Return the mistake of stepping by the gradient itself."""
    _, new_m, new_v = step(w, m, v, t, g, rate, one, two, eps)
    return w - rate * g / (np.sqrt(new_v / (1 - two**t)) + eps), new_m, new_v


def _ordered(*places: int) -> Any:
    return lambda *args: tuple(step(*args)[k] for k in places)


MISTAKES = (
    ("no_bias_correction", _told(correct=lambda m, v, one, two, t: (m, v))),
    ("corrects_one_only", _told(correct=lambda m, v, one, two, t: (m / (1 - one**t), v))),
    ("corrects_one_only", _told(correct=lambda m, v, one, two, t: (m, v / (1 - two**t)))),
    ("counts_from_zero", _told(correct=lambda m, v, one, two, t: (m / (1 - one ** (t + 1)), v / (1 - two ** (t + 1))))),
    ("counts_from_zero", _told(correct=lambda m, v, one, two, t: (m / (1 - one ** (t - 1)), v / (1 - two ** (t - 1))))),
    ("correction_without_t", _told(correct=lambda m, v, one, two, t: (m / (1 - one), v / (1 - two)))),
    ("correction_without_t", _told(correct=lambda m, v, one, two, t: (m / (1 - one * t), v / (1 - two * t)))),
    ("correction_multiplied", _told(correct=lambda m, v, one, two, t: (m * (1 - one**t), v * (1 - two**t)))),
    ("same_beta", _told(correct=lambda m, v, one, two, t: (m / (1 - one**t), v / (1 - one**t)))),
    ("same_beta", _told(correct=lambda m, v, one, two, t: (m / (1 - two**t), v / (1 - one**t)))),
    ("epsilon_inside_the_root", _told(root=lambda v, eps: np.sqrt(v + eps))),
    ("no_epsilon", _told(root=lambda v, eps: np.sqrt(v))),
    ("no_root", _told(root=lambda v, eps: v + eps)),
    ("square_missing", _told(square=lambda g, m: g, root=lambda v, eps: np.sqrt(np.abs(v)) + eps)),
    ("square_missing", _told(square=lambda g, m: g)),
    ("square_of_the_mean", _told(square=lambda g, m: m * m)),
    ("old_means_used", _told(seen=lambda m, v, new_m, new_v: (m, v))),
    ("shares_exchanged", _told(shares=lambda one, two: ((1 - one, one), (1 - two, two)))),
    ("shares_exchanged", _told(shares=lambda one, two: ((two, 1 - two), (one, 1 - one)))),
    ("means_without_share", _told(shares=lambda one, two: ((one, 1.0), (two, 1.0)))),
    ("returns_corrected", _told(kept=lambda m, v, far, near: (far, near))),
    ("climbs", _told(sign=1.0)),
    ("means_not_kept", lambda w, m, v, *rest: (step(w, m, v, *rest)[0], m, v)),
    ("mean_ignored", _unsmoothed),
    ("parts_in_another_order", _ordered(1, 2, 0)),
    ("parts_in_another_order", _ordered(0, 2, 1)),
)

W = np.array([0.5, -1.25, 2.0])
M = np.array([0.75, 0.3, -0.6])
V = np.array([1.2, 0.35, 0.8])
G = np.array([1.5, -0.4, -2.0])

TOPIC = Plain(
    name="adam_step",
    formula="adam_step(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon) = (w, m, v) after step t >= 1; "
    "w - learning_rate * m' / (sqrt(v') + epsilon), both means corrected for having begun at 0",
    names=r"(^|_)adam(_|$|\d)",
    given=(
        Given("w", "p", "weights theta x params parameters"),
        Given("m", "p", "first mean momentum s moment1"),
        Given("v", "p", "second squares r moment2", (0.25, 2.0)),
        Given("t", also="step k iteration timestep n_step", values=[1, 2, 5]),
        Given("gradient", "p", "g grad dw grads"),
        Given("learning_rate", also="lr alpha eta rate step_size learningrate", values=[0.5, 0.125]),
        Given("beta1", also="beta_1 b1 rho1 decay1", values=[0.75, 0.5]),
        Given("beta2", also="beta_2 b2 rho2 decay2", values=[0.875, 0.96875]),
        Given("epsilon", also="eps delta tiny", values=[0.125, 0.0625]),
    ),
    exact=exact,
    readings=(
        Reading("epsilon after the correction", "w, m and v after step number t, which counts from 1"),
        Reading(
            "epsilon before the correction",
            "the quicker order of the paper, as in Keras: epsilon is added to the root of the uncorrected v",
            exact=_exact_late,
        ),
    ),
    examples=(
        Example("usual", (W, M, V, 3, G, 0.1, 0.9, 0.99, 0.05)),
        Example("usual", (-G, W, V[::-1].copy(), 2, M, 0.25, 0.6, 0.8, 0.02)),
        Example("usual", (M[:2], G[:2], V[:2], 7, W[:2], 0.03, 0.35, 0.95, 0.1)),
        Example(
            "integer",
            (np.array([3, -1]), np.array([2, 5]), np.array([4, 1]), 2, np.array([-4, 1]), 0.1, 0.9, 0.99, 0.05),
        ),
        Example("a single weight", (W[:1], M[:1], V[:1], 3, G[:1], 0.1, 0.9, 0.99, 0.05), "fails_single_element"),
        Example(
            "the first step, both means 0",
            (W, 0 * M, 0 * V, 1, G, 0.001, 0.9, 0.999, 1e-8),
            "counts_from_zero",
            "counts_from_zero",
        ),
        Example(
            "gradients of 0 so far",
            (W, 0 * M, 0 * V, 1, 0 * G, 0.001, 0.9, 0.999, 1e-8),
            "divides_by_zero",
            "divides_by_zero",
        ),
    ),
    mistakes=MISTAKES,
    causes={
        "no_bias_correction": Cause(
            "wrong",
            "The bias correction is forgotten: m and v begin at 0 and are too small at first. Divide them by "
            "1 - beta1**t and 1 - beta2**t.",
        ),
        "corrects_one_only": Cause(
            "wrong", "Only one of the two means is corrected for having begun at 0; both need it."
        ),
        "counts_from_zero": Cause(
            "wrong", "t is off by one. The first step is t = 1: with 0 the correction divides by 1 - beta**0 = 0."
        ),
        "correction_without_t": Cause(
            "wrong", "The correction is 1 - beta**t, beta to the power t; it fades with time."
        ),
        "correction_multiplied": Cause("wrong", "The means are multiplied by 1 - beta**t: divide, they are too small."),
        "same_beta": Cause("wrong", "v is corrected with the beta of m: each mean has its own."),
        "epsilon_inside_the_root": Cause(
            "wrong", "epsilon is inside the root, where 1e-8 counts as 1e-4: sqrt(v) + epsilon."
        ),
        "no_epsilon": Cause("wrong", "epsilon is not used: a weight whose gradient is 0 gives 0 / 0."),
        "no_root": Cause("wrong", "The root is missing: a step is divided by sqrt(v), of the gradient's own unit."),
        "square_missing": Cause("wrong", "v is the mean of the squares of the gradients; the square is missing."),
        "square_of_the_mean": Cause("wrong", "v takes the square of m; it takes the square of the gradient."),
        "old_means_used": Cause("wrong", "The step uses m and v as they came in: update them first."),
        "shares_exchanged": Cause(
            "wrong", "The shares are the wrong way round: beta of the old mean, 1 - beta of the new."
        ),
        "means_without_share": Cause("wrong", "The new gradient goes in whole; a mean takes the share 1 - beta of it."),
        "returns_corrected": Cause(
            "wrong", "The corrected means come back, and the next step would correct them again: return m and v."
        ),
        "climbs": Cause("wrong", "The step goes up: subtract it."),
        "means_not_kept": Cause("wrong", "m and v come back as they were; the next step needs the new ones."),
        "mean_ignored": Cause("wrong", "The step uses the gradient itself; it is to use its mean m."),
        "parts_in_another_order": Cause("wrong", "The parts come back in another order: w, m, v."),
    },
    edits={"climbs": ("plus_minus", "negate")},
    digits=1e-9,
    cost=lambda n: (
        *np.abs(np.linspace(-1.0, 1.0, 3 * n)).reshape(3, n),
        3,
        np.linspace(1.0, 2.0, n),
        0.1,
        0.9,
        0.99,
        1e-3,
    ),
    textbook=step,
).topic()
