"""Batch normalisation that is right, in many styles."""

import numpy as np


def batch_norm(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batch_norm_by_hand(x, gamma, beta, eps):
    n = len(x)
    centred = x - x.sum(axis=0) / n
    variance = (centred**2).sum(axis=0) / n
    return gamma * centred * (variance + eps) ** -0.5 + beta


def batchnorm_columns(X, gamma, beta, eps=1e-5):
    out = np.empty(X.shape)
    for j in range(X.shape[1]):
        c = X[:, j] - X[:, j].mean()
        out[:, j] = gamma[j] * c / np.sqrt(np.mean(c * c) + eps) + beta[j]
    return out


def batch_normalise(batch, scale, shift, epsilon):
    mu = np.mean(batch, axis=0, keepdims=True)
    sd = np.sqrt(np.mean((batch - mu) ** 2, axis=0, keepdims=True) + epsilon)
    return (batch - mu) / sd * scale + shift


def batch_norm_transposed(X, gamma, beta, eps):
    R = X.T - X.T.mean(axis=1)[:, None]
    R = R / np.sqrt((R**2).mean(axis=1)[:, None] + eps)
    return (R * gamma[:, None] + beta[:, None]).T


def bn_lists(x, gamma, beta, eps):
    columns = []
    for c, g, b in zip(zip(*x.tolist()), gamma, beta):
        mean = sum(c) / len(c)
        sd = (sum((v - mean) ** 2 for v in c) / len(c) + eps) ** 0.5
        columns.append([g * (v - mean) / sd + b for v in c])
    return [list(row) for row in zip(*columns)]



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('batch', 'bn_'))]
}
