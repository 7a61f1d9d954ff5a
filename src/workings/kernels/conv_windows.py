"""Convolutions: windows of images as rows of a matrix that is never whole, its product with filters, and the way back.

A row holds one window: its lines one after the other, each line its pixels, each pixel its channels. A line of a window
is contiguous in the image too, so it is copied whole; what lies outside of the image is 0. The windows of a few lines
of an image at a time are laid out, multiplied, and forgotten, all in one call, so that threads do not wait for each
other in between.

`geometry` is (height, width) of a window, its strides down and across, the padding above and left, and how many windows
there are down and across.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import kernel
from workings.kernels.matrix_product import multiply, multiply_add


@kernel
def _reach(geometry, j, channels, pixels):
    """Return where the line of a window begins in the image's, how much of it lies left of that, and where it ends."""
    first = (j * geometry[3] - geometry[5]) * channels
    skipped = max(0, -first)
    return first, skipped, max(skipped, min(geometry[1] * channels, pixels - first))


@kernel
def gather(image, channels, rows, geometry, begin, end):
    """Write the windows of the lines from `begin` to `end` of an image (height, width * channels) as rows."""
    height, line, across = geometry[0], geometry[1] * channels, geometry[7]
    for i in range(begin, end):
        for j in range(across):
            row = rows[(i - begin) * across + j]
            first, skipped, kept = _reach(geometry, j, channels, image.shape[1])
            for u in range(height):
                y = i * geometry[2] - geometry[4] + u
                part = row[u * line : (u + 1) * line]
                if y < 0 or y >= image.shape[0]:
                    part[:] = 0
                    continue
                for c in range(skipped):
                    part[c] = 0
                source, inside = image[y, first + skipped : first + kept], part[skipped:kept]
                for c in range(inside.shape[0]):
                    inside[c] = source[c]
                for c in range(kept, line):
                    part[c] = 0


@kernel
def scatter(rows, image, channels, geometry, begin, end):
    """Add every entry of the windows to the pixel that it was copied from."""
    height, line, across = geometry[0], geometry[1] * channels, geometry[7]
    for i in range(begin, end):
        for j in range(across):
            row = rows[(i - begin) * across + j]
            first, skipped, kept = _reach(geometry, j, channels, image.shape[1])
            for u in range(height):
                y = i * geometry[2] - geometry[4] + u
                if y < 0 or y >= image.shape[0]:
                    continue
                part, target = row[u * line + skipped : u * line + kept], image[y, first + skipped : first + kept]
                for c in range(part.shape[0]):
                    target[c] += part[c]


@kernel
def _add_bias(rows, bias, rectify):
    """Add the bias to every row, and set what is negative to 0 if asked."""
    for r in range(rows.shape[0]):
        row = rows[r]
        if rectify:
            for c in range(row.shape[0]):
                z = row[c] + bias[c]
                row[c] = 0 if z < 0 else z
        else:
            for c in range(row.shape[0]):
                row[c] += bias[c]


@kernel
def forward(x, weights, bias, rectify, z, geometry, lines, start, stop):
    """Write the outputs z (sample * down * across, filters) of the images from `start` to `stop`."""
    channels, down, across = x.shape[3], geometry[6], geometry[7]
    room = np.empty((lines * across, weights.shape[0]), x.dtype)
    for n in range(start, stop):
        image = x[n].reshape(x.shape[1], x.shape[2] * channels)
        for begin in range(0, down, lines):
            end = min(down, begin + lines)
            windows, at = room[: (end - begin) * across], (n * down + begin) * across
            gather(image, channels, windows, geometry, begin, end)
            here = z[at : at + windows.shape[0]]
            multiply(windows, weights, here)
            _add_bias(here, bias, rectify)


@kernel
def backward(x, turned, upstream, y, rectified, dx, of_weights, of_bias, geometry, lines, start, stop):
    """Write the gradients of the groups of images from `start` to `stop`.

    upstream and the outputs y have the shape (sample * down * across, filters), `turned` holds the weights, transposed;
    of_weights (groups, columns, filters) and of_bias (groups, filters) take a sum for each group, and dx, unless it is
    empty, the gradient of the images.
    """
    samples, channels, down, across = x.shape[0], x.shape[3], geometry[6], geometry[7]
    groups, filters = of_bias.shape
    room = np.empty((lines * across, turned.shape[1]), x.dtype)
    masked = np.empty((lines * across, filters), x.dtype)
    for group in range(start, stop):
        of_weights[group], of_bias[group] = 0, 0
        sums = of_bias[group]
        for n in range(samples * group // groups, samples * (group + 1) // groups):
            image = x[n].reshape(x.shape[1], x.shape[2] * channels)
            if dx.size:
                dx[n] = 0
            for begin in range(0, down, lines):
                end = min(down, begin + lines)
                windows, at = room[: (end - begin) * across], (n * down + begin) * across
                u = masked[: windows.shape[0]]
                for r in range(u.shape[0]):
                    above, output, row = upstream[at + r], y[at + r], u[r]
                    for c in range(filters):
                        d = 0 if rectified and output[c] <= 0 else above[c]
                        row[c] = d
                        sums[c] += d
                gather(image, channels, windows, geometry, begin, end)
                multiply_add(windows.T, u, of_weights[group])
                if dx.size:
                    multiply(u, turned, windows)
                    target = dx[n].reshape(x.shape[1], x.shape[2] * channels)
                    scatter(windows, target, channels, geometry, begin, end)
