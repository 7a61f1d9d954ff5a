"""Gaussian log-likelihoods that are wrong, or that break easily."""

import numpy as np


def gaussian_log_likelihood_of_product(X, mean, variance):
    density = np.exp(-((X - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    return np.log(np.prod(density, axis=1))


def gaussian_log_likelihood_of_density(X, mean, variance):
    density = np.exp(-((X - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    return np.log(density).sum(axis=1)


def gaussian_log_likelihood_no_constant(X, mean, variance):
    return -0.5 * ((X - mean) ** 2 / variance).sum(axis=1)


def gaussian_log_likelihood_no_pi(X, mean, variance):
    return -0.5 * (np.log(variance) + (X - mean) ** 2 / variance).sum(axis=1)


def gaussian_log_likelihood_deviation(X, mean, variance):
    return -0.5 * (np.log(2 * np.pi * variance**2) + ((X - mean) / variance) ** 2).sum(axis=1)


def gaussian_log_likelihood_half(X, mean, variance):
    return (-0.5 * np.log(2 * np.pi * variance) - (X - mean) ** 2 / variance).sum(axis=1)


def gaussian_log_likelihood_samples(X, mean, variance):
    return -0.5 * np.sum(np.log(2 * np.pi * variance) + (X - mean) ** 2 / variance, axis=0)


def gaussian_log_likelihood_density(X, mean, variance):
    density = np.exp(-((X - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    return density.prod(axis=1)


def gaussian_log_likelihood_positive(X, mean, variance):
    return 0.5 * np.sum(np.log(2 * np.pi * variance) + (X - mean) ** 2 / variance, axis=1)


def gaussian_log_likelihood_expanded(X, mean, variance):
    squares = (X**2 - 2 * X * mean + mean**2) / variance
    return -0.5 * (np.log(2 * np.pi * variance) + squares).sum(axis=1)


def gaussian_log_likelihood_log2(X, mean, variance):
    return -0.5 * (np.log2(2 * np.pi * variance) + np.log2(np.e) * (X - mean) ** 2 / variance).sum(axis=1)


def gaussian_log_likelihood_padded(X, mean, variance):
    v = variance + 1e-9
    return (-0.5 * np.log(2 * np.pi * v) - (X - mean) ** 2 / (2 * v)).sum(axis=1)


CODES = {
    "gaussian_log_likelihood_padded": "constant_added",
    "gaussian_log_likelihood_of_product": "log_of_product",
    "gaussian_log_likelihood_of_density": "log_of_product",
    "gaussian_log_likelihood_no_constant": "constant_left_out",
    "gaussian_log_likelihood_no_pi": "constant_left_out",
    "gaussian_log_likelihood_deviation": "takes_variance_for_deviation",
    "gaussian_log_likelihood_half": "half_is_missing",
    "gaussian_log_likelihood_samples": "sums_the_samples",
    "gaussian_log_likelihood_density": "no_logarithm",
    "gaussian_log_likelihood_positive": "sign_flipped",
    "gaussian_log_likelihood_expanded": "cancellation",
    "gaussian_log_likelihood_log2": "other_base",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "log_of_product" else "wrong",
        "codes": [code],
        "may": ["log_of_product", "cancellation"],
    }
    for name, code in CODES.items()
}
