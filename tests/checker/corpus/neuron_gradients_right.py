"""Gradients of a sigmoid unit that are right, in several styles."""

import math

import numpy as np
from scipy.special import expit


def neuron_gradients_expit(w, b, X, y):
    e = expit(X @ w + b) - y
    return X.T @ e / len(y), e.mean()


def neuron_gradients_numpy(w, b, X, y):
    n = X.shape[0]
    a = 1 / (1 + np.exp(-(np.dot(X, w) + b)))
    dz = a - y
    return np.dot(X.T, dz) / n, np.sum(dz) / n


def neuron_gradients_loops(w, b, X, y):
    dw, db = [0.0] * len(w), 0.0
    for row, t in zip(X, y):
        z = sum(a * c for a, c in zip(row, w)) + b
        a = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        for j, v in enumerate(row):
            dw[j] += v * (a - t) / len(y)
        db += (a - t) / len(y)
    return dw, db


def neuron_gradients_dict(w, b, X, y):
    residual = expit(X.dot(w) + b) - y
    return {"dw": (X * residual[:, None]).mean(axis=0), "db": float(np.mean(residual))}


def neuron_gradients_column(w, b, X, y):
    w, y = np.reshape(w, (-1, 1)), np.reshape(y, (-1, 1))
    a = expit(X @ w + b)
    return X.T @ (a - y) / len(y), np.sum(a - y, axis=0) / len(y)


def neuron_gradients_tanh(weights, bias, inputs, targets):
    a = 0.5 + 0.5 * np.tanh((inputs @ weights + bias) / 2)
    delta = (a - targets) / targets.size
    return delta @ inputs, delta.sum()


def neuron_gradients_augmented(w, b, X, y):
    A = np.column_stack([X, np.ones(len(y))])
    g = A.T @ (expit(A @ np.append(w, b)) - y) / len(y)
    return [g[:-1], g[-1]]


def neuron_gradients_data_first(X, y, w, b):
    e = expit(X @ w + b) - y
    return np.einsum("ij,i->j", X, e) / len(e), np.average(e)


def neuron_gradients_where(w, b, X, y):
    z = X @ w + b
    small = np.exp(-np.abs(z))
    a = np.where(z > 0, 1, small) / (1 + small)
    return np.mean(X.T * (a - y), axis=1), np.mean(a - y)


RIGHT = [name for name in dir() if name.startswith("neuron_gradients_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
