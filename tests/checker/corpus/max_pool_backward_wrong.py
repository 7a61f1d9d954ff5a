"""The way back through max pooling, wrong or easily broken."""

import numpy as np


def _blocks(x, k, g):
    return x[: g.shape[0] * k, : g.shape[1] * k].reshape(g.shape[0], k, g.shape[1], k)


def _back(blocks, shape):
    h, k, w, _ = blocks.shape
    out = np.zeros(shape)
    out[: h * k, : w * k] = blocks.reshape(h * k, w * k)
    return out


def max_pool_backward_mask(image, upstream, size):
    b = _blocks(image, size, upstream)
    return _back((b == b.max(axis=(1, 3), keepdims=True)) * upstream[:, None, :, None], image.shape)


def max_pool_backward_mean(image, upstream, size):
    return np.kron(upstream, np.ones((size, size))) / size**2


def max_pool_backward_everywhere(image, upstream, size):
    return np.kron(upstream, np.ones((size, size)))


def max_pool_backward_ones(image, upstream, size):
    b = _blocks(image, size, upstream)
    return _back((b == b.max(axis=(1, 3), keepdims=True)) * 1.0, image.shape)


def max_pool_backward_corner(image, upstream, size):
    out = np.zeros(image.shape)
    out[::size, ::size] = upstream
    return out


def max_pool_backward_times_entry(image, upstream, size):
    b = _blocks(image, size, upstream)
    return _back((b == b.max(axis=(1, 3), keepdims=True)) * b * upstream[:, None, :, None], image.shape)


def max_pool_backward_min(image, upstream, size):
    b = _blocks(image, size, upstream)
    return _back((b == b.min(axis=(1, 3), keepdims=True)) * upstream[:, None, :, None], image.shape)



CODES = {
    "max_pool_backward_mask": "counts_ties_twice",
    "max_pool_backward_mean": "spread_evenly",
    "max_pool_backward_everywhere": "to_every_entry",
    "max_pool_backward_ones": "upstream_left_out",
    "max_pool_backward_corner": "to_a_corner",
    "max_pool_backward_times_entry": "times_the_entry",
    "max_pool_backward_min": "to_the_smallest",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in ('counts_ties_twice',) else "wrong",
        "codes": [code],
        "may": ['counts_ties_twice'],
    }
    for name, code in CODES.items()
}
