"""Ways forward through two layers that are wrong, or that break easily."""

import numpy as np
from scipy.special import softmax as soft


def forward_pass_straight(X, W1, b1, W2, b2):
    return soft((X @ W1 + b1) @ W2 + b2, axis=1)


def forward_pass_no_first_bias(X, W1, b1, W2, b2):
    return soft(np.maximum(X @ W1, 0) @ W2 + b2, axis=1)


def forward_pass_no_last_bias(X, W1, b1, W2, b2):
    return soft(np.maximum(X @ W1 + b1, 0) @ W2, axis=1)


def forward_pass_late_bias(X, W1, b1, W2, b2):
    return soft((np.maximum(X @ W1, 0) + b1) @ W2 + b2, axis=1)


def forward_pass_bent_end(X, W1, b1, W2, b2):
    return np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0)


def forward_pass_hidden(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, 0)


def forward_pass_columns(X, W1, b1, W2, b2):
    return soft(np.maximum(X @ W1 + b1, 0) @ W2 + b2, axis=0)


def forward_pass_everything(X, W1, b1, W2, b2):
    return soft(np.maximum(X @ W1 + b1, 0) @ W2 + b2)


def forward_pass_naive(X, W1, b1, W2, b2):
    E = np.exp(np.maximum(X @ W1 + b1, 0) @ W2 + b2)
    return E / E.sum(axis=1, keepdims=True)


def forward_pass_decided(X, W1, b1, W2, b2):
    return np.argmax(np.maximum(X @ W1 + b1, 0) @ W2 + b2, axis=1)


CODES = {
    "forward_pass_straight": "no_activation",
    "forward_pass_no_first_bias": "forgets_bias",
    "forward_pass_no_last_bias": "forgets_bias",
    "forward_pass_late_bias": "bias_after_activation",
    "forward_pass_bent_end": "activation_at_the_end",
    "forward_pass_hidden": "returns_hidden",
    "forward_pass_columns": "softmax_over_samples",
    "forward_pass_everything": "softmax_over_all",
    "forward_pass_naive": "overflow",
    "forward_pass_decided": "one_answer_only",
}
FRAGILE = {"overflow"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "also_outcomes": ["wrong"] if code in FRAGILE else [],
        "codes": [code],
        "may": ["overflow", "fails_single_element"],
    }
    for name, code in CODES.items()
}
