"""Batch normalisation that is wrong, or that breaks easily."""

import numpy as np


def batch_norm_sample_variance(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0, ddof=1 if len(X) > 1 else 0) + eps) + beta


def batch_norm_eps_outside(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / (X.std(axis=0) + eps) + beta


def batch_norm_variance(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / (X.var(axis=0) + eps) + beta


def batch_norm_rows(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + eps) + beta


def batch_norm_whole(X, gamma, beta, eps):
    return gamma * (X - X.mean()) / np.sqrt(X.var() + eps) + beta


def batch_norm_plain(X, gamma, beta, eps):
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps)


def batch_norm_shift_first(X, gamma, beta, eps):
    return gamma * ((X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta)


def batch_norm_two_moments(X, gamma, beta, eps):
    mean = X.mean(axis=0)
    return gamma * (X - mean) / np.sqrt(np.abs((X**2).mean(axis=0) - mean**2) + eps) + beta



CODES = {
    "batch_norm_sample_variance": "divides_by_n_minus_1",
    "batch_norm_eps_outside": "eps_outside_root",
    "batch_norm_variance": "divides_by_variance",
    "batch_norm_rows": "statistics_of_rows",
    "batch_norm_whole": "statistics_of_everything",
    "batch_norm_plain": "only_normalises",
    "batch_norm_shift_first": "shifts_before_scaling",
    "batch_norm_two_moments": "cancellation",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in ('cancellation',) else "wrong",
        "codes": [code],
        "may": ['cancellation', 'constant', 'fails_batch_of_one'],
    }
    for name, code in CODES.items()
}
