"""The loss of logistic regression and what its gradient is made of, from the logits, in their place.

A row with logits z and class y costs ``log(sum(exp(z))) - z[y]``; the derivative by z is the softmax of z with 1
subtracted at y, the "residual". One sweep gives both, so the data are read once for each step of a fit. Logits lie
transposed, one class a row: the loops then run along samples, and are vector instructions whatever the number of
classes. Differences that would cancel (1 - p for p near 1) are formed from the other classes' exponentials, so the
residuals of separable data stay right to the last digits.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._exp import lifted_exp
from workings.kernels._jit import helper, kernel
from workings.kernels._log1p import log1p
from workings.kernels._sums import add

_UNLIFTED = 1.5 * 2.0**52  # asks `lifted_exp` for exp itself
_LOWEST = -700.0  # exp of this is still a normal number, and adds nothing to anything


@helper
def exp_of(x):
    """Return exp(x) for x up to 700, and almost 0 for any x below -700."""
    e, _ = lifted_exp(larger(x, _LOWEST), _UNLIFTED)
    return e


@kernel
def binary_residuals(z, signs, weights):
    """Replace logits z (n,) by residuals times weights; return the weighted loss. signs: -1 or 1 for each sample."""
    loss = 0.0
    for i in range(z.shape[0]):
        margin = z[i] * signs[i]
        size = abs(margin)
        e = exp_of(-size)
        share = 1.0 / (1.0 + e)
        wrong = e * share if margin >= 0.0 else share  # probability of the other class
        excess = 0.0 if margin >= 0.0 else size
        loss = add(loss, weights[i] * (log1p(e) + excess))
        z[i] = -weights[i] * signs[i] * wrong
    return loss


@helper
def _raise_top(z, top):
    for i in range(z.shape[0]):
        top[i] = larger(z[i], top[i])


@helper
def _sum_class(z, labels, k, top, gap, own, others):
    """Exponentiate one class's logits and add them to what each sample's other classes, or its own, have."""
    for i in range(z.shape[0]):
        v = z[i] - top[i]
        e = exp_of(v)
        mine = labels[i] == k
        gap[i] = -v if mine else gap[i]
        own[i] = e if mine else own[i]
        others[i] += 0.0 if mine else e
        z[i] = e


@helper
def _finish_sums(weights, gap, own, others, factor):
    """Turn the sums into the loss, the factor weight / sum, and the residual at each sample's own class."""
    loss = 0.0
    for i in range(weights.shape[0]):
        loss = add(loss, weights[i] * (log1p(others[i] - (1.0 - own[i])) + gap[i]))
        factor[i] = weights[i] / (own[i] + others[i])
        own[i] = -others[i] * factor[i]
    return loss


@helper
def _scale_class(z, labels, k, factor, own):
    for i in range(z.shape[0]):
        z[i] = own[i] if labels[i] == k else z[i] * factor[i]


@kernel
def softmax_residuals(z, labels, weights):
    """Replace logits z (classes, n) by residuals times weights; return the weighted loss. labels: class of each."""
    classes, n = z.shape
    top = z[0].copy()
    for k in range(1, classes):
        _raise_top(z[k], top)
    gap, own, others = np.zeros(n), np.zeros(n), np.zeros(n)
    for k in range(classes):
        _sum_class(z[k], labels, k, top, gap, own, others)
    factor = top
    loss = _finish_sums(weights, gap, own, others, factor)
    for k in range(classes):
        _scale_class(z[k], labels, k, factor, own)
    return loss
