"""Gradients of a network of two layers that are right, in several styles."""

import numpy as np
from scipy.special import expit, log_softmax, softmax


def two_layer_gradients_plain(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    D = softmax(A @ W2 + b2, axis=1)
    D[np.arange(len(y)), y] -= 1
    D /= len(y)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_one_hot(X, y, W1, b1, W2, b2):
    n = X.shape[0]
    hidden = (X @ W1 + b1).clip(min=0)
    p = np.exp(log_softmax(hidden @ W2 + b2, axis=1))
    d = p - np.eye(W2.shape[1])[y]
    back = np.where(hidden > 0, d @ W2.T, 0)
    return X.T @ back / n, back.mean(axis=0), hidden.T @ d / n, d.mean(axis=0)


def two_layer_gradients_loops(X, y, W1, b1, W2, b2):
    grads = [np.zeros(w.shape) for w in (W1, b1, W2, b2)]
    for x, label in zip(X, y):
        z = x @ W1 + b1
        a = np.maximum(z, 0)
        s = a @ W2 + b2
        e = np.exp(s - s.max())
        d = e / e.sum()
        d[label] -= 1
        h = (W2 @ d) * (z > 0)
        for g, part in zip(grads, (np.outer(x, h), h, np.outer(a, d), d)):
            g += part / len(X)
    return tuple(grads)


def two_layer_gradients_dict(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = Z * (Z > 0)
    S = A @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    T = np.zeros(P.shape)
    T[np.arange(len(y)), y] = 1.0
    dS = (P - T) / len(X)
    dZ = dS @ W2.T
    dZ[Z <= 0] = 0
    return {"dW1": X.T @ dZ, "db1": dZ.sum(0), "dW2": A.T @ dS, "db2": dS.sum(0)}


def two_layer_gradients_tanh(X, y, W1, b1, W2, b2):
    """The hidden layer's activation is tanh."""
    A = np.tanh(X @ W1 + b1)
    D = (softmax(A @ W2 + b2, axis=1) - np.eye(len(b2))[y]) / len(y)
    H = D @ W2.T * (1 - A**2)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_sigmoid(X, y, W1, b1, W2, b2):
    A = expit(X @ W1 + b1)  # sigmoid
    D = (softmax(A @ W2 + b2, axis=1) - np.eye(len(b2))[y]) / len(y)
    H = D @ W2.T * A * (1 - A)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("two_layer")]
}
