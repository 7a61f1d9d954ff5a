"""torch tensors in the computer's own memory: our kernels read and write them in their place, and derivatives flow.

Each function of a tensor is one node of torch's graph. Forward runs the kernel on the tensor's memory; backward is
written in torch's own operations on what was saved, so that it can be differentiated once more.
"""

from __future__ import annotations

from typing import Any

import torch

from workings import special
from workings.backends.arrays._formulas import Axes

Tensor = Any


def takes(x: Tensor) -> bool:
    """Whether x has memory that NumPy can see: on the CPU, strided, and not a stand-in of a transform or a compiler."""
    if x.device.type != "cpu" or x.layout is not torch.strided or x.dtype not in (torch.float32, torch.float64):
        return False
    if torch.compiler.is_compiling() or torch._C._functorch.is_functorch_wrapped_tensor(x):
        return False
    # Subclasses may mean something else by their memory; parameters do not. Forward-mode derivatives need torch's own.
    return type(x) in (torch.Tensor, torch.nn.Parameter) and not torch.autograd.forward_ad._current_level >= 0


def of_gpu(x: Tensor) -> Any:
    """Return the Triton kernels if they compute on x: on a GPU, with Triton installed; else None."""
    if x.device.type != "cuda" or torch._C._functorch.is_functorch_wrapped_tensor(x):
        return None
    try:
        from workings.backends import triton as kernels
    except ModuleNotFoundError:
        return None
    return kernels if kernels.takes(x) else None


def _numpy(x: Tensor) -> Any:
    return x.detach().resolve_neg().numpy()


def _tensor(found: Any, like: Tensor) -> Tensor:
    return torch.as_tensor(found, dtype=like.dtype)


class _Softmax(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, axes: Axes, temperature: float) -> Tensor:
        y = _tensor(special.softmax(_numpy(x), axes, temperature=temperature), x)
        context.save_for_backward(y)
        context.axes, context.temperature = axes, temperature
        return y

    @staticmethod
    def backward(context: Any, *upstream: Tensor) -> Any:
        (y,) = context.saved_tensors
        return softmax_backward(y, upstream[0], context.axes, context.temperature), None, None


class _LogSoftmax(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, axes: Axes, temperature: float) -> Tensor:
        y = _tensor(special.log_softmax(_numpy(x), axes, temperature=temperature), x)
        context.save_for_backward(y)
        context.axes, context.temperature = axes, temperature
        return y

    @staticmethod
    def backward(context: Any, *upstream: Tensor) -> Any:
        (y,) = context.saved_tensors
        return log_softmax_backward(y, upstream[0], context.axes, context.temperature), None, None


class _LogSumExp(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, axes: Axes) -> Tensor:
        y = _tensor(special.logsumexp(_numpy(x), axes, keepdims=True), x)
        context.save_for_backward(x)
        context.axes = axes
        return y

    @staticmethod
    def backward(context: Any, *upstream: Tensor) -> Any:
        (x,) = context.saved_tensors
        return softmax(x, context.axes) * upstream[0], None


class _Entries(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, name: str) -> Tensor:
        context.save_for_backward(x)
        context.name = name
        return _tensor(getattr(special, name)(_numpy(x)), x)

    @staticmethod
    def backward(context: Any, *upstream: Tensor) -> Any:
        (x,) = context.saved_tensors
        if context.name == "softplus":
            slope = entries("sigmoid", x)
        elif context.name == "log_sigmoid":
            slope = entries("sigmoid", -x)
        else:
            slope = entries("sigmoid", x) * entries("sigmoid", -x)
        return upstream[0] * slope, None


def softmax_backward(y: Tensor, upstream: Tensor, axes: Axes, temperature: float) -> Tensor:
    """Return y (upstream - sum(y upstream)) / temperature."""
    average = (y * upstream).sum(dim=axes, keepdim=True)
    return y * (upstream - average) / temperature


def log_softmax_backward(y: Tensor, upstream: Tensor, axes: Axes, temperature: float) -> Tensor:
    """Return (upstream - exp(y) sum(upstream)) / temperature.

    Where exp(y) is near 1 it is written as upstream - sum - expm1(y) sum: at the class of a certain sample p - 1 has
    lost its digits, and expm1(log p) has not.
    """
    total = upstream.sum(dim=axes, keepdim=True)
    likely = y > -0.5
    near = (upstream - total) - torch.expm1(y) * total
    return torch.where(likely, near, upstream - torch.exp(y) * total) / temperature


def softmax(x: Tensor, axes: Axes, temperature: float = 1.0) -> Tensor:
    """Return the softmax of each group."""
    return _Softmax.apply(x, axes, temperature)


def log_softmax(x: Tensor, axes: Axes, temperature: float = 1.0) -> Tensor:
    """Return the logarithm of the softmax of each group."""
    return _LogSoftmax.apply(x, axes, temperature)


def logsumexp(x: Tensor, axes: Axes) -> Tensor:
    """Return log(sum(exp(x))) of each group, the axes kept."""
    return _LogSumExp.apply(x, axes)


def entries(name: str, x: Tensor) -> Tensor:
    """Return sigmoid, softplus or log_sigmoid of each entry."""
    return _Entries.apply(x, name)
