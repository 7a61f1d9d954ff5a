"""Derivatives of ordinary NumPy code, by the chain rule, backward: small enough to be read.

>>> import numpy as np
>>> from workings import autodiff
>>> autodiff.grad(lambda w: np.sum(w**2))(np.array([1.0, 3.0]))
array([2., 6.])
"""

from workings.autodiff._backward import backward_steps, gradients, tape
from workings.autodiff._tape import Variable
from workings.autodiff.check import GradientCheck, check_gradient, numerical_gradient
from workings.autodiff.derivatives import grad, jacobian, value_and_grad
from workings.autodiff.elementwise import (
    absolute,
    cos,
    exp,
    expm1,
    log,
    log1p,
    log_sigmoid,
    maximum,
    minimum,
    power,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    square,
    tanh,
    where,
)
from workings.autodiff.reductions import clip, cross_entropy, log_softmax, logsumexp, matmul, mean, softmax, sum, var
from workings.autodiff.reductions import max_ as max
from workings.autodiff.reductions import min_ as min
from workings.autodiff.shapes import (
    broadcast_to,
    concatenate,
    expand_dims,
    reshape,
    squeeze,
    stack,
    swapaxes,
    transpose,
)

__all__ = [
    "GradientCheck",
    "Variable",
    "absolute",
    "backward_steps",
    "broadcast_to",
    "check_gradient",
    "clip",
    "concatenate",
    "cos",
    "cross_entropy",
    "exp",
    "expand_dims",
    "expm1",
    "grad",
    "gradients",
    "jacobian",
    "log",
    "log1p",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "matmul",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "numerical_gradient",
    "power",
    "relu",
    "reshape",
    "sigmoid",
    "sin",
    "softmax",
    "softplus",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "sum",
    "swapaxes",
    "tanh",
    "tape",
    "transpose",
    "value_and_grad",
    "var",
    "where",
]
