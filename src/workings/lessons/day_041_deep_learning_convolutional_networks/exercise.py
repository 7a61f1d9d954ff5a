"""Day 41: write a sliding filter, max pooling, and the way back through it.

    workings check exercise.py

conv2d(image, kernel), for an image of (n, p) and a kernel of (h, w), has shape (n - h + 1, p - w + 1):

    out[i, j] = sum over u, v of image[i + u, j + v] * kernel[u, v]

max_pool(image, size) has shape (n // size, p // size): the largest entry of each window of size x size, windows side by
side; what is left over at the right and below is left out.

max_pool_backward(image, upstream, size) has the shape of the image: upstream[i, j] at the largest entry of window
(i, j), 0 elsewhere. Of equal entries one gets it.
"""

import numpy as np


def conv2d(image, kernel):
    """Return the sum of products in every window."""
    out = np.zeros((image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]))
    # Your turn: how many windows fit, and what is in each.
    return out


def max_pool(image, size):
    """Return the largest entry of each window."""
    # Your turn.
    return image[::size, ::size]


def max_pool_backward(image, upstream, size):
    """Return the gradient of the image."""
    # Your turn: only one entry of each window.
    return np.kron(upstream, np.ones((size, size)))
