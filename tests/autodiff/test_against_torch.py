"""Every operation's derivative against PyTorch's, where PyTorch is there."""

import numpy as np
import pytest

from workings import autodiff as ad

torch = pytest.importorskip("torch")

A = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]])
B = np.array([0.25, -0.75, 1.125])
P = np.abs(A) + 0.5
T = np.array([2, 0])
F = torch.nn.functional

PAIRS = {
    "add": (lambda a, b: a + b, lambda a, b: a + b),
    "subtract": (lambda a, b: a - 2.0 * b, lambda a, b: a - 2.0 * b),
    "multiply": (lambda a, b: a * b, lambda a, b: a * b),
    "divide": (lambda a, b: a / b, lambda a, b: a / b),
    "power": (lambda a, b: a**3 + 2.0**b, lambda a, b: a**3 + 2.0**b),
    "matmul": (lambda a, b: a @ b, lambda a, b: a @ b),
    "outer": (lambda a, b: a.T @ a * b, lambda a, b: a.T @ a * b),
    "exp": (lambda a, b: np.exp(a) * b, lambda a, b: torch.exp(a) * b),
    "tanh": (lambda a, b: np.tanh(a * b), lambda a, b: torch.tanh(a * b)),
    "abs": (lambda a, b: np.abs(a - b), lambda a, b: torch.abs(a - b)),
    "relu": (lambda a, b: ad.relu(a * b), lambda a, b: torch.relu(a * b)),
    "maximum": (lambda a, b: np.maximum(a, b) + np.minimum(a, 0.0), lambda a, b: torch.maximum(a, b) + a.clamp(max=0)),
    "sum": (lambda a, b: a.sum(axis=0) * b, lambda a, b: a.sum(dim=0) * b),
    "mean": (lambda a, b: a.mean(axis=1, keepdims=True) * b, lambda a, b: a.mean(dim=1, keepdim=True) * b),
    "var": (lambda a, b: a.var(axis=0, ddof=1) * b, lambda a, b: a.var(dim=0, correction=1) * b),
    "max": (lambda a, b: a.max(axis=1) * b[:2], lambda a, b: torch.amax(a, dim=1) * b[:2]),
    "index": (lambda a, b: a[[1, 0, 1], [0, 2, 0]] * b, lambda a, b: a[[1, 0, 1], [0, 2, 0]] * b),
    "slice": (lambda a, b: a[:, ::2] * b[1:], lambda a, b: a[:, [0, 2]] * b[1:]),
    "reshape": (lambda a, b: a.reshape(3, 2).T * b, lambda a, b: a.reshape(3, 2).T * b),
    "concatenate": (lambda a, b: ad.concatenate([a, a * b]) * b, lambda a, b: torch.cat([a, a * b]) * b),
    "stack": (lambda a, b: ad.stack([b, b * a[0]], 1) ** 2, lambda a, b: torch.stack([b, b * a[0]], 1) ** 2),
    "where": (lambda a, b: ad.where(A > 0, a * b, b), lambda a, b: torch.where(torch.tensor(A) > 0, a * b, b)),
    "softmax": (lambda a, b: ad.softmax(a * b), lambda a, b: torch.softmax(a * b, -1)),
    "softmax 0": (lambda a, b: ad.softmax(a * b, 0), lambda a, b: torch.softmax(a * b, 0)),
    "log_softmax": (lambda a, b: ad.log_softmax(a) * b, lambda a, b: torch.log_softmax(a, -1) * b),
    "logsumexp": (lambda a, b: ad.logsumexp(a * b, 0), lambda a, b: torch.logsumexp(a * b, 0)),
    "sigmoid": (lambda a, b: ad.sigmoid(a) * b, lambda a, b: torch.sigmoid(a) * b),
    "softplus": (lambda a, b: ad.softplus(a * b), lambda a, b: F.softplus(a * b)),
    "log_sigmoid": (lambda a, b: ad.log_sigmoid(a * b), lambda a, b: F.logsigmoid(a * b)),
    "cross entropy": (lambda a, b: ad.cross_entropy(a * b, T), lambda a, b: F.cross_entropy(a * b, torch.tensor(T))),
    "cross entropy, smoothed, weighted": (
        lambda a, b: ad.cross_entropy(a * b, T, weight=[1.0, 2.0, 0.5], label_smoothing=0.1, reduction="none"),
        lambda a, b: F.cross_entropy(
            a * b, torch.tensor(T), torch.tensor([1.0, 2.0, 0.5], dtype=a.dtype), label_smoothing=0.1, reduction="none"
        ),
    ),
    "cross entropy of probabilities": (
        lambda a, b: ad.cross_entropy(a * b, P / P.sum(1, keepdims=True)),
        lambda a, b: F.cross_entropy(a * b, torch.tensor(P / P.sum(1, keepdims=True), dtype=a.dtype)),
    ),
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", PAIRS)
def test_first_derivatives(name, dtype):
    ours, theirs = PAIRS[name]
    a, b = (torch.tensor(one.astype(dtype), requires_grad=True) for one in (A, B))
    (theirs(a, b) ** 2).sum().backward()
    found = ad.grad(lambda a, b: (ours(a, b) ** 2).sum(), (0, 1))(A.astype(dtype), B.astype(dtype))
    digits = 1e-12 if dtype == np.float64 else 1e-5
    for mine, leaf in zip(found, (a, b), strict=True):
        true = np.zeros(mine.shape) if leaf.grad is None else leaf.grad.numpy()
        assert mine.dtype == dtype
        np.testing.assert_allclose(mine, true, rtol=digits, atol=digits * np.abs(true).max())


@pytest.mark.parametrize("name", PAIRS)
def test_second_derivatives(name):
    ours, theirs = PAIRS[name]
    a = torch.tensor(A, requires_grad=True)
    (g,) = torch.autograd.grad((theirs(a, torch.tensor(B)) ** 2).sum(), a, create_graph=True, allow_unused=True)
    if g is None or g.grad_fn is None:
        return
    (g**2).sum().backward()
    inner = ad.grad(lambda a: (ours(a, B) ** 2).sum())
    found = ad.grad(lambda a: (inner(a) ** 2).sum())(A)
    np.testing.assert_allclose(found, a.grad.numpy(), rtol=1e-9, atol=1e-10)
