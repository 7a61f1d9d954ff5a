"""The way back through max pooling, in many styles; ties go to one, or are shared."""

import numpy as np


def max_pool_backward(image, upstream, size):
    out = np.zeros(image.shape)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            window = image[i * size : (i + 1) * size, j * size : (j + 1) * size]
            a, b = np.unravel_index(window.argmax(), window.shape)
            out[i * size + a, j * size + b] = upstream[i, j]
    return out


def max_pool_backward_last_of_ties(x, g, k):
    out = np.zeros(x.shape)
    for i in range(g.shape[0]):
        for j in range(g.shape[1]):
            best = -np.inf
            for a in range(k):
                for b in range(k):
                    if x[i * k + a, j * k + b] >= best:
                        best, at = x[i * k + a, j * k + b], (i * k + a, j * k + b)
            out[at] = g[i, j]
    return out


def max_pool_backward_shared(image, upstream, size):
    h, w = upstream.shape
    blocks = image[: h * size, : w * size].reshape(h, size, w, size)
    mask = (blocks == blocks.max(axis=(1, 3), keepdims=True)).astype(float)
    share = mask / mask.sum(axis=(1, 3), keepdims=True) * upstream[:, None, :, None]
    out = np.zeros(image.shape)
    out[: h * size, : w * size] = share.reshape(h * size, w * size)
    return out


def maxpool_grad(X, dout, size):
    h, w = dout.shape
    flat = X[: h * size, : w * size].reshape(h, size, w, size).transpose(0, 2, 1, 3).reshape(h, w, -1)
    d = np.zeros(flat.shape)
    np.put_along_axis(d, flat.argmax(axis=2)[..., None], dout[..., None], axis=2)
    out = np.zeros(X.shape)
    out[: h * size, : w * size] = d.reshape(h, w, size, size).transpose(0, 2, 1, 3).reshape(h * size, w * size)
    return out


def max_pool_backward_kron(image, upstream, size):
    out = np.zeros(image.shape)
    for (i, j), u in np.ndenumerate(upstream):
        part = image[i * size : i * size + size, j * size : j * size + size]
        one = np.zeros(size * size)
        one[part.ravel().argmax()] = 1.0
        out[i * size : i * size + size, j * size : j * size + size] = u * one.reshape(size, size)
    return out


def backward_max_pool(image, upstream, size):
    out = [[0.0] * image.shape[1] for _ in range(image.shape[0])]
    for i, row in enumerate(upstream):
        for j, u in enumerate(row):
            places = [(i * size + a, j * size + b) for a in range(size) for b in range(size)]
            r, c = max(places, key=lambda at: image[at])
            out[r][c] += float(u)
    return out



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('max_pool', 'maxpool', 'backward_'))]
}
