"""Ways back through a dense layer that are wrong, or that break easily."""

import numpy as np


def dense_backward_bias(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream


def dense_backward_bias_mean(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream.mean(axis=0)


def dense_backward_bias_axis(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream.sum(axis=1)


def dense_backward_bias_total(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream.sum()


def dense_backward_divided(X, W, upstream):
    n = len(X)
    return upstream @ W.T / n, X.T @ upstream / n, upstream.sum(axis=0) / n


def dense_backward_turned(X, W, upstream):
    return upstream @ W.T, upstream.T @ X, upstream.sum(axis=0)


def dense_backward_no_transpose(X, W, upstream):
    return upstream @ W, X.T @ upstream, upstream.sum(axis=0)


def dense_backward_order(X, W, upstream):
    return X.T @ upstream, upstream.sum(axis=0), upstream @ W.T


def dense_backward_two(X, W, upstream):
    return X.T @ upstream, upstream.sum(axis=0)


def dense_backward_forward(X, W, upstream):
    return X @ W


def dense_backward_minus(X, W, upstream):
    return -upstream @ W.T, -X.T @ upstream, -upstream.sum(axis=0)


CODES = {
    "dense_backward_bias": "bias_not_summed",
    "dense_backward_bias_mean": "bias_mean_only",
    "dense_backward_bias_axis": "wrong_axis",
    "dense_backward_bias_total": "sums_whole_array",
    "dense_backward_divided": "averages_everything",
    "dense_backward_turned": "transposed_weights",
    "dense_backward_no_transpose": "missing_transpose",
    "dense_backward_order": "parts_in_another_order",
    "dense_backward_two": "one_is_missing",
    "dense_backward_forward": "forward_instead",
    "dense_backward_minus": "sign_flipped",
}
FRAGILE = set()
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
