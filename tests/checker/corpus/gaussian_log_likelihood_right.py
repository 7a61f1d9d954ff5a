"""Gaussian log-likelihoods that are right, in many styles."""

import math

import numpy as np
from scipy.stats import norm


def gaussian_log_likelihood(X, mean, variance):
    return -0.5 * np.sum(np.log(2 * np.pi * variance) + (X - mean) ** 2 / variance, axis=1)


def gaussian_log_likelihood_loops(X, mean, variance):
    result = []
    for row in X:
        total = 0.0
        for x, m, v in zip(row, mean, variance):
            total += -0.5 * math.log(2 * math.pi * v) - (x - m) ** 2 / (2 * v)
        result.append(total)
    return result


def gaussian_log_likelihood_of_deviations(X, mean, variance):
    z = (X - mean) / np.sqrt(variance)
    constant = -0.5 * X.shape[1] * np.log(2 * np.pi) - 0.5 * np.log(variance).sum()
    return constant - 0.5 * (z * z).sum(axis=1)


def gaussian_log_likelihood_scipy(X, mean, variance):
    return norm.logpdf(X, loc=mean, scale=np.sqrt(variance)).sum(axis=-1)


def gaussian_log_likelihood_einsum(X, mu, var):
    d = X - mu
    return -0.5 * (np.einsum("ij,ij,j->i", d, d, 1 / var) + np.log(2 * np.pi * var).sum())


def gaussian_log_likelihood_matrix(X, mean, variance):
    d = np.asarray(X, dtype=float) - mean
    return -((d**2) @ (0.5 / np.asarray(variance, dtype=float))) - 0.5 * np.sum(np.log(2 * np.pi * np.asarray(variance)))


def gaussian_log_pdf(samples, mu, sigma2):
    p = samples.shape[1]
    return np.array(
        [-(p * np.log(2 * np.pi) + np.sum(np.log(sigma2)) + np.sum((x - mu) ** 2 / sigma2)) / 2 for x in samples]
    )


def normal_log_likelihood(X, mean, variance):
    def one(x):
        terms = [-(a - m) ** 2 / v / 2 - math.log(v) / 2 - math.log(math.tau) / 2 for a, m, v in zip(x, mean, variance)]
        return math.fsum(terms)

    return np.array([one(x) for x in X])


def gaussian_log_likelihood_by_columns(X, mean, variance):
    total = np.zeros(len(X))
    for j in range(X.shape[1]):
        total -= 0.5 * np.log(2 * np.pi * variance[j])
        total -= (X[:, j] - mean[j]) ** 2 / (2 * variance[j])
    return total


def gaussian_log_likelihood_z(X, mean, variance):
    sd = np.sqrt(variance)
    z = (X - mean) / sd
    return (-(z**2) / 2 - np.log(sd) - np.log(2 * np.pi) / 2).sum(axis=-1)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [one for one in dir() if "log_likelihood" in one or one == "gaussian_log_pdf"]
}
