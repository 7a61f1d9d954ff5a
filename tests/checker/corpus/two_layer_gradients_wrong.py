"""Gradients of a network of two layers that are wrong, or that break easily."""

import numpy as np
from scipy.special import softmax


def two_layer_gradients_no_mask(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = D @ W2.T
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_minus(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (T - P) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_sums(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = P - T
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_twice(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H / len(X), H.mean(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_squared(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) * P * (1 - P) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_raw(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), Z.T @ D, D.sum(axis=0)


def two_layer_gradients_order(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return A.T @ D, D.sum(axis=0), X.T @ H, H.sum(axis=0)


def two_layer_gradients_labels(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = P / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_bias(X, y, W1, b1, W2, b2):
    Z = X @ W1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_scores(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (A @ W2 + b2 - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_overflowing(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    E = np.exp(A @ W2 + b2)
    D = (E / E.sum(axis=1, keepdims=True) - T) / len(X)
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_through_values(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = (P - T) / len(X)
    H = (D @ W2.T) * A
    return X.T @ H, H.sum(axis=0), A.T @ D, D.sum(axis=0)


def two_layer_gradients_bias_sums(X, y, W1, b1, W2, b2):
    Z = X @ W1 + b1
    A = np.maximum(Z, 0)
    P = softmax(A @ W2 + b2, axis=1)
    T = np.eye(len(b2))[y]
    D = P - T
    H = (D @ W2.T) * (Z > 0)
    return X.T @ H / len(X), H.sum(axis=0), A.T @ D / len(X), D.sum(axis=0)


CODES = {
    "two_layer_gradients_no_mask": "activation_not_differentiated",
    "two_layer_gradients_minus": "sign_flipped",
    "two_layer_gradients_sums": "sums_instead_of_mean",
    "two_layer_gradients_twice": "divides_twice",
    "two_layer_gradients_squared": "softmax_differentiated_twice",
    "two_layer_gradients_raw": "raw_hidden",
    "two_layer_gradients_order": "parts_in_another_order",
    "two_layer_gradients_labels": "labels_missing",
    "two_layer_gradients_bias": "forgets_bias",
    "two_layer_gradients_scores": "no_softmax",
    "two_layer_gradients_overflowing": "overflow",
    "two_layer_gradients_through_values": "activation_not_differentiated",
    "two_layer_gradients_bias_sums": "bias_summed_only",
}
FRAGILE = {"overflow"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
