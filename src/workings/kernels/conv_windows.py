"""Convolutions: images, with zeros around them, times filters; and the way back.

The windows of an image are the rows of a matrix that lies in the image itself, each line of a window in one piece
(`window_product`); nothing is copied but the image into its margins. The gradient of the filters is the product of that
matrix, transposed, with the gradient of the outputs. The gradient of the image is, for strides of 1, a convolution too:
of the outputs' gradient, with margins, by the filters turned by half a turn. For other strides its windows are laid out
and added up.

If only the largest output of each window is wanted (max-pooling), the outputs of an image are made, looked through, and
forgotten while they are near.

`geometry` is (height, width) of a window, its strides down and across, the padding above and left, and how many windows
there are down and across.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import helper, kernel
from workings.kernels.conv_pooling import pool_max
from workings.kernels.matrix_product import multiply
from workings.kernels.window_product import window_product


@kernel
def _margins(geometry, height, width):
    """Return how many lines and pixels an image takes with its margins."""
    high = max(geometry[4] + height, (geometry[6] - 1) * geometry[2] + geometry[0])
    return high, max(geometry[5] + width, (geometry[7] - 1) * geometry[3] + geometry[1])


@helper
def _set_in(image, room, above, left):
    """Copy an image (height, width * channels) into the room, whose margins are 0."""
    for i in range(image.shape[0]):
        line, source = room[above + i], image[i]
        for j in range(image.shape[1]):
            line[left + j] = source[j]


@kernel
def scatter(rows, image, channels, geometry, begin, end):
    """Add every entry of the windows to the pixel that it was copied from; those of the lines from `begin` to `end`."""
    height, line, across = geometry[0], geometry[1] * channels, geometry[7]
    for i in range(begin, end):
        for j in range(across):
            row = rows[(i - begin) * across + j]
            first = (j * geometry[3] - geometry[5]) * channels
            skipped = max(0, -first)
            kept = max(skipped, min(line, image.shape[1] - first))
            for u in range(height):
                y = i * geometry[2] - geometry[4] + u
                if y < 0 or y >= image.shape[0]:
                    continue
                part, target = row[u * line + skipped : u * line + kept], image[y, first + skipped : first + kept]
                for c in range(part.shape[0]):
                    target[c] += part[c]


@kernel
def forward(x, weights, bias, rectify, y, chosen, pooling, geometry, start, stop):
    """Write the outputs y of the images from `start` to `stop`, or the maxima of their windows.

    Parameters
    ----------
    weights, bias : ndarray of shape (columns, filters), (1, filters)
    y : ndarray of shape (samples, down, across, filters)
    chosen : ndarray of y's shape, or empty
        If it is not empty, `pool_max` makes it and y from outputs that are not kept.
    pooling : its height, width, stride_down, stride_across, top, left
    """
    channels, down, across = x.shape[3], geometry[6], geometry[7]
    high, wide = _margins(geometry, x.shape[1], x.shape[2])
    room = np.zeros((high, wide * channels), x.dtype)
    line, depth, filters = wide * channels, geometry[1] * channels, weights.shape[1]
    row = across, geometry[3] * channels, geometry[2] * line
    inner, pitches = (geometry[0], line, depth, 1), (depth * filters, filters)
    flat, factors = room.reshape(room.size), weights.reshape(weights.size)
    outputs = np.empty((1, down, across, filters if chosen.size else 0), x.dtype)
    for n in range(start, stop):
        image = x[n].reshape(x.shape[1], x.shape[2] * channels)
        _set_in(image, room, geometry[4], geometry[5] * channels)
        here = (outputs[0] if chosen.size else y[n]).reshape(down * across, filters)
        window_product(flat, here.shape[0], row, inner, factors, pitches, bias, 1, here, rectify)
        if chosen.size:
            pool_max(outputs, y[n : n + 1], chosen[n : n + 1], *pooling)


@helper
def _masked(upstream, y, rectified, u, above, left, sums):
    """Copy a gradient (down, across, filters) into u, 0 where the output was not above 0; add up its filters."""
    zero = u.dtype.type(0)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            given, output, row = upstream[i, j], y[i, j], u[above + i, left + j]
            if rectified:
                for c in range(row.shape[0]):
                    d = given[c] if output[c] > zero else zero
                    row[c] = d
                    sums[c] += d
            else:
                for c in range(row.shape[0]):
                    row[c] = given[c]
                    sums[c] += given[c]


@helper
def _unpooled(upstream, y, chosen, rectified, u, places, pooling, sums):
    """Write into u the gradient of outputs of which only the maxima y of windows were kept; add up its filters.

    places: where in u the outputs begin and end, down and across.
    """
    height, width, stride_down, stride_across, top, left = pooling
    zero = u.dtype.type(0)
    for r in range(places[0], places[2]):
        for s in range(places[1], places[3]):
            u[r, s] = zero
    given = np.empty(u.shape[2], u.dtype)
    for i in range(upstream.shape[0]):
        for j in range(upstream.shape[1]):
            above, output, at = upstream[i, j], y[i, j], chosen[i, j]
            for c in range(given.shape[0]):
                d = above[c] if output[c] > zero or not rectified else zero
                given[c] = d
                sums[c] += d
            for k in range(height * width):
                r = places[0] + i * stride_down - top + k // width
                s = places[1] + j * stride_across - left + k % width
                if r < places[0] or r >= places[2] or s < places[1] or s >= places[3]:
                    continue
                pixel, number = u[r, s], chosen.dtype.type(k)
                for c in range(given.shape[0]):
                    pixel[c] += given[c] if at[c] == number else zero


@helper
def _to_images(u, turned, room, dx, geometry, lines):
    """Write the gradient of an image of any strides; u (down, across, filters), turned (filters, columns)."""
    down, across, filters = u.shape
    channels = dx.shape[2]
    dx[:] = dx.dtype.type(0)
    target = dx.reshape(dx.shape[0], dx.shape[1] * channels)
    for begin in range(0, down, lines):
        end = min(down, begin + lines)
        windows = room[: (end - begin) * across]
        multiply(u[begin:end].reshape(windows.shape[0], filters), turned, windows)
        scatter(windows, target, channels, geometry, begin, end)


@kernel
def backward(x, turned, upstream, y, rectified, chosen, pooling, dx, of_weights, of_bias, geometry, lines, start, stop):
    """Write the gradients of the groups of images from `start` to `stop`.

    Parameters
    ----------
    turned : ndarray
        The weights. For strides of 1 as (turned height * turned width * filters, channels), else (filters, columns).
    upstream, y : ndarray of shape (sample, down, across, filters)
        The gradient of what `forward` wrote, and that itself.
    chosen, pooling
        As `forward` had them.
    dx : ndarray
        The gradient of the images, which is not wanted if it is empty.
    of_weights, of_bias : ndarray of shape (groups, columns, filters), (groups, filters)
        A sum for each group.
    lines : int
        Lines of windows to lay out at a time, with other strides.
    """
    samples, height, width, channels = x.shape
    down, across, filters = geometry[6], geometry[7], of_bias.shape[1]
    groups, slides = of_bias.shape[0], geometry[2] == 1 and geometry[3] == 1
    high, wide = _margins(geometry, height, width)
    room, line, depth = np.zeros((high, wide * channels), x.dtype), wide * channels, geometry[1] * channels
    above = geometry[0] - 1 - geometry[4] if slides else 0
    left = geometry[1] - 1 - geometry[5] if slides else 0
    u_high, u_wide = (height + geometry[0] - 1, width + geometry[1] - 1) if slides else (down, across)
    u = np.zeros((u_high, u_wide, filters), x.dtype)
    windows = np.empty((0 if slides or not dx.size else lines * across, turned.shape[1]), x.dtype)
    flat, flat_u, factors = room.reshape(room.size), u.reshape(u.size), turned.reshape(turned.size)
    within = flat_u[(above * u_wide + left) * filters :]
    for group in range(start, stop):
        of_bias[group] = x.dtype.type(0)
        first, end = samples * group // groups, samples * (group + 1) // groups
        for n in range(first, end):
            _set_in(x[n].reshape(height, width * channels), room, geometry[4], geometry[5] * channels)
            if chosen.size:
                places = (above, left, above + down, left + across)
                _unpooled(upstream[n], y[n], chosen[n], rectified, u, places, pooling, of_bias[group])
            else:
                _masked(upstream[n], y[n], rectified, u, above, left, of_bias[group])
            row = depth, 1, line
            inner = down, geometry[2] * line, across, geometry[3] * channels
            sums, pitches = of_weights[group], (u_wide * filters, filters)
            window_product(flat, sums.shape[0], row, inner, within, pitches, sums, 2 if n > first else 0, sums, False)
            if dx.size and slides:
                out = dx[n].reshape(height * width, channels)
                row, inner = (
                    (width, filters, u_wide * filters),
                    (geometry[0], u_wide * filters, geometry[1] * filters, 1),
                )
                pitches = geometry[1] * filters * channels, channels
                window_product(flat_u, out.shape[0], row, inner, factors, pitches, out, 0, out, False)
            elif dx.size:
                _to_images(u, turned, windows, dx[n], geometry, lines)
