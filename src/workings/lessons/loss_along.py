"""A curve made of a learner's own table: the mean loss of a logistic model along one coefficient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings import autodiff as ad
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.two_classes import say_table, two_classes

Array = NDArray[Any]


class Curve(NamedTuple):
    """The mean loss against the coefficient of the feature that goes best with the answer.

    Attributes
    ----------
    loss : callable
        Takes a coefficient, a number or a Variable, and returns the mean loss.
    x, y : ndarray
        The feature, in standard deviations from its mean, and the answers 0 and 1.
    name : str
        Of the feature.
    """

    loss: Callable[[Any], Any]
    x: Array
    y: Array
    name: str

    def along(self, t: Array) -> Array:
        """Return the losses at many coefficients."""
        return np.array([float(self.loss(float(one))) for one in np.ravel(t)]).reshape(np.shape(t))


def loss_along(page: Page, table: Table) -> Curve:
    """Say what the table holds, and return its curve."""
    found = two_classes(table)
    say_table(page, table, found)
    spread = table.X.std(axis=0)
    Z = (table.X - table.X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    best = int(np.abs(Z.T @ (found.y - found.y.mean())).argmax())
    x, y = Z[:, best], found.y.astype(float)
    page.say(
        f"Today's curve is the mean loss L(w) of a logistic model whose log-odds are w times {table.features[best]}, "
        "in standard deviations from its mean."
    )
    return Curve(lambda w: ad.mean(ad.softplus(w * x) - w * (x * y)), x, y, table.features[best])
