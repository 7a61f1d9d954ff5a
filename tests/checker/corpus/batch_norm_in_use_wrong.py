"""Batch normalisation in use that is wrong."""

import numpy as np


def batch_norm_in_use_batch(X, mean, variance, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def batch_norm_in_use_batch_mean(X, mean, variance, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(variance + eps) + beta


def batch_norm_in_use_unbiased(X, mean, variance, gamma, beta, eps):
    n = len(X)
    return gamma * (X - mean) / np.sqrt(variance * n / max(n - 1, 1) + eps) + beta


def batch_norm_in_use_eps_outside(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) / (np.sqrt(variance) + eps) + beta


def batch_norm_in_use_no_eps(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) / np.sqrt(variance) + beta


def batch_norm_in_use_variance(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) / (variance + eps) + beta


def batch_norm_in_use_no_beta(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) / np.sqrt(variance + eps)


def batch_norm_in_use_no_mean(X, mean, variance, gamma, beta, eps):
    return gamma * X / np.sqrt(variance + eps) + beta


def batch_norm_in_use_not_scaled(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) + beta


CODES = {
    "batch_norm_in_use_batch": "batch_statistics",
    "batch_norm_in_use_batch_mean": "batch_statistics",
    "batch_norm_in_use_unbiased": "unbiased_again",
    "batch_norm_in_use_eps_outside": "eps_outside_root",
    "batch_norm_in_use_no_eps": "eps_left_out",
    "batch_norm_in_use_variance": "divides_by_variance",
    "batch_norm_in_use_no_beta": "beta_left_out",
    "batch_norm_in_use_no_mean": "only_scales",
    "batch_norm_in_use_not_scaled": "only_centres",
}
EXPECTED = {
    name: {"intent": None, "outcome": "wrong", "codes": [code], "may": ["fails_batch_of_one"]}
    for name, code in CODES.items()
}
