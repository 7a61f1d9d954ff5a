"""Max pooling that is right, in many styles."""

import numpy as np


def max_pool(image, size):
    h, w = image.shape[0] // size, image.shape[1] // size
    return image[: h * size, : w * size].reshape(h, size, w, size).max(axis=(1, 3))


def max_pool_loops(x, k):
    out = np.empty((x.shape[0] // k, x.shape[1] // k))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = x[i * k : (i + 1) * k, j * k : (j + 1) * k].max()
    return out


def max_pool_windows(image, size):
    return np.lib.stride_tricks.sliding_window_view(image, (size, size))[::size, ::size].max(axis=(2, 3))


def maxpool_shrinking(image, size):
    n, p = image.shape
    return np.array([[image[i : i + size, j : j + size].max() for j in range(0, p, size)] for i in range(0, n, size)])


def max_pool_lists(image, size):
    n, p = len(image) // size, len(image[0]) // size
    return [[max(image[i * size + a][j * size + b] for a in range(size) for b in range(size)) for j in range(p)] for i in range(n)]


def max_pool_steps(image, size):
    h, w = (image.shape[0] // size) * size, (image.shape[1] // size) * size
    best = np.full((h // size, w // size), -np.inf)
    for a in range(size):
        for b in range(size):
            best = np.maximum(best, image[a:h:size, b:w:size])
    return best


def maxpool2d_one_axis_after_the_other(image, size):
    h, w = image.shape[0] // size, image.shape[1] // size
    rows = np.stack([image[k : h * size : size] for k in range(size)]).max(axis=0)
    return np.stack([rows[:, k : w * size : size] for k in range(size)]).max(axis=0)



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('max_pool', 'maxpool'))]
}
