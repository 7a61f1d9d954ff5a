"""Day 41, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def conv2d(image, kernel):
    """Return the sum of products in every window."""
    h, w = kernel.shape
    down, across = image.shape[0] - h + 1, image.shape[1] - w + 1
    out = np.zeros((down, across))
    # One entry of the kernel at a time, for all windows at once: h * w steps instead of one for each window.
    for u in range(h):
        for v in range(w):
            out += kernel[u, v] * image[u : u + down, v : v + across]
    return out


def max_pool(image, size):
    """Return the largest entry of each window."""
    down, across = image.shape[0] // size, image.shape[1] // size
    cut = image[: down * size, : across * size]
    return cut.reshape(down, size, across, size).max(axis=(1, 3))


def max_pool_backward(image, upstream, size):
    """Return the gradient of the image."""
    out = np.zeros(image.shape)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            window = image[i * size : (i + 1) * size, j * size : (j + 1) * size]
            # argmax names one entry, the first, even if several are equal.
            u, v = np.unravel_index(window.argmax(), window.shape)
            out[i * size + u, j * size + v] = upstream[i, j]
    return out
