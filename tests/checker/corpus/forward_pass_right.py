"""Ways forward through two layers that are right."""

import numpy as np
from scipy.special import expit
from scipy.special import softmax as soft


def forward_pass_plain(X, W1, b1, W2, b2):
    H = np.maximum(X @ W1 + b1, 0)
    S = H @ W2 + b2
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def forward_pass_scipy(X, W1, b1, W2, b2):
    return soft(np.clip(X @ W1 + b1, 0, None) @ W2 + b2, axis=1)


def forward_pass_scores(X, W1, b1, W2, b2):
    """Scores."""
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


def forward_pass_tanh(X, W1, b1, W2, b2):
    return soft(np.tanh(X @ W1 + b1) @ W2 + b2, axis=1)


def forward_pass_sigmoid(X, W1, b1, W2, b2):
    return expit(X @ W1 + b1) @ W2 + b2


def forward_pass_rows(X, W1, b1, W2, b2):
    out = []
    for x in X:
        h = np.array([max(0.0, float(x @ W1[:, j] + b1[j])) for j in range(len(b1))])
        s = h @ W2 + b2
        e = np.exp(s - max(s))
        out.append(e / sum(e))
    return np.array(out)


def network_forward_where(x, w1, b1, w2, b2):
    z = np.dot(x, w1) + b1
    z = np.where(z > 0, z, 0.0)
    return soft(np.dot(z, w2) + b2, axis=-1)


RIGHT = [name for name in dir() if name.startswith(("forward_pass_", "network_forward"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
