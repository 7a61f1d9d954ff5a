"""One step of sequential minimal optimisation: the best move of two multipliers of a support vector machine."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def step(
    alpha: Array,
    i: int,
    j: int,
    y: Array,
    E: Array,
    K: Array,
    C: float,
    *,
    sign: float = 1.0,
    bounds: Any = None,
    clip: bool = True,
    curvature: Any = None,
    partner: Any = None,
) -> Array:
    """Return the multipliers after the step; the keywords are the ways of going wrong."""
    i, j = int(i), int(j)
    new = np.array(alpha, dtype=np.longdouble)
    a, b, s = new[i], new[j], y[i] * y[j]
    eta = (curvature or (lambda K: K[i, i] + K[j, j] - 2 * K[i, j]))(K)
    if eta <= 0:
        return np.array(alpha, dtype=float)
    low, high = (bounds or _bounds)(a, b, s, C)
    moved = b + sign * y[j] * (E[i] - E[j]) / eta
    new[j] = min(max(moved, low), high) if clip else moved
    new[i] = (partner or (lambda a, b, c, s: a + s * (b - c)))(a, b, new[j], s)
    return np.asarray(new)


def _bounds(a: Any, b: Any, s: Any, C: float) -> tuple[Any, Any]:
    return (max(0.0, b - a), min(C, C + b - a)) if s < 0 else (max(0.0, a + b - C), min(C, a + b))


def exact(alpha: Array, i: int, j: int, y: Array, E: Array, K: Array, C: float) -> Any:
    """Take the step of Platt (1998), with more digits than a float has."""
    return step(alpha, i, j, y, E, K, C)


def _told(**how: Any) -> Any:
    return lambda alpha, i, j, y, E, K, C: step(alpha, i, j, y, E, K, C, **how)


def _other_formula(of: Any) -> Any:
    """Return the mistake of another sum for the move of alpha_j."""

    def answer(alpha: Array, i: int, j: int, y: Array, E: Array, K: Array, C: float) -> Any:
        i, j = int(i), int(j)
        changed = np.array(E, dtype=float)
        eta = K[i, i] + K[j, j] - 2 * K[i, j]
        changed[i] = changed[j] + of(alpha, i, j, y, E, eta) * eta / y[j]
        return step(alpha, i, j, y, changed, K, C)

    return answer


MISTAKES = (
    ("sign_flipped", _told(sign=-1.0)),
    ("sign_flipped", _told(partner=lambda a, b, c, s: a - s * (b - c))),
    ("not_clipped", _told(clip=False)),
    ("box_only", _told(bounds=lambda a, b, s, C: (0.0, C))),
    ("bounds_swapped", _told(bounds=lambda a, b, s, C: _bounds(a, b, -s, C))),
    ("lower_bound_only", _told(bounds=lambda a, b, s, C: (_bounds(a, b, s, C)[0], np.inf))),
    ("lower_bound_only", _told(bounds=lambda a, b, s, C: (-np.inf, _bounds(a, b, s, C)[1]))),
    ("partner_not_moved", _told(partner=lambda a, b, c, s: a)),
    ("partner_forgets_labels", _told(partner=lambda a, b, c, s: a + (b - c))),
    ("wrong_curvature", "K_ii + K_jj + 2 K_ij"),
    ("wrong_curvature", "K_ii + K_jj - K_ij"),
    ("wrong_curvature", "K_ii + K_jj"),
    ("wrong_curvature", "1"),
    ("label_left_out", _other_formula(lambda alpha, i, j, y, E, eta: (E[i] - E[j]) / eta)),
    ("label_left_out", _other_formula(lambda alpha, i, j, y, E, eta: y[i] * (E[i] - E[j]) / eta)),
    ("sum_of_errors", _other_formula(lambda alpha, i, j, y, E, eta: y[j] * (E[i] + E[j]) / eta)),
    ("sum_of_errors", _other_formula(lambda alpha, i, j, y, E, eta: -y[j] * E[j] / eta)),
    ("starts_from_zero", _other_formula(lambda alpha, i, j, y, E, eta: y[j] * (E[i] - E[j]) / eta - alpha[j])),
)


def _curved(words: str) -> Any:
    def answer(alpha: Array, i: int, j: int, y: Array, E: Array, K: Array, C: float) -> Any:
        i, j = int(i), int(j)
        etas = {
            "K_ii + K_jj + 2 K_ij": K[i, i] + K[j, j] + 2 * K[i, j],
            "K_ii + K_jj - K_ij": K[i, i] + K[j, j] - K[i, j],
            "K_ii + K_jj": K[i, i] + K[j, j],
            "1": 1.0,
        }
        return step(alpha, i, j, y, E, K, C, curvature=lambda K: etas[words])

    return answer


def singular(alpha: Array, i: int, j: int, y: Array, E: Array, K: Array, C: float) -> bool:
    """Whether the objective does not curve along the pair's line."""
    i, j = int(i), int(j)
    return bool(K[i, i] + K[j, j] - 2 * K[i, j] <= 0)


_P = np.array([[0.5, -1.25], [-0.75, 1.0], [1.5, 0.25], [-1.0, -0.5], [0.25, 1.0]])
K1 = np.exp(-0.5 * ((_P[:, None] - _P[None]) ** 2).sum(axis=2))
K2 = _P @ _P.T + np.eye(5)
Y = np.array([1.0, -1.0, 1.0, -1.0, 1.0])
ALPHA = np.array([0.25, 0.5, 0.125, 0.75, 0.375])
E1 = np.array([0.3, -0.1, -0.45, 0.2, 0.15])

TOPIC = Plain(
    name="smo_step",
    formula="smo_step(alpha, i, j, y, E, K, C): alpha_j += y_j (E_i - E_j) / eta, clipped to [L, H]; "
    "alpha_i += y_i y_j (old - new alpha_j)",
    names=r"(^|_)smo(_|$)|(optimi[sz]e|update|take)_?(the_)?(alpha_?)?pair|platt_step",
    given=(
        Given("alpha", "n", "alphas a multipliers lambdas", [0.25, 0.5, 0.0, 0.75]),
        Given("i", also="i1 first p", values=[0]),
        Given("j", also="i2 second q", values=[1]),
        Given("y", "n", "labels t target targets", [1.0, -1.0, 1.0]),
        Given("E", "n", "errors error err e", (-1.0, 1.0)),
        Given("K", "nn", "kernel gram k", [0.5, 0.25, 0.0]),
        Given("C", also="c box cost", values=[1.0]),
    ),
    exact=exact,
    readings=(Reading("a new alpha", "the multipliers after the step on the pair i, j"),),
    examples=(
        Example("usual", (ALPHA, 0, 1, Y, E1, K1, 1.0)),
        Example("usual", (ALPHA, 0, 2, Y, E1 / 4, K1, 1.0)),
        Example("usual", (ALPHA, 3, 1, Y, E1 * [1, 2, 1, 1, 1], K2, 1.5)),
        Example("usual", (ALPHA, 2, 3, Y, E1 / 8, K2, 2.0)),
        Example("telling", (ALPHA, 4, 3, Y, 3.0 * E1, K1, 1.0)),
        Example("telling", (ALPHA, 0, 2, Y, -8.0 * E1, K1, 1.0)),
        Example("telling", (ALPHA, 0, 2, Y, 8.0 * E1, K1, 1.0)),
        Example("telling", (ALPHA, 0, 1, Y, -8.0 * E1, K1, 1.0)),
        Example("telling", (ALPHA, 1, 3, Y, 4.0 * E1, K1, 1.0)),
        Example("telling", (ALPHA, 2, 1, Y, -5.0 * E1, K2, 0.75)),
        Example(
            "both multipliers 0", (np.zeros(5), 0, 1, Y, np.array([-1.0, 1.0, -1.0, 1.0, -1.0]), K1, 1.0), "differs"
        ),
        Example(
            "the same sample twice", (ALPHA, 0, 1, Y, E1, np.ones((5, 5)), 1.0), "divides_by_zero", "divides_by_zero"
        ),
    ),
    mistakes=tuple((code, _curved(how) if isinstance(how, str) else how) for code, how in MISTAKES),
    may_raise=singular,
    causes={
        "not_clipped": Cause("wrong", "The new alpha_j is not clipped: it must stay between L and H."),
        "box_only": Cause(
            "wrong",
            "alpha_j is clipped to [0, C], and then alpha_i leaves it. The two move along a line; its part inside the "
            "box is from L to H, which depend on both.",
        ),
        "bounds_swapped": Cause(
            "wrong",
            "The bounds of equal and of different labels are swapped: with y_i != y_j it is the difference of the two "
            "that stays the same, with y_i == y_j the sum.",
        ),
        "lower_bound_only": Cause("wrong", "Only one of the two bounds is kept."),
        "partner_not_moved": Cause(
            "wrong", "alpha_i does not move, so sum alpha y is no longer 0: what alpha_j gains alpha_i must make good."
        ),
        "partner_forgets_labels": Cause("wrong", "The labels are missing in alpha_i += y_i y_j (old - new alpha_j)."),
        "wrong_curvature": Cause("wrong", "The curvature is eta = K_ii + K_jj - 2 K_ij; here it is another number."),
        "label_left_out": Cause("wrong", "The label y_j is missing in alpha_j += y_j (E_i - E_j) / eta."),
        "sum_of_errors": Cause("wrong", "alpha_j moves by the difference of the errors, E_i - E_j."),
        "starts_from_zero": Cause("wrong", "The step is taken from 0, not from the present alpha_j."),
        "divides_by_zero": Cause(
            "fragile",
            "With two samples that the kernel cannot tell apart eta is 0, and nothing is done about it. Leave the pair "
            "as it is.",
        ),
    },
    edits={"sign_flipped": ("plus_minus", "swap_difference")},
    valid=lambda alpha, i, j, y, E, K, C: bool(
        int(i) != int(j)
        and max(int(i), int(j)) < len(y)
        and np.all((np.asarray(alpha) >= 0) & (np.asarray(alpha) <= C))
        and set(np.ravel(y).tolist()) <= {-1.0, 1.0}
        and np.allclose(K, np.asarray(K).T)
    ),
    everyday=lambda alpha, i, j, y, E, K, C: not singular(alpha, i, j, y, E, K, C),
    sizes={"n": (2, 3)},
).topic()
