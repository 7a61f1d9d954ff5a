"""Empirical risk minimisation: of finitely many hypotheses the one with the least mean loss, and that loss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def risks(losses: Array) -> list[Fraction]:
    """Return the mean of each row in fractions."""
    return [sum((Fraction(float(v)) for v in row), Fraction(0)) / len(row) for row in losses]


def exact(losses: Array) -> tuple[int, float]:
    """Of equally good hypotheses the first."""
    found = risks(losses)
    best = min(range(len(found)), key=lambda k: found[k])
    return best, float(found[best])


def accepts(answer: Any, losses: Array) -> bool:
    """Any of equally good hypotheses is right."""
    chosen, risk = (float(np.squeeze(part)) for part in answer)
    found = risks(losses)
    if chosen not in range(len(found)) or found[int(chosen)] != min(found):
        return False
    return abs(risk - float(min(found))) <= 1e-11 * max(1.0, abs(float(min(found))))


def _by(values: Any, risk: Any = None) -> Any:
    """Return the mistake of choosing by other values, and of telling these or others."""

    def chosen(losses: Array) -> tuple[int, float]:
        of = values(losses)
        k = int(np.argmin(of))
        return k, float(of[k] if risk is None else risk(losses)[k])

    return chosen


MISTAKES = (
    ("sums_instead_of_mean", _by(lambda L: L.sum(axis=1))),
    ("wrong_axis", _by(lambda L: L.mean(axis=0))),
    ("wrong_axis", _by(lambda L: L.sum(axis=0))),
    ("takes_the_worst", lambda L: (int(L.mean(axis=1).argmax()), float(L.mean(axis=1).max()))),
    ("least_single_loss", _by(lambda L: L.min(axis=1))),
    ("least_single_loss", _by(lambda L: L.min(axis=1), lambda L: L.mean(axis=1))),
    ("least_maximum", _by(lambda L: L.max(axis=1))),
    ("least_maximum", _by(lambda L: L.max(axis=1), lambda L: L.mean(axis=1))),
    ("median", _by(lambda L: np.median(L, axis=1))),
    ("first_sample_only", _by(lambda L: L[:, 0])),
    ("first_sample_only", _by(lambda L: L[:, -1])),
    ("counts_from_one", lambda L: (int(L.mean(axis=1).argmin()) + 1, float(L.mean(axis=1).min()))),
    ("mean_of_all", lambda L: (int(L.mean(axis=1).argmin()), float(L.mean()))),
    ("divides_by_n_less_one", _by(lambda L: L.sum(axis=1) / (L.shape[1] - 1))),
    ("divides_by_hypotheses", _by(lambda L: L.sum(axis=1) / L.shape[0])),
)

L = np.array([[1.0, 0.25, 3.0, 2.0], [0.5, 2.0, 0.75, 1.0], [0.75, 2.5, 1.5, 3.5]])
M = np.array([[2.0, 1.0, 0.25], [0.0, 3.0, 1.0], [1.25, 0.5, 0.75], [0.5, 2.75, 2.0], [4.0, 0.125, 1.5]])

TOPIC = Plain(
    name="erm",
    formula="erm(losses) = (k, risk): the row k with the least mean, and that mean",
    names=r"(^|_)erm(_|$)|empirical_risk_min|minimi[sz]e_(the_)?(empirical_)?risk|best_hypothesis",
    given=(Given("losses", "mn", "L loss table loss_matrix", values=(0.0, 4.0)),),
    exact=exact,
    readings=(Reading("rows are hypotheses", "the number of the best hypothesis and its mean loss over the samples"),),
    examples=(
        Example("usual", (L,)),
        Example("usual", (M,)),
        Example("usual", (M[:, ::-1] + np.array([[0.5], [0.25], [2.0], [0.0], [0.125]]),)),
        Example("usual", (np.array([[3.0, 1.0, 2.5], [0.5, 0.75, 1.0]]),)),
        Example("integer", (np.array([[3, 1, 1, 0], [0, 1, 0, 1], [2, 2, 0, 5]]),)),
        Example("a single hypothesis", (L[:1],), "fails_single_element"),
        Example("a single sample", (L[:, :1],), "differs"),
        Example("two equally good hypotheses", (np.array([[2.0, 1.0], [0.5, 1.0], [1.0, 0.5]]),), "differs"),
        Example("negative losses", (L - 5.0,), "starts_from_a_number"),
        Example("large losses", (L + 1e6,), "starts_from_a_number", tolerance=1e-9),
    ),
    mistakes=MISTAKES,
    causes={
        "wrong_axis": Cause(
            "wrong", "The mean is taken over the hypotheses; take it over the samples, along each row."
        ),
        "takes_the_worst": Cause("wrong", "This is the hypothesis with the greatest risk; wanted is the least."),
        "least_single_loss": Cause(
            "wrong", "Chosen by the least loss on one sample; the mean over all samples counts."
        ),
        "least_maximum": Cause("wrong", "Chosen by the worst sample; the mean over all samples counts."),
        "median": Cause("wrong", "Chosen by the median; the risk is a mean."),
        "first_sample_only": Cause("wrong", "One sample alone is looked at; the mean over all samples counts."),
        "counts_from_one": Cause("wrong", "The number of the hypothesis counts from 1; count from 0."),
        "mean_of_all": Cause("wrong", "The risk is that of all hypotheses together; return the chosen one's."),
        "divides_by_n_less_one": Cause("wrong", "The sum is divided by n - 1; a mean is divided by n."),
        "divides_by_hypotheses": Cause("wrong", "The sum is divided by the number of hypotheses, not of samples."),
        "starts_from_a_number": Cause(
            "fragile",
            "The search starts from a fixed number, and fails where all risks lie on its other side. Use inf.",
        ),
    },
    edits={"wrong_axis": ("other_axis",), "sums_instead_of_mean": ("mean_for_sum", "divide_by_n")},
    everyday=lambda losses: (
        len(losses) > 1 and losses.shape[1] > 1 and float(sorted(risks(losses))[1] - sorted(risks(losses))[0]) > 0.05
    ),
    sizes={"m": (1, 4), "n": (1, 4)},
    accepts=accepts,
    cost=lambda n: (np.linspace(1.0, 2.0, 4)[:, None] * np.linspace(0.0, 1.0, n),),
    textbook=lambda losses: (int(losses.mean(axis=1).argmin()), float(losses.mean(axis=1).min())),
).topic()
