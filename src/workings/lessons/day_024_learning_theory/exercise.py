"""Day 24: write empirical risk minimisation over finitely many hypotheses.

    workings check exercise.py

losses has a row for each hypothesis and a column for each sample: how bad the hypothesis was there. The empirical risk
of a hypothesis is its mean loss over the samples.
"""

import numpy as np


def erm(losses):
    """Return (k, risk): the row of the hypothesis with the least empirical risk, counted from 0, and that risk."""
    # Your turn: along which axis is the mean?
    return 0, np.zeros(())
