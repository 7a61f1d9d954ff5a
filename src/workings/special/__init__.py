"""The softmax family: exact to two units in the last place, at every magnitude, in float32 and float64."""

from workings.special.cross_entropy import cross_entropy, cross_entropy_gradient
from workings.special.log_softmax import log_softmax
from workings.special.logsumexp import logsumexp
from workings.special.sigmoid import log_sigmoid, sigmoid, softplus
from workings.special.softmax import softmax, softmax_vjp

__all__ = [
    "cross_entropy",
    "cross_entropy_gradient",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "sigmoid",
    "softmax",
    "softmax_vjp",
    "softplus",
]
