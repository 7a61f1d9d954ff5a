"""Kernel matrices that are right, in many styles."""

import math

import numpy as np
from scipy.spatial.distance import cdist


def rbf_kernel(A, B, gamma):
    return np.exp(-gamma * ((A[:, None] - B[None]) ** 2).sum(axis=2))


def rbf_kernel_cdist(A, B, gamma):
    return np.exp(-gamma * cdist(A, B, "sqeuclidean"))


def rbf_kernel_loops(A, B, gamma):
    K = np.empty((len(A), len(B)))
    for i, a in enumerate(A):
        for j, b in enumerate(B):
            K[i, j] = math.exp(-gamma * sum((u - v) ** 2 for u, v in zip(a, b)))
    return K


def rbf_kernel_norm(X, Y, gamma):
    return np.exp(-gamma * np.linalg.norm(X[:, None] - Y, axis=2) ** 2)


def rbf_kernel_of_rows(X1, X2, gamma):
    return np.array([np.exp(-gamma * np.sum((X2 - x) ** 2, axis=1)) for x in X1])


def gaussian_kernel(A, B, gamma):
    sigma = np.sqrt(1 / (2 * gamma))
    return np.exp(-cdist(A, B) ** 2 / (2 * sigma**2))


def rbf_kernel_product(A, B, gamma):
    K = np.ones((len(A), len(B)))
    for f in range(A.shape[1]):
        K *= np.exp(-gamma * (A[:, f][:, None] - B[:, f]) ** 2)
    return K


def rbf(A, B, gamma=1.0):
    d = A[:, None, :] - B[None, :, :]
    return np.exp(np.einsum("ijk,ijk->ij", d, d) * -gamma)


def rbf_kernel_centred(A, B, gamma):
    m = np.concatenate([A, B]).mean(axis=0)
    A, B = A - m, B - m
    sq = np.maximum((A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T, 0)
    return np.exp(-gamma * sq)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("rbf", "gaussian_"))]
}
