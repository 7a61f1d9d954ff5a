"""Batch normalisation in use that is right, in many styles."""

import numpy as np


def batch_norm_in_use(X, mean, variance, gamma, beta, eps):
    return gamma * (X - mean) / np.sqrt(variance + eps) + beta


def batch_norm_inference(X, mean, variance, gamma, beta, eps):
    return (X - mean) * (variance + eps) ** -0.5 * gamma + beta


def bn_eval(X, mean, variance, gamma, beta, eps):
    scale = gamma / np.sqrt(variance + eps)
    return X * scale + (beta - mean * scale)


def batch_norm_predict(X, mean, variance, gamma, beta, eps):
    out = np.empty(X.shape)
    for j in range(X.shape[1]):
        out[:, j] = gamma[j] * (X[:, j] - mean[j]) / np.sqrt(variance[j] + eps) + beta[j]
    return out


def batchnorm_infer_rows(X, mean, variance, gamma, beta, eps):
    sd = np.sqrt(variance + eps)
    return np.array([gamma * ((row - mean) / sd) + beta for row in X])


def bn_inference_transposed(X, mean, variance, gamma, beta, eps):
    R = (X.T - mean[:, None]) / np.sqrt(variance + eps)[:, None]
    return (R * gamma[:, None] + beta[:, None]).T


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("batch", "bn_"))]
}
