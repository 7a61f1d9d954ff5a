"""Ways back through a dense layer that are right, in several styles."""

import numpy as np


def dense_backward_plain(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream.sum(axis=0)


def dense_backward_einsum(X, W, g):
    return np.einsum("nk,pk->np", g, W), np.einsum("np,nk->pk", X, g), np.einsum("nk->k", g)


def dense_backward_loops(X, W, upstream):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for x, u, dx in zip(X, upstream, dX):
        dx += W @ u
        dW += np.outer(x, u)
        db += u
    return dX, dW, db


def dense_backward_dot(x, w, dout):
    return np.dot(dout, w.T), np.dot(x.T, dout), np.ones(len(x)) @ dout


def dense_backward_dict(X, W, upstream):
    return {"dX": upstream @ W.T, "dW": X.T @ upstream, "db": np.add.reduce(upstream)}


def dense_backward_augmented(X, W, upstream):
    both = np.column_stack([X, np.ones(len(X))]).T @ upstream
    return (W @ upstream.T).T, both[:-1], both[-1]


def dense_backward_means(X, W, upstream):
    """dW and db are means over the samples."""
    n = len(X)
    return upstream @ W.T, X.T @ upstream / n, upstream.mean(axis=0)


def dense_backward_keepdims(X, W, upstream):
    return upstream @ W.T, X.T @ upstream, upstream.sum(axis=0, keepdims=True)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("dense")]
}
