"""Kernel matrices that are wrong, or that break easily."""

import numpy as np


def _squares(A, B):
    return ((A[:, None] - B[None]) ** 2).sum(axis=2)


def rbf_kernel_no_square(A, B, gamma):
    return np.exp(-gamma * np.sqrt(_squares(A, B)))


def rbf_kernel_grows(A, B, gamma):
    return np.exp(gamma * _squares(A, B))


def rbf_kernel_sigma(A, B, gamma):
    return np.exp(-_squares(A, B) / (2 * gamma**2))


def rbf_kernel_divided(A, B, gamma):
    return np.exp(-_squares(A, B) / gamma)


def rbf_kernel_half(A, B, gamma):
    return np.exp(-0.5 * gamma * _squares(A, B))


def rbf_kernel_no_exponential(A, B, gamma):
    return -gamma * _squares(A, B)


def rbf_kernel_linear(A, B, gamma):
    return gamma * (A @ B.T)


def rbf_kernel_expanded(A, B, gamma):
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)
    return np.exp(-gamma * squares)


def rbf_kernel_no_two(A, B, gamma):
    squares = (A**2).sum(axis=1)[:, None] - A @ B.T + (B**2).sum(axis=1)
    return np.exp(-gamma * squares)


def rbf_kernel_turned(A, B, gamma):
    return np.exp(-gamma * _squares(B, A))


def rbf_kernel_manhattan(A, B, gamma):
    return np.exp(-gamma * np.abs(A[:, None] - B[None]).sum(axis=2))


CODES = {
    "rbf_kernel_no_square": "no_square",
    "rbf_kernel_grows": "sign_flipped",
    "rbf_kernel_sigma": "gamma_is_not_sigma",
    "rbf_kernel_divided": "gamma_is_not_sigma",
    "rbf_kernel_half": "half_of_gamma",
    "rbf_kernel_no_exponential": "no_exponential",
    "rbf_kernel_linear": "another_kernel",
    "rbf_kernel_expanded": "cancellation",
    "rbf_kernel_no_two": "expansion_is_wrong",
    "rbf_kernel_turned": "transposed",
    "rbf_kernel_manhattan": "another_kernel",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "cancellation" else "wrong",
        "codes": [code],
        "may": ["cancellation", "overflow"],
    }
    for name, code in CODES.items()
}
