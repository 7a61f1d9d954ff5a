"""Day 24, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def erm(losses):
    """Return (k, risk): the row of the hypothesis with the least empirical risk, counted from 0, and that risk."""
    # axis=1 runs along the samples, so that one number is left for each hypothesis. Of equals argmin takes the first.
    risks = np.mean(losses, axis=1)
    k = int(np.argmin(risks))
    return k, risks[k]
